"""Open an archive that may come from anywhere: measured first, then read, or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from app.domain.errors import N_, InvalidFile, Place, Problem
from app.files.archive import FORMAT, FORMAT_VERSION, MANIFEST, sha256_of

MOST_ENTRIES, MOST_BYTES, MOST_RATIO = 100, 20 * 1024 * 1024, 100
ENCRYPTED = 0x1

NOT_A_ZIP = N_("this is no ZIP file, or it is damaged")
TOO_MANY = N_("it holds more than {most} files")
TOO_LARGE = N_("unpacked it would be larger than {most} MB")
TOO_DENSE = N_("this file is packed more than {most} times smaller than it is")
IS_ENCRYPTED = N_("this file is encrypted")
TWICE = N_("this file is in it a second time")
NO_MANIFEST = N_("the archive has no {name}")
NOT_OURS = N_("this is no archive of the Willkommenscheck, or of a newer version")
MISSING = N_("this file is missing")
NOT_LISTED = N_("the manifest does not list this file")
CHANGED = N_("this file is not what the manifest says: its SHA-256 is another")
NOT_JSON = N_("this is no JSON: {error}")


def read_archive(content: bytes, *, name: str) -> Mapping[str, bytes]:
    """Every file of an archive by its name, the manifest among them, all hashes proven.

    Raises InvalidFile with everything that is wrong; `name` is what problems call the archive.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse(_measured(archive.infolist(), name))
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (BadZipFile, OSError, NotImplementedError, ValueError, EOFError) as error:
        raise InvalidFile([Problem(Place(name, 1, 1), NOT_A_ZIP)]) from error
    _refuse(_unproven(files, name))
    return files


def json_in(files: Mapping[str, bytes], file: str, *, name: str) -> dict[str, Any]:
    """A file of the archive as an object of JSON; raises InvalidFile."""
    try:
        found = json.loads(files[file].decode("utf-8"))
    except KeyError:
        raise InvalidFile([Problem(Place(f"{name}/{file}", 1, 1), MISSING)]) from None
    except (ValueError, RecursionError) as error:
        place = Place(f"{name}/{file}", 1, 1)
        raise InvalidFile([Problem(place, NOT_JSON, {"error": str(error)[:200]})]) from error
    if not isinstance(found, dict):
        raise InvalidFile([Problem(Place(f"{name}/{file}", 1, 1), NOT_OURS)])
    return found


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InvalidFile(problems)


def _measured(entries: list[ZipInfo], name: str) -> list[Problem]:
    """What forbids to unpack it, found from the directory alone."""
    if len(entries) > MOST_ENTRIES:
        return [Problem(Place(name, 1, 1), TOO_MANY, {"most": MOST_ENTRIES})]
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        return [Problem(Place(name, 1, 1), TOO_LARGE, {"most": MOST_BYTES // 1024 // 1024})]
    problems, seen = [], set()
    for entry in entries:
        place = Place(f"{name}/{entry.filename}", 1, 1)
        if entry.flag_bits & ENCRYPTED:
            problems.append(Problem(place, IS_ENCRYPTED))
        if entry.file_size > 1024 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            problems.append(Problem(place, TOO_DENSE, {"most": MOST_RATIO}))
        if entry.filename in seen:
            problems.append(Problem(place, TWICE))
        seen.add(entry.filename)
    return problems


def _unproven(files: Mapping[str, bytes], name: str) -> list[Problem]:
    """What the manifest says otherwise."""
    if MANIFEST not in files:
        return [Problem(Place(name, 1, 1), NO_MANIFEST, {"name": MANIFEST})]
    manifest = json_in(files, MANIFEST, name=name)
    listed = manifest.get("files")
    told = (manifest.get("format"), manifest.get("format_version"))
    if told != (FORMAT, FORMAT_VERSION) or not isinstance(listed, dict):
        return [Problem(Place(f"{name}/{MANIFEST}", 1, 1), NOT_OURS)]
    problems = []
    for file in sorted({*listed, *files} - {MANIFEST}):
        place = Place(f"{name}/{file}", 1, 1)
        if file not in files:
            problems.append(Problem(place, MISSING))
        elif file not in listed:
            problems.append(Problem(place, NOT_LISTED))
        elif sha256_of(files[file]) != listed[file]:
            problems.append(Problem(place, CHANGED))
    return problems

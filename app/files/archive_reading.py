"""Open an archive that may come from anywhere: measured first, then read, or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.domain.errors import N_, InvalidFile, Place, Problem
from app.files.archive import FORMAT, FORMAT_VERSION, MANIFEST, sha256_of
from app.files.zip_reading import unpacked

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
    files = unpacked(content, name=name)
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

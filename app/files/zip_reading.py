"""Unpack a ZIP file that may come from anywhere: measured by its directory first, or refused."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.domain.errors import N_, InvalidFile, Place, Problem

MOST_ENTRIES, MOST_BYTES, MOST_RATIO = 100, 20 * 1024 * 1024, 100
ENCRYPTED = 0x1
ZIP_START = b"PK\x03\x04"

NOT_A_ZIP = N_("this is no ZIP file, or it is damaged")
TOO_MANY = N_("it holds more than {most} files")
TOO_LARGE = N_("unpacked it would be larger than {most} MB")
TOO_DENSE = N_("this file is packed more than {most} times smaller than it is")
IS_ENCRYPTED = N_("this file is encrypted")
PACKED_OTHERWISE = N_("this file is packed in a way that is not read here")
TWICE = N_("this file is in it a second time")


def unpacked(content: bytes, *, name: str) -> Mapping[str, bytes]:
    """Every file in it by its name; raises InvalidFile with all that forbids to unpack it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            problems = _measured(archive.infolist(), name)
            if problems:
                raise InvalidFile(problems)
            return {entry.filename: _read(archive, entry) for entry in archive.infolist()}
    except (BadZipFile, OSError, NotImplementedError, ValueError, EOFError, zlib.error) as error:
        raise InvalidFile([Problem(Place(name, 1, 1), NOT_A_ZIP)]) from error


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """As much as the directory says and not a byte more, however much is packed."""
    with archive.open(entry) as opened:
        content = opened.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise BadZipFile(entry.filename)
    return content


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
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            problems.append(Problem(place, PACKED_OTHERWISE))
        if entry.file_size > 1024 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            problems.append(Problem(place, TOO_DENSE, {"most": MOST_RATIO}))
        if entry.filename in seen:
            problems.append(Problem(place, TWICE))
        seen.add(entry.filename)
    return problems

"""A file that somebody brings in: what it is by its content, whatever its name says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from app.domain.errors import N_, InvalidFile, Place, Problem
from app.files.archive import MANIFEST
from app.files.csv_reading import read_csv
from app.files.document_reading import Find, read_archived, read_json
from app.files.grid import Grid
from app.files.sheet_reading import Reading
from app.files.workbook_reading import read_workbook
from app.files.zip_reading import ZIP_START, unpacked

TABLE, WORKBOOK, JSON, ARCHIVE = "CSV", "XLSX", "JSON", "ZIP"
SUFFIXES = {".csv": TABLE, ".txt": TABLE, ".xlsx": WORKBOOK, ".json": JSON, ".zip": ARCHIVE}
OLD_WORKBOOK_START = b"\xd0\xcf\x11\xe0"

NOTHING_IN_IT = N_("the file is empty")
OLD_WORKBOOK = N_("this is an old or protected Excel file; save it as .xlsx without a password")
WRONG_SUFFIX = N_("the name ends in {suffix}, but what is in it is {kind}")
UNKNOWN_SUFFIX = N_("what ends in {suffix} cannot be read; there are .csv, .xlsx, .json and .zip")
NO_TABLE = N_("no sheet of this workbook has any text in it")


@dataclass(frozen=True)
class Incoming:
    """Tables whose columns are still to be understood, or self-checks that say all themselves."""

    grids: tuple[Grid, ...] = ()
    documents: Reading | None = None


def open_incoming(content: bytes, find: Find, *, name: str) -> Incoming:
    """Read a file of any of our four kinds; raises InvalidFile with everything that is wrong."""
    kind = _kind(content, name)
    suffix = PurePath(name).suffix.lower()
    if suffix and SUFFIXES.get(suffix) != kind:
        facts = {"suffix": suffix[:20], "kind": kind}
        raise _refused(name, WRONG_SUFFIX if suffix in SUFFIXES else UNKNOWN_SUFFIX, **facts)
    if kind == JSON:
        return Incoming(documents=read_json(content, find, name=name))
    if kind == ARCHIVE:
        return Incoming(documents=read_archived(content, find, name=name))
    if kind == WORKBOOK:
        grids = read_workbook(content, name=name)
        if not grids:
            raise _refused(name, NO_TABLE)
        return Incoming(grids)
    return Incoming((read_csv(content, name=name),))


def _kind(content: bytes, name: str) -> str:
    if not content:
        raise _refused(name, NOTHING_IN_IT)
    if content.startswith(OLD_WORKBOOK_START):
        raise _refused(name, OLD_WORKBOOK)
    if content.startswith(ZIP_START):
        return ARCHIVE if MANIFEST in unpacked(content, name=name) else WORKBOOK
    # A mark and the NULs of UTF-16 before and between the first signs.
    begins = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip()
    return JSON if begins[:1] in (b"{", b"[") else TABLE


def _refused(name: str, message: str, **facts: object) -> InvalidFile:
    return InvalidFile([Problem(Place(name, 1, 1), message, facts)])

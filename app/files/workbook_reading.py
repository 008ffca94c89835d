"""A workbook (XLSX) from anywhere as grids: nothing in it is calculated, fetched or run.

What a program would have to work out, or to look up in another file, is refused rather than
guessed: whoever answers writes values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from app.domain.errors import N_, InvalidFile, Place, Problem
from app.files.grid import MOST_COLUMNS, TOO_MANY_ROWS, Grid, grid_of
from app.files.zip_reading import unpacked

MOST_ROWS = 5_000
MOST_TAGS = 1_500_000
"""As many as the largest sheet that is allowed needs; counted before anything is parsed."""

NOT_A_WORKBOOK = N_("this is no XLSX workbook, or it is damaged")
MACROS = N_("this workbook has macros; save it as .xlsx without them")
OTHER_FILES = N_("this workbook takes values from other files; paste them as values")
DOCTYPE = N_("this part declares entities, which no spreadsheet program does")
TOO_MUCH = N_("there is more in it than {rows} rows of {columns} columns can hold")
FORMULA = N_("this cell is calculated; paste it as a value")
CELL_ERROR = N_("this cell holds the error {error}")
UNREADABLE = N_("from this row on the sheet cannot be read")

_TOLD = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
_REFUSED = (("vbaProject.bin", MACROS), ("externalLinks/externalLink", OTHER_FILES))
_XML = (".xml", ".rels")
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_COLUMN = re.compile(rb"""[ ]r=["']([A-Za-z]{2,})[0-9]+["']""")


def read_workbook(content: bytes, *, name: str) -> tuple[Grid, ...]:
    """Every sheet that has text in it; raises InvalidFile with everything that is wrong."""
    parts = unpacked(content, name=name)
    problems = list(_suspicious(parts, name))
    if problems:
        raise InvalidFile(problems)
    try:
        book = load_workbook(BytesIO(content), read_only=True)
    except Exception as error:  # whatever a made-up workbook makes of its reader
        raise InvalidFile([Problem(Place(name, 1, 1), NOT_A_WORKBOOK)]) from error
    grids: list[Grid] = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        grid, found = _read_sheet(sheet, name)
        problems += found
        if grid.rows:
            grids.append(grid)
    if problems:
        raise InvalidFile(problems)
    return tuple(grids)


def _suspicious(parts: Mapping[str, bytes], name: str) -> Iterator[Problem]:
    """What is refused before anything is parsed."""
    for part, content in parts.items():
        yield from (Problem(Place(name, 1, 1), why) for word, why in _REFUSED if word in part)
        if _DECLARES.search(content.replace(b"\x00", b"")):
            yield Problem(Place(f"{name}/{part}", 1, 1), DOCTYPE)
    tags = sum(content.count(b"<") for part, content in parts.items() if part.endswith(_XML))
    if "[Content_Types].xml" not in parts:
        yield Problem(Place(name, 1, 1), NOT_A_WORKBOOK)
    elif tags > MOST_TAGS or _reaches_far(parts):
        yield Problem(Place(name, 1, 1), TOO_MUCH, _TOLD)


def _reaches_far(parts: Mapping[str, bytes]) -> bool:
    """Whether a sheet has cells in columns that are not read."""
    sheets = (content for part, content in parts.items() if "worksheets/" in part)
    return any(_is_far(found[1]) for sheet in sheets for found in _COLUMN.finditer(sheet))


def _is_far(letters: bytes) -> bool:
    """Whether a column lies beyond those that are read.

    >>> _is_far(b"CV"), _is_far(b"CW"), _is_far(b"XFD")
    (False, True, True)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number > MOST_COLUMNS


def _read_sheet(sheet: Any, name: str) -> tuple[Grid, list[Problem]]:
    here = Grid(name, sheet.title, ())
    problems: list[Problem] = []

    def rows() -> Iterator[tuple[int, list[str]]]:
        line = 0
        try:
            for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
                if line > MOST_ROWS:
                    facts = {"most": MOST_ROWS}
                    problems.append(Problem(here.place(line, 0), TOO_MANY_ROWS, facts))
                    return
                yield line, [_text(cell, problems, here, line, n) for n, cell in enumerate(row)]
        except Exception:  # whatever a made-up sheet makes of its reader
            problems.append(Problem(here.place(line + 1, 0), UNREADABLE))

    grid, unclear = grid_of(name, sheet.title, rows())
    return grid, problems + unclear


def _text(cell: Any, problems: list[Problem], here: Grid, line: int, column: int) -> str:
    """The value of a cell as people would write it; what is no value becomes a problem."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        problems.append(Problem(here.place(line, column), FORMULA))
    elif cell.data_type == "e":
        problems.append(Problem(here.place(line, column), CELL_ERROR, {"error": str(value)[:20]}))
    else:
        return _written(value, str(cell.number_format or ""))
    return ""


def _written(value: object, number_format: str) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        exact = Decimal(repr(value))
        if "%" in number_format:
            return f"{_plain(exact * 100)} %"
        return _plain(exact)
    for kind, written in _BY_KIND.items():
        if isinstance(value, kind):
            return written(value)
    return str(value)


def _plain(number: Decimal) -> str:
    """Without an exponent and without zeros behind the point.

    >>> _plain(Decimal("2.0")), _plain(Decimal("1E+2"))
    ('2', '100')
    """
    if not number.is_finite() or number.adjusted() > 20:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime) -> str:
    is_day = not (value.hour or value.minute or value.second)
    return value.date().isoformat() if is_day else value.isoformat()


_BY_KIND: Mapping[type, Callable[[Any], str]] = {
    datetime: _moment,
    date: date.isoformat,
}

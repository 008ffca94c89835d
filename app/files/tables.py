"""Tables for spreadsheet programs: XLSX with real numbers and days, and CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.domain.checklist import ShownText
from app.domain.rounding import half_up_to
from app.files.spreadsheet import harmless

# Equal content gives equal bytes, so a file knows nothing of the moment it was made.
CREATED = datetime(2000, 1, 1)
LONGEST_CELL = 32_767
_LEAST_WIDTH, _MOST_WIDTH = 8, 60
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Points:
    """A score or, with its sign, a difference of scores: exact, shown with one decimal."""

    exact: Fraction
    is_difference: bool = False


Cell = str | ShownText | int | Points | date | None
"""None is an empty cell: there is no statement."""


@dataclass(frozen=True)
class Table:
    """One table with its name and the words of its columns; pages and files show the same."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """One sheet for each table. Numbers and days are such; no text becomes a formula or a link."""
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"created": CREATED})
    head = workbook.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    points = workbook.add_format({"num_format": "0.0", "valign": "top"})
    difference = workbook.add_format({"num_format": "+0.0;-0.0;0.0", "valign": "top"})
    days = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    formats = {"text": text, "points": points, "difference": difference, "days": days}
    for table in tables:
        sheet = workbook.add_worksheet(_SHEET_NAME.sub(" ", table.name)[:31])
        sheet.freeze_panes(1, 1)
        for place, words in enumerate(table.head):
            sheet.set_column(place, place, _width(table, place))
            sheet.write_string(0, place, words, head)
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell, formats)
    workbook.close()
    return file.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Format]) -> None:
    if isinstance(cell, Points):
        kind = "difference" if cell.is_difference else "points"
        sheet.write_number(row, column, float(cell.exact), formats[kind])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["days"])
    elif cell is not None:
        sheet.write_string(row, column, str(cell)[:LONGEST_CELL], formats["text"])


def _width(table: Table, place: int) -> int:
    texts = [table.head[place], *(_text(row[place]) for row in table.rows if place < len(row))]
    return max(_LEAST_WIDTH, min(_MOST_WIDTH, max(len(text) for text in texts) + 2))


def as_csv(tables: Sequence[Table]) -> bytes:
    """The tables one below the other, each under its name, a blank line between them.

    As German offices open it: UTF-8 with a mark, semicolons, decimal commas. No text begins a
    formula; what begins with a sign here is a number.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    for number, table in enumerate(tables):
        if number:
            file.write("\r\n")
        writer.writerow([harmless(table.name)])
        writer.writerow([harmless(words) for words in table.head])
        writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    return _text(cell) if isinstance(cell, Points | int) else harmless(_text(cell))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Points):
        return str(half_up_to(cell.exact, 1)).replace(".", ",")
    return str(cell)

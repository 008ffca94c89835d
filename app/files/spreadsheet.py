"""Tables for spreadsheet programs: as German offices open them, and without formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# Also as Japanese keyboards write them: spreadsheets take those for formulas, too.
BEGINS_A_FORMULA = tuple("=+-@＝＋－＠")
BEGINS_A_CELL = ("\t", "\r", "\n")


def spreadsheet_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, semicolons, every cell in quotes, CRLF; no cell begins a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would calculate it.

    Also where it would do so without the apostrophes it begins with: so the one that was added
    can be told from those that somebody wrote.

    >>> harmless("=1+1"), harmless("Rathaus"), harmless("'=1+1")
    ("'=1+1", 'Rathaus', "''=1+1")
    """
    return f"'{cell}" if _could_calculate(cell.lstrip("'")) else cell


def as_written(cell: str) -> str:
    """The text that became this cell: `harmless` taken back.

    >>> as_written(harmless("=1+1")), as_written("'quoted'")
    ('=1+1', "'quoted'")
    """
    return cell[1:] if cell.startswith("'") and _could_calculate(cell.lstrip("'")) else cell


def _could_calculate(text: str) -> bool:
    return text.lstrip().startswith(BEGINS_A_FORMULA) or text.startswith(BEGINS_A_CELL)

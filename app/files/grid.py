"""A table as it came in a file: rows of texts, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.clean_text import UnclearText, clean_text
from app.domain.errors import N_, Place, Problem

MOST_COLUMNS = 100
LONGEST_ECHO = 60

TOO_MANY_COLUMNS = N_("there are more than {most} columns")
TOO_MANY_ROWS = N_("there are more than {most} rows")
NUL = N_("this cell holds a character that is none (NUL)")


@dataclass(frozen=True)
class GridRow:
    """One row: its line in the file, counted from 1, and its texts."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column counted from 0; nothing where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Grid:
    """One table of a file; rows without any text are left out."""

    file: str
    name: str
    """What the sheet of a workbook is called; nothing for a CSV file."""
    rows: tuple[GridRow, ...]

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    def place(self, line: int, column: int) -> Place:
        """Where a cell stands; the column counts from 0."""
        path = f"{self.file}/{self.name}" if self.name else self.file
        return Place(path, line, column + 1)


def grid_of(
    file: str, name: str, rows: Iterable[tuple[int, Iterable[str]]]
) -> tuple[Grid, list[Problem]]:
    """A grid of cleaned texts, and what is wrong with any of them."""
    grid = Grid(file, name, ())
    kept: list[GridRow] = []
    problems: list[Problem] = []
    for line, cells in rows:
        cleaned = []
        for column, cell in enumerate(cells):
            text, problem = _cleaned(cell)
            cleaned.append(text)
            if problem is not None:
                message, facts = problem
                problems.append(Problem(grid.place(line, column), message, facts))
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if len(cleaned) > MOST_COLUMNS:
            place = grid.place(line, MOST_COLUMNS)
            problems.append(Problem(place, TOO_MANY_COLUMNS, {"most": MOST_COLUMNS}))
        elif cleaned:
            kept.append(GridRow(line, tuple(cleaned)))
    return Grid(file, name, tuple(kept)), problems


def echo(text: str) -> str:
    """The beginning of a text on one line, to be named in a problem."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ECHO else f"{line[: LONGEST_ECHO - 1]}…"


def _cleaned(cell: str) -> tuple[str, tuple[str, dict[str, object]] | None]:
    if "\x00" in cell:
        return "", (NUL, {})
    try:
        return clean_text(cell), None
    except UnclearText as unclear:
        return "", (unclear.reason, dict(unclear.facts))

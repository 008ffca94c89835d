"""A table as it came in a file: rows of texts, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.clean_text import UnclearText, clean_text
from app.domain.errors import N_, Place, Problem

MOST_COLUMNS = 100
MOST_PROBLEMS = 500
"""So many are told; whoever mends those finds the rest."""
LONGEST_CELL = 32_767
MOST_CHARACTERS = 20_000_000
"""Of a table: cells of a workbook may share one text, so that a small file holds a large one."""
LONGEST_ECHO = 60

TOO_MANY_COLUMNS = N_("there are more than {most} columns")
TOO_MANY_ROWS = N_("there are more than {most} rows")
CELL_TOO_LONG = N_("this cell holds more than {most} characters")
TOO_MUCH_TEXT = N_("there is more text in it than {most} characters")
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
    file: str,
    name: str,
    rows: Iterable[tuple[int, Iterable[str]]],
    *,
    most_characters: int = MOST_CHARACTERS,
) -> tuple[Grid, list[Problem]]:
    """A grid of cleaned texts, and what is wrong with any of them."""
    grid = Grid(file, name, ())
    kept: list[GridRow] = []
    problems: list[Problem] = []
    characters = 0
    for line, cells in rows:
        texts = list(cells)
        characters += sum(map(len, texts))
        if characters > most_characters:
            facts = {"most": most_characters}
            problems.append(Problem(grid.place(line, 0), TOO_MUCH_TEXT, facts))
            break
        row, wrong = _row(grid, line, texts)
        problems += wrong
        if len(problems) >= MOST_PROBLEMS:
            break
        if row.cells:
            kept.append(row)
    return Grid(file, name, tuple(kept)), problems


def _row(grid: Grid, line: int, texts: list[str]) -> tuple[GridRow, list[Problem]]:
    """A row without the empty cells at its end, and what is wrong with it."""
    cells, problems = [], []
    for column, text in enumerate(texts):
        cell, problem = _cleaned(text)
        cells.append(cell)
        if problem is not None:
            problems.append(Problem(grid.place(line, column), *problem))
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        facts = {"most": MOST_COLUMNS}
        problems.append(Problem(grid.place(line, MOST_COLUMNS), TOO_MANY_COLUMNS, facts))
    return GridRow(line, tuple(cells)), problems


def echo(text: str) -> str:
    """The beginning of a text on one line, to be named in a problem."""
    line = " ".join(text[: 2 * LONGEST_ECHO].encode("utf-8", "replace").decode("utf-8").split())
    return line if len(line) <= LONGEST_ECHO else f"{line[: LONGEST_ECHO - 1]}…"


def _cleaned(cell: str) -> tuple[str, tuple[str, dict[str, object]] | None]:
    if len(cell) > LONGEST_CELL:
        return "", (CELL_TOO_LONG, {"most": LONGEST_CELL})
    if "\x00" in cell:
        return "", (NUL, {})
    try:
        return clean_text(cell), None
    except UnclearText as unclear:
        return "", (unclear.reason, dict(unclear.facts))

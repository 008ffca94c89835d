"""The rows of a CSV file and where they stand.

Bytes that are not UTF-8 arrive as lone surrogates, so that whoever checks a cell can say where
they stand. Rows are counted as lines of the file: a quoted line break makes a record longer.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.domain.errors import N_, Place, Problem

COMMA, SEMICOLON, TAB = ",", ";", "\t"
SEPARATORS = (SEMICOLON, COMMA, TAB)
UNCLOSED = N_("a quotation mark is opened here and not closed")
TEXT_AFTER_QUOTE = N_("text follows the closing quotation mark of this cell")
CELL_TOO_LONG = N_("this cell is too long")

# Possessive, because a doubled quotation mark must never be taken for a closing one.
_QUOTED_CELL = re.compile(r'"(?:[^"]++|"")*+"')
_PLAIN_CELL = {each: re.compile(rf"[^{each}\r\n]*") for each in SEPARATORS}


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record; `row` is the line it starts in, counted from 1."""

    row: int
    cells: list[str]


class _Lines:
    """Hands out lines and remembers those of the record that is being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.count = 0
        self.of_record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.count += 1
            self.of_record.append(line)
            yield line


def read_records(path: Path, *, name: str) -> Iterator[Record | Problem]:
    """Every record of a file in UTF-8, with or without a BOM; the first line decides whether
    commas or semicolons separate. `name` is what problems call the file. OSError where it cannot
    be opened.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        first = file.readline()
        separator = SEMICOLON if first.count(SEMICOLON) > first.count(COMMA) else COMMA
        yield from records_in(chain((first,), file) if first else iter(()), separator, name)


def records_in(file: Iterable[str], separator: str, name: str) -> Iterator[Record | Problem]:
    """Every record that is not blank, and a Problem instead of each that cannot be read.

    After a quotation mark that is never closed nothing follows.
    """
    lines = _Lines(iter(file))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        row = lines.count + 1
        lines.of_record.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            column, message = _fault("".join(lines.of_record), separator)
            yield Problem(Place(name, row, column), message)
            if message == UNCLOSED:
                return
            continue
        if cells:
            yield Record(row, cells)


def _fault(text: str, separator: str) -> tuple[int, str]:
    """In which column a record is broken, and how."""
    start, column = 0, 1
    while True:
        pattern = _QUOTED_CELL if text.startswith('"', start) else _PLAIN_CELL[separator]
        cell = pattern.match(text, start)
        if cell is None:
            return column, UNCLOSED
        if len(cell[0]) > csv.field_size_limit():
            return column, CELL_TOO_LONG
        if not text.startswith(separator, cell.end()):
            return column, TEXT_AFTER_QUOTE
        start, column = cell.end() + 1, column + 1

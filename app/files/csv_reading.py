"""A CSV file from anywhere as a grid: finds its encoding and its separator by itself."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import StringIO

from app.domain.errors import N_, InvalidFile, Place, Problem
from app.files.csv_records import SEPARATORS, Record, records_in
from app.files.grid import TOO_MANY_ROWS, Grid, grid_of
from app.files.spreadsheet import as_written

MOST_ROWS = 200_000
_SAMPLE = 4096

NOT_TEXT = N_("this is no text in UTF-8, UTF-16 or Windows-1252")
EMPTY = N_("the file is empty")


def read_csv(content: bytes, *, name: str) -> Grid:
    """Every row of the file; raises InvalidFile with everything that is wrong."""
    text = decoded(content, name=name)
    separator, text = _separator(text)
    problems: list[Problem] = []

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, found in enumerate(records_in(StringIO(text, newline=""), separator, name)):
            if number >= MOST_ROWS:
                facts = {"most": MOST_ROWS}
                problems.append(Problem(Place(name, MOST_ROWS, 1), TOO_MANY_ROWS, facts))
                return
            if isinstance(found, Record):
                yield found.row, [as_written(cell) for cell in found.cells]
            else:
                problems.append(found)

    grid, unclear = grid_of(name, "", rows(), most_characters=len(text))
    problems += unclear
    if not problems and not grid.rows:
        problems.append(Problem(Place(name, 1, 1), EMPTY))
    if problems:
        raise InvalidFile(problems)
    return grid


def decoded(content: bytes, *, name: str) -> str:
    """The text of a file with or without a mark of its encoding; raises InvalidFile.

    What is no UTF-8 is taken for Windows-1252, in which German spreadsheets used to write.
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidFile([Problem(Place(name, 1, 1), NOT_TEXT)])


def _encodings(content: bytes) -> list[str]:
    if content.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    # Latin letters in UTF-16 have a NUL as every second byte.
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) / 4:
        return ["utf-16-le"]
    if even > len(sample) / 4:
        return ["utf-16-be"]
    return ["utf-8", "cp1252"]


def _separator(text: str) -> tuple[str, str]:
    """The separator of the first line that has one, and the text without Excel's own hint at it."""
    first, _, rest = text.partition("\n")
    hint = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and hint in SEPARATORS:
        # The lines keep their numbers.
        return hint, f"\n{rest}"
    for line in text[:_SAMPLE].splitlines():
        outside = "".join(line.split('"')[::2])
        counts = {separator: outside.count(separator) for separator in SEPARATORS}
        best = max(SEPARATORS, key=lambda separator: counts[separator])
        if counts[best]:
            return best, text
    return SEPARATORS[0], text

"""Scores as a file for machines: CSV with one row for each number, or JSON with exact fractions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TextIO

from app.domain.checklist import TOTAL
from app.domain.rounding import half_up_to
from app.domain.scoring import Score, ScoreCard

COLUMNS = (
    "municipality",
    "year",
    "part",
    "score",
    "rounded",
    "answered",
    "applicable",
    "unknown",
    "not_applicable",
)
DECIMALS = 6
_NEEDS_QUOTES = re.compile('[",\r\n]')


class ScoreFormat(StrEnum):
    """How scores are written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ScoredSheet:
    """The scores of one municipality in one year."""

    municipality: str
    year: int
    card: ScoreCard

    def parts(self) -> Iterator[tuple[str, Score]]:
        """The total, then nodes in checklist order, parents before children, then indices."""
        yield TOTAL, self.card.total
        yield from self.card.nodes.items()
        yield from self.card.indices.items()


def write_scores(sheets: Iterable[ScoredSheet], file: TextIO, *, form: ScoreFormat) -> None:
    """Write the scores of any number of sheets, one after the other as they come."""
    _WRITERS[form](sheets, file)


def write_csv(sheets: Iterable[ScoredSheet], file: TextIO) -> None:
    """Commas, LF line ends, quotes only where needed; scores half up to six decimals.

    This file is read back by programs, so a municipality stays exactly as it came, even where
    a spreadsheet would take its first character (= + - @, tab, CR) for a formula.
    """
    file.write(",".join(COLUMNS) + "\n")
    for sheet in sheets:
        start = f"{_cell(sheet.municipality)},{sheet.year}"
        file.writelines(f"{start},{part},{_numbers(score)}\n" for part, score in sheet.parts())


def write_json(sheets: Iterable[ScoredSheet], file: TextIO) -> None:
    """A list of sheets with their parts; a score is null or exact fraction and decimal value."""
    separator = "[\n"
    for sheet in sheets:
        document = {
            "municipality": sheet.municipality,
            "year": sheet.year,
            "parts": [_part_document(part, score) for part, score in sheet.parts()],
        }
        file.write(separator + json.dumps(document, ensure_ascii=False))
        separator = ",\n"
    file.write("[]\n" if separator == "[\n" else "\n]\n")


_WRITERS: Mapping[ScoreFormat, Callable[[Iterable[ScoredSheet], TextIO], None]] = {
    ScoreFormat.CSV: write_csv,
    ScoreFormat.JSON: write_json,
}


def score_document(exact: Fraction | None) -> Mapping[str, object] | None:
    """A score for JSON: the exact fraction, and its value to six decimals.

    >>> score_document(Fraction(100, 3))
    {'exact': '100/3', 'value': 33.333333}
    """
    if exact is None:
        return None
    return {"exact": str(exact), "value": float(half_up_to(exact, DECIMALS))}


def _part_document(part: str, score: Score) -> Mapping[str, object]:
    return {
        "part": part,
        "score": score_document(score.exact),
        "rounded": score.rounded,
        "answered": score.answered,
        "applicable": score.applicable,
        "unknown": score.unknown,
        "not_applicable": score.not_applicable,
    }


def _numbers(score: Score) -> str:
    exact = "" if score.exact is None else f"{half_up_to(score.exact, DECIMALS)},{score.rounded}"
    return (
        f"{exact or ','},{score.answered},{score.applicable},{score.unknown},{score.not_applicable}"
    )


def _cell(text: str) -> str:
    if not _NEEDS_QUOTES.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'

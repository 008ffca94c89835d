"""Answer sheets from a CSV file: one row for one answer of one municipality in one year.

The columns are `municipality,year,criterion,answer` in any order. An answer is a level value of
the criterion's scale, `n/a`, `unknown`, or nothing (open).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.answers import FIRST_YEAR, LAST_YEAR, OPEN, Answer, State
from app.domain.checklist import Checklist, Criterion
from app.domain.errors import N_, InvalidFile, Place, Problem
from app.files.csv_records import Record, read_records

COLUMNS = ("municipality", "year", "criterion", "answer")
NOT_APPLICABLE, UNKNOWN, NOTHING = "n/a", "unknown", ""
LONGEST_TEXT = 200
LONGEST_ECHO = 40

EMPTY_FILE = N_("the file is empty; its first row names the columns {columns}")
MISSING_COLUMN = N_("the column “{column}” is missing")
UNKNOWN_COLUMN = N_("unknown column “{column}”")
REPEATED_COLUMN = N_("the column “{column}” appears a second time")
WRONG_NUMBER_OF_CELLS = N_("this row has {found} cells, the header has {expected}")
NOT_UTF8 = N_("this text is not UTF-8")
CONTROL_CHARACTER = N_("this text contains a control character")
TEXT_TOO_LONG = N_("this text is longer than {limit} characters")
NO_MUNICIPALITY = N_("the municipality is missing")
NO_YEAR = N_("“{text}” is not a year from {first} to {last}")
UNKNOWN_CRITERION = N_("the checklist has no criterion “{key}”")
UNKNOWN_ANSWER = N_("“{text}” is no answer to “{key}”: {levels}, n/a, unknown or nothing")
ALWAYS_APPLIES = N_("“{key}” cannot be answered with n/a")
REPEATED_ANSWER = N_("“{key}” is already answered for this municipality and year in row {row}")

_SURROGATES = re.compile("[\ud800-\udfff]")
# A municipality is any text, so white space stays; everything else that cannot be seen goes.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_YEAR = re.compile("[0-9]{4}")
_WHITE_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class MunicipalitySheet:
    """The answers of one municipality in one year; its name is any text, kept as it came."""

    municipality: str
    year: int
    answers: Mapping[str, Answer]


def read_answers(
    path: Path, checklist: Checklist, *, name: str | None = None
) -> tuple[MunicipalitySheet, ...]:
    """The sheets of a file in order of first appearance, whatever the order of its rows.

    A file with a header only has none. Raises InvalidFile with everything that is wrong; `name`
    is what the problems call the file, by default its path. OSError where it cannot be opened.
    """
    reading = _Reading(name or str(path), checklist)
    reading.read(read_records(path, name=reading.name))
    if reading.problems:
        raise InvalidFile(reading.problems)
    return tuple(
        MunicipalitySheet(municipality, year, answers)
        for (municipality, year), answers in reading.sheets.items()
    )


def answers_by_text(criterion: Criterion) -> Mapping[str, Answer]:
    """What may stand in a cell for this criterion, as written, and what it means."""
    answers = {str(level.value): Answer.at(level.value) for level in criterion.scale.levels}
    answers |= {NOTHING: OPEN, UNKNOWN: Answer(State.UNKNOWN)}
    if criterion.allows_not_applicable:
        # The file has no column for the reason, and an answer has none without it.
        answers[NOT_APPLICABLE] = Answer(State.NOT_APPLICABLE, reason=NOT_APPLICABLE)
    return answers


class _Reading:
    """One pass over a file: collects the sheets and everything that is wrong."""

    def __init__(self, name: str, checklist: Checklist) -> None:
        self.name = name
        self.sheets: dict[tuple[str, int], dict[str, Answer]] = {}
        self.problems: list[Problem] = []
        self._header: list[str] = []
        self._criteria = checklist.criteria_by_key
        self._answers = {c.key: answers_by_text(c) for c in checklist.criteria}
        self._rows: dict[tuple[str, int, str], int] = {}

    def read(self, records: Iterator[Record | Problem]) -> None:
        """Take in the header, then every row."""
        header = next(records, None)
        if header is None:
            self._report(1, 1, EMPTY_FILE, columns=", ".join(COLUMNS))
        elif isinstance(header, Problem):
            self.problems.append(header)
        else:
            self._take_header(header)
        has_columns = set(COLUMNS) <= set(self._header)
        for record in records:
            if isinstance(record, Problem):
                self.problems.append(record)
            elif has_columns:
                self._take_row(record)

    def _report(self, row: int, column: int, message: str, /, **facts: object) -> None:
        self.problems.append(Problem(Place(self.name, row, column), message, facts))

    def _take_header(self, record: Record) -> None:
        self._header = record.cells
        for place, column in enumerate(self._header):
            if self._clean_cell(record, place) is None:
                continue
            if column not in COLUMNS:
                self._report(record.row, place + 1, UNKNOWN_COLUMN, column=_echo(column))
            elif column in self._header[:place]:
                self._report(record.row, place + 1, REPEATED_COLUMN, column=column)
        for column in COLUMNS:
            if column not in self._header:
                self._report(record.row, 1, MISSING_COLUMN, column=column)

    def _take_row(self, record: Record) -> None:
        found, expected = len(record.cells), len(self._header)
        if found != expected:
            column = min(found, expected) + 1
            self._report(record.row, column, WRONG_NUMBER_OF_CELLS, found=found, expected=expected)
            return
        municipality = self._municipality(record)
        year = self._year(record)
        criterion = self._criterion(record)
        answer = self._answer(record, criterion)
        if municipality is None or year is None or criterion is None:
            return
        first_row = self._rows.setdefault((municipality, year, criterion.key), record.row)
        if first_row != record.row:
            column = self._column("criterion")
            self._report(record.row, column, REPEATED_ANSWER, key=criterion.key, row=first_row)
        elif answer is not None:
            self.sheets.setdefault((municipality, year), {})[criterion.key] = answer

    def _municipality(self, record: Record) -> str | None:
        text = self._cell(record, "municipality")
        if text is not None and not text.strip():
            self._report(record.row, self._column("municipality"), NO_MUNICIPALITY)
            return None
        return text

    def _year(self, record: Record) -> int | None:
        text = self._cell(record, "year")
        if text is None:
            return None
        if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        self._report(
            record.row,
            self._column("year"),
            NO_YEAR,
            text=_echo(text),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
        return None

    def _criterion(self, record: Record) -> Criterion | None:
        key = self._cell(record, "criterion")
        if key is None:
            return None
        if key in self._criteria:
            return self._criteria[key]
        self._report(record.row, self._column("criterion"), UNKNOWN_CRITERION, key=_echo(key))
        return None

    def _answer(self, record: Record, criterion: Criterion | None) -> Answer | None:
        text = self._cell(record, "answer")
        if text is None or criterion is None:
            return None
        answer = self._answers[criterion.key].get(text)
        if answer is None and text == NOT_APPLICABLE:
            self._report(record.row, self._column("answer"), ALWAYS_APPLIES, key=criterion.key)
        elif answer is None:
            self._report(
                record.row,
                self._column("answer"),
                UNKNOWN_ANSWER,
                text=_echo(text),
                key=criterion.key,
                levels=", ".join(str(level.value) for level in criterion.scale.levels),
            )
        return answer

    def _column(self, name: str) -> int:
        return self._header.index(name) + 1

    def _cell(self, record: Record, column: str) -> str | None:
        return self._clean_cell(record, self._header.index(column))

    def _clean_cell(self, record: Record, place: int) -> str | None:
        """The text of a cell, or None after reporting that it is no text to work with."""
        text = record.cells[place]
        if text.isascii() and text.isprintable() and len(text) <= LONGEST_TEXT:
            return text
        if _SURROGATES.search(text):
            self._report(record.row, place + 1, NOT_UTF8)
        elif _CONTROLS.search(text):
            self._report(record.row, place + 1, CONTROL_CHARACTER)
        elif len(text) > LONGEST_TEXT:
            self._report(record.row, place + 1, TEXT_TOO_LONG, limit=LONGEST_TEXT)
        else:
            return text
        return None


def _echo(text: str) -> str:
    """The beginning of a text on one line, to be named in a problem."""
    # Outer white space stays, for it may be just what is wrong.
    line = _WHITE_SPACE.sub(" ", text)
    return line if len(line) <= LONGEST_ECHO else f"{line[: LONGEST_ECHO - 1]}…"

"""Answer sheets from a table of any layout: a row for each answer, or a row for each sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TypeVar

from app.domain.answers import FIRST_YEAR, LAST_YEAR, Answer, AnswerSheet
from app.domain.checklist import Checklist
from app.domain.errors import N_, Place, Problem
from app.domain.scope import Scope
from app.files.answer_cells import AnswerCells
from app.files.answer_words import SCOPE_WORDS, day_in, moment_in, year_in
from app.files.columns import Field, Layout
from app.files.grid import MOST_PROBLEMS, GridRow, echo

LONGEST_LINE = 200

NO_YEAR = N_("“{text}” is not a year from {first} to {last}")
NO_DAY = N_("“{text}” is no day such as 2021-11-30 or 30.11.2021")
NO_MOMENT = N_("“{text}” is no moment such as 2021-11-30T12:00:00+00:00")
OTHER_CHECKLIST = N_("this row is about “{found}”, and it is read as {chosen}")
TWICE = N_("this criterion is answered in row {row} already")
TOLD_OTHERWISE = N_("row {row} of the same self-check says something else here")
NO_CRITERION_COLUMN = N_("no column says which criterion is meant")
NO_ANSWER_COLUMN = N_("no column holds the answers")

Name = tuple[str, str, int]
"""Which self-check: what the file says of the municipality (key and name), and the year."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Particulars:
    """What a file says about a self-check as a whole; None where it says nothing.

    The names are those of the columns.
    """

    scope: Scope | None = None
    respondent: str | None = None
    reference_date: date | None = None
    finished_at: datetime | None = None
    finished_by: str | None = None


@dataclass(frozen=True)
class SheetFound:
    """One answer sheet of a file, and in which line each criterion stands."""

    municipality: str
    municipality_name: str
    year: int
    answers: AnswerSheet
    checklist: Checklist
    place: Place
    """Where it begins."""
    particulars: Particulars = Particulars()
    lines: Mapping[str, int] = field(default_factory=dict)
    document: str | None = None
    """The very document it came as, where that is one of a finished self-check and proven."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The files of its checklist, where they came along."""


@dataclass(frozen=True)
class Reading:
    """All answer sheets of a file in order of appearance, and everything that is wrong."""

    sheets: tuple[SheetFound, ...]
    problems: tuple[Problem, ...] = ()


def read_sheets(
    layout: Layout, checklist: Checklist, *, year: int | None = None, reason: str = ""
) -> Reading:
    """Every sheet of a table; where there are problems, some may be incomplete.

    `year` and `reason` (why something does not apply) stand in where the file says nothing.
    """
    reader = _Reader(layout, checklist, year, reason)
    reader.read()
    ordered = sorted(reader.problems, key=lambda problem: problem.place)
    return Reading(tuple(reader.found()), tuple(ordered))


class _Reader:
    """One pass over a table."""

    def __init__(self, layout: Layout, checklist: Checklist, year: int | None, reason: str) -> None:
        self.layout, self.checklist, self.year = layout, checklist, year
        self.problems: list[Problem] = []
        self._cells = AnswerCells.of(layout, checklist, reason, self._report)
        self._answers: dict[Name, dict[str, Answer]] = {}
        self._lines: dict[Name, dict[str, int]] = {}
        self._told: dict[Name, tuple[int, Particulars]] = {}
        self._begins: dict[Name, Place] = {}

    def read(self) -> None:
        if not self.layout.is_wide and self.layout.at(Field.CRITERION) is None:
            self._report(self.layout.head, 0, NO_CRITERION_COLUMN)
        elif not self.layout.is_wide and self.layout.at(Field.ANSWER) is None:
            self._report(self.layout.head, 0, NO_ANSWER_COLUMN)
        else:
            for row in self.layout.rows:
                self._take(row)
                if len(self.problems) >= MOST_PROBLEMS:
                    break

    def found(self) -> Iterator[SheetFound]:
        for name, answers in self._answers.items():
            told, lines = self._told[name][1], self._lines[name]
            yield SheetFound(*name, answers, self.checklist, self._begins[name], told, lines)

    def _report(self, row: GridRow, column: int, message: str, /, **facts: object) -> None:
        place = self.layout.grid.place(row.line, column)
        self.problems.append(Problem(place, message, facts))

    def _take(self, row: GridRow) -> None:
        self._check_checklist(row)
        name = self._name(row)
        told = self._particulars(row)
        said = [*self._cells.said(row)]
        if name is None:
            return
        self._agree(row, name, told)
        begins = self.layout.grid.place(row.line, self.layout.at(Field.MUNICIPALITY) or 0)
        self._begins.setdefault(name, begins)
        answers, lines = self._answers.setdefault(name, {}), self._lines.setdefault(name, {})
        for key, answer, column in said:
            if key in lines:
                self._report(row, column, TWICE, row=lines[key])
            else:
                answers[key], lines[key] = answer, row.line

    def _check_checklist(self, row: GridRow) -> None:
        chosen = {
            Field.CHECKLIST: self.checklist.key,
            Field.CHECKLIST_VERSION: self.checklist.version,
        }
        for named, value in chosen.items():
            number = self.layout.at(named)
            if number is not None and row.cell(number) not in ("", value):
                facts = {"found": echo(row.cell(number)), "chosen": value}
                self._report(row, number, OTHER_CHECKLIST, **facts)

    def _name(self, row: GridRow) -> Name | None:
        text = self._cells.text(row, Field.YEAR, LONGEST_LINE)
        year = year_in(text) if text else self.year
        if year is None:
            number = self.layout.at(Field.YEAR) or 0
            facts = {"text": echo(text), "first": FIRST_YEAR, "last": LAST_YEAR}
            self._report(row, number, NO_YEAR, **facts)
            return None
        key = self._cells.text(row, Field.MUNICIPALITY, LONGEST_LINE)
        return key, self._cells.text(row, Field.MUNICIPALITY_NAME, LONGEST_LINE), year

    def _particulars(self, row: GridRow) -> Particulars:
        return Particulars(
            scope=self._cells.one_of(row, Field.SCOPE, SCOPE_WORDS),
            respondent=self._line(row, Field.RESPONDENT),
            reference_date=self._read(row, Field.REFERENCE_DATE, day_in, NO_DAY),
            finished_at=self._read(row, Field.FINISHED_AT, moment_in, NO_MOMENT),
            finished_by=self._line(row, Field.FINISHED_BY),
        )

    def _line(self, row: GridRow, named: Field) -> str | None:
        if self.layout.at(named) is None:
            return None
        return " ".join(self._cells.text(row, named, LONGEST_LINE).split("\n"))

    def _read(
        self, row: GridRow, named: Field, read: Callable[[str], _T | None], message: str
    ) -> _T | None:
        number = self.layout.at(named)
        text = "" if number is None else row.cell(number)
        found = read(text) if text else None
        if text and found is None:
            self._report(row, number or 0, message, text=echo(text))
        return found

    def _agree(self, row: GridRow, name: Name, told: Particulars) -> None:
        """Every row of a self-check says the same about it as a whole."""
        first, before = self._told.setdefault(name, (row.line, told))
        for each in fields(Particulars):
            if getattr(before, each.name) != getattr(told, each.name):
                number = self.layout.at(Field(each.name)) or 0
                self._report(row, number, TOLD_OTHERWISE, row=first)

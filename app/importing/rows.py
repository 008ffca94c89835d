"""The fate of every row of a file, for whoever looks before anything is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.answers import Answer
from app.domain.checklist import Criterion
from app.domain.errors import Problem
from app.importing.planning import Fate, Plan


@dataclass(frozen=True)
class RowFate:
    """One answer of a file. `line` is None where the file has no rows."""

    line: int | None
    municipality: str
    year: int | None
    criterion: Criterion | None
    answer: Answer | None
    fate: Fate | None
    """None as long as something about the file is wrong."""
    problem: Problem | None = None
    """What is wrong with this row; then there is no answer."""


def rows_of(plan: Plan) -> list[RowFate]:
    """In the order of the file; those with a problem among them."""
    return sorted([*_read(plan), *_wrong(plan)], key=lambda row: row.line or 0)


def _read(plan: Plan) -> Iterator[RowFate]:
    fates = {id(one.sheet): one for one in plan.sheets}
    for sheet in plan.found:
        planned = fates.get(id(sheet))
        named = planned.to.name if planned else sheet.municipality_name or sheet.municipality
        fate = planned.fate if planned else None
        for key, answer in sheet.answers.items():
            criterion = sheet.checklist.criteria_by_key[key]
            yield RowFate(sheet.lines.get(key), named, sheet.year, criterion, answer, fate)


def _wrong(plan: Plan) -> Iterator[RowFate]:
    for problem in plan.problems:
        line = problem.place.line if plan.layout else None
        yield RowFate(line, "", None, None, None, None, problem)

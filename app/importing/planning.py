"""What taking a file over would do: the fate of each self-check and of each row, before it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from sqlalchemy import select, tuple_

from app.assessments.models import Assessment, StoredAnswer
from app.assessments.queries import COLUMNS, versioned
from app.domain.answers import OPEN, Answer, AnswerSheet
from app.domain.errors import N_, Problem
from app.domain.scope import Scope
from app.extensions import db
from app.files.columns import Layout
from app.files.sheet_reading import Particulars, SheetFound
from app.importing.destinations import Destination, Destinations

AT_ONCE = 200
"""How many self-checks are asked for in one question."""

NOT_YOURS = N_("“{named}” is no municipality you may import into")
NOT_HERE = N_("this row names no municipality")
TWICE = N_("{place} {year} is in this file twice")
IS_DIFFERENT = N_("{place} {year} is here already with other answers; first at {criteria}")
OTHER_PARTICULARS = N_(
    "{place} {year} is here already, with another scope, respondent or reference date"
)
FIRST_DIFFERENCES = 3


class Fate(StrEnum):
    """What becomes of a self-check of a file."""

    NEW = "new"
    """It is added."""
    THERE = "there"
    """It is here already and says the same: nothing changes."""
    DIFFERENT = "different"
    """It is here already and says something else: nothing is taken over until that is settled."""


@dataclass(frozen=True)
class PlannedSheet:
    """A self-check of a file, where it goes, and what becomes of it."""

    sheet: SheetFound
    to: Destination
    fate: Fate
    differing: tuple[str, ...] = ()
    """The criteria about which it says something else than what is here."""

    @property
    def scope(self) -> Scope:
        """The short form only where the file says so."""
        return self.sheet.particulars.scope or Scope.FULL


@dataclass(frozen=True)
class Plan:
    """Everything that would happen, and everything that is wrong; with problems nothing happens."""

    sheets: tuple[PlannedSheet, ...]
    """Empty as long as anything is wrong with the file itself."""
    problems: tuple[Problem, ...]
    layout: Layout | None = None
    """How the table was read; None for files that say all themselves."""
    found: tuple[SheetFound, ...] = ()
    """What the file holds, whatever becomes of it."""

    @cached_property
    def new(self) -> Sequence[PlannedSheet]:
        return [one for one in self.sheets if one.fate is Fate.NEW]

    @property
    def is_possible(self) -> bool:
        return not self.problems

    @property
    def adds_something(self) -> bool:
        return self.is_possible and bool(self.new)


def make_plan(
    sheets: Sequence[SheetFound],
    destinations: Destinations,
    *,
    problems: Sequence[Problem] = (),
    layout: Layout | None = None,
) -> Plan:
    """Where each sheet goes, and what is there already."""
    found = [*problems]
    going: list[tuple[SheetFound, Destination]] = []
    for sheet in sheets:
        to = destinations.find(sheet.municipality, sheet.municipality_name)
        if to is None:
            found.append(_nowhere(sheet))
        else:
            going.append((sheet, to))
    found += _twice(going)
    planned = list(_fates(going)) if not found else []
    found += [_different(one) for one in planned if one.fate is Fate.DIFFERENT]
    ordered = sorted(found, key=lambda problem: problem.place)
    return Plan(tuple(planned), tuple(ordered), layout, tuple(sheets))


def _nowhere(sheet: SheetFound) -> Problem:
    named = sheet.municipality or sheet.municipality_name
    message = NOT_YOURS if named else NOT_HERE
    return Problem(sheet.place, message, {"named": named[:60]} if named else {})


def _twice(going: Sequence[tuple[SheetFound, Destination]]) -> Iterator[Problem]:
    seen: set[tuple[str, str, int]] = set()
    for sheet, to in going:
        name = (to.key, sheet.checklist.key, sheet.year)
        if name in seen:
            yield Problem(sheet.place, TWICE, {"place": to.name, "year": sheet.year})
        seen.add(name)


def _fates(going: Sequence[tuple[SheetFound, Destination]]) -> Iterator[PlannedSheet]:
    for start in range(0, len(going), AT_ONCE):
        some = going[start : start + AT_ONCE]
        here = _here(some)
        answers = _answers({one.id for one in here.values()})
        for sheet, to in some:
            stored = here.get(_name(sheet, to))
            if stored is None:
                yield PlannedSheet(sheet, to, Fate.NEW)
                continue
            keys = differing(answers.get(stored.id, {}), sheet)
            is_same = not keys and _agrees(stored, sheet.particulars)
            yield PlannedSheet(sheet, to, Fate.THERE if is_same else Fate.DIFFERENT, tuple(keys))


Where = tuple[int, str, int]
"""Id of the municipality, key of the checklist, year."""


def _name(sheet: SheetFound, to: Destination) -> Where:
    return (to.municipality_id or 0, sheet.checklist.key, sheet.year)


def _here(some: Sequence[tuple[SheetFound, Destination]]) -> Mapping[Where, Assessment]:
    """The self-checks that are here already under these names."""
    columns = tuple_(Assessment.municipality_id, Assessment.checklist_key, Assessment.year)
    names = [_name(sheet, to) for sheet, to in some]
    found = db.session.scalars(select(Assessment).where(columns.in_(names)))
    return {(one.municipality_id, one.checklist_key, one.year): one for one in found}


def _answers(ids: set[int]) -> Mapping[int, AnswerSheet]:
    columns = (StoredAnswer.assessment_id, StoredAnswer.criterion_key, *COLUMNS)
    rows = db.session.execute(select(*columns).where(StoredAnswer.assessment_id.in_(ids)))
    found: dict[int, dict[str, Answer]] = {}
    for assessment_id, key, *rest in rows:
        found.setdefault(assessment_id, {})[key] = versioned(rest).answer
    return found


def differing(answers: AnswerSheet, sheet: SheetFound) -> list[str]:
    """The criteria about which the two say something else."""
    return [
        criterion.key
        for criterion in sheet.checklist.criteria
        if _differ(answers.get(criterion.key, OPEN), sheet.answers.get(criterion.key, OPEN))
    ]


def _differ(here: Answer, told: Answer) -> bool:
    """A file that names no workshop does not say that there was none: tables never name one."""
    return replace(here, origin=told.origin and here.origin) != told


def _agrees(stored: Assessment, told: Particulars) -> bool:
    """Whether what the file says about it as a whole is so; what it does not say does not count."""
    return all(
        getattr(told, name) in (None, getattr(stored, name))
        for name in ("scope", "respondent", "reference_date")
    )


def _different(one: PlannedSheet) -> Problem:
    facts = {"place": one.to.name, "year": one.sheet.year}
    if not one.differing:
        return Problem(one.sheet.place, OTHER_PARTICULARS, facts)
    criteria = ", ".join(one.differing[:FIRST_DIFFERENCES])
    return Problem(one.sheet.place, IS_DIFFERENT, {**facts, "criteria": criteria})

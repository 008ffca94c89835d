"""All that the papers of one self-check are made of, as plain data: one dossier, many papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from app.comparisons.queries import ComparedYears
from app.domain.action_plan import in_order
from app.domain.answers import State
from app.domain.checklist import Criterion
from app.domain.measure import MeasureState, PlannedMeasure
from app.domain.origin import How
from app.domain.record import Record
from app.domain.report import AssessmentReport
from app.domain.sources import Source
from app.domain.territory import TerritoryChange
from app.workshops.queries import Attendance

FEWEST_FOR_COUNCIL, MOST_FOR_COUNCIL = 3, 5
"""A council paper has one or two pages: three to five measures, and no more."""


@dataclass(frozen=True)
class Decided:
    """What a workshop decided about a criterion, or that it postponed it."""

    criterion: Criterion
    number: str
    state: State
    level: int | None
    how: How
    round: int | None
    voted: int
    present: int
    reason: str
    minority: str


@dataclass(frozen=True)
class Gathering:
    """A workshop that is over: who was in the room, and what was decided there."""

    title: str
    day: date
    attendance: tuple[Attendance, ...]
    decisions: tuple[Decided, ...]


@dataclass(frozen=True)
class MinorityNote:
    """What those said who would have decided otherwise, where and about what."""

    criterion: Criterion
    number: str
    day: date
    text: str


@dataclass(frozen=True, eq=False)
class Dossier:
    """`chosen` says of each measure that somebody chose for the council, or left out on purpose."""

    record: Record
    is_example: bool
    measures: tuple[PlannedMeasure, ...]
    """Every measure of the municipality in the order of its plan, those of this year first."""
    chosen: Mapping[int, bool]
    gatherings: tuple[Gathering, ...]
    years: ComparedYears | None
    """None where there is no earlier year."""
    finished_years: Mapping[int, datetime]
    changes: tuple[TerritoryChange, ...]
    sources: Mapping[str, Source] = field(repr=False)
    today: date

    @property
    def report(self) -> AssessmentReport:
        return self.record.report

    @property
    def is_draft(self) -> bool:
        return not self.record.is_finished

    @property
    def own_measures(self) -> tuple[PlannedMeasure, ...]:
        """Those that were put forward for this self-check."""
        own = (self.report.whole.key, self.record.year)
        return tuple(one for one in self.measures if (one.checklist_key, one.year) == own)

    @cached_property
    def for_council(self) -> tuple[PlannedMeasure, ...]:
        """Those that were chosen; as long as nobody chose, at most five that are only proposed.

        Where fewer than three are, the first of those that go on already are told of besides.
        """
        if any(one.number in self.chosen for one in self.own_measures):
            return tuple(one for one in self.own_measures if self.chosen.get(one.number))
        still_open = [one for one in self.own_measures if one.is_open]
        proposed = [one for one in still_open if one.state is MeasureState.PROPOSED]
        others = [one for one in still_open if one.state is not MeasureState.PROPOSED]
        missing = max(0, FEWEST_FOR_COUNCIL - len(proposed))
        return (*proposed[:MOST_FOR_COUNCIL], *others[:missing])

    @property
    def offered_to_council(self) -> tuple[PlannedMeasure, ...]:
        """What can be chosen: all that is open, and what was chosen before."""
        return tuple(
            one for one in self.own_measures if one.is_open or self.chosen.get(one.number, False)
        )

    @cached_property
    def minority_notes(self) -> tuple[MinorityNote, ...]:
        """Each once, whether it stands with a decision or with the answer that came of it."""
        found = {(note.criterion.key, note.text): note for note in self._minority_notes()}
        return tuple(found.values())

    def _minority_notes(self) -> Iterator[MinorityNote]:
        for held in self.gatherings:
            for one in held.decisions:
                if one.minority:
                    yield MinorityNote(one.criterion, one.number, held.day, one.minority)
        for criterion in self.report.whole.criteria:
            answer = self.report.sheet.get(criterion.key)
            if answer and answer.origin and answer.origin.minority:
                number = self.report.whole.numbers[criterion.key]
                yield MinorityNote(criterion, number, answer.origin.day, answer.origin.minority)

    @property
    def named_sources(self) -> tuple[Source, ...]:
        """Those that the criteria name, in the order in which they first appear."""
        keys = dict.fromkeys(key for c in self.report.checklist.criteria for key in c.sources)
        return tuple(self.sources[key] for key in keys if key in self.sources)


def plan_in_order(
    measures: tuple[PlannedMeasure, ...], *, checklist: str, year: int, today: date
) -> tuple[PlannedMeasure, ...]:
    """The plan as it calls for attention, what was put forward for this self-check first."""
    ordered = in_order(measures, today=today)
    return tuple(
        sorted(ordered, key=lambda one: (one.checklist_key, one.year) != (checklist, year))
    )


def in_public(measures: tuple[PlannedMeasure, ...]) -> tuple[PlannedMeasure, ...]:
    """What was decided, is under way or done: proposals and what was dropped are not public."""
    shown = (MeasureState.DECIDED, MeasureState.UNDER_WAY, MeasureState.DONE)
    return tuple(measure for measure in measures if measure.state in shown)

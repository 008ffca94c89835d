"""A measure: what is to be done about which criteria, by whom, until when, at what cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.checklist import Effort


class MeasureState(StrEnum):
    """How far a measure is."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"
    """Given up, with the reason."""


OPEN_STATES = (MeasureState.PROPOSED, MeasureState.DECIDED, MeasureState.UNDER_WAY)
"""Those in which there is still something to do."""


class MeasureSource(StrEnum):
    """Where the thought came from."""

    FREE = "free"
    GAP = "gap"
    UNKNOWN = "unknown"
    """Nobody knew the answer: find out."""
    MINORITY = "minority"
    """What those said who would have decided otherwise."""
    IDEA = "idea"


@dataclass(frozen=True)
class Effect:
    """What a measure is expected to change: “from 1 to 2 by 2027”, or that it serves a criterion.

    Levels are values of the criterion's scale; all three are None where nothing is expected yet,
    and `before` alone where the criterion has no level today.
    """

    criterion_key: str
    before: int | None = None
    after: int | None = None
    by_year: int | None = None


@dataclass(frozen=True)
class ProgressNote:
    """What somebody noted on the way."""

    text: str
    on: date
    by: str
    """What they are called, as far as it is still known."""


@dataclass(frozen=True)
class PlannedMeasure:
    """One measure as every reader gets it. `cost` is in whole euros, None where it is open."""

    number: int
    title: str
    state: MeasureState
    checklist_key: str
    year: int
    """Of the self-check for which it was put forward."""
    note: str = ""
    effects: tuple[Effect, ...] = ()
    responsible: str = ""
    """A function such as “head of the citizens' office”, not necessarily a person."""
    partners: str = ""
    start: date | None = None
    due: date | None = None
    effort: Effort | None = None
    cost: int | None = None
    funding: str = ""
    done_on: date | None = None
    dropped_because: str = ""
    source: MeasureSource = MeasureSource.FREE
    origin: str = ""
    """Of one from a workshop: which workshop, in the words of that moment."""
    progress: tuple[ProgressNote, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def criteria(self) -> tuple[str, ...]:
        """The keys of the criteria that it serves."""
        return tuple(effect.criterion_key for effect in self.effects)

    def is_overdue(self, today: date) -> bool:
        """Still open after the day it was due; on that day it is not yet late."""
        return self.is_open and self.due is not None and self.due < today


def still_open(measures: Iterable[PlannedMeasure]) -> tuple[PlannedMeasure, ...]:
    return tuple(measure for measure in measures if measure.is_open)

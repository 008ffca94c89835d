"""What the audit trail tells about measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event
from app.domain.measure import MeasureState


@dataclass(frozen=True)
class MeasureDrafted(Event):
    title: str
    sentence = _l("put forward the measure “%(title)s”")


@dataclass(frozen=True)
class MeasureDiscarded(Event):
    title: str
    sentence = _l("discarded the measure “%(title)s”")


@dataclass(frozen=True)
class MeasureChanged(Event):
    title: str
    sentence = _l("changed the measure “%(title)s”")


@dataclass(frozen=True)
class ProgressNoted(Event):
    title: str
    sentence = _l("noted progress of the measure “%(title)s”")


@dataclass(frozen=True)
class MeasureProposedAgain(Event):
    title: str
    sentence = _l("called the measure “%(title)s” a proposal again")


@dataclass(frozen=True)
class MeasureDecidedOn(Event):
    title: str
    sentence = _l("noted that the measure “%(title)s” is decided on")


@dataclass(frozen=True)
class MeasureUnderWay(Event):
    title: str
    sentence = _l("noted that the measure “%(title)s” is under way")


@dataclass(frozen=True)
class MeasureDone(Event):
    title: str
    sentence = _l("noted that the measure “%(title)s” is done")


@dataclass(frozen=True)
class MeasureDropped(Event):
    title: str
    sentence = _l("dropped the measure “%(title)s”, with a reason")


INTO: dict[MeasureState, Callable[[str], Event]] = {
    MeasureState.PROPOSED: MeasureProposedAgain,
    MeasureState.DECIDED: MeasureDecidedOn,
    MeasureState.UNDER_WAY: MeasureUnderWay,
    MeasureState.DONE: MeasureDone,
    MeasureState.DROPPED: MeasureDropped,
}
"""What is told once a measure has come into a state."""

"""What the audit trail tells about the way of measures through the years, and of the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class EffectConfirmed(Event):
    title: str
    criterion: str
    year: int
    sentence = _l("confirmed what the measure “%(title)s” reached (%(criterion)s, %(year)s)")


@dataclass(frozen=True)
class EffectDeclined(Event):
    title: str
    criterion: str
    sentence = _l("left the level as it is after the measure “%(title)s” (%(criterion)s)")


@dataclass(frozen=True)
class EffectNoted(Event):
    title: str
    criterion: str
    sentence = _l("noted that the level of the measure “%(title)s” stands already (%(criterion)s)")


@dataclass(frozen=True)
class MeasureCarriedOn(Event):
    title: str
    year: int
    sentence = _l("carried the measure “%(title)s” on into %(year)s")


@dataclass(frozen=True)
class CalendarLinkMade(Event):
    sentence = _l("made a secret link to the calendar of measures")


@dataclass(frozen=True)
class CalendarLinkRevoked(Event):
    sentence = _l("revoked a secret link to the calendar of measures")

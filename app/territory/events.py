"""What the audit trail tells about changes of territory."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class TerritoryChangeRecorded(Event):
    year: int
    before: str
    after: str
    sentence = _l("recorded a change of territory in %(year)s: %(before)s → %(after)s")


@dataclass(frozen=True)
class TerritoryChangeRemoved(Event):
    year: int
    before: str
    after: str
    sentence = _l("removed a change of territory in %(year)s: %(before)s → %(after)s")


@dataclass(frozen=True)
class MunicipalityRenamed(Event):
    before: str
    after: str
    sentence = _l("renamed the municipality from %(before)s to %(after)s")

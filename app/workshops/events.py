"""What the audit trail tells about workshops: who prepared, ended, decided; never who voted."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class WorkshopPrepared(Event):
    title: str
    sentence = _l("prepared the workshop “%(title)s”")


@dataclass(frozen=True)
class WorkshopOpened(Event):
    title: str
    sentence = _l("let people join the workshop “%(title)s”")


@dataclass(frozen=True)
class WorkshopEnded(Event):
    title: str
    sentence = _l("ended the workshop “%(title)s”")


@dataclass(frozen=True)
class WorkshopDiscarded(Event):
    title: str
    sentence = _l("discarded the workshop “%(title)s”")


@dataclass(frozen=True)
class WorkshopErased(Event):
    title: str
    sentence = _l("erased votes, ideas and private notes of the workshop “%(title)s”")


@dataclass(frozen=True)
class ParticipantRemoved(Event):
    title: str
    sentence = _l("removed somebody from the workshop “%(title)s”")


@dataclass(frozen=True)
class WorkshopDecided(Event):
    title: str
    criterion: str
    sentence = _l("recorded a decision of the workshop “%(title)s” on %(criterion)s")

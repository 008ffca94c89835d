"""What the audit trail tells about papers."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class CouncilPaperChanged(Event):
    checklist: str
    year: int
    sentence = _l("changed the council paper of %(checklist)s %(year)s")


@dataclass(frozen=True)
class SummaryPublished(Event):
    checklist: str
    year: int
    sentence = _l("made a summary of %(checklist)s %(year)s public")


@dataclass(frozen=True)
class SummaryRevoked(Event):
    checklist: str
    year: int
    sentence = _l("took the public summary of %(checklist)s %(year)s back")

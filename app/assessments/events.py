"""What the audit trail tells about self-checks: their life, and who was asked to fill in what."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class SelfCheckStarted(Event):
    checklist: str
    year: int
    sentence = _l("started the self-check %(checklist)s %(year)s")


@dataclass(frozen=True)
class SelfCheckArchived(Event):
    checklist: str
    year: int
    sentence = _l("archived the self-check %(checklist)s %(year)s")


@dataclass(frozen=True)
class SelfCheckBroughtBack(Event):
    checklist: str
    year: int
    sentence = _l("brought the self-check %(checklist)s %(year)s back")


@dataclass(frozen=True)
class SelfCheckDiscarded(Event):
    checklist: str
    year: int
    sentence = _l("discarded the self-check %(checklist)s %(year)s")


@dataclass(frozen=True)
class ScopeSwitched(Event):
    checklist: str
    year: int
    scope: str
    sentence = _l("switched %(checklist)s %(year)s to the %(scope)s")


@dataclass(frozen=True)
class ParticularsChanged(Event):
    checklist: str
    year: int
    sentence = _l("changed the particulars of %(checklist)s %(year)s")


@dataclass(frozen=True)
class SelfCheckFinished(Event):
    checklist: str
    year: int
    sentence = _l("finished the self-check %(checklist)s %(year)s")


@dataclass(frozen=True)
class SelfCheckReopened(Event):
    checklist: str
    year: int
    reason: str
    sentence = _l("reopened the self-check %(checklist)s %(year)s: %(reason)s")


@dataclass(frozen=True)
class SelfCheckMoved(Event):
    checklist: str
    year: int
    old_version: str
    new_version: str
    sentence = _l("moved %(checklist)s %(year)s from version %(old_version)s to %(new_version)s")


@dataclass(frozen=True)
class SectionAssigned(Event):
    section: str
    """Checklist and section, with a stroke between: keys of sections are its checklist's own."""
    year: int
    person: str
    sentence = _l("asked %(person)s to fill in %(section)s %(year)s")


@dataclass(frozen=True)
class SectionHandedBack(Event):
    section: str
    year: int
    sentence = _l("handed back %(section)s %(year)s")


@dataclass(frozen=True)
class SectionReopened(Event):
    section: str
    year: int
    person: str
    sentence = _l("asked %(person)s to look at %(section)s %(year)s once more")


@dataclass(frozen=True)
class AssignmentWithdrawn(Event):
    section: str
    year: int
    person: str
    sentence = _l("no longer asks %(person)s to fill in %(section)s %(year)s")

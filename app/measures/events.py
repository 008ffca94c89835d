"""What the audit trail tells about measures."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class MeasureDrafted(Event):
    title: str
    sentence = _l("put forward the measure “%(title)s”")


@dataclass(frozen=True)
class MeasureDiscarded(Event):
    title: str
    sentence = _l("discarded the measure “%(title)s”")

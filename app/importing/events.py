"""What the audit trail tells about imports."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class SelfCheckImported(Event):
    checklist: str
    year: int
    file: str
    sentence = _l("imported the self-check %(checklist)s %(year)s from %(file)s")

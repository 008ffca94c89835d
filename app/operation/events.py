"""What the audit trail tells about running the installation."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class MunicipalityAdded(Event):
    key: str
    sentence = _l("added the municipality (%(key)s)")

"""What the audit trail tells about a municipality's data as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class DataTakenOut(Event):
    sentence = _l("took the data out")


@dataclass(frozen=True)
class MunicipalityErased(Event):
    """All that is left of a municipality."""

    key: str
    place: str
    sentence = _l("erased the municipality %(place)s (%(key)s)")

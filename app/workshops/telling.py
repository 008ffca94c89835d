"""What happens in a workshop stands in the audit trail; what happens in a rehearsal nowhere."""

from __future__ import annotations

from app.audit.actions import record
from app.audit.events import Event
from app.workshops.models import Workshop


def tell(workshop: Workshop, event: Event, *, by: str) -> None:
    """Add a line to the trail of its municipality, unless it only tries things out."""
    if not workshop.is_rehearsal:
        record(event, by=by, municipality_id=workshop.municipality_id)

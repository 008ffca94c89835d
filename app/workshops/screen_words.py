"""What the projector says of a decision that is no level."""

from __future__ import annotations

from flask_babel import gettext

from app.domain.answers import State
from app.workshops.models import Decision


def decision_without_level(decision: Decision) -> str:
    """What was settled where it is no level."""
    return {
        State.UNKNOWN: gettext("Decided: don’t know"),
        State.NOT_APPLICABLE: gettext("Decided: does not apply"),
    }.get(decision.state, gettext("Still open"))

"""What a form to plan a workshop begins with: what is planned, or what is usual."""

from __future__ import annotations

from typing import Any

from app.assessments.opening import OpenAssessment
from app.web.formatting import today
from app.web.i18n import offered_languages
from app.workshops.choosing import way_of, ways_of
from app.workshops.considering import considerations
from app.workshops.preparing import Plan
from app.workshops.usual_groups import usual_groups

USUAL_MINUTES = 120


def key_of(check: OpenAssessment) -> str:
    return f"{check.assessment.checklist_key}/{check.assessment.year}"


def fields_of(plan: Plan, about: OpenAssessment) -> dict[str, Any]:
    """A plan as the fields to plan it anew. What was to be considered was seen then."""
    return {
        "title": plan.title,
        "held_on": plan.held_on,
        "minutes": str(plan.minutes),
        "which": way_of(about, plan).value,
        "criteria": list(plan.criteria),
        "pace": plan.pace.value,
        "groups": plan.groups,
        "languages": list(plan.languages),
        "shows_two": plan.shows_two,
        "most_participants": str(plan.most_participants),
        "threshold": str(plan.threshold),
        "kept_days": str(plan.kept_days),
        "small_room": "open" if plan.decides_openly else "secret",
        "seen": [one.value for one in considerations(plan)],
    }


def usual_fields(about: OpenAssessment, *, last: Plan | None) -> dict[str, Any]:
    """What is proposed for a new workshop: groups and particulars of the last one, if any."""
    plan = last or Plan(
        title="",
        held_on=today(),
        minutes=USUAL_MINUTES,
        criteria=(),
        groups=usual_groups(),
        languages=offered_languages()[:2],
    )
    fields = fields_of(plan, about) | {"title": "", "held_on": None, "criteria": []}
    return fields | {"which": ways_of(about)[0].value, "small_room": None, "seen": []}

"""A workshop of the example town, prepared so that one can begin at once."""

from __future__ import annotations

from datetime import timedelta

from app.assessments.models import Assessment
from app.domain.checklist import Checklist
from app.web.formatting import today
from app.workshops.models import Workshop
from app.workshops.preparing import GroupPlan, Plan, prepare

TITLE = "Runder Tisch Willkommen in Lindenbruck"
GROUPS = (
    ("Verwaltung und Rat", "Administration and council", 9),
    ("Zugewanderte und ihre Vereine", "Immigrants and their associations", 10),
    ("Betriebe", "Employers", 6),
    ("Ehrenamt und Vereine", "Volunteers and clubs", 10),
    ("Schulen und Kitas", "Schools and kindergartens", 5),
)


def prepare_workshop(draft: Assessment, checklist: Checklist, *, by: str) -> Workshop:
    """About the core criteria, in a fortnight, for forty people."""
    plan = Plan(
        title=TITLE,
        held_on=today() + timedelta(weeks=2),
        minutes=150,
        criteria=tuple(criterion.key for criterion in checklist.core_criteria),
        groups=tuple(
            GroupPlan({"de": german, "en": english}, invited) for german, english, invited in GROUPS
        ),
        languages=("de", "en"),
    )
    return prepare(draft, plan, by=by)

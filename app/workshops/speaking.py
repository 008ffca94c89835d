"""What pages of every room can ask about workshops: the next one, and when one is erased."""

from __future__ import annotations

from flask import Flask

from app.assessments.wording import problems_in
from app.workshops.ending import erase_on
from app.workshops.planning_forms import PlanForm
from app.workshops.queries import next_workshop


def problems_in_groups(form: PlanForm) -> list[dict[str, str]]:
    """Every error at a group, each with the address of its field."""
    return [problem for row in form.rows for one in row.forms for problem in problems_in(one)]


def speak_on_pages(app: Flask) -> None:
    for function in (erase_on, next_workshop, problems_in_groups):
        app.add_template_global(function)

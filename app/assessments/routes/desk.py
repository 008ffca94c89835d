"""The desk of a municipality: the next thing to do, and every self-check."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import may_enter, may_read
from app.assessments.opening import all_opened, municipality_or_404
from app.assessments.queries import assessments_of
from app.assessments.reserving import next_open
from app.assessments.todos import todos_on_the_desk
from app.assessments.visits import news_since_visit
from app.territory.queries import changes_of
from app.web.access import allows, current_person

bp = Blueprint("desk", __name__)


@bp.get("/municipalities/<municipality>")
@allows(may_enter)
def show(municipality: str) -> ResponseReturnValue:
    """What an officer sees every morning: the next thing to do, then the rest."""
    place = municipality_or_404(municipality)
    every = all_opened(assessments_of(place))
    active = [one for one in every if not one.assessment.archived_at]
    current = active[0] if active else None
    reads = may_read(current_person(), municipality)
    return render_template(
        "desk/show.html",
        place=place,
        current=current,
        waiting=next_open(current) if current and reads else None,
        todos=todos_on_the_desk(active),
        news=news_since_visit(active) if reads else [],
        active=active,
        archived=[one for one in every if one.assessment.archived_at],
        changes=changes_of(place.key),
    )

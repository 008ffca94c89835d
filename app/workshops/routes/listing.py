"""The workshops of a municipality."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import may_enter
from app.assessments.opening import municipality_or_404
from app.web.access import allows
from app.web.formatting import today
from app.workshops.opening import WORKSHOPS
from app.workshops.queries import workshops_of

bp = Blueprint("workshops", __name__, url_prefix=WORKSHOPS)


@bp.get("")
@allows(may_enter)
def show(municipality: str) -> ResponseReturnValue:
    """Every workshop, the next one first."""
    place = municipality_or_404(municipality)
    every = workshops_of(place)
    coming = [one for one in reversed(every) if not one.is_over]
    return render_template(
        "workshops/list.html",
        place=place,
        # Where people are in already, there is the most to do.
        coming=sorted(coming, key=lambda one: not one.is_open),
        past=[one for one in every if one.is_over],
        today=today(),
    )

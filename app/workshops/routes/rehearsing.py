"""Invented people at the press of a button, for whoever practises moderating alone."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.accounts.permissions import may_moderate
from app.extensions import db
from app.web.access import allows
from app.workshops.opening import WORKSHOP, open_to_lead
from app.workshops.simulating import USUAL_PEOPLE, Crowd, go_on, may_be_simulated

bp = Blueprint("workshop_rehearsal", __name__, url_prefix=WORKSHOP)


@bp.post("/invented")
@allows(may_moderate)
def let_them_in(municipality: str, workshop: int) -> ResponseReturnValue:
    """Let as many invented people as usual do what there is to do now."""
    room = open_to_lead(municipality, workshop)
    if not may_be_simulated(room.workshop):
        abort(404)
    done = go_on(room.workshop, Crowd(workshop, USUAL_PEOPLE))
    db.session.commit()
    told = [
        ngettext("%(num)s invented person joined.", "%(num)s invented people joined.", done.joined),
        ngettext("%(num)s vote was cast.", "%(num)s votes were cast.", done.voted),
        ngettext("%(num)s idea was sent.", "%(num)s ideas were sent.", done.ideas),
        ngettext("%(num)s dot was given.", "%(num)s dots were given.", done.dots),
    ]
    counts = (done.joined, done.voted, done.ideas, done.dots)
    said = [words for words, count in zip(told, counts, strict=True) if count]
    flash(" ".join(said) or gettext("There is nothing for them to do at the moment."))
    return redirect(room.url("workshop_console.show"))

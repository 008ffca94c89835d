"""A draft goes on with the newest version of its checklist, after a look at each answer."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_start
from app.assessments.actions import ChangedMeanwhile
from app.assessments.moving import move, way_to_newest
from app.assessments.opening import ASSESSMENT, open_for_answers, open_or_404
from app.assessments.queries import Hold
from app.extensions import db
from app.web.access import allows

bp = Blueprint("moving", __name__, url_prefix=ASSESSMENT)


@bp.get("/move")
@allows(may_start)
def preview(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """What becomes of each answer: what stays, what is asked again, what is gone, what is new."""
    check = open_or_404(municipality, checklist, year)
    way = way_to_newest(check)
    if way is None:
        flash(gettext("There is no newer version to move to."))
        return redirect(check.url("overview.show"))
    return render_template("moving/preview.html", check=check, way=way)


@bp.post("/move")
@allows(may_start)
def go(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Move it, if the newest version still is the one that was looked at."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    way = way_to_newest(check)
    if way is None or request.form.get("to") != way.newest.version:
        flash(gettext("This is not the newest version. Please look once more."), "warning")
        return redirect(check.url(".preview"))
    try:
        move(way, by=g.person.key)
    except ChangedMeanwhile:
        db.session.rollback()
        flash(gettext("Somebody answered meanwhile. Please look once more."), "warning")
        return redirect(check.url(".preview"))
    db.session.commit()
    flash(gettext("This self-check goes on with version %(to)s.", to=way.newest.version))
    return redirect(check.url("overview.show"))

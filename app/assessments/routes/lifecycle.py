"""Switch between full and short form; archive, bring back, or discard a self-check."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer, may_start
from app.assessments.actions import archive, discard, restore, switch_scope
from app.assessments.opening import ASSESSMENT, IsFinished, open_for_answers, open_or_404
from app.assessments.queries import Hold
from app.domain.scope import Scope
from app.extensions import db
from app.web.access import allows

bp = Blueprint("lifecycle", __name__, url_prefix=ASSESSMENT)


@bp.post("/scope")
@allows(may_answer)
def change_scope(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Ask everything, or the core criteria only; every answer is kept."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    wanted = request.form.get("scope", "")
    if wanted not in list(Scope) or not check.checklist.core_criteria:
        abort(400)
    switch_scope(check.assessment, Scope(wanted), by=g.person.key)
    db.session.commit()
    flash(gettext("Changed. Every answer is kept."))
    return redirect(check.url("overview.show"))


@bp.get("/remove")
@allows(may_start)
def offer_removal(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Archive or discard: what each of them does, before anything happens."""
    check = open_or_404(municipality, checklist, year)
    return render_template("lifecycle/offer_removal.html", check=check)


@bp.post("/archive")
@allows(may_start)
def put_aside(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    check = open_or_404(municipality, checklist, year)
    archive(check.assessment, by=g.person.key)
    db.session.commit()
    flash(gettext("Archived. You can bring it back at any time."))
    return redirect(url_for("desk.show", municipality=municipality))


@bp.post("/restore")
@allows(may_start)
def bring_back(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    check = open_or_404(municipality, checklist, year)
    restore(check.assessment, by=g.person.key)
    db.session.commit()
    flash(gettext("Here it is again, with every answer."))
    return redirect(check.url("overview.show"))


@bp.post("/discard")
@allows(may_start)
def throw_away(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Delete for good, but only what was confirmed by typing its year."""
    check = open_or_404(municipality, checklist, year, hold=Hold.ALONE)
    if check.assessment.finished_at:
        raise IsFinished
    if request.form.get("confirm", "").strip() != str(check.assessment.year):
        problem = gettext("To discard it, type the year %(year)s.", year=year)
        return render_template("lifecycle/offer_removal.html", check=check, problem=problem), 422
    discard(check.assessment, by=g.person.key)
    db.session.commit()
    flash(gettext("The self-check for %(year)s is discarded.", year=year))
    return redirect(url_for("desk.show", municipality=municipality))

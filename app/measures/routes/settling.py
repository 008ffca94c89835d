"""What finished measures propose, and the people who decide about it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer, may_read
from app.assessments.actions import ChangedMeanwhile
from app.assessments.opening import municipality_or_404, open_for_answers
from app.assessments.reserving import refuse_reserved
from app.extensions import db
from app.measures.models import Measure
from app.measures.proposals import Proposal, proposals_of, waiting_proposals
from app.measures.queries import find_measure
from app.measures.settling import NotOnOffer, confirm_effect, leave_as_is
from app.web.access import allows
from app.web.forms import whole_number

bp = Blueprint("settling", __name__, url_prefix="/municipalities/<municipality>/measures")


@bp.get("/proposals")
@allows(may_read)
def show(municipality: str) -> ResponseReturnValue:
    """Everything that waits for a decision."""
    place = municipality_or_404(municipality)
    return render_template("settling/show.html", place=place, proposals=waiting_proposals(place))


@bp.post("/<int(max=2147483647):measure>/effects/<criterion>")
@allows(may_answer)
def settle(municipality: str, measure: int, criterion: str) -> ResponseReturnValue:
    """Let the proposed level become the answer, or leave the answer as it is."""
    found = find_measure(municipality, measure, hold=True) or abort(404)
    if criterion not in {effect.criterion_key for effect in found.effects}:
        abort(404)
    proposal = _waiting(found, criterion)
    confirms = request.form.get("decision") == "confirm"
    if proposal is None:
        flash(gettext("This is decided already."))
    elif not confirms:
        leave_as_is(proposal, by=g.person.key)
        db.session.commit()
        flash(gettext("Noted. The answer stays as it is."), "success")
    elif _confirmed(proposal):
        flash(gettext("The level is entered."), "success")
    else:
        db.session.rollback()
        flash(gettext("The answer there changed meanwhile. Please look once more."))
    return redirect(url_for(".show", municipality=municipality))


def _confirmed(proposal: Proposal) -> bool:
    """Whether the answer that was looked at became the proposed level."""
    if proposal.check is None or proposal.criterion is None:
        return False
    assessment = proposal.check.assessment
    if whole_number(request.form.get("year", "")) != assessment.year:
        return False
    # From here on nobody finishes it; who may not answer the section stops here.
    held = open_for_answers(assessment.municipality.key, assessment.checklist_key, assessment.year)
    refuse_reserved(held, [proposal.criterion])
    based_on = whole_number(request.form.get("version", ""))
    try:
        confirm_effect(proposal, based_on=based_on, by=g.person.key)
    except (ChangedMeanwhile, NotOnOffer):
        return False
    db.session.commit()
    return True


def _waiting(measure: Measure, key: str) -> Proposal | None:
    return next((p for p in proposals_of(measure) if p.effect.criterion_key == key), None)

"""Decide what to keep where two people changed the same criterion."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer
from app.assessments.actions import ChangedMeanwhile, record_answer
from app.assessments.conflicts import Keep, TooLongTogether, conflict_page, settle
from app.assessments.forms import form_of, target_form
from app.assessments.keeping import refuse_foreign_answers
from app.assessments.models import fields_of
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_for_answers
from app.assessments.queries import answer_at, load_answer
from app.assessments.reserving import refuse_reserved
from app.domain.checklist import Criterion
from app.domain.editing import Edit
from app.extensions import db
from app.web.access import allows
from app.web.addresses import own_address

bp = Blueprint("conflicts", __name__, url_prefix=ASSESSMENT)


@bp.post("/conflicts")
@allows(may_answer)
def decide(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Keep mine, theirs or both; if it changed yet again, show both once more."""
    check = open_for_answers(municipality, checklist, year)
    refuse_foreign_answers(request.form, check.checklist.criteria)
    conflicts = []
    for criterion in check.checklist.criteria:
        if f"{criterion.key}-version" in request.form:
            try:
                _settle(check, criterion)
            except ChangedMeanwhile as conflict:
                conflicts.append(conflict)
    db.session.commit()
    back = own_address(request.form.get("back", ""), otherwise=check.url("overview.show"))
    return conflict_page(check, conflicts, back=back) if conflicts else redirect(back)


def _settle(check: OpenAssessment, criterion: Criterion) -> None:
    """Store what was decided, looking at the version the page showed as theirs."""
    prefix = f"{criterion.key}-"
    words = form_of(criterion)(request.form, prefix=prefix)
    aims = target_form(criterion)(request.form, prefix=prefix)
    keep = request.form.get(f"{criterion.key}-keep")
    if not (words.validate() and aims.validate() and keep in (None, *Keep)):
        abort(400)
    stored = load_answer(check.assessment, criterion.key)
    seen = answer_at(check.assessment, criterion.key, words.version.data) or stored.answer
    mine = aims.edit().on(words.edit().on(seen))
    undecided = ChangedMeanwhile(criterion.key, mine=mine, theirs=stored)
    if keep is None:
        flash(gettext("Please choose what shall be kept."))
        raise undecided
    try:
        decided = settle(Keep(keep), mine=mine, theirs=seen)
    except TooLongTogether:
        flash(gettext("Both notes together are too long for one. Please choose one of them."))
        raise undecided from None
    if replace(decided, target=seen.target, importance=seen.importance) != seen:
        refuse_reserved(check, [criterion])
    edit = Edit(words.version.data, fields_of(decided))
    record_answer(check.assessment, criterion.key, edit=edit, by=g.person.key)

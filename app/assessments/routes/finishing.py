"""Finish a self-check, open it again with a reason, and read what it was each time."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_read, may_start
from app.accounts.queries import remember_names
from app.assessments.editions import FilesHaveChanged
from app.assessments.finishing import finish, opened_as_finished, reopen, snapshots_of
from app.assessments.finishing_views import what_is_left
from app.assessments.forms import ReasonForm
from app.assessments.opening import (
    ASSESSMENT,
    IsArchived,
    OpenAssessment,
    open_for_answers,
    open_or_404,
)
from app.assessments.queries import Hold
from app.assessments.reading_views import answers_in
from app.domain.library import UnknownChecklist
from app.extensions import db
from app.web.access import allows

bp = Blueprint("finishing", __name__, url_prefix=f"{ASSESSMENT}/finish")


@bp.get("")
@allows(may_read)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """What is open or unknown, and what finishing means; or how and when it was finished."""
    check = open_or_404(municipality, checklist, year)
    return _page(check, ReasonForm())


@bp.post("")
@allows(may_start)
def close(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Finish it: from here on it stays as it is."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    try:
        finish(check.assessment, by=g.person.key)
    except FilesHaveChanged as changed:
        flash(gettext(changed.message), "warning")
        return redirect(check.url(".show"))
    db.session.commit()
    flash(gettext("Finished. This is how %(year)s stands from now on.", year=year))
    return redirect(check.url("reports.show_result"))


@bp.post("/reopen")
@allows(may_start)
def open_again(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Make it a draft again, with a reason; what was finished stays readable."""
    check = open_or_404(municipality, checklist, year, hold=Hold.ALONE)
    if check.assessment.archived_at:
        raise IsArchived
    if check.is_draft:
        return redirect(check.url(".show"))
    form = ReasonForm()
    if not form.validate():
        return _page(check, form), 422
    try:
        reopen(check.assessment, reason=form.reason.data, by=g.person.key)
    except UnknownChecklist as gone:
        form.reason.errors = [gettext(gone.message).format(**gone.facts)]
        return _page(check, form), 422
    db.session.commit()
    flash(gettext("Open again. What was finished stays readable."))
    return redirect(check.url("overview.show"))


@bp.get("/<int(max=9999):number>")
@allows(may_read)
def show_state(municipality: str, checklist: str, year: int, number: int) -> ResponseReturnValue:
    """One finished state, counted from 1: its answers with the words of then."""
    check = open_or_404(municipality, checklist, year)
    states = snapshots_of(check.assessment)[::-1]
    if not 1 <= number <= len(states):
        abort(404)
    state = states[number - 1]
    then = opened_as_finished(check.assessment, state)
    remember_names([state.finished_by, state.reopened_by])
    return render_template(
        "finishing/show_state.html",
        check=then,
        state=state,
        sections=[(section, answers_in(then, section)) for section in then.sections],
    )


def _page(check: OpenAssessment, form: ReasonForm) -> str:
    states = snapshots_of(check.assessment)[::-1]
    remember_names([key for one in states for key in (one.finished_by, one.reopened_by)])
    return render_template(
        "finishing/show.html",
        check=check,
        form=form,
        left=what_is_left(check),
        states=states,
    )

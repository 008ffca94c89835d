"""A self-check at a glance: its sections as a list of tasks, its particulars, its history."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer, may_read
from app.accounts.queries import remember_names
from app.assessments.actions import change_particulars
from app.assessments.forms import DetailsForm
from app.assessments.history_filter import read_filter
from app.assessments.last_year import load_last_year
from app.assessments.moving import way_to_newest
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_for_answers, open_or_404
from app.assessments.queries import Hold, history, people_in_history
from app.assessments.reading_views import last_change, remember_authors
from app.assessments.reserving import next_open
from app.assessments.target_views import state_of_targets
from app.assessments.todos import todos_in
from app.extensions import db
from app.web.access import allows

bp = Blueprint("overview", __name__, url_prefix=ASSESSMENT)

CHANGES_SHOWN = 50


@bp.get("")
@allows(may_read)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Dimensions and sections as a task list, with what is done and what is left."""
    check = open_or_404(municipality, checklist, year)
    return _overview(check, DetailsForm(obj=check.assessment)), 200


@bp.post("")
@allows(may_answer)
def keep_details(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Keep for whom the answers are given, and as of which date."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    form = DetailsForm()
    if not form.validate():
        return _overview(check, form), 422
    change_particulars(
        check.assessment,
        respondent=form.respondent.data,
        reference_date=form.reference_date.data,
        by=g.person.key,
    )
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(check.url(".show"))


def _overview(check: OpenAssessment, form: DetailsForm) -> str:
    remember_authors(check)
    return render_template(
        "overview/show.html",
        check=check,
        form=form,
        waiting=next_open(check),
        todos=todos_in(check),
        last_change=last_change,
        last=load_last_year(check),
        way=way_to_newest(check),
        targets_state=state_of_targets(check),
    )


@bp.get("/next")
@allows(may_read)
def go_on(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Land on the first open criterion; on the overview when nothing is open for who asks."""
    check = open_or_404(municipality, checklist, year)
    waiting = next_open(check)
    if waiting is None or not may_answer(g.person, municipality):
        return redirect(check.url(".show"))
    begins_section = waiting.criterion == check.criteria_in(waiting.section)[0]
    anchor = None if begins_section else waiting.criterion.key
    return redirect(
        check.url("answering.edit_section", section=waiting.section.key, _anchor=anchor)
    )


@bp.get("/questionnaire")
@allows(may_read)
def print_questionnaire(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The blank questionnaire, for colleagues without a computer."""
    check = open_or_404(municipality, checklist, year)
    return render_template("overview/print_questionnaire.html", check=check)


@bp.get("/history")
@allows(may_read)
def show_history(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Who changed what, newest first; by whom, of what and since when is up to the reader."""
    check = open_or_404(municipality, checklist, year)
    people = people_in_history(check.assessment)
    wanted = read_filter(check, request.args, people=people)
    changes = history(
        check.assessment,
        by=wanted.person,
        criteria=wanted.criteria(check.checklist),
        since=wanted.since,
        before=request.args.get("before", type=_bounded),
        limit=CHANGES_SHOWN + 1,
    )
    remember_names(people)
    return render_template(
        "overview/show_history.html",
        check=check,
        people=people,
        wanted=wanted,
        changes=changes[:CHANGES_SHOWN],
        further=changes[CHANGES_SHOWN - 1].id if len(changes) > CHANGES_SHOWN else None,
    )


def _bounded(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError
    return int(text)

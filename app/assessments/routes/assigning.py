"""Hand sections to people, and let them hand them back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from app.accounts.models import Account
from app.accounts.permissions import may_answer, may_coordinate
from app.accounts.queries import account_of, writers_of
from app.assessments.assigning import assign, hand_back, reopen, withdraw
from app.assessments.assignments import find_assignment
from app.assessments.forms import AssignmentForm, ReopenForm
from app.assessments.models import Assignment
from app.assessments.notifying import tell_assignee
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_for_answers, open_or_404
from app.assessments.queries import Hold
from app.assessments.reading_views import remember_authors
from app.domain.checklist import Section
from app.extensions import db
from app.web.access import allows

bp = Blueprint("assigning", __name__, url_prefix=ASSESSMENT)

ONE_ASSIGNMENT = "/assignments/<section>/<int(max=2147483647):account>"


@bp.get("/assignments")
@allows(may_coordinate)
def show_assignments(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Every section: who has it, until when, and whether it was handed back."""
    check = open_or_404(municipality, checklist, year)
    return render_template("assigning/show_assignments.html", check=check)


@bp.get("/assignments/<section>")
@allows(may_coordinate)
def offer_section(
    municipality: str, checklist: str, year: int, section: str
) -> ResponseReturnValue:
    """Who has one section, and to whom else it could be handed; `person` is filled in already."""
    check = open_or_404(municipality, checklist, year)
    here = check.section_or_404(section)
    chosen = request.args.get("person", "")
    held = next((one for one in check.assigned(here) if str(one.account_id) == chosen), None)
    is_exclusive = any(one.is_exclusive for one in check.assigned(here))
    form = AssignmentForm(formdata=None, obj=held, account=chosen, is_exclusive=is_exclusive)
    return _page(check, here, form, _people(check))


@bp.post("/assignments/<section>")
@allows(may_coordinate)
def hand_out(municipality: str, checklist: str, year: int, section: str) -> ResponseReturnValue:
    """Hand the section to somebody, or change by when and with which words they have it."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    here = check.section_or_404(section)
    people = _people(check)
    form = _with_choices(AssignmentForm(), people)
    if not form.validate():
        return _page(check, here, form, people), 422
    account = people[form.account.data]
    asked = {"due_on": form.due_on.data, "message": form.message.data}
    exclusive = form.is_exclusive.data
    asked_now = assign(
        check.assessment, here.key, account, **asked, is_exclusive=exclusive, by=g.person.key
    )
    db.session.commit()
    if asked_now:
        tell_assignee(check, here, account, **asked)
    flash(gettext("%(name)s has this section now.", name=account.name))
    return redirect(check.url(".offer_section", section=here.key))


@bp.post(f"{ONE_ASSIGNMENT}/reopen")
@allows(may_coordinate)
def give_again(
    municipality: str, checklist: str, year: int, section: str, account: int
) -> ResponseReturnValue:
    """Give back what was handed back, with a word on what is missing."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    here = check.section_or_404(section)
    assignment = _assignment_or_404(check, here, account)
    form = ReopenForm()
    if not form.validate():
        people = _people(check)
        again = AssignmentForm(formdata=None)
        return _page(check, here, again, people, reopening=(account, form)), 422
    person = account_of(account)
    reopen(check.assessment, assignment, person, word=form.message.data, by=g.person.key)
    db.session.commit()
    tell_assignee(check, here, person, due_on=assignment.due_on, message=assignment.message)
    flash(gettext("%(name)s has this section once more.", name=person.name))
    return redirect(check.url(".offer_section", section=here.key))


@bp.post(f"{ONE_ASSIGNMENT}/withdraw")
@allows(may_coordinate)
def take_away(
    municipality: str, checklist: str, year: int, section: str, account: int
) -> ResponseReturnValue:
    """Ask somebody no longer; every answer stays."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    here = check.section_or_404(section)
    assignment = _assignment_or_404(check, here, account)
    person = account_of(account)
    withdraw(check.assessment, assignment, person, by=g.person.key)
    db.session.commit()
    flash(gettext("%(name)s no longer has this section. Every answer is kept.", name=person.name))
    return redirect(check.url(".offer_section", section=here.key))


@bp.post("/sections/<section>/hand-back")
@allows(may_answer)
def give_back(municipality: str, checklist: str, year: int, section: str) -> ResponseReturnValue:
    """Say that what was asked of oneself is done."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    here = check.section_or_404(section)
    assignment = _assignment_or_404(check, here, g.person.account_id)
    hand_back(check.assessment, assignment, by=g.person.key)
    db.session.commit()
    flash(gettext("Handed back. Thank you."))
    return redirect(check.url("overview.show"))


def _assignment_or_404(
    check: OpenAssessment, section: Section, account_id: int | None
) -> Assignment:
    if account_id is None:
        abort(404)
    return find_assignment(check.assessment, section.key, account_id) or abort(404)


def _people(check: OpenAssessment) -> dict[str, Account]:
    """Whom a section may be handed to, by what the form sends."""
    return {str(account.id): account for account in writers_of(check.municipality)}


def _with_choices(form: AssignmentForm, people: dict[str, Account]) -> AssignmentForm:
    choices = [SelectChoice(number, account.name) for number, account in people.items()]
    form.account.choices = [SelectChoice("", gettext("Please choose")), *choices]
    return form


def _page(
    check: OpenAssessment,
    section: Section,
    form: AssignmentForm,
    people: dict[str, Account],
    *,
    reopening: tuple[int, ReopenForm] | None = None,
) -> str:
    remember_authors(check)
    return render_template(
        "assigning/offer_section.html",
        check=check,
        section=section,
        form=_with_choices(form, people),
        reopening=reopening,
        reopen_form=ReopenForm(formdata=None),
    )

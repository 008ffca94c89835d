"""The front door, and the way to a new self-check: where, which checklist, which year."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from app.accounts.actions import found
from app.accounts.permissions import may_found, may_start_here
from app.accounts.walls import walls_opened
from app.assessments.actions import AssessmentExists, start_assessment
from app.assessments.forms import StartForm
from app.assessments.opening import all_opened, opened
from app.assessments.queries import recent_assessments
from app.domain.scope import Scope
from app.domain.workload import minutes
from app.extensions import db, now
from app.municipalities.actions import add_from_register, add_own
from app.municipalities.forms import OwnPlaceForm
from app.municipalities.models import Municipality
from app.municipalities.queries import example_town, find_municipality
from app.municipalities.register import load_register
from app.municipalities.searching import search_places
from app.web.access import allows, current_person, everyone
from app.web.checklists import checklists
from app.web.forms import whole_number
from app.web.i18n import shown

bp = Blueprint("start", __name__)


@bp.get("/")
@allows(everyone)
def show() -> ResponseReturnValue:
    """What this is, in three sentences, and two doors."""
    person = current_person()
    recent = all_opened(recent_assessments(limit=3)) if person.is_desk else []
    with walls_opened():
        example = example_town()
    return render_template("start/show.html", recent=recent, example=example)


@bp.get("/start")
@allows(may_found)
def find_place() -> ResponseReturnValue:
    """Find the municipality in the official register."""
    return render_template("start/find_place.html", search=search_places(request.args.get("q", "")))


@bp.route("/start/own", methods=["GET", "POST"])
@allows(may_found)
def add_own_place() -> ResponseReturnValue:
    """Enter a place the register does not know."""
    form = OwnPlaceForm()
    if form.validate_on_submit():
        place = add_own(form.name.data, country=form.country.data, population=form.inhabitants)
        _let_in(place)
        db.session.commit()
        return redirect(url_for(".choose_checklist", municipality=place.key))
    status = 422 if form.is_submitted() else 200
    return render_template("start/add_own_place.html", form=form), status


@bp.route("/start/<municipality>", methods=["GET", "POST"])
@allows(may_start_here)
def choose_checklist(municipality: str) -> ResponseReturnValue:
    """Choose checklist, reference year, and full or short form; then begin."""
    _refuse_foreign(municipality)
    place = find_municipality(municipality) or load_register().find(municipality) or abort(404)
    form = StartForm(data={"year": now().year, "checklist": checklists().offered()[0].key})
    form.checklist.choices = [
        SelectChoice(c.key, shown(c.title).text) for c in checklists().offered()
    ]
    if form.validate_on_submit():
        return _begin(municipality, form)
    offered = [(c, minutes(c.criteria), minutes(c.core_criteria)) for c in checklists().offered()]
    status = 422 if form.is_submitted() else 200
    return render_template(
        "start/choose_checklist.html", place=place, form=form, offered=offered
    ), status


def _begin(municipality: str, form: StartForm) -> ResponseReturnValue:
    checklist = checklists().latest(form.checklist.data)
    scope = Scope(form.scope.data) if checklist.core_criteria else Scope.FULL
    try:
        assessment = start_assessment(
            _place(municipality),
            checklist,
            year=whole_number(form.year.data),
            scope=scope,
            by=current_person().key,
        )
    except AssessmentExists as exists:
        db.session.rollback()
        flash(_exists_already(exists))
        return redirect(opened(exists.assessment).url("overview.show"))
    db.session.commit()
    return redirect(opened(assessment).url("overview.show"))


def _place(key: str) -> Municipality:
    """The municipality of the address, taken over from the register if it is new here."""
    entry = load_register().find(key)
    place = find_municipality(key) or (add_from_register(entry) if entry else abort(404))
    _let_in(place)
    return place


def _let_in(place: Municipality) -> None:
    """Whoever brings a municipality in coordinates it."""
    person = current_person()
    if person.account_id is not None and not person.roles_in(place.key):
        found(place, person.account_id)


def _refuse_foreign(key: str) -> None:
    """A municipality of other people looks like one that is not there."""
    with walls_opened():
        is_here = find_municipality(key) is not None
    if is_here and not current_person().roles_in(key):
        abort(404)


def _exists_already(exists: AssessmentExists) -> str:
    if exists.assessment.archived_at:
        return gettext("This self-check exists already and is archived. You can bring it back.")
    return gettext("This self-check exists already. Here it is.")

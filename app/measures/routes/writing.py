"""Write a measure: a new one, perhaps from a suggestion, or one that is there already."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer
from app.assessments.opening import OpenAssessment, all_opened, municipality_or_404
from app.domain.measure import MeasureSource
from app.extensions import db
from app.measures.actions import change as change_measure
from app.measures.actions import put_forward
from app.measures.entering import empty_form, form_of, suggested_form
from app.measures.forms import MeasureForm
from app.measures.models import Measure
from app.measures.plan_table import plan_row
from app.measures.queries import find_measure, functions_of
from app.measures.suggestions import Suggestion, checks_to_plan_for, suggestion_named
from app.web.access import allows
from app.web.forms import criterion_key, whole_number

bp = Blueprint("measure_writing", __name__, url_prefix="/municipalities/<municipality>/measures")


@bp.get("/new")
@allows(may_answer)
def begin(municipality: str) -> ResponseReturnValue:
    """An empty form, or one with the words of a suggestion."""
    wanted = _wanted_or_404(municipality)
    return _new_page(wanted, wanted.form())


@bp.post("/new")
@allows(may_answer)
def keep_new(municipality: str) -> ResponseReturnValue:
    """Put it on the plan."""
    wanted = _wanted_or_404(municipality)
    form = wanted.form()
    if not form.validate_on_submit():
        return _new_page(wanted, form), 422
    made = put_forward(wanted.check.assessment, form.entry(), source=wanted.source, by=g.person.key)
    db.session.commit()
    flash(gettext("The measure is on the plan."), "success")
    return redirect(url_for("measure.show", municipality=municipality, measure=made.id))


@bp.get("/<int(max=2147483647):measure>/edit")
@allows(may_answer)
def edit(municipality: str, measure: int) -> ResponseReturnValue:
    """The same form with what is stored."""
    found = find_measure(municipality, measure) or abort(404)
    return _edit_page(found, form_of(found, _check_of(found)))


@bp.post("/<int(max=2147483647):measure>/edit")
@allows(may_answer)
def keep(municipality: str, measure: int) -> ResponseReturnValue:
    """Keep it, unless somebody else changed it meanwhile: then show both, and ask again."""
    found = find_measure(municipality, measure, hold=True) or abort(404)
    check = _check_of(found)
    form = form_of(found, check)
    if not form.validate_on_submit():
        return _edit_page(found, form), 422
    if form.version.data != found.version:
        form.version.data = found.version
        return _edit_page(found, form, is_overtaken=True), 409
    change_measure(found, form.entry(), by=g.person.key)
    db.session.commit()
    flash(gettext("The measure is saved."), "success")
    return redirect(url_for("measure.show", municipality=municipality, measure=found.id))


def _check_of(measure: Measure) -> OpenAssessment | None:
    return next(iter(all_opened([measure.assessment])), None)


@dataclass(frozen=True)
class _Wanted:
    """What the address of a new measure says: for which self-check, and where it comes from."""

    check: OpenAssessment
    criterion_key: str
    suggestion: Suggestion | None

    @property
    def source(self) -> MeasureSource:
        return self.suggestion.source if self.suggestion else MeasureSource.FREE

    @property
    def address(self) -> str:
        """The form is sent to the same address: what it says of the source is needed again."""
        return self.check.url(".begin", criterion=self.criterion_key or None, source=self.source)

    def form(self) -> MeasureForm:
        if self.suggestion:
            return suggested_form(self.check, self.suggestion)
        return empty_form(self.check, criterion_key=self.criterion_key)


def _wanted_or_404(municipality: str) -> _Wanted:
    """The self-check of the address if it names one, else the one to plan for."""
    checks = checks_to_plan_for(municipality_or_404(municipality))
    named = (request.args.get("checklist", ""), whole_number(request.args.get("year", "")))
    wanted = [one for one in checks if (one.checklist.key, one.assessment.year) == named]
    check = next(iter([*wanted, *checks]), None) or abort(404)
    key = criterion_key(request.args.get("criterion", ""))
    suggested = suggestion_named(check, request.args.get("source", ""), key) if key else None
    return _Wanted(check, key, suggested)


def _new_page(wanted: _Wanted, form: MeasureForm) -> str:
    place = wanted.check.municipality
    mine = wanted.check.assessment.id
    return render_template(
        "measures/new.html",
        place=place,
        about=wanted.check,
        address=wanted.address,
        others=[one for one in checks_to_plan_for(place) if one.assessment.id != mine],
        form=form,
        functions=functions_of(place),
    )


def _edit_page(measure: Measure, form: MeasureForm, *, is_overtaken: bool = False) -> str:
    return render_template(
        "measures/edit.html",
        place=measure.municipality,
        measure=measure,
        form=form,
        functions=functions_of(measure.municipality),
        stored=plan_row(measure) if is_overtaken else None,
    )

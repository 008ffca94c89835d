"""The measures of a municipality: drafts so far, the newest first, to be reworded or dropped."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer, may_read
from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import assessments_of
from app.extensions import db
from app.measures.actions import discard as discard_measure
from app.measures.actions import draft_measure, reword
from app.measures.forms import MeasureForm
from app.measures.models import Measure
from app.measures.queries import find_measure, measures_of
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.access import allows

bp = Blueprint("measures", __name__, url_prefix="/municipalities/<municipality>/measures")


@bp.get("")
@allows(may_read)
def show(municipality: str) -> ResponseReturnValue:
    """Every draft, and a form for one more."""
    return _page(_place_or_404(municipality), MeasureForm())


@bp.post("")
@allows(may_answer)
def write(municipality: str) -> ResponseReturnValue:
    """Put one forward, for the self-check at work."""
    place = _place_or_404(municipality)
    form = MeasureForm()
    current = _at_work(all_opened(assessments_of(place))) or abort(404)
    if not form.validate_on_submit():
        return _page(place, form), 422
    draft_measure(
        current.assessment, form.title.data or "", note=form.note.data or "", by=g.person.key
    )
    db.session.commit()
    flash(gettext("The draft is kept."), "success")
    return redirect(url_for(".show", municipality=place.key))


@bp.post("/<int(max=2147483647):measure>")
@allows(may_answer)
def change(municipality: str, measure: int) -> ResponseReturnValue:
    """Say it better."""
    found = find_measure(municipality, measure) or abort(404)
    form = MeasureForm(prefix=f"measure-{found.id}-")
    if not form.validate_on_submit():
        return _page(found.municipality, MeasureForm(formdata=None), changing=(found, form)), 422
    reword(found, title=form.title.data or "", note=form.note.data or "")
    db.session.commit()
    flash(gettext("The draft is kept."), "success")
    return redirect(url_for(".show", municipality=municipality))


@bp.post("/<int(max=2147483647):measure>/discard")
@allows(may_answer)
def discard(municipality: str, measure: int) -> ResponseReturnValue:
    """Drop a draft."""
    found = find_measure(municipality, measure) or abort(404)
    discard_measure(found, by=g.person.key)
    db.session.commit()
    flash(gettext("The draft is dropped."))
    return redirect(url_for(".show", municipality=municipality))


def _place_or_404(key: str) -> Municipality:
    return find_municipality(key) or abort(404)


def _at_work(checks: Iterable[OpenAssessment]) -> OpenAssessment | None:
    """The newest year that may still be answered."""
    return next((check for check in checks if check.is_open), None)


def _page(
    place: Municipality,
    form: MeasureForm,
    *,
    changing: tuple[Measure, MeasureForm] | None = None,
) -> str:
    measures = measures_of(place)
    checks = all_opened(assessments_of(place))
    forms = {
        one.id: MeasureForm(formdata=None, obj=one, prefix=f"measure-{one.id}-") for one in measures
    }
    if changing:
        forms[changing[0].id] = changing[1]
    return render_template(
        "measures/show.html",
        place=place,
        form=form,
        forms=forms,
        measures=measures,
        checks={check.assessment.id: check for check in checks},
        current=_at_work(checks),
        wrong=changing[1] if changing else form,
    )

"""One measure: all that is known of it, how far it is, and what happens on the way."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from app.accounts.permissions import may_answer, may_read
from app.accounts.queries import remember_names
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.actions import discard as discard_measure
from app.measures.actions import note_progress, turn_to
from app.measures.forms import ProgressForm, StateForm
from app.measures.models import Measure
from app.measures.plan_table import plan_row
from app.measures.plan_words import state_words
from app.measures.queries import find_measure
from app.web.access import allows
from app.web.formatting import today

bp = Blueprint(
    "measure",
    __name__,
    url_prefix="/municipalities/<municipality>/measures/<int(max=2147483647):measure>",
)


@bp.get("")
@allows(may_read)
def show(municipality: str, measure: int) -> ResponseReturnValue:
    """Everything about it."""
    found = find_measure(municipality, measure) or abort(404)
    return _page(found)


@bp.post("/state")
@allows(may_answer)
def turn(municipality: str, measure: int) -> ResponseReturnValue:
    """Say how far it is."""
    found = find_measure(municipality, measure, hold=True) or abort(404)
    form = _state_form(found, sent=True)
    if not form.validate_on_submit():
        return _page(found, turning=form), 422
    turn_to(
        found,
        MeasureState(form.state.data),
        done_on=form.day,
        dropped_because=form.reason.data or "",
        by=g.person.key,
    )
    db.session.commit()
    flash(gettext("It is noted how far the measure is."), "success")
    return redirect(url_for(".show", municipality=municipality, measure=found.id))


@bp.post("/notes")
@allows(may_answer)
def note(municipality: str, measure: int) -> ResponseReturnValue:
    """Note what happened on the way."""
    found = find_measure(municipality, measure, hold=True) or abort(404)
    form = ProgressForm()
    if not form.validate_on_submit():
        return _page(found, noting=form), 422
    note_progress(found, form.note.data or "", by=g.person.key)
    db.session.commit()
    flash(gettext("The note is kept."), "success")
    return redirect(url_for(".show", municipality=municipality, measure=found.id))


@bp.post("/discard")
@allows(may_answer)
def discard(municipality: str, measure: int) -> ResponseReturnValue:
    """As if it had never been put forward."""
    found = find_measure(municipality, measure, hold=True) or abort(404)
    discard_measure(found, by=g.person.key)
    db.session.commit()
    flash(gettext("The measure is discarded."))
    return redirect(url_for("measures.show", municipality=municipality))


def _state_form(measure: Measure, *, sent: bool) -> StateForm:
    stands = {
        "state": measure.state.value,
        "done_on": measure.done_on or today(),
        "reason": measure.dropped_because,
    }
    form = StateForm(data=stands) if sent else StateForm(formdata=None, data=stands)
    form.state.choices = [SelectChoice(one.value, state_words(one)) for one in MeasureState]
    return form


def _page(
    measure: Measure, *, turning: StateForm | None = None, noting: ProgressForm | None = None
) -> str:
    remember_names([measure.made_by, *(one.written_by for one in measure.notes)])
    return render_template(
        "measures/one.html",
        place=measure.municipality,
        measure=measure,
        row=plan_row(measure),
        turning=turning or _state_form(measure, sent=False),
        noting=noting or ProgressForm(formdata=None),
        wrong=turning or noting,
    )

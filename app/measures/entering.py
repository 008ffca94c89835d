"""The form of a measure, filled with what is known: a suggestion, or what stands there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from wtforms.fields import SelectChoice

from app.accounts.models import Account
from app.accounts.queries import members_of
from app.assessments.opening import OpenAssessment
from app.domain.measure import OPEN_STATES, Effect, MeasureState
from app.extensions import db
from app.measures.effect_rows import effect_rows
from app.measures.forms import MeasureForm, effort_choices, state_choices
from app.measures.models import Measure
from app.measures.queries import planned
from app.measures.suggestions import Suggestion
from app.municipalities.models import Municipality
from app.web.formatting import today

NOTHING: Mapping[str, Any] = {
    "title": "",
    "state": MeasureState.PROPOSED.value,
    "account": "",
    "effort": "",
}


def empty_form(check: OpenAssessment, *, criterion_key: str = "") -> MeasureForm:
    """For one's own thought, perhaps about a criterion."""
    known = criterion_key in check.checklist.criteria_by_key
    effects = [Effect(criterion_key)] if known else []
    return _form(check.municipality, check, NOTHING, effects=effects)


def suggested_form(check: OpenAssessment, one: Suggestion) -> MeasureForm:
    """With the words of the suggestion, and what it is expected to bring by the next year."""
    year = today().year + 1 if one.effect.after is not None else None
    effect = Effect(one.effect.criterion_key, one.effect.before, one.effect.after, year)
    values = {**NOTHING, "title": one.title, "note": one.note, "effort": one.effort or ""}
    return _form(check.municipality, check, values, effects=[effect])


def form_of(measure: Measure, check: OpenAssessment | None) -> MeasureForm:
    """With all that is stored; criteria that its self-check does not know any more are kept."""
    holder = db.session.get(Account, measure.account_id) if measure.account_id else None
    values = {
        "title": measure.title,
        "note": measure.note,
        "responsible": measure.responsible,
        "account": str(measure.account_id or ""),
        "partners": measure.partners,
        "start": measure.start_on,
        "due": measure.due_on,
        "effort": measure.effort or "",
        "cost": "" if measure.cost is None else str(measure.cost),
        "funding": measure.funding,
        "state": measure.state.value,
        "version": measure.version,
    }
    effects = planned(measure).effects
    form = _form(measure.municipality, check, values, effects=effects, holder=holder)
    if measure.state not in OPEN_STATES:
        # How it ended is told on its own page, with a day or a reason.
        del form.state
    return form


def _form(
    place: Municipality,
    check: OpenAssessment | None,
    values: Mapping[str, Any],
    *,
    effects: Sequence[Effect],
    holder: Account | None = None,
) -> MeasureForm:
    form = MeasureForm(data=values)
    form.state.choices = state_choices()
    form.effort.choices = effort_choices()
    here = [one.account for one in members_of(place) if not one.account.is_disabled]
    form.account.choices = [
        SelectChoice("", gettext("nobody in particular")),
        *(SelectChoice(str(one.id), one.name) for one in here),
    ]
    if holder and holder not in here:
        form.holder_gone = holder.name
        gone = gettext("%(name)s (no longer here)", name=holder.name)
        form.account.choices.append(SelectChoice(str(holder.id), gone))
    sent = request.form if form.is_submitted() else None
    form.rows = effect_rows(check, effects, sent) if check else ()
    asked = {row.criterion.key for row in form.rows}
    form.kept = tuple(one for one in effects if one.criterion_key not in asked)
    return form

"""Record what the room settled on."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_moderate
from app.assessments.actions import ChangedMeanwhile
from app.assessments.opening import open_for_answers
from app.domain.checklist import Criterion
from app.domain.origin import How
from app.extensions import db
from app.web.access import allows, current_person
from app.workshops.deciding import Basis, basis_of, decide
from app.workshops.decision_forms import DecisionForm, decision_form, entered_before
from app.workshops.models import Stage, facts_of
from app.workshops.opening import WORKSHOP, OpenWorkshop, open_or_404, open_to_lead
from app.workshops.pressed import back, fingerprint, pressed
from app.workshops.result_views import latest_revealed, result_on
from app.workshops.wording import decision_words

bp = Blueprint("workshop_decisions", __name__, url_prefix=WORKSHOP)

DECISION = "/criteria/<criterion>/decision"


@bp.get(DECISION)
@allows(may_moderate)
def show(municipality: str, workshop: int, criterion: str) -> ResponseReturnValue:
    """What can be settled, with what the room saw."""
    room = open_or_404(municipality, workshop)
    asked = _criterion_or_404(room, criterion)
    if room.workshop.is_over:
        return redirect(room.url("workshop_record.show"))
    if not _has_begun(room):
        flash(gettext("The workshop has not begun yet."), "warning")
        return back(room)
    form = decision_form(asked)(data=entered_before(room.decisions.get(criterion)))
    return _page(room, asked, form)


@bp.post(DECISION)
@allows(may_moderate)
def keep(municipality: str, workshop: int, criterion: str) -> ResponseReturnValue:
    """Keep it; it becomes the official answer."""
    room = open_to_lead(municipality, workshop)
    asked = _criterion_or_404(room, criterion)
    if not _has_begun(room):
        flash(gettext("The workshop has not begun yet."), "warning")
        return back(room)
    _hold_self_check(room)
    form = decision_form(asked)()
    if not form.validate():
        return _page(room, asked, form), 422
    if _stands_already(room, criterion, form):
        return _done(room, asked)
    if pressed().seen != _seen(room, criterion):
        return _page(room, asked, form, is_overtaken=True), 409
    by = current_person().key
    try:
        decide(room.workshop, criterion, form.settled(), _basis(room, criterion), by=by)
    except ChangedMeanwhile:
        db.session.rollback()
        room = open_or_404(municipality, workshop)
        return _page(room, asked, form, is_overtaken=True), 409
    db.session.commit()
    return _done(open_or_404(municipality, workshop), asked)


def _criterion_or_404(room: OpenWorkshop, key: str) -> Criterion:
    room.item_or_404(key)
    return room.check.checklist.criteria_by_key.get(key) or abort(404)


def _has_begun(room: OpenWorkshop) -> bool:
    return room.workshop.stage is Stage.RUNNING


def _hold_self_check(room: OpenWorkshop) -> None:
    """Nobody finishes it meanwhile. Raises IsArchived and IsFinished; a rehearsal writes nothing.

    What was typed stands on the page that says so.
    """
    if not room.workshop.is_rehearsal:
        check = room.check.assessment
        named = (room.municipality.key, check.checklist_key, check.year)
        db.session.expire(check)
        open_for_answers(*named)


def _seen(room: OpenWorkshop, key: str) -> str:
    """Differs when another round was revealed meanwhile, or somebody else decided."""
    found, decision = latest_revealed(room, key), room.decisions.get(key)
    facts = facts_of(decision) if decision else None
    return fingerprint(repr((found.id if found else 0, facts)))


def _stands_already(room: OpenWorkshop, key: str, form: DecisionForm) -> bool:
    """The same was recorded after the same round: the button was pressed twice."""
    decision, settled = room.decisions.get(key), form.settled()
    if decision is None or decision.round != _basis(room, key).round:
        return False
    return facts_of(decision) == {name: getattr(settled, name) for name in facts_of(decision)}


def _basis(room: OpenWorkshop, key: str) -> Basis:
    """What the room saw last; where it was not asked, nothing."""
    found = latest_revealed(room, key)
    if found is None:
        return Basis()
    result, scale = room.results[found.id], room.criterion(key).scale
    present = found.present or result.voted
    return basis_of(result, scale, round_number=found.number, present=present)


def _done(room: OpenWorkshop, asked: Criterion) -> ResponseReturnValue:
    flash(_told(room, asked), "success")
    return back(room)


def _told(room: OpenWorkshop, asked: Criterion) -> str:
    decision = room.decisions[asked.key]
    facts = {"number": room.number(asked.key), "answer": decision_words(asked, decision)}
    if room.workshop.is_rehearsal:
        return gettext("Recorded for %(number)s. A rehearsal writes no official answer.", **facts)
    if decision.how is How.POSTPONED:
        return gettext("%(number)s is postponed. The official answer stays as it is.", **facts)
    return gettext("Recorded: “%(answer)s” is now the official answer to %(number)s.", **facts)


def _page(
    room: OpenWorkshop, asked: Criterion, form: DecisionForm, *, is_overtaken: bool = False
) -> str:
    result = result_on(room, asked.key)
    median = result.shown.median if result else None
    proposed = None
    if median is not None and median.denominator == 1:
        proposed = asked.scale.levels[int(median)].value
    return render_template(
        "workshops/decision.html",
        room=room,
        criterion=asked,
        form=form,
        result=result,
        proposed=proposed,
        standing=room.decisions.get(asked.key),
        seen=_seen(room, asked.key),
        is_overtaken=is_overtaken,
    )

"""The page “Territory” of a municipality: what changed, and a form to record more.

A municipality records and removes its own; operators do so for everybody.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_enter, may_operate, may_start
from app.domain.territory_checks import PREDECESSORS
from app.extensions import db
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.territory.actions import record_change, remove_change
from app.territory.forms import TerritoryForm
from app.territory.models import StoredTerritoryChange
from app.territory.queries import find_change, predecessors_by, stored_changes
from app.web.access import allows, current_person

bp = Blueprint("territory", __name__, url_prefix="/municipalities/<municipality>/territory")
operators_bp = Blueprint(
    "operated_territory", __name__, url_prefix="/operation/municipalities/<municipality>/territory"
)

ONE = "/<int(max=2147483647):change>/remove"


@bp.get("")
@allows(may_enter)
def show(municipality: str) -> ResponseReturnValue:
    """What changed, for everybody here; a form for whoever coordinates."""
    place = _place_or_404(municipality)
    return _page(place, _form(place))


@bp.post("")
@allows(may_start)
def keep(municipality: str) -> ResponseReturnValue:
    """Record a change in which this municipality takes part."""
    return _keep(_place_or_404(municipality))


@bp.post(ONE)
@allows(may_start)
def remove(municipality: str, change: int) -> ResponseReturnValue:
    """Take back what was recorded here; what others recorded is theirs."""
    return _remove(_place_or_404(municipality), change)


@operators_bp.get("")
@allows(may_operate)
def show_to_operators(municipality: str) -> ResponseReturnValue:
    """The same for those who run the installation."""
    place = _place_or_404(municipality)
    return _page(place, _form(place), operates=True)


@operators_bp.post("")
@allows(may_operate)
def keep_for_operators(municipality: str) -> ResponseReturnValue:
    """Record a change; whoever here goes on under another name takes it."""
    return _keep(_place_or_404(municipality), operates=True)


@operators_bp.post(ONE)
@allows(may_operate)
def remove_for_operators(municipality: str, change: int) -> ResponseReturnValue:
    """Take back any change in which this municipality takes part."""
    return _remove(_place_or_404(municipality), change, operates=True)


def _keep(place: Municipality, *, operates: bool = False) -> ResponseReturnValue:
    form = _form(place)
    if form["more"].data:
        return _page(place, form, operates=operates)
    change = form.read()
    if change is None:
        return _page(place, form, operates=operates), 422
    before = place.name
    recorded_for = "" if operates else place.key
    record_change(change, by=current_person().key, recorded_for=recorded_for)
    db.session.commit()
    if place.name == before:
        flash(gettext("The change is recorded."), "success")
    else:
        told = gettext("The change is recorded; the name here is now %(name)s.", name=place.name)
        flash(told, "success")
    return _back(place, operates=operates)


def _remove(place: Municipality, change: int, *, operates: bool = False) -> ResponseReturnValue:
    stored = find_change(place.key, change) or abort(404)
    if not _may_remove(stored, place, operates=operates):
        abort(404)
    remove_change(stored, by=current_person().key)
    db.session.commit()
    flash(gettext("The change is removed."))
    return _back(place, operates=operates)


def _may_remove(stored: StoredTerritoryChange, place: Municipality, *, operates: bool) -> bool:
    return operates or stored.recorded_for == place.key


def _back(place: Municipality, *, operates: bool) -> ResponseReturnValue:
    endpoint = "operated_territory.show_to_operators" if operates else "territory.show"
    return redirect(url_for(endpoint, municipality=place.key))


def _place_or_404(key: str) -> Municipality:
    return find_municipality(key) or abort(404)


def _form(place: Municipality) -> TerritoryForm:
    """With the municipality itself in its first row."""
    first = {f"{PREDECESSORS}_0_key": place.key, f"{PREDECESSORS}_0_name": place.name}
    form = TerritoryForm(data=first)
    form.place = place
    return form


def _page(place: Municipality, form: TerritoryForm, *, operates: bool = False) -> str:
    stored = stored_changes(place.key)
    return render_template(
        "territory/show.html",
        place=place,
        form=form,
        stored=[
            (one.id, one.as_change(), _may_remove(one, place, operates=operates)) for one in stored
        ],
        predecessors=predecessors_by(place.key, [one.as_change() for one in stored]),
        operates=operates,
    )

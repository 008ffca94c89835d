"""Settings of a municipality: take everything out, erase everything."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.confirming import refused_password
from app.accounts.models import Account
from app.accounts.permissions import may_coordinate
from app.accounts.queries import account_of
from app.audit.actions import record
from app.extensions import db, now, reading
from app.holdings.erasing import erase, holdings_of, stays, wipe_traces
from app.holdings.events import DataTakenOut
from app.holdings.forms import ErasureForm
from app.holdings.taking_out import as_json, read_in_one_breath
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.access import allows, current_person

bp = Blueprint("settings", __name__, url_prefix="/municipalities/<municipality>/settings")


@bp.get("")
@allows(may_coordinate)
def show(municipality: str) -> ResponseReturnValue:
    """What a municipality may do with all of its data."""
    return render_template("settings/show.html", place=_place_or_404(municipality))


@bp.post("/data.json")
@allows(may_coordinate)
def take_out(municipality: str) -> ResponseReturnValue:
    """Everything that is kept, as one file, as it was at one moment."""
    place = _place_or_404(municipality)
    record(DataTakenOut(), by=current_person().key, municipality_id=place.id)
    db.session.commit()
    # From here on it is reading alone: nobody who saves has to wait for the file.
    read_in_one_breath()
    written = as_json(place)
    db.session.rollback()
    name = f"willkommenscheck-{place.key}-{now():%Y-%m-%d}.json"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written, mimetype="application/json", headers=disposition)


@bp.get("/erase")
@allows(may_coordinate)
def offer_erasure(municipality: str) -> ResponseReturnValue:
    """What would go, what would stay, and how to confirm it."""
    place = _place_or_404(municipality)
    return _erasure_page(place, _form(place))


@bp.post("/erase")
@allows(may_coordinate)
def erase_for_good(municipality: str) -> ResponseReturnValue:
    """Delete the municipality, once its name is typed and the password is right."""
    with reading():
        place = _place_or_404(municipality)
        form = _form(place)
        if stays(place):
            abort(403)
        if not form.validate():
            return _erasure_page(place, form), 422
    refusal = refused_password(form, lambda: _erasure_page(_place_or_404(municipality), form))
    if refusal:
        return refusal
    place = _place_or_404(municipality)
    name, account_id = place.name, current_person().account_id
    erase(place, by=current_person().key)
    is_gone = db.session.scalar(db.select(Account.id).filter_by(id=account_id)) is None
    db.session.commit()
    wipe_traces()
    return _farewell(name, is_gone=is_gone)


def _farewell(name: str, *, is_gone: bool) -> ResponseReturnValue:
    if is_gone:
        session.clear()
    flash(gettext("%(place)s is erased, with everything that belonged to it.", place=name))
    return redirect(url_for("log_in.show" if is_gone else "start.show"))


def _place_or_404(key: str) -> Municipality:
    return find_municipality(key) or abort(404)


def _form(place: Municipality) -> ErasureForm:
    form = ErasureForm()
    form.name = place.name
    if account_of(current_person().account_id).password_hash is None:
        # In the demo, and for those who come by single sign-on.
        del form.password
    return form


def _erasure_page(place: Municipality, form: ErasureForm) -> str:
    return render_template(
        "settings/offer_erasure.html",
        place=place,
        form=form,
        holdings=holdings_of(place),
        stays=stays(place),
        backup_days=current_app.config["BACKUPS_KEPT_DAYS"],
    )

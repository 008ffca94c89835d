"""Municipalities for operators: add them, let their coordinators in, never look inside."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts import actions
from app.accounts.forms import EmailForm
from app.accounts.links import send_invitation, send_password_link
from app.accounts.models import Invitation
from app.accounts.permissions import may_operate
from app.accounts.queries import Member, members_of, open_invitations
from app.accounts.roles import Role
from app.audit.actions import record
from app.extensions import db
from app.municipalities.actions import add_from_register, add_own
from app.municipalities.forms import OwnPlaceForm
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality, find_own
from app.municipalities.register import load_register
from app.municipalities.searching import search_places
from app.operation.counts import counts_of
from app.operation.events import MunicipalityAdded
from app.territory.queries import changes_of
from app.web.access import allows, current_person

bp = Blueprint("municipalities", __name__, url_prefix="/operation/municipalities")


@bp.get("/new")
@allows(may_operate)
def find_place() -> ResponseReturnValue:
    """Find a municipality in the official register, to add it."""
    search = search_places(request.args.get("q", ""))
    return render_template("municipalities/find_place.html", search=search)


@bp.post("/new")
@allows(may_operate)
def add_place() -> ResponseReturnValue:
    """Add a municipality of the register; one that is here already is shown."""
    entry = load_register().find(request.form.get("key", "")[:20]) or abort(400)
    known = find_municipality(entry.key)
    return _added(known or add_from_register(entry), is_new=known is None)


@bp.route("/own", methods=["GET", "POST"])
@allows(may_operate)
def add_own_place() -> ResponseReturnValue:
    """Add a place the register does not know."""
    form = OwnPlaceForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("municipalities/add_own_place.html", form=form), status
    known = find_own(form.name.data, country=form.country.data)
    place = known or add_own(form.name.data, country=form.country.data, population=form.inhabitants)
    return _added(place, is_new=known is None)


@bp.get("/<municipality>")
@allows(may_operate)
def show(municipality: str) -> ResponseReturnValue:
    """Who coordinates here, who is invited to, and how much the check is used."""
    return _page(_place_or_404(municipality), EmailForm())


@bp.post("/<municipality>/invitations")
@allows(may_operate)
def invite(municipality: str) -> ResponseReturnValue:
    """Invite somebody to coordinate; by mail, else by a link to hand over."""
    place, form = _place_or_404(municipality), EmailForm()
    if not form.validate():
        return _page(place, form), 422
    email = form.email.data
    if email in (member.account.email for member in _coordinators(place)):
        form.email.errors = [gettext("This person coordinates here already.")]
        return _page(place, form), 422
    by = current_person().key
    token = actions.invite(email, municipality=place, roles=[Role.COORDINATOR], by=by)
    db.session.commit()
    link = send_invitation(token, email, place=place.name)
    return render_template("municipalities/invite.html", place=place, link=link)


@bp.post("/<municipality>/invitations/<int(max=2147483647):invitation>/withdraw")
@allows(may_operate)
def withdraw(municipality: str, invitation: int) -> ResponseReturnValue:
    place = _place_or_404(municipality)
    found = next((one for one in _invited(place) if one.id == invitation), None) or abort(404)
    actions.withdraw(found, by=current_person().key)
    db.session.commit()
    flash(gettext("The invitation no longer holds."))
    return redirect(url_for(".show", municipality=municipality))


@bp.post("/<municipality>/coordinators/<int(max=2147483647):account>/password-link")
@allows(may_operate)
def make_password_link(municipality: str, account: int) -> ResponseReturnValue:
    """A link to choose a new password, for a coordinator who cannot get in.

    It is told in the municipality's own trail, too: there they see who made it.
    """
    place = _place_or_404(municipality)
    coordinators = (member.account for member in _coordinators(place))
    found = next((one for one in coordinators if one.id == account), None) or abort(404)
    if not found.may_renew_password:
        flash(gettext("This account has no password to renew."), "warning")
        return redirect(url_for(".show", municipality=municipality))
    token = actions.make_password_link(found, by=current_person().key)
    db.session.commit()
    link = send_password_link(token, found.email)
    return render_template("municipalities/make_password_link.html", place=place, link=link)


def _place_or_404(key: str) -> Municipality:
    return find_municipality(key) or abort(404)


def _added(place: Municipality, *, is_new: bool) -> ResponseReturnValue:
    if is_new:
        record(MunicipalityAdded(place.key), by=current_person().key, municipality_id=place.id)
        db.session.commit()
        flash(gettext("%(place)s is there. Now invite who coordinates.", place=place.name))
    else:
        db.session.rollback()
        flash(gettext("This municipality is here already."))
    return redirect(url_for(".show", municipality=place.key))


def _coordinators(place: Municipality) -> list[Member]:
    return [member for member in members_of(place) if Role.COORDINATOR in member.roles]


def _invited(place: Municipality) -> list[Invitation]:
    """Those invited to coordinate; whom a municipality invites besides is its own affair."""
    return [one for one in open_invitations(place) if Role.COORDINATOR.value in one.roles.split()]


def _page(place: Municipality, form: EmailForm) -> str:
    return render_template(
        "municipalities/show.html",
        place=place,
        form=form,
        coordinators=[member.account for member in _coordinators(place)],
        invited=_invited(place),
        counts=counts_of([place.id])[place.id],
        changes=changes_of(place.key),
    )

"""The people of a municipality: who may what, invitations, roles given and taken."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.actions import (
    LastCoordinator,
    give_roles,
    invite,
    make_password_link,
    remove_person,
    withdraw,
)
from app.accounts.forms import InviteForm, RolesForm
from app.accounts.links import SentLink, send_invitation, send_password_link
from app.accounts.models import Account
from app.accounts.permissions import Person, may_coordinate, may_enter
from app.accounts.queries import (
    Member,
    find_member,
    find_open_invitation,
    members_of,
    open_invitations,
    places_of,
)
from app.extensions import db
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.access import allows, current_person
from app.web.mail import is_mail_set_up

bp = Blueprint("people", __name__, url_prefix="/municipalities/<municipality>/people")

ONE = "/<int(max=2147483647):person_id>"


@bp.get("")
@allows(may_enter)
def show(municipality: str) -> ResponseReturnValue:
    """Everybody with a role here; for coordinators also who is invited, and how to invite."""
    return _page(_place_or_404(municipality), InviteForm()), 200


@bp.post("")
@allows(may_coordinate)
def invite_somebody(municipality: str) -> ResponseReturnValue:
    place, form = _place_or_404(municipality), InviteForm()
    if not form.validate() or _is_here_already(place, form):
        return _page(place, form), 422
    email = form.email.data
    token = invite(email, municipality=place, roles=form.chosen, by=current_person().key)
    db.session.commit()
    sent = send_invitation(token, email, place=place.name)
    if sent.is_sent:
        flash(gettext("The invitation is on its way to %(email)s.", email=email), "success")
        return redirect(url_for(".show", municipality=place.key))
    return _link_page(place, sent, days=7)


@bp.post("/invitations/<int(max=2147483647):invitation_id>/withdraw")
@allows(may_coordinate)
def withdraw_invitation(municipality: str, invitation_id: int) -> ResponseReturnValue:
    place = _place_or_404(municipality)
    invitation = find_open_invitation(place, invitation_id) or abort(404)
    withdraw(invitation, by=current_person().key)
    db.session.commit()
    told = gettext("The invitation of %(email)s no longer holds.", email=invitation.email)
    flash(told)
    return redirect(url_for(".show", municipality=place.key))


@bp.get(ONE)
@allows(may_coordinate)
def show_person(municipality: str, person_id: int) -> ResponseReturnValue:
    """One person: their roles here, a new password, and the way out."""
    place = _place_or_404(municipality)
    member = _member_or_404(place, person_id)
    return _person_page(place, member, RolesForm(data={"roles": [*member.roles]})), 200


@bp.post(f"{ONE}/roles")
@allows(may_coordinate)
def change_roles(municipality: str, person_id: int) -> ResponseReturnValue:
    """Give exactly the roles that were ticked; whoever got others logs in anew."""
    place = _place_or_404(municipality)
    member, form = _member_or_404(place, person_id), RolesForm()
    if not form.validate():
        return _person_page(place, member, form), 422
    if set(form.chosen) == set(member.roles):
        flash(gettext("Nothing has changed."))
        return redirect(url_for(".show", municipality=place.key))
    try:
        give_roles(member.account, place, form.chosen, by=current_person().key)
    except LastCoordinator:
        db.session.rollback()
        form.roles.errors = [_last_coordinator_words(place)]
        return _person_page(place, member, form), 422
    db.session.commit()
    flash(gettext("%(name)s has other roles now.", name=member.account.name), "success")
    return redirect(url_for(".show", municipality=place.key))


@bp.post(f"{ONE}/password-link")
@allows(may_coordinate)
def send_new_password(municipality: str, person_id: int) -> ResponseReturnValue:
    """A link to choose a new password, where nobody else is responsible for the account."""
    place = _place_or_404(municipality)
    member = _member_or_404(place, person_id)
    if _why_no_link(member.account):
        abort(403)
    token = make_password_link(member.account, by=current_person().key)
    db.session.commit()
    sent = send_password_link(token, member.account.email)
    if sent.is_sent:
        flash(gettext("The link is on its way to %(email)s.", email=sent.email), "success")
        return redirect(url_for(".show_person", municipality=place.key, person_id=person_id))
    return _link_page(place, sent, days=1)


@bp.get(f"{ONE}/remove")
@allows(may_coordinate)
def offer_removal(municipality: str, person_id: int) -> ResponseReturnValue:
    """What it means to take somebody out, before anything happens."""
    place = _place_or_404(municipality)
    member = _member_or_404(place, person_id)
    return render_template("people/offer_removal.html", place=place, member=member)


@bp.post(f"{ONE}/remove")
@allows(may_coordinate)
def take_out(municipality: str, person_id: int) -> ResponseReturnValue:
    place = _place_or_404(municipality)
    member = _member_or_404(place, person_id)
    try:
        remove_person(member.account, place, by=current_person().key)
    except LastCoordinator:
        db.session.rollback()
        problem = _last_coordinator_words(place)
        page = render_template(
            "people/offer_removal.html", place=place, member=member, problem=problem
        )
        return page, 422
    db.session.commit()
    name = member.account.name
    flash(gettext("%(name)s has no role in %(place)s any more.", name=name, place=place.name))
    if person_id == current_person().account_id:
        return redirect(url_for("start.show"))
    return redirect(url_for(".show", municipality=place.key))


def _place_or_404(municipality: str) -> Municipality:
    return find_municipality(municipality) or abort(404)


def _member_or_404(place: Municipality, person_id: int) -> Member:
    return find_member(place, person_id) or abort(404)


def _is_here_already(place: Municipality, form: InviteForm) -> bool:
    """Say so at the field: roles are changed at the person, not by another invitation."""
    is_here = form.email.data in {member.account.email for member in members_of(place)}
    if is_here:
        form.email.errors = [gettext("This person is here already. Change the roles above.")]
    return is_here


def _why_no_link(account: Account) -> str:
    """Who else must make the link; empty if whoever asks may do so."""
    person: Person = current_person()
    if account.id == person.account_id:
        return gettext("Your own password you change in your account.")
    if not account.may_renew_password:
        return gettext("This is an identity of the demo: it has no password.")
    if account.is_operator:
        return gettext(
            "%(name)s runs this installation. Another operator can make the link, or whoever sits "
            "at the server.",
            name=account.name,
        )
    if not all(may_coordinate(person, place.key) for place in places_of(account)):
        return gettext(
            "%(name)s works in another municipality as well, which you do not coordinate. Whoever "
            "runs this installation can make the link.",
            name=account.name,
        )
    return ""


def _last_coordinator_words(place: Municipality) -> str:
    return gettext(
        "Nobody else coordinates %(place)s. Make somebody else coordinator first.",
        place=place.name,
    )


def _page(place: Municipality, form: InviteForm) -> str:
    may_change = may_coordinate(current_person(), place.key)
    return render_template(
        "people/show.html",
        place=place,
        members=members_of(place),
        may_change=may_change,
        invitations=open_invitations(place) if may_change else (),
        form=form,
        sends_mail=is_mail_set_up(),
    )


def _person_page(place: Municipality, member: Member, form: RolesForm) -> str:
    return render_template(
        "people/show_person.html",
        place=place,
        member=member,
        form=form,
        why_no_link=_why_no_link(member.account),
        sends_mail=is_mail_set_up(),
    )


def _link_page(place: Municipality, sent: SentLink, *, days: int) -> str:
    return render_template("people/show_link.html", place=place, sent=sent, days=days)

"""Come in: by code or QR, in one's own language, for a group, without a name."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.entering import WaitFirst
from app.accounts.wording import wait_words
from app.domain.errors import DomainError
from app.extensions import db, reading
from app.web.access import allows, everyone
from app.web.forms import whole_number
from app.workshops.entering import Door, find_door
from app.workshops.joining import (
    HasVotedAlready,
    NoMoreJoining,
    Removed,
    RoomIsFull,
    Seat,
    UnknownGroup,
    seat_of,
    take_seat,
    workshop_of,
)
from app.workshops.models import Workshop
from app.workshops.opening import group_words
from app.workshops.phone_forms import JoinForm
from app.workshops.queries import groups_of
from app.workshops.tickets import Ticket, hand_out, new_ticket, ticket_in

bp = Blueprint("workshop_joining", __name__)


@bp.before_request
def ask_nobody() -> None:
    """Whoever takes part is nobody to us, even with a log-in on the same phone."""
    g.person = None


@bp.get("/join")
@allows(everyone)
def show() -> ResponseReturnValue:
    """A field for the code; a QR code fills it in by itself."""
    return _page(JoinForm())


@bp.post("/join")
@allows(everyone)
def enter() -> ResponseReturnValue:
    """Let the phone in, by the printed code or by the secret of the QR code."""
    form = JoinForm()
    # What cannot be a code is answered like a wrong one.
    form.validate()
    secret, code = form.secret.data or "", form.join_code.data or ""
    form.secret.data = ""
    ticket = ticket_in(request)
    try:
        door = find_door(code=code, secret=secret)
    except WaitFirst as wait:
        if ticket and _sits_somewhere(ticket):
            return redirect(url_for("workshop_phone.show"), 303)
        page = _page(form, problem=wait_words(wait.seconds))
        return page, 429, {"Retry-After": str(wait.seconds)}
    if door and ticket and ticket.workshop_id == door.workshop_id:
        return redirect(url_for("workshop_phone.show"), 303)
    problem = _why_not(door)
    if door is None or problem:
        return _page(form, problem=problem), 422
    response = make_response(redirect(url_for(".choose_group"), 303))
    hand_out(new_ticket(door.workshop_id), response)
    return response


@bp.get("/workshop/group")
@allows(everyone)
def choose_group() -> ResponseReturnValue:
    """For whom do you speak?"""
    ticket = ticket_in(request)
    workshop = workshop_of(ticket) if ticket else None
    if ticket is None or workshop is None or not workshop.is_open:
        return _elsewhere(ticket)
    try:
        seat = seat_of(ticket)
    except Removed:
        return _elsewhere(ticket)
    return _groups(workshop, seat)


@bp.post("/workshop/group")
@allows(everyone)
def sit() -> ResponseReturnValue:
    """Sit down for a group."""
    ticket = ticket_in(request)
    workshop = workshop_of(ticket, hold=True) if ticket else None
    if ticket is None or workshop is None:
        return _elsewhere(ticket)
    group_id = whole_number(request.form.get("group", ""))
    try:
        take_seat(workshop, ticket, group_id=group_id)
    except (NoMoreJoining, RoomIsFull, UnknownGroup) as error:
        return _groups(workshop, problem=_no_seat(type(error))), 422
    except HasVotedAlready:
        flash(gettext("You have voted already. The group stays as it is."))
    except Removed:
        return _elsewhere(ticket)
    db.session.commit()
    return redirect(url_for("workshop_phone.show"), 303)


def _page(form: JoinForm, *, problem: str = "") -> str:
    ticket = ticket_in(request)
    form.join_code.errors = [problem] if problem else []
    return render_template(
        "participating/join.html",
        form=form,
        is_inside=ticket is not None and _sits_somewhere(ticket),
    )


def _groups(workshop: Workshop, seat: Seat | None = None, *, problem: str = "") -> str:
    return render_template(
        "participating/choose_group.html",
        workshop=workshop,
        groups=[(group.id, group_words(group)) for group in groups_of(workshop)],
        seat=seat,
        problem=problem,
    )


def _elsewhere(ticket: Ticket | None) -> Response:
    """Where this phone hears what is the matter."""
    address = url_for("workshop_phone.show" if ticket else ".show")
    return make_response(redirect(address, 303))


def _sits_somewhere(ticket: Ticket) -> bool:
    """Whether the ticket is for a seat in a room that is open."""
    with reading():
        workshop = workshop_of(ticket)
        try:
            return workshop is not None and workshop.is_open and seat_of(ticket) is not None
        except Removed:
            return False


def _why_not(door: Door | None) -> str:
    """Why somebody does not come in; empty where nothing is in the way."""
    if door is None:
        return gettext("With this code no workshop is open. Please compare it with the screen.")
    if door.is_locked:
        return _no_seat(NoMoreJoining)
    return _no_seat(RoomIsFull) if door.is_full else ""


def _no_seat(why: type[DomainError]) -> str:
    return {
        NoMoreJoining: gettext(
            "At the moment nobody can join this workshop. Please ask whoever moderates."
        ),
        RoomIsFull: gettext("As many people as planned have joined. Please ask whoever moderates."),
        UnknownGroup: gettext("Please choose one of the groups."),
    }[why]

"""The phone in the room: one question, four choices, sent."""

from __future__ import annotations

from collections.abc import Mapping

from flask import (
    Blueprint,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.assessments.opening import opened
from app.domain.errors import DomainError
from app.extensions import db, reading
from app.web.access import allows, everyone
from app.web.errors import wants_json
from app.web.forms import criterion_key, whole_number
from app.workshops.ideas import (
    DOTS_PER_PERSON,
    EnoughIdeas,
    NoIdeasNow,
    TooFewForIdeas,
    give_dots,
    offer_idea,
)
from app.workshops.joining import Removed, Seat, seat_of, workshop_of
from app.workshops.models import Workshop
from app.workshops.opening import OpenWorkshop
from app.workshops.phone_forms import OwnIdeaForm
from app.workshops.phone_views import Now, OnPhone, criterion_on
from app.workshops.standing import revision_for
from app.workshops.tickets import Ticket, take_back, ticket_in
from app.workshops.voting import (
    NoSuchChoice,
    NotInTheRoom,
    RoundIsOver,
    find_ballot,
    keep_choice,
)

bp = Blueprint("workshop_phone", __name__)

LONGEST_CHOICE = 20
REFUSALS: Mapping[type[DomainError], tuple[dict[str, bool], int]] = {
    NotInTheRoom: ({"gone": True}, 404),
    RoundIsOver: ({"over": True}, 409),
    NoSuchChoice: ({"wrong": True}, 422),
}
"""What the script hears where a vote is not kept: a word, and no page."""


class NoSeat(Exception):
    """This phone is not in the room: `page` tells why, or where to go."""

    def __init__(self, page: ResponseReturnValue) -> None:
        super().__init__()
        self.page = page


@bp.before_request
def ask_nobody() -> None:
    """Whoever takes part is nobody to us, even with a log-in on the same phone."""
    g.person = None


@bp.errorhandler(NoSeat)
def tell_why(error: NoSeat) -> ResponseReturnValue:
    return error.page


@bp.get("/workshop")
@allows(everyone)
def show() -> ResponseReturnValue:
    """What there is to do now, or what happens next."""
    phone = _phone()
    wanted = criterion_key(request.args.get("criterion", ""))
    return _page(phone, phone.now(wanted), wanted)


@bp.get("/workshop/state.json")
@allows(everyone)
def state() -> ResponseReturnValue:
    """Whether there is something new; nothing else."""
    ticket = ticket_in(request)
    revision = revision_for(ticket) if ticket else None
    response = jsonify({"gone": True} if revision is None else {"revision": revision})
    response.set_etag("gone" if revision is None else str(revision))
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@bp.post("/workshop/vote")
@allows(everyone)
def vote() -> ResponseReturnValue:
    """Keep a vote, in place of an earlier one."""
    key, choice = criterion_key(request.form.get("criterion", "")), request.form.get("choice", "")
    number = whole_number(request.form.get("round", ""))
    try:
        with reading():
            ballot = find_ballot(_ticket(), key, number=number)
            criterion = criterion_on(ballot, key)
        keep_choice(ballot, criterion, choice=choice[:LONGEST_CHOICE])
    except (NotInTheRoom, RoundIsOver, NoSuchChoice) as error:
        if wants_json():
            return REFUSALS[type(error)]
        flash(_not_kept(type(error)), "warning")
    db.session.commit()
    if wants_json():
        return {"kept": True, "choice": choice}
    return redirect(url_for(".show"), 303)


@bp.post("/workshop/ideas")
@allows(everyone)
def offer() -> ResponseReturnValue:
    """Take an idea."""
    phone = _phone()
    form = OwnIdeaForm()
    if not form.validate():
        return _page(phone, Now.COLLECT, form=form), 422
    known = phone.room.check.checklist.criteria_by_key
    about = form.about.data if form.about.data in known else None
    try:
        offer_idea(phone.workshop, phone.seat, text=form.idea.data, criterion_key=about)
    except (NoIdeasNow, TooFewForIdeas, EnoughIdeas) as error:
        problem = _no_idea(type(error))
        return _page(phone, Now.COLLECT, form=form, problem=problem), 422
    db.session.commit()
    flash(gettext("Sent. Whoever moderates reads it before everybody sees it."), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/workshop/dots")
@allows(everyone)
def give() -> ResponseReturnValue:
    """Take dots, in place of earlier ones."""
    phone = _phone(hold=True)
    sent = set(request.form.getlist("idea"))
    chosen = frozenset(idea.id for idea in phone.ideas if str(idea.id) in sent)
    if len(chosen) > DOTS_PER_PERSON:
        problem = _too_many_dots()
        return _page(phone, Now.DOTS, problem=problem, chosen=chosen), 422
    try:
        given = give_dots(phone.workshop, phone.seat, chosen)
    except NoIdeasNow:
        flash(gettext("Giving dots is over."), "warning")
    else:
        words = ngettext("Sent: %(num)s dot.", "Sent: %(num)s dots.", given)
        flash(words, "success")
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.post("/workshop/leave")
@allows(everyone)
def leave() -> ResponseReturnValue:
    """Let the phone forget the workshop."""
    response = make_response(redirect(url_for("workshop_joining.show"), 303))
    take_back(response)
    return response


def _page(
    phone: OnPhone,
    now: Now,
    wanted: str = "",
    *,
    form: OwnIdeaForm | None = None,
    problem: str = "",
    chosen: frozenset[int] | None = None,
) -> str:
    return render_template(
        f"participating/{now}.html",
        phone=phone,
        ballot=phone.ballot(wanted) if now is Now.VOTE else None,
        form=form or (OwnIdeaForm() if now is Now.COLLECT else None),
        problem=problem,
        chosen=phone.own_dots if chosen is None and now is Now.DOTS else chosen,
        most_dots=DOTS_PER_PERSON,
    )


def _phone(*, hold: bool = False) -> OnPhone:
    """The room with the seat of whoever asks. Raises NoSeat."""
    ticket = ticket_in(request)
    if ticket is None:
        raise NoSeat(redirect(url_for("workshop_joining.show"), 303))
    workshop = workshop_of(ticket, hold=hold)
    if workshop is None or not (workshop.is_open or workshop.is_over):
        raise NoSeat(render_template("participating/gone.html"))
    if workshop.is_over:
        raise NoSeat(_thanks(workshop))
    seat = _seat(ticket, workshop)
    return OnPhone(OpenWorkshop(workshop, opened(workshop.assessment)), seat)


def _seat(ticket: Ticket, workshop: Workshop) -> Seat:
    try:
        seat = seat_of(ticket)
    except Removed:
        raise NoSeat(render_template("participating/removed.html", workshop=workshop)) from None
    if seat is None:
        raise NoSeat(redirect(url_for("workshop_joining.choose_group"), 303))
    return seat


def _thanks(workshop: Workshop) -> str:
    room = OpenWorkshop(workshop, opened(workshop.assessment))
    return render_template("participating/over.html", workshop=workshop, decided=room.decided)


def _ticket() -> Ticket:
    """Raises NotInTheRoom."""
    ticket = ticket_in(request)
    if ticket is None:
        raise NotInTheRoom
    return ticket


def _not_kept(why: type[DomainError]) -> str:
    return {
        NotInTheRoom: gettext("Your vote could not be kept: there is no such rating for you."),
        RoundIsOver: gettext(
            "This rating was closed before your vote arrived. You can vote in the next round."
        ),
        NoSuchChoice: gettext("Please choose one of the answers first."),
    }[why]


def _no_idea(why: type[DomainError]) -> str:
    return {
        NoIdeasNow: gettext("Ideas are not collected at the moment. Your text is still here."),
        TooFewForIdeas: gettext(
            "Fewer than ten people are here: a text would tell who wrote it. Please say it aloud."
        ),
        EnoughIdeas: gettext("You have sent as many ideas as one person may."),
    }[why]


def _too_many_dots() -> str:
    return ngettext(
        "Please give at most %(num)s dot.", "Please give at most %(num)s dots.", DOTS_PER_PERSON
    )

"""The moderator's console: one button for the next step."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_moderate
from app.extensions import db
from app.web.access import allows, current_person
from app.workshops import ending, joining, rounds
from app.workshops.agenda_views import AgendaRow, rows_of
from app.workshops.ballot_models import Round, RoundState
from app.workshops.console_forms import NotesForm, SignForm, add_form
from app.workshops.console_views import console_of, newest_round, unrated_keys
from app.workshops.models import ItemState, Stage
from app.workshops.opening import WORKSHOP, OpenWorkshop, open_or_404, open_to_lead
from app.workshops.preparing import skip_item
from app.workshops.pressed import back, fingerprint, overtaken, pressed
from app.workshops.queries import find_workshop
from app.workshops.standing import standing_of
from app.workshops.wording import speak_on_workshops

bp = Blueprint("workshop_console", __name__, url_prefix=WORKSHOP)
speak_on_workshops(bp)

PATIENCE, AT_THE_END = 100, 2_000
"""So many milliseconds the others wait for old votes to leave the database's second file."""


@bp.get("")
@allows(may_moderate)
def show(municipality: str, workshop: int) -> ResponseReturnValue:
    """Agenda, the criterion at hand, count and private notes."""
    room = open_or_404(municipality, workshop)
    if room.workshop.is_over:
        return redirect(room.url("workshop_record.show"))
    return _page(room)


@bp.get("/progress.json")
@allows(may_moderate)
def progress(municipality: str, workshop: int) -> ResponseReturnValue:
    """How many are in and have voted, for screens that ask every two seconds."""
    found = find_workshop(municipality, workshop) or abort(404)
    standing = standing_of(found)
    response: Response = jsonify(
        revision=standing.revision,
        joined=standing.joined,
        voted=standing.voted,
        present=standing.present,
        minutes=standing.minutes,
    )
    response.set_etag(standing.tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@bp.post("/joining")
@allows(may_moderate)
def let_join(municipality: str, workshop: int) -> ResponseReturnValue:
    """Let people join."""
    room = open_to_lead(municipality, workshop)
    if room.workshop.stage is not Stage.PREPARED:
        return overtaken(room)
    joining.open_joining(room.workshop, by=current_person().key)
    db.session.commit()
    return back(room)


@bp.post("/lock")
@allows(may_moderate)
def lock(municipality: str, workshop: int) -> ResponseReturnValue:
    """Let nobody join any more, or again."""
    room = open_to_lead(municipality, workshop)
    joining.set_lock(room.workshop, is_locked=pressed().what == "lock")
    db.session.commit()
    return back(room)


@bp.post("/begin")
@allows(may_moderate)
def begin(municipality: str, workshop: int) -> ResponseReturnValue:
    """Start working."""
    room = open_to_lead(municipality, workshop)
    if room.workshop.started_at is not None:
        return overtaken(room)
    rounds.begin(room.workshop)
    db.session.commit()
    return back(room)


@bp.post("/turn")
@allows(may_moderate)
def turn(municipality: str, workshop: int) -> ResponseReturnValue:
    """Turn to a criterion."""
    room, button = open_to_lead(municipality, workshop), pressed()
    item = room.item(button.criterion)
    if item is None or button.seen != (room.workshop.current_criterion or ""):
        return overtaken(room)
    if room.open_rounds:
        flash(gettext("A rating is running. Please close it first."), "warning")
        return back(room)
    if item.state is ItemState.SKIPPED:
        skip_item(room.workshop, item, is_skipped=False)
    rounds.turn_to(room.workshop, item.criterion_key)
    db.session.commit()
    return back(room)


@bp.post("/rounds/open")
@allows(may_moderate)
def open_round(municipality: str, workshop: int) -> ResponseReturnValue:
    """Open the next round of a criterion, or of all at once."""
    room, button = open_to_lead(municipality, workshop), pressed()
    is_ready = room.workshop.stage is Stage.RUNNING and not room.workshop.decides_openly
    if not is_ready or room.open_rounds or button.seen != str(newest_round(room)):
        return overtaken(room)
    is_for_all = button.what == "all"
    keys = unrated_keys(room) if is_for_all else _key_to_rate(room, button.criterion)
    if not keys:
        return overtaken(room)
    rounds.open_rounds(room.workshop, keys)
    rounds.turn_to(room.workshop, None if is_for_all else keys[0])
    db.session.commit()
    return back(room)


@bp.post("/rounds/close")
@allows(may_moderate)
def close_round(municipality: str, workshop: int) -> ResponseReturnValue:
    """Close what is open."""
    room = open_to_lead(municipality, workshop)
    named = _named_rounds(room, RoundState.OPEN)
    if not named:
        return overtaken(room)
    rounds.close_rounds(room.workshop, named)
    db.session.commit()
    ending.wipe_traces(patience=PATIENCE)
    return redirect(url_for(".show", municipality=municipality, workshop=workshop))


@bp.post("/rounds/reveal")
@allows(may_moderate)
def reveal_round(municipality: str, workshop: int) -> ResponseReturnValue:
    """Show the result."""
    room = open_to_lead(municipality, workshop)
    named = _named_rounds(room, RoundState.CLOSED)
    if not named:
        return overtaken(room)
    rounds.reveal(room.workshop, named)
    db.session.commit()
    return back(room)


@bp.post("/participants/remove")
@allows(may_moderate)
def remove(municipality: str, workshop: int) -> ResponseReturnValue:
    """Let a phone go."""
    room = open_to_lead(municipality, workshop)
    sign = SignForm().typed
    if not joining.remove_participant(room.workshop, sign, by=current_person().key):
        flash(gettext("There is no phone with this sign in the room."), "warning")
        return back(room)
    db.session.commit()
    flash(gettext("The phone %(sign)s is out of the room.", sign=sign))
    return back(room)


@bp.post("/notes")
@allows(may_moderate)
def keep_notes(municipality: str, workshop: int) -> ResponseReturnValue:
    """Keep the moderator's own notes."""
    room, button = open_to_lead(municipality, workshop), pressed()
    form = NotesForm(prefix="item" if button.criterion else "room")
    place = room.item(button.criterion) if button.criterion else room.workshop
    if place is None:
        return overtaken(room)
    if not form.validate():
        return _page(room, form), 422
    mine, theirs = form.note.data, place.notes
    if button.seen == fingerprint(theirs) or mine == theirs:
        place.notes = mine
        flash(gettext("Your notes are saved."))
    else:
        place.notes = f"{theirs}\n\n{mine}"
        flash(gettext("Somebody changed the notes meanwhile. Both texts stand there now."))
    db.session.commit()
    return back(room)


@bp.get("/end")
@allows(may_moderate)
def offer_end(municipality: str, workshop: int) -> ResponseReturnValue:
    """What is still open, before it ends."""
    room = open_or_404(municipality, workshop)
    if room.workshop.is_over:
        return redirect(room.url("workshop_record.show"))
    return render_template("workshops/end.html", room=room, rows=rows_of(room))


@bp.post("/end")
@allows(may_moderate)
def end(municipality: str, workshop: int) -> ResponseReturnValue:
    """End it."""
    room = open_or_404(municipality, workshop, hold=True)
    is_rehearsal = room.workshop.is_rehearsal
    record = room.url("workshop_record.show")
    if not room.workshop.is_over:
        ending.end(room.workshop, by=current_person().key)
        db.session.commit()
        ending.wipe_traces(patience=AT_THE_END)
        flash(
            gettext("The rehearsal is over. Nothing of it was kept.")
            if is_rehearsal
            else gettext("The workshop is over. This is what stays of it.")
        )
    if is_rehearsal:
        return redirect(url_for("workshops.show", municipality=municipality))
    return redirect(record)


def _key_to_rate(room: OpenWorkshop, key: str) -> list[str]:
    """The criterion, if it is on the agenda and no result of it is waiting to be revealed."""
    latest = room.latest.get(key)
    is_free = latest is None or latest.state is RoundState.REVEALED
    return [key] if is_free and room.item(key) else []


def _named_rounds(room: OpenWorkshop, state: RoundState) -> list[Round]:
    """Those that the button means, as far as they still are in this state."""
    named = pressed().rounds
    return [one for one in room.latest.values() if one.state is state and one.id in named]


def _page(room: OpenWorkshop, sent: NotesForm | None = None) -> str:
    console = console_of(room)
    return render_template(
        "workshops/console.html",
        console=console,
        room=room,
        fingerprint=fingerprint,
        sent=sent,
        sign_form=SignForm(),
        add_form=add_form([(room.number(one.key), one) for one in console.to_add]),
        room_notes=_notes("room", room.workshop.notes, sent),
        item_notes=_item_notes(console.row, sent) if console.row else None,
    )


def _item_notes(row: AgendaRow, sent: NotesForm | None) -> NotesForm:
    """With a field of its own name: what was typed about one never gets to another criterion."""
    form = _notes("item", row.item.notes, sent)
    form.note.id = form.note.label.field_id = f"note-{row.key}"
    return form


def _notes(place: str, text: str, sent: NotesForm | None) -> NotesForm:
    """The form of one place, with what was typed if that could not be kept."""
    if sent is not None and sent.note.name.startswith(place):
        return sent
    return NotesForm(prefix=place, data={"note": text})

"""The agenda: it can write itself, and be changed at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.accounts.permissions import may_moderate
from app.extensions import db
from app.web.access import allows
from app.web.forms import whole_number
from app.workshops.agenda_views import NewAgenda, can_be_planned, write_agenda
from app.workshops.console_views import criteria_to_add
from app.workshops.models import MOST_MINUTES, ItemState, Stage, Workshop, WorkshopItem
from app.workshops.opening import WORKSHOP, open_to_lead
from app.workshops.preparing import add_items, add_minutes, move_item, skip_item
from app.workshops.pressed import Pressed, back, overtaken, pressed
from app.workshops.rounds import turn_to
from app.workshops.wording import left_out_words

bp = Blueprint("workshop_agenda", __name__, url_prefix=WORKSHOP)

MORE_MINUTES = ("5", "15")


@bp.post("/agenda/plan")
@allows(may_moderate)
def plan(municipality: str, workshop: int) -> ResponseReturnValue:
    """Let the agenda write itself from the first round."""
    room = open_to_lead(municipality, workshop)
    if room.workshop.stage is not Stage.RUNNING or not can_be_planned(room):
        return overtaken(room)
    written = write_agenda(room)
    turn_to(room.workshop, None)
    db.session.commit()
    for sentence in _told(written):
        flash(sentence)
    return back(room)


@bp.post("/agenda")
@allows(may_moderate)
def change(municipality: str, workshop: int) -> ResponseReturnValue:
    """Skip, bring back, move up or down, add."""
    room, button = open_to_lead(municipality, workshop), pressed()
    if button.what == "add":
        if button.criterion not in {one.key for one in criteria_to_add(room)}:
            return overtaken(room)
        add_items(room.workshop, [button.criterion])
        db.session.commit()
        return back(room)
    item = room.item(button.criterion)
    changed = CHANGES.get(button.what)
    if item is None or changed is None or not changed(room.workshop, item, button):
        return overtaken(room)
    db.session.commit()
    return back(room)


@bp.post("/minutes")
@allows(may_moderate)
def more_time(municipality: str, workshop: int) -> ResponseReturnValue:
    """Give the room more time."""
    room, button = open_to_lead(municipality, workshop), pressed()
    if button.what not in MORE_MINUTES or button.seen != str(room.workshop.minutes):
        return overtaken(room)
    more = whole_number(button.what)
    if room.workshop.minutes + more > MOST_MINUTES:
        flash(gettext("A workshop lasts at most %(num)s minutes.", num=MOST_MINUTES), "warning")
        return back(room)
    add_minutes(room.workshop, more)
    db.session.commit()
    return back(room)


def _move(workshop: Workshop, item: WorkshopItem, button: Pressed) -> bool:
    """Only from where the page showed it: pressed twice by accident it moves once."""
    if button.seen != str(item.position):
        return False
    move_item(workshop, item, steps={"up": -1, "down": 1}[button.what])
    return True


def _skip(workshop: Workshop, item: WorkshopItem, button: Pressed) -> bool:
    is_skipped = button.what == "skip"
    if (item.state is ItemState.SKIPPED) is is_skipped:
        return False
    skip_item(workshop, item, is_skipped=is_skipped)
    return True


CHANGES: Mapping[str, Callable[[Workshop, WorkshopItem, Pressed], bool]] = {
    "up": _move,
    "down": _move,
    "skip": _skip,
    "back": _skip,
}


def _told(written: NewAgenda) -> list[str]:
    """What was put on the agenda, and what was left out and why."""
    told = [
        ngettext(
            "The agenda has %(num)s criterion now; it takes %(minutes)s minutes.",
            "The agenda has %(num)s criteria now; it takes %(minutes)s minutes.",
            written.planned,
            minutes=written.minutes,
        )
    ]
    if written.left_out:
        why = ", ".join(left_out_words(one, count) for one, count in written.left_out.items())
        told.append(gettext("Left out: %(why)s. You can bring each of them back.", why=why))
    if written.unrated:
        told.append(
            ngettext(
                "%(num)s criterion was not rated yet and follows at the end.",
                "%(num)s criteria were not rated yet and follow at the end.",
                written.unrated,
            )
        )
    return told

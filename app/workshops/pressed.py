"""What a button of the console says: what it is about, and what its page showed.

A page may be old by the time its button is pressed, or a second moderator may have been faster:
then the button finds what it names no more, and does nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.web.forms import criterion_key, whole_number
from app.workshops.opening import OpenWorkshop

MOST_ROUNDS = 500
_SEEN = re.compile(r"[a-z0-9_]{1,80}", re.ASCII)


@dataclass(frozen=True)
class Pressed:
    """A button, as it was sent; nonsense is as good as nothing."""

    what: str = ""
    """One of the words the view knows."""
    criterion: str = ""
    """A key, of whatever checklist; empty where it is about all of them or none."""
    seen: str = ""
    """What the page showed: a number, a key or a fingerprint, as the view means it."""
    rounds: frozenset[int] = frozenset()


def pressed() -> Pressed:
    """The button of this request."""
    sent = request.form
    return Pressed(
        what=sent.get("what", "")[:20],
        criterion=criterion_key(sent.get("criterion", "")),
        seen=sent.get("seen", "") if _SEEN.fullmatch(sent.get("seen", "")) else "",
        rounds=frozenset(map(whole_number, sent.get("rounds", "").split(",")[:MOST_ROUNDS])),
    )


def fingerprint(text: str) -> str:
    """Tells whether a text is still the one that a page showed."""
    return sha256(text.encode()).hexdigest()[:16]


def back(room: OpenWorkshop) -> ResponseReturnValue:
    """To the console, as it stands now."""
    return redirect(room.url("workshop_console.show"))


def overtaken(room: OpenWorkshop) -> ResponseReturnValue:
    """The button came too late: nothing was changed, and the console says so."""
    flash(gettext("That was done already, or the room has moved on. This is how it stands."))
    return back(room)

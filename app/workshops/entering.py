"""From a code or a QR code to a workshop: slow for who guesses, never for a hall that joins."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from app.accounts.entering import WaitFirst
from app.accounts.throttle import join_subject, note_failure, wait_for
from app.extensions import now, reading, writing
from app.workshops.joining import find_by_code, find_by_secret
from app.workshops.queries import people_in


@dataclass(frozen=True)
class Door:
    """A workshop that people can come into, as far as those outside may know."""

    workshop_id: int
    is_locked: bool
    is_full: bool


def find_door(*, code: str, secret: str) -> Door | None:
    """The open workshop that somebody means, by the secret of its QR code or by its code.

    The secret is too long to be guessed: only wrong codes are counted, by the address they come
    from. Raises WaitFirst once there were too many; the QR code still lets everybody in.
    """
    if secret:
        with reading():
            return _door(secret=secret)
    subject = join_subject(request.remote_addr or "")
    with reading():
        seconds = wait_for([subject], now=now())
        found = None if seconds else _door(code=code)
    if seconds:
        raise WaitFirst(seconds)
    if found is None:
        with writing():
            note_failure([subject], now=now())
    return found


def _door(*, code: str = "", secret: str = "") -> Door | None:
    workshop = find_by_secret(secret) if secret else find_by_code(code)
    if workshop is None:
        return None
    is_full = people_in(workshop) >= workshop.most_participants
    return Door(workshop.id, workshop.is_locked, is_full)

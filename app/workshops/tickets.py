"""What a phone carries: which workshop it is in, and a token that only it knows.

It travels in a signed cookie of its own, so that logging in or out elsewhere does not lose it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from flask import Request, Response, current_app
from itsdangerous import BadSignature, URLSafeSerializer

SECONDS_KEPT = 90 * 24 * 60 * 60
"""As long as a workshop may go on for those who finish at home."""


@dataclass(frozen=True)
class Ticket:
    """The right to take part in one workshop."""

    workshop_id: int
    token: str

    @property
    def token_hash(self) -> str:
        """What is stored of it: a keyed hash, of no use without the installation's secret."""
        secret = current_app.config["SECRET_KEY"].encode()
        return hmac.new(secret, f"ticket:{self.token}".encode(), hashlib.sha256).hexdigest()


def new_ticket(workshop_id: int) -> Ticket:
    return Ticket(workshop_id, secrets.token_urlsafe(16))


def ticket_in(request: Request) -> Ticket | None:
    """The ticket the phone shows; None for none, and for one that we did not sign."""
    try:
        content = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return None
    match content:
        case [int(workshop_id), str(token)]:
            return Ticket(workshop_id, token)
    return None


def hand_out(ticket: Ticket, response: Response) -> None:
    """Give the phone its ticket."""
    response.set_cookie(
        _name(),
        _signer().dumps([ticket.workshop_id, ticket.token]),
        max_age=SECONDS_KEPT,
        path=current_app.config["SESSION_COOKIE_PATH"],
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def take_back(response: Response) -> None:
    """Let the phone forget its ticket."""
    response.delete_cookie(
        _name(),
        path=current_app.config["SESSION_COOKIE_PATH"],
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="workshop-ticket")


def _name() -> str:
    return str(current_app.config["WORKSHOP_COOKIE_NAME"])

"""Programs that come with a token: whose it is, and how far it lets them read.

What the person may do is looked up at every request; a token holds nothing of it. With a token
sent, the cookies of the request are not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from flask import current_app, g, request
from sqlalchemy import bindparam, or_, select, update

from app.accounts.models import Account, ApiToken, Membership
from app.accounts.permissions import Person
from app.accounts.sessions import places_in, reach_of
from app.accounts.throttle import begin_attempt, program_subject
from app.accounts.token_scopes import TokenScope
from app.accounts.tokens import hash_token
from app.accounts.walls import EVERYTHING, NOTHING, stay_within
from app.extensions import db, now, reading, writing
from app.municipalities.models import Municipality
from app.web.problems import is_for_programs

_WHO = (
    select(
        ApiToken.id,
        ApiToken.scope,
        ApiToken.last_used_on,
        Account.id,
        Account.name,
        Account.is_operator & Account.totp_secret.is_(None),
        Municipality.id,
        Municipality.key,
        Municipality.name,
        Membership.role,
    )
    .join(Account, Account.id == ApiToken.account_id)
    .outerjoin(
        Membership,
        (Membership.account_id == Account.id)
        & or_(
            ApiToken.municipality_id.is_(None),
            ApiToken.municipality_id == Membership.municipality_id,
        ),
    )
    .outerjoin(Municipality, Municipality.id == Membership.municipality_id)
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.expires_at > bindparam("now"),
        Account.is_disabled.is_(False),
        Account.is_demo.is_(False),
    )
    .order_by(Municipality.name, Municipality.id)
)


class TokenRefused(Exception):
    """Nobody's token: unknown, expired or ended, which of them is never said."""

    def __init__(self, seconds: int) -> None:
        super().__init__("refused")
        self.seconds = seconds
        """How long to wait; 0 as long as not too many were refused."""


def is_sent() -> bool:
    """Whether a program has sent a token, right or wrong, where programs may ask."""
    sent = request.authorization
    return is_for_programs() and sent is not None and sent.type == "bearer"


def who_asks() -> Person:
    """The person whose token it is, with what it opens alone. Raises TokenRefused."""
    sent = request.authorization
    token = (sent.token if sent else None) or ""
    stay_within(EVERYTHING)
    with reading():
        told = {"token_hash": hash_token(token), "now": now()}
        rows = db.session.execute(_WHO, told).all()
    if not rows:
        stay_within(NOTHING)
        _refuse()
    person = _person(rows)
    stay_within(reach_of(person))
    return person


def _person(rows: Sequence[Sequence[Any]]) -> Person:
    token_id, scope, last_used_on, account_id, name, lacks_factor = rows[0][:6]
    if last_used_on != now().date():
        g.token_used = token_id
    # Nobody runs an installation by a token: of an operator it reads what their roles allow.
    return Person(
        key=f"account-{account_id}",
        name=name,
        account_id=account_id,
        needs_second_factor=lacks_factor,
        places=places_in([row[6:] for row in rows]),
        token_scope=TokenScope(scope),
    )


def _refuse() -> NoReturn:
    """Count it against the address it came from.

    A token that holds never waits, however many were refused: 256 bits are not guessed, and a
    program with an old token must not shut out the others of its town hall.
    """
    subject = program_subject(request.remote_addr or "")
    with writing():
        seconds = begin_attempt([subject], now=now())
    current_app.logger.warning("refused: a token that does not hold")
    raise TokenRefused(seconds)


def note_use() -> None:
    """Keep the day on which the token of this request was used last; written once a day."""
    token_id: int | None = g.pop("token_used", None)
    if token_id is not None:
        today: date = now().date()
        with writing():
            db.session.execute(
                update(ApiToken).where(ApiToken.id == token_id).values(last_used_on=today)
            )

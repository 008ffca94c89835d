"""Log-ins, kept on the server: begin them, end them, and tell from one who is asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, request, session
from sqlalchemy import bindparam, delete, exists, select, update

from app.accounts.models import Account, LoginSession, Membership
from app.accounts.permissions import DESK, NOBODY, Person, Place
from app.accounts.queries import find_invitation
from app.accounts.roles import Role
from app.accounts.tokens import hash_token, new_token
from app.accounts.walls import EVERYTHING, Reach, stay_within
from app.extensions import db, now, reading, writing
from app.municipalities.models import Municipality

IDLE_MINUTES = 60
"""After so long without a sign of life a log-in has ended."""
LONGEST = timedelta(hours=12)
"""After so long it has ended in any case."""
TOLD_EVERY = timedelta(minutes=1)
"""A sign of life is noted this often, not with every page."""

# An open page asks by itself whether it is still logged in: that is no sign of life.
QUIET_ENDPOINTS = frozenset({"session.show"})

_WHO = (
    select(
        LoginSession.id,
        LoginSession.started_at,
        LoginSession.last_seen_at,
        Account.id,
        Account.name,
        Account.is_operator,
        Account.is_demo,
        Account.totp_secret.is_(None),
        Municipality.id,
        Municipality.key,
        Municipality.name,
        Membership.role,
    )
    .join(Account, Account.id == LoginSession.account_id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .outerjoin(Municipality, Municipality.id == Membership.municipality_id)
    .where(LoginSession.token_hash == bindparam("token_hash"), Account.is_disabled.is_(False))
    .order_by(Municipality.name, Municipality.id)
)


def who_asks() -> Person:
    """The person of this request; from here on it sees what is theirs and nothing else."""
    stay_within(EVERYTHING)
    with reading():
        person = _person_of_request()
    stay_within(reach_of(person))
    return person


def _person_of_request() -> Person:
    token = session.get("log_in")
    if isinstance(token, str):
        person = _person_with(hash_token(token))
        if person:
            return person
        del session["log_in"]
    mode = current_app.config["MODE"]
    stays_at_desk = mode == "desk" or (mode == "demo" and session.get("desk") is True)
    return DESK if stays_at_desk and not accounts_exist() else NOBODY


def accounts_exist() -> bool:
    """Whether anybody has an account; demo identities are nobody."""
    return bool(db.session.scalar(select(exists().where(Account.is_demo.is_(False)))))


def _person_with(token_hash: str) -> Person | None:
    rows = db.session.execute(_WHO, {"token_hash": token_hash}).all()
    if not rows:
        return None
    session_id, started_at, last_seen_at, account_id, name, is_operator, is_demo, no_factor = rows[
        0
    ][:8]
    if _is_over(started_at, last_seen_at) or (is_demo and current_app.config["MODE"] != "demo"):
        return None
    if now() - last_seen_at >= TOLD_EVERY and request.endpoint not in QUIET_ENDPOINTS:
        g.sign_of_life = session_id
    places = places_in([row[8:] for row in rows])
    return Person(
        key=f"account-{account_id}",
        name=name,
        account_id=account_id,
        session_id=session_id,
        is_operator=is_operator,
        is_demo=is_demo,
        needs_second_factor=is_operator
        and no_factor
        and not is_demo
        and session.get("second_factor_elsewhere") is not True,
        may_found=current_app.config["MODE"] == "desk" and _may_found(places),
        places=places,
    )


def _is_over(started_at: datetime, last_seen_at: datetime) -> bool:
    moment = now()
    idle = moment - last_seen_at > timedelta(minutes=IDLE_MINUTES)
    return idle or moment - started_at > LONGEST


def _may_found(places: Mapping[str, Place]) -> bool:
    """At one's own desk: whoever coordinates, and whoever is nowhere yet."""
    return not places or any(Role.COORDINATOR in place.roles for place in places.values())


def places_in(rows: Sequence[Sequence[Any]]) -> dict[str, Place]:
    """Where somebody has which roles; of each row id, key and name of the place, and the role."""
    roles: dict[tuple[int, str, str], set[Role]] = {}
    for place_id, key, name, role in rows:
        if role is not None:
            roles.setdefault((place_id, key, name), set()).add(Role(role))
    return {place[1]: Place(*place, frozenset(held)) for place, held in roles.items()}


def reach_of(person: Person) -> Reach:
    """What the walls leave this person to see."""
    if person.is_desk:
        return EVERYTHING
    mine = tuple(place.id for place in person.places.values())
    return Reach(municipalities=None if person.is_operator else mine, contents=mine)


def note_sign_of_life() -> None:
    """Keep the log-in of this request alive; a minute apart at the most."""
    session_id = g.pop("sign_of_life", None)
    if session_id is not None:
        with writing():
            db.session.execute(
                update(LoginSession).where(LoginSession.id == session_id).values(last_seen_at=now())
            )


def begin_session(account: Account) -> None:
    """Log in on this browser, under a token that nobody had before; the one it had ends."""
    _remember_last_visit(account)
    replaced = session.get("log_in")
    if isinstance(replaced, str):
        db.session.execute(
            delete(LoginSession).where(LoginSession.token_hash == hash_token(replaced))
        )
    token = new_token()
    db.session.add(
        LoginSession(
            account_id=account.id, token_hash=hash_token(token), browser=browser_of_request()
        )
    )
    db.session.flush()
    waiting = _waiting_invitation()
    session.clear()
    session["log_in"] = token
    if waiting:
        session["invitation"] = waiting


def _waiting_invitation() -> str | None:
    """The link that waits to be accepted, if there is one: it is why somebody logs in.

    A link to a new password is not: it may be for the account of who was here before.
    """
    waiting = session.get("invitation")
    invitation = find_invitation(waiting) if isinstance(waiting, str) else None
    return waiting if invitation and invitation.purpose != "password" else None


def _remember_last_visit(account: Account) -> None:
    """What is over goes; when it was last used stays, to tell what changed since then."""
    of_account = LoginSession.account_id == account.id
    newest = db.session.scalar(
        select(LoginSession.last_seen_at)
        .where(of_account)
        .order_by(LoginSession.last_seen_at.desc())
        .limit(1)
    )
    if newest:
        account.previous_visit_at = newest
    over = now() - timedelta(minutes=IDLE_MINUTES)
    db.session.execute(
        delete(LoginSession).where(
            of_account,
            (LoginSession.last_seen_at < over) | (LoginSession.started_at < now() - LONGEST),
        )
    )


def end_session(session_id: int, *, of: int) -> bool:
    """End one log-in of this account; False if there is none of theirs with this id."""
    ended = db.session.execute(
        delete(LoginSession).where(LoginSession.id == session_id, LoginSession.account_id == of)
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def end_sessions(account_id: int, *, but: int | None = None) -> None:
    """End every log-in of an account, at once and everywhere, but for one if so wished."""
    db.session.execute(
        delete(LoginSession).where(
            LoginSession.account_id == account_id, LoginSession.id.is_distinct_from(but)
        )
    )


def sessions_of(account_id: int) -> Sequence[LoginSession]:
    """The log-ins that still hold, the one used last first."""
    moment = now()
    return db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.last_seen_at >= moment - timedelta(minutes=IDLE_MINUTES),
            LoginSession.started_at >= moment - LONGEST,
        )
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    ).all()


_BROWSERS = {"Firefox/": "Firefox", "Edg/": "Edge", "OPR/": "Opera", "Chrome/": "Chrome"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_of_request() -> str:
    """“Firefox, Windows”: enough to recognise a device, too little to follow one."""
    told = request.user_agent.string
    browser = next((name for sign, name in _BROWSERS.items() if sign in told), "")
    if not browser and "Safari/" in told:
        browser = "Safari"
    system = next((name for sign, name in _SYSTEMS.items() if sign in told), "")
    return ", ".join(filter(None, (browser, system)))

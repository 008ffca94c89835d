"""Find accounts, the people of a municipality, and open invitations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g
from sqlalchemy import func, select

from app.accounts.models import Account, Invitation, Membership
from app.accounts.roles import Role
from app.accounts.tokens import hash_token
from app.extensions import db, now
from app.municipalities.models import Municipality


@dataclass(frozen=True)
class Member:
    """Somebody with a role in a municipality."""

    account: Account
    roles: tuple[Role, ...]
    """In the order of the roles."""
    since: datetime


def find_account(email: str) -> Account | None:
    return db.session.scalar(select(Account).filter_by(email=email))


def account_of(account_id: int) -> Account:
    return db.session.get_one(Account, account_id)


def members_of(municipality: Municipality) -> list[Member]:
    """Everybody with a role here, by name."""
    rows = db.session.execute(
        select(Account, Membership.role, Membership.since)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.municipality_id == municipality.id)
        .order_by(func.lower(Account.name), Account.id)
    ).all()
    held: dict[Account, list[tuple[str, datetime]]] = {}
    for account, role, since in rows:
        held.setdefault(account, []).append((role, since))
    return [
        Member(
            account,
            roles=tuple(role for role in Role if role in {name for name, _ in roles}),
            since=min(since for _, since in roles),
        )
        for account, roles in held.items()
    ]


def find_member(municipality: Municipality, account_id: int) -> Member | None:
    return next((m for m in members_of(municipality) if m.account.id == account_id), None)


def open_invitations(municipality: Municipality) -> Sequence[Invitation]:
    """Those not used and not yet expired, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.municipality_id == municipality.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.id.desc())
    ).all()


def open_operator_invitations() -> Sequence[Invitation]:
    """Those to run the installation, not used and not yet expired, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.purpose == "operator",
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.id.desc())
    ).all()


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, as long as it holds."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.token_hash == hash_token(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
    )


def has_fresh_password_link(account: Account) -> bool:
    """Whether one was made a moment ago: nobody's letter box is filled by asking again."""
    a_moment_ago = now() - timedelta(minutes=5)
    newest = select(func.max(Invitation.made_at)).filter_by(account_id=account.id, used_at=None)
    made_at = db.session.scalar(newest)
    return made_at is not None and made_at > a_moment_ago


def operators() -> Sequence[Account]:
    return db.session.scalars(
        select(Account).where(Account.is_operator.is_(True)).order_by(Account.name)
    ).all()


def name_of(key: str) -> str | None:
    """The name of the person with a key such as `account-12`; each is asked once per request."""
    names: dict[str, str | None] = g.setdefault("names_of_people", {})
    if key not in names:
        number = key.removeprefix("account-")
        known = number.isascii() and number.isdigit() and len(number) < 10
        names[key] = (
            db.session.scalar(select(Account.name).filter_by(id=int(number))) if known else None
        )
    return names[key]

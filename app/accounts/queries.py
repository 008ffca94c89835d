"""Find accounts, the people of a municipality, and open invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g
from sqlalchemy import func, select

from app.accounts.models import Account, Invitation, Membership, RecoveryCode
from app.accounts.permissions import WRITERS
from app.accounts.roles import Role
from app.accounts.tokens import hash_token
from app.accounts.walls import walls_opened
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


def places_of(account: Account) -> Sequence[Municipality]:
    """Where somebody has a role, in a lasting order; not only where the reader may look."""
    mine = select(Membership.municipality_id).filter_by(account_id=account.id)
    with walls_opened():
        return db.session.scalars(
            select(Municipality).where(Municipality.id.in_(mine)).order_by(Municipality.id)
        ).all()


def memberships_of(account_id: int) -> Sequence[tuple[str, str, str, datetime]]:
    """Key and name of the municipality, the role there, and since when."""
    rows = db.session.execute(
        select(Municipality.key, Municipality.name, Membership.role, Membership.since)
        .join(Membership, Membership.municipality_id == Municipality.id)
        .where(Membership.account_id == account_id)
        .order_by(Municipality.name, Municipality.id, Membership.role)
    )
    return [(key, name, role, since) for key, name, role, since in rows]


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


def find_open_invitation(municipality: Municipality, invitation_id: int) -> Invitation | None:
    return next((i for i in open_invitations(municipality) if i.id == invitation_id), None)


def invitations_to(email: str) -> Sequence[Invitation]:
    """Every link that was ever made for this address."""
    return db.session.scalars(
        select(Invitation).filter_by(email=email).order_by(Invitation.id)
    ).all()


def recovery_codes_left(account_id: int) -> int:
    kept = select(func.count()).select_from(RecoveryCode).filter_by(account_id=account_id)
    return db.session.scalar(kept) or 0


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
    holds = select(Invitation).where(
        Invitation.token_hash == hash_token(token),
        Invitation.used_at.is_(None),
        Invitation.expires_at > now(),
    )
    # Whoever holds the link may know which municipality it leads to.
    with walls_opened():
        return db.session.scalar(holds)


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
        remember_names([key])
    return names.get(key)


def remember_names(keys: Iterable[str]) -> None:
    """Ask for the names of all these people at once, before a page asks for each of them."""
    names: dict[str, str | None] = g.setdefault("names_of_people", {})
    numbers = {int(number) for key in keys if key not in names and (number := _number_in(key))}
    if numbers:
        asked = select(Account.id, Account.name).where(Account.id.in_(numbers))
        found = dict(iter(db.session.execute(asked)))
        names.update({f"account-{number}": found.get(number) for number in numbers})


def _number_in(key: str) -> str:
    """The digits of a key such as `account-12`; nothing for any other."""
    head, _, number = key.partition("-")
    is_account = head == "account" and number.isascii() and number.isdigit() and len(number) < 10
    return number if is_account else ""


def writers_of(municipality: Municipality) -> Sequence[Account]:
    """Everybody who may fill in here, by name."""
    here = select(Membership.account_id).where(
        Membership.municipality_id == municipality.id, Membership.role.in_(WRITERS)
    )
    return db.session.scalars(
        select(Account)
        .where(Account.id.in_(here), Account.is_disabled.is_(False))
        .order_by(func.lower(Account.name), Account.id)
    ).all()

"""At a desk of one's own: the first account takes over, and later ones bring municipalities in."""

from __future__ import annotations

from sqlalchemy import select, text

from app.accounts.actions import add_roles, make_account
from app.accounts.events import AccountsBegun
from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import accounts_exist
from app.audit.actions import record
from app.domain.errors import DomainError
from app.extensions import db
from app.municipalities.models import Municipality


class AlreadyBegun(DomainError):
    """Somebody else made the first account in the meantime, and it took everything over."""


def begin_accounts(email: str, *, name: str, password_hash: str) -> Account:
    """The first account of a desk: coordinator of all that the desk has filled in.

    Nothing of it changes: answers, history and names stay as they are. Raises AlreadyBegun.
    """
    # Asked again, while nobody else can make one: two may have opened the page at the desk.
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE"))
    if accounts_exist():
        raise AlreadyBegun
    account = make_account(email, name=name, password_hash=password_hash)
    places = db.session.scalars(
        select(Municipality.id).where(Municipality.is_example.is_(False))
    ).all()
    for place in places:
        add_roles(account.id, place, [Role.COORDINATOR])
    record(AccountsBegun(len(places)), by=account.key)
    return account


def found(municipality: Municipality, account_id: int) -> None:
    """Whoever brings a municipality in coordinates it."""
    add_roles(account_id, municipality.id, [Role.COORDINATOR])

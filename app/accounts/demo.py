"""Who one may be in the demo: offered on the front door, at the log-in and on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, g, url_for
from sqlalchemy import select

from app.accounts.models import Account, Membership
from app.accounts.sessions import accounts_exist
from app.accounts.walls import walls_opened
from app.extensions import db
from app.municipalities.models import Municipality


@dataclass(frozen=True)
class DemoPlace:
    """A municipality of a demo identity, and what it is there."""

    key: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Identity:
    """Somebody one may be with one click."""

    account: Account
    places: tuple[DemoPlace, ...]

    @property
    def where_the_work_is(self) -> str:
        """The address of the page this identity would begin its day with."""
        if self.account.is_operator:
            return url_for("operation.show")
        if len(self.places) == 1:
            return url_for("desk.show", municipality=self.places[0].key)
        return url_for("start.show")


@dataclass(frozen=True)
class DemoOffer:
    """Everybody one may be; `desk` is one's own municipality, without an account."""

    identities: Sequence[Identity] = ()
    desk: bool = False


NOT_A_DEMO = DemoOffer()


def demo_offer() -> DemoOffer:
    """Who one may be here; nobody, but in the demo. Asked once per request."""
    if current_app.config["MODE"] != "demo":
        return NOT_A_DEMO
    if "demo_offer" not in g:
        with walls_opened():
            g.demo_offer = DemoOffer(_identities(), desk=not accounts_exist())
    offer: DemoOffer = g.demo_offer
    return offer


def demo_accounts() -> Sequence[Account]:
    """The demo identities in the order they were made."""
    return db.session.scalars(select(Account).filter_by(is_demo=True).order_by(Account.id)).all()


def _identities() -> list[Identity]:
    rows = db.session.execute(
        select(Membership.account_id, Municipality.key, Municipality.name, Membership.role)
        .join(Municipality)
        .join(Account)
        .where(Account.is_demo.is_(True))
        .order_by(Municipality.id, Membership.role)
    ).all()
    held: dict[int, dict[tuple[str, str], list[str]]] = {}
    for account_id, key, name, role in rows:
        held.setdefault(account_id, {}).setdefault((key, name), []).append(role)
    return [
        Identity(
            account,
            tuple(
                DemoPlace(*place, tuple(roles)) for place, roles in held.get(account.id, {}).items()
            ),
        )
        for account in demo_accounts()
    ]

"""Tokens that people make for their programs: shown once, kept as hashes, ended at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select

from app.accounts.events import TokenEnded, TokenMade
from app.accounts.models import Account, ApiToken
from app.accounts.queries import places_of
from app.accounts.token_scopes import TokenScope
from app.accounts.tokens import hash_token, new_token
from app.audit.actions import record
from app.audit.events import Event
from app.extensions import db, now
from app.municipalities.models import Municipality

PREFIX = "wkc_"
"""Says what it is wherever a token lies about; whoever looks for lost secrets can find it."""
USUAL_DAYS = 365
DAYS = (30, 90, USUAL_DAYS, 730)
"""How long a token may hold."""
MOST_TOKENS = 20
"""Of one person: who needs more has lost sight of them."""


def make_token(
    account: Account,
    *,
    name: str,
    scope: TokenScope,
    municipality: Municipality | None,
    days: int,
) -> tuple[str, ApiToken]:
    """The token itself, which is stored nowhere, and what is kept of it.

    Without a municipality it reads wherever its person may.
    """
    token = f"{PREFIX}{new_token()}"
    kept = ApiToken(
        account_id=account.id,
        token_hash=hash_token(token),
        name=name,
        scope=scope.value,
        municipality=municipality,
        expires_at=now() + timedelta(days=days),
    )
    db.session.add(kept)
    db.session.flush()
    until = kept.expires_at.date().isoformat()
    _tell(TokenMade(name, scope.value, until), account, municipality)
    return token, kept


def end_token(kept: ApiToken, account: Account) -> None:
    """End one; a program that sends it is nobody from here on."""
    _tell(TokenEnded(kept.name), account, kept.municipality)
    db.session.execute(delete(ApiToken).where(ApiToken.id == kept.id))


def _tell(event: Event, account: Account, municipality: Municipality | None) -> None:
    """In the trail wherever the token reaches; operators read it only where that is nowhere."""
    places = [municipality] if municipality else places_of(account)
    reached: list[int | None] = [place.id for place in places]
    for place_id in reached or [None]:
        record(event, by=account.key, municipality_id=place_id)


def end_tokens(account_id: int) -> None:
    """End every token of an account."""
    db.session.execute(delete(ApiToken).where(ApiToken.account_id == account_id))


def end_tokens_reaching(account_id: int, municipality_id: int) -> None:
    """End those of an account that read this municipality: nothing wakes them when it is back."""
    here = or_(ApiToken.municipality_id.is_(None), ApiToken.municipality_id == municipality_id)
    db.session.execute(delete(ApiToken).where(ApiToken.account_id == account_id, here))


def tokens_of(account_id: int) -> Sequence[ApiToken]:
    """Every token of an account, also those that no longer hold, newest first."""
    of_account = select(ApiToken).filter_by(account_id=account_id)
    return db.session.scalars(of_account.order_by(ApiToken.id.desc())).all()


def find_token(account_id: int, token_id: int) -> ApiToken | None:
    return next((one for one in tokens_of(account_id) if one.id == token_id), None)

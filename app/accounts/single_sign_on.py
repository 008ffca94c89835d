"""Single sign-on: whether it is set up, and which account somebody has who comes by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import select

from app.accounts.actions import accept, make_account
from app.accounts.events import LogInRefused, SingleSignOnBound
from app.accounts.forms import EMAIL, LONGEST_EMAIL, normalized
from app.accounts.identity import Identity, is_safe_address
from app.accounts.models import Account, Invitation
from app.accounts.queries import find_account, find_invitation
from app.audit.actions import record
from app.domain.clean_text import UnclearText, clean_text
from app.domain.errors import DomainError
from app.extensions import db, now

NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
LONGEST_NAME = 200


class SingleSignOnNotSetUp(DomainError):
    """The settings of single sign-on cannot work; the message says which, and what to do."""


def prepare_single_sign_on(app: Flask) -> None:
    """Get to know the provider, if one is set up. Raises SingleSignOnNotSetUp."""
    app.jinja_env.globals["single_sign_on_name"] = ""
    missing = [name for name in NEEDED if not app.config[name]]
    if len(missing) == len(NEEDED):
        return
    if missing:
        raise SingleSignOnNotSetUp(f"Single sign-on needs {' and '.join(missing)}, too.")
    issuer = app.config["OIDC_ISSUER"]
    if not is_safe_address(issuer):
        raise SingleSignOnNotSetUp("OIDC_ISSUER must be an address that begins with https://.")
    app.extensions["single_sign_on"] = _provider(app)
    name = app.config["OIDC_NAME"] or urlsplit(issuer).hostname
    app.jinja_env.globals["single_sign_on_name"] = name


def _provider(app: Flask) -> Any:
    try:
        from app.accounts.openid import Provider
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        raise SingleSignOnNotSetUp(
            f"OIDC_ISSUER is set, but single sign-on needs a package that is not installed "
            f"({package}). Install what stands in requirements/server.txt: "
            "pip install --require-hashes -r requirements/server.txt"
        ) from error
    return Provider(*(app.config[name] for name in NEEDED))


def provider() -> Any | None:
    """Whom to ask; None where single sign-on is not set up."""
    return current_app.extensions.get("single_sign_on")


def provider_name() -> str:
    return str(current_app.jinja_env.globals["single_sign_on_name"])


def verified_email(identity: Identity) -> str:
    """The address the provider has verified, as we keep it; empty if there is none."""
    email = normalized(identity.email)
    return email if len(email) <= LONGEST_EMAIL and EMAIL.fullmatch(email) else ""


def account_for(identity: Identity, *, invitation_token: str) -> Account | None:
    """Whose log-in this is. An account is bound or made on the way; None lets nobody in.

    Raises AlreadyUsed if somebody else took the invitation up at the same moment.
    """
    email = verified_email(identity)
    account = (
        db.session.scalar(select(Account).filter_by(sso_subject=identity.subject))
        or _account_with(email, identity)
        or _invited(email, identity, invitation_token)
    )
    if account is None or account.is_disabled:
        record(LogInRefused(email, "single sign-on"), by="")
        return None
    return account


def _account_with(email: str, identity: Identity) -> Account | None:
    """The account of this address, from now on bound to this identity and to no other."""
    account = find_account(email) if email else None
    if account is None or account.is_disabled or account.is_demo or account.sso_subject:
        return None
    account.sso_subject = identity.subject
    record(SingleSignOnBound(), by=account.key)
    return account


def _invited(email: str, identity: Identity, invitation_token: str) -> Account | None:
    """A new account for somebody who is invited, by address or by the link they hold."""
    invitations = _open_invitations(email)
    held = find_invitation(invitation_token)
    if held and held.purpose != "password" and held not in invitations:
        invitations = [*invitations, held]
    if not invitations:
        return None
    # Whoever holds the link has it from that letter box.
    address = email or invitations[0].email
    if find_account(address):
        return None
    account = make_account(address, name=_name(identity, address), password_hash=None)
    account.sso_subject = identity.subject
    record(SingleSignOnBound(), by=account.key)
    for invitation in invitations:
        accept(invitation, account)
    return account


def _open_invitations(email: str) -> Sequence[Invitation]:
    if not email:
        return []
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.email == email,
            Invitation.purpose != "password",
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.id)
    ).all()


def _name(identity: Identity, email: str) -> str:
    """How colleagues see somebody: as the provider says, or the first part of the address."""
    try:
        name = " ".join(clean_text(identity.name).split())
    except UnclearText:
        name = ""
    return name[:LONGEST_NAME] or email.partition("@")[0]

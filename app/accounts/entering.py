"""From e-mail and password to a log-in: slow for guessers, the same for known and unknown."""

from __future__ import annotations

import time

from flask import request, session
from sqlalchemy import delete, func, select, update

from app.accounts.actions import change_password
from app.accounts.events import LoggedIn, LogInRefused, RecoveryCodeUsed
from app.accounts.models import Account, RecoveryCode
from app.accounts.passwords import hash_password, is_password, needs_rehash, verify_against_nothing
from app.accounts.queries import account_of, find_account
from app.accounts.second_factor import accepted_step, matching_recovery_code
from app.accounts.sessions import begin_session
from app.accounts.throttle import (
    account_subject,
    address_subject,
    begin_attempt,
    forget_failures,
)
from app.accounts.tokens import hash_token
from app.audit.actions import record
from app.domain.errors import DomainError
from app.extensions import db, now, reading, writing

SECOND_STEP_HOLDS = 5 * 60
"""Seconds between the password and the code."""


class WaitFirst(DomainError):
    """Too many tries: this many seconds must pass, also for whoever has the right password."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


def check_password(email: str, password: str) -> Account | None:
    """The account, if the password is right. Raises WaitFirst.

    Nothing is locked while the password is worked on, and an unknown address takes as long as a
    known one.
    """
    _count_try(email)
    with reading():
        found = find_account(email)
        stored = found.password_hash if found and not found.is_disabled else None
        account_id = found.id if found else None
    if stored is None:
        verify_against_nothing(password)
    if account_id is None or stored is None or not is_password(stored, password):
        record(LogInRefused(email, "password"), by="")
        return None
    account = account_of(account_id)
    if needs_rehash(stored):
        account.password_hash = hash_password(password)
    return account


def _count_try(email: str) -> None:
    """Every try counts as failed until it has succeeded. Raises WaitFirst."""
    subjects = [account_subject(email), address_subject(request.remote_addr or "")]
    with writing():
        seconds = begin_attempt(subjects, now=now())
    if seconds:
        raise WaitFirst(seconds)


def ask_for_code(account: Account) -> None:
    """Remember in the signed cookie that the password was right, for a few minutes."""
    session["second_step"] = [account.id, int(time.time()), _secrets_of(account)]


def _secrets_of(account: Account) -> str:
    """Differs as soon as password or second factor are others than the ones that were right."""
    return hash_token(f"{account.password_hash} {account.totp_secret}")


def waits_for_code() -> Account | None:
    """Whose code is asked for; None if the password is too long ago, or no longer the right one."""
    match session.get("second_step"):
        case [account_id, began_at, secrets] if time.time() - began_at <= SECOND_STEP_HOLDS:
            with reading():
                account = db.session.get(Account, account_id)
                if account:
                    db.session.expunge(account)
            return account if account and _secrets_of(account) == secrets else None
    return None


def check_code(account_id: int, email: str, code: str) -> bool:
    """Whether the code of the second factor, or a recovery code, is right. Raises WaitFirst."""
    _count_try(email)
    with reading():
        of_account = RecoveryCode.account_id == account_id
        kept = list(db.session.scalars(select(RecoveryCode.code_hash).where(of_account)))
    # Slow, so nothing is locked meanwhile.
    recovery = matching_recovery_code(code, kept)
    account = account_of(account_id)
    if _is_code(account, code) or (recovery and _use_recovery_code(account, recovery)):
        forget_failures(account_subject(email), now=now())
        return True
    record(LogInRefused(email, "code"), by="")
    return False


def _is_code(account: Account, code: str) -> bool:
    """Whether it is the app's code; of two who bring the same at once only one has it."""
    # Without a secret anybody could work the code out.
    if not account.totp_secret:
        return False
    step = accepted_step(account.totp_secret, code, last_step=account.totp_step, at=now())
    if step is None:
        return False
    used = db.session.execute(
        update(Account)
        .where(Account.id == account.id, Account.totp_step < step)
        .values(totp_step=step)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _use_recovery_code(account: Account, code_hash: str) -> bool:
    """Use up a recovery code; of two who bring the same at once only one finds it."""
    of_account = RecoveryCode.account_id == account.id
    used = db.session.execute(
        delete(RecoveryCode).where(of_account, RecoveryCode.code_hash == code_hash)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        return False
    left = db.session.scalar(select(func.count()).select_from(RecoveryCode).where(of_account))
    record(RecoveryCodeUsed(left or 0), by=account.key)
    return True


def renew_password(account: Account, password_hash: str) -> None:
    """Choose a new password; every log-in ends, this one goes on under a token of its own."""
    forget_failures(account_subject(account.email), now=now())
    change_password(account, password_hash)
    begin_session(account)


def enter(account: Account, *, way: str) -> None:
    """Log somebody in on this browser."""
    forget_failures(account_subject(account.email), now=now())
    begin_session(account)
    record(LoggedIn(way), by=account.key)

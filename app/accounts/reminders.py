"""Whether somebody wants mails about measures that are due, and when the newest one went out."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from app.accounts.events import RemindersSwitchedOff, RemindersSwitchedOn
from app.accounts.models import Account
from app.audit.actions import record
from app.extensions import db, now

AT_MOST_EVERY = timedelta(days=7)


def switch_reminders(account: Account, *, on: bool) -> None:
    """Let the mails come, or not. Switching to what is so already changes nothing."""
    if on == (account.reminders_off_since is None):
        return
    account.reminders_off_since = None if on else now()
    record(RemindersSwitchedOn() if on else RemindersSwitchedOff(), by=account.key)


def may_be_reminded(account: Account, today: date) -> bool:
    """Somebody who can be reached, wants it, and had no such mail within a week."""
    can = not account.is_disabled and not account.is_demo
    wants = account.reminders_off_since is None
    last = account.reminded_on
    return can and wants and (last is None or last <= today - AT_MOST_EVERY)


def claim_reminder(account: Account, today: date) -> bool:
    """Note the mail before it goes out; False where another run was faster, so none goes twice."""
    last_is_old = Account.reminded_on.is_(None) | (Account.reminded_on <= today - AT_MOST_EVERY)
    claimed = (
        update(Account)
        .where(Account.id == account.id, last_is_old, Account.reminders_off_since.is_(None))
        .values(reminded_on=today)
        .returning(Account.id)
    )
    return db.session.scalar(claimed) is not None


def give_back_reminder(account: Account, last: date | None) -> None:
    """The mail did not go out: the next run may try again."""
    db.session.execute(update(Account).filter_by(id=account.id).values(reminded_on=last))

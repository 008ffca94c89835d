"""Slow down whoever guesses, without ever locking anybody out.

Five failures are free. Then an account waits 30 seconds, 60, 120, 240, 480, and 900 after every
further failure: at most ten guesses in any quarter of an hour, for everybody together. After a day
without a failure its counter is forgotten. Behind one address of the network a whole town hall may
sit: there the same waits begin with the 300th failure within ten minutes.

A guess counts as failed before it is checked. So a hundred guesses at the same moment are a hundred
failures, of which five are checked. The order at a log-in:

    seconds = begin_attempt(subjects, now=now())    # 0: go on; otherwise show the wait
    db.session.commit()                             # the counter is up, no lock is held
    if is_password(...):                            # the slow part
        forget_failures(account, now=now())         # the account's, never the address's
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, case, delete, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.throttle_models import FailedAttempts
from app.domain.clean_text import UnclearText, clean_text
from app.extensions import Moment, db

WAITS = (30, 60, 120, 240, 480, 900)
LONGEST_WAIT = timedelta(seconds=WAITS[-1])
FREE_FOR_ACCOUNTS = 5
FREE_FOR_ADDRESSES = 300
FORGOTTEN_AFTER = timedelta(hours=24)
ADDRESSES_ARE_COUNTED_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Subject:
    """Who is counted, as a keyed hash, and by which measure."""

    key: str
    free: int
    """So many failures cost no wait."""
    counted_for: timedelta | None = None
    """From the first failure on; None: as long as failures go on."""

    def wait_after(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next attempt must wait."""
        if failures < self.free:
            return timedelta()
        return timedelta(seconds=WAITS[min(failures - self.free, len(WAITS) - 1)])


def account_subject(email: str) -> Subject:
    """The account of this e-mail address, whether or not there is one."""
    try:
        written = clean_text(email)
    except UnclearText:
        written = ""
    return Subject(_key("account", written.casefold()), free=FREE_FOR_ACCOUNTS)


def address_subject(address: str) -> Subject:
    """The address a request comes from; of IPv6 the network, for one person has all of it."""
    return Subject(
        _key("address", _network(address)),
        free=FREE_FOR_ADDRESSES,
        counted_for=ADDRESSES_ARE_COUNTED_FOR,
    )


def program_subject(address: str) -> Subject:
    """The address that programs send tokens from, counted apart from the people who log in there:
    a program with an old token must not shut them out."""
    return replace(address_subject(address), key=_key("program", _network(address)))


def join_subject(address: str) -> Subject:
    """The address that codes of workshops are tried from, counted apart: who mistypes one in a
    hall must not shut out the town hall's log-ins, nor the other way round."""
    return replace(address_subject(address), key=_key("join", _network(address)))


def begin_attempt(subjects: Iterable[Subject], *, now: datetime) -> int:
    """0 if one more attempt is allowed, which then counts as failed; else the seconds to wait.

    Of many attempts at the same moment no more get through than are allowed one after another.
    """
    # Always in the same order: two requests must not wait for one another.
    ordered = sorted(subjects, key=lambda subject: subject.key)
    seconds = wait_for(ordered, now=now)
    if seconds:
        return seconds
    for subject in ordered:
        if not _count(subject, now=now, only_if_free=True):
            # Another request was faster; less than a second to wait is shown as one.
            return max(1, wait_for([subject], now=now))
    return 0


def wait_for(subjects: Iterable[Subject], *, now: datetime) -> int:
    """How many seconds until none of these has to wait any more; 0 if none has to."""
    by_key = {subject.key: subject for subject in subjects}
    rows = db.session.execute(
        select(
            FailedAttempts.subject, FailedAttempts.failures, FailedAttempts.last_failed_at
        ).where(FailedAttempts.subject.in_(by_key))
    )
    ends = [
        last + wait
        for key, failures, last in rows
        if (wait := by_key[key].wait_after(failures)) and last <= now + LONGEST_WAIT
    ]
    left = max(((end - now).total_seconds() for end in ends), default=0)
    return max(0, int(-(-left // 1)))


def note_failure(subjects: Iterable[Subject], *, now: datetime) -> None:
    """Count a failure of something that was not announced by `begin_attempt`."""
    for subject in sorted(subjects, key=lambda subject: subject.key):
        _count(subject, now=now, only_if_free=False)


def forget_failures(subject: Subject, *, now: datetime) -> None:
    """Begin anew after a success; counters nobody needs any more go, too."""
    db.session.execute(
        delete(FailedAttempts).where(
            or_(
                FailedAttempts.subject == subject.key,
                FailedAttempts.last_failed_at < now - FORGOTTEN_AFTER,
            )
        ),
        execution_options={"synchronize_session": False},
    )


def _count(subject: Subject, *, now: datetime, only_if_free: bool) -> bool:
    """One more failure, in one statement, so that none gets lost; False if it was not counted."""
    insert = _INSERTS[db.engine.dialect.name]
    statement = insert(FailedAttempts).values(
        subject=subject.key, failures=1, counted_from=now, last_failed_at=now
    )
    anew = _is_forgotten(subject, now)
    statement = statement.on_conflict_do_update(
        index_elements=[FailedAttempts.subject],
        set_={
            "failures": case((anew, 1), else_=FailedAttempts.failures + 1),
            "counted_from": case((anew, _moment(now)), else_=FailedAttempts.counted_from),
            "last_failed_at": now,
        },
        where=_is_free(subject, now) if only_if_free else None,
    ).returning(FailedAttempts.failures)
    return db.session.execute(statement).first() is not None


# Each database has its own "insert or update"; both take the same words.
_INSERTS: Mapping[str, Callable[[type[FailedAttempts]], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def _is_forgotten(subject: Subject, now: datetime) -> ColumnElement[bool]:
    too_old = or_(FailedAttempts.last_failed_at < now - FORGOTTEN_AFTER, _is_of_later(now))
    if subject.counted_for is None:
        return too_old
    return or_(too_old, FailedAttempts.counted_from <= now - subject.counted_for)


def _is_free(subject: Subject, now: datetime) -> ColumnElement[bool]:
    """Whether the wait is over; moments are compared, for databases differ in adding to them."""
    steps = range(subject.free, subject.free + len(WAITS) - 1)
    waits = [
        (FailedAttempts.failures == failures, _moment(now - subject.wait_after(failures)))
        for failures in steps
    ]
    longest = _moment(now - LONGEST_WAIT)
    return or_(
        FailedAttempts.failures < subject.free,
        _is_of_later(now),
        FailedAttempts.last_failed_at <= case(*waits, else_=longest),
    )


def _is_of_later(now: datetime) -> ColumnElement[bool]:
    """Counted by a clock that was set back since: nobody waits until it gets there again."""
    return FailedAttempts.last_failed_at > now + LONGEST_WAIT


def _moment(value: datetime) -> ColumnElement[datetime]:
    return literal(value, Moment)


def _network(address: str) -> str:
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(IPv6Address(int(known) >> 64 << 64))


def _key(kind: str, value: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    written = f"{kind}:{value}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, written, hashlib.sha256).hexdigest()

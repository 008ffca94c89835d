"""A wrong password for a known address and for an unknown one: the same work, the same time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from flask import Flask
from sqlalchemy import delete

from app.accounts.throttle_models import FailedAttempts
from app.extensions import db
from app.storage.engines import is_sqlite
from bench.results import Goal, Result
from tests.builders import an_account
from tests.visitor import Visitor

KNOWN, UNKNOWN = "erika@example.org", "niemand@example.org"
MOST_MILLISECONDS_APART = 10


@dataclass(frozen=True)
class Figures:
    engine: str
    tries: int
    """Of each kind, in turns."""
    known: float
    """The median in milliseconds."""
    unknown: float

    def results(self) -> Iterator[Result]:
        theme = (
            f"{self.tries} wrong passwords each, known and unknown address in turns, {self.engine}"
        )
        yield Result(theme, "known address, median", self.known, "ms")
        yield Result(theme, "unknown address, median", self.unknown, "ms")
        yield Result(theme, "apart", abs(self.known - self.unknown), "ms",
                     Goal(MOST_MILLISECONDS_APART))  # fmt: skip


def log_in_timing(app: Flask, *, tries: int) -> Figures:
    """Through the whole application, without the noise of a network; needs an app context."""
    an_account(KNOWN)
    visitor = Visitor(app, language="en")
    lasted: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    try_to_log_in(visitor, UNKNOWN)
    for number in range(tries):
        # Whoever comes second may find something still warm: they take turns in that, too.
        for email in (KNOWN, UNKNOWN) if number % 2 else (UNKNOWN, KNOWN):
            forget_tries()
            begun = time.perf_counter()
            try_to_log_in(visitor, email)
            lasted[email].append(time.perf_counter() - begun)
    known, unknown = (1000 * median(seconds) for seconds in lasted.values())
    engine = "SQLite" if is_sqlite(db.engine) else "PostgreSQL"
    return Figures(engine, tries, known, unknown)


def try_to_log_in(visitor: Visitor, email: str) -> None:
    sent = {"csrf_token": visitor.token(), "email": email, "password": "ganz andere lange worte"}
    response = visitor.asks(visitor.client.post, "/log-in", data=sent, headers=visitor.headers)
    assert response.status_code == 422, response.status


def forget_tries() -> None:
    """Whoever tries again and again must wait, and the waiting is not what is measured."""
    db.session.execute(delete(FailedAttempts))
    db.session.commit()

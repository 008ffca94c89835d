"""PostgreSQL restarts under load: errors only while it is away, nothing acknowledged lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from app.extensions import db
from bench.results import Goal, Result
from tests.postgresql import administering, restart_postgresql
from tests.reliability.evidence import Evidence, examine
from tests.reliability.installation import Installation
from tests.reliability.savers import Refused, saving
from tests.serving import serving_with


@dataclass(frozen=True)
class Away:
    """From when to when the database was not there."""

    begun: float
    ended: float

    def explains(self, refused: Refused) -> bool:
        return refused.begun <= self.ended and refused.ended >= self.begun


@dataclass(frozen=True)
class Figures:
    restarts: int
    crashes: int
    acknowledged: int
    refused_while_away: int
    refused_otherwise: int
    without_retry_after: int
    """Errors other than a 503 that says when to try again."""
    broken: int
    longest_away: float
    evidence: Evidence

    def results(self) -> Iterator[Result]:
        theme = f"{self.restarts} restarts of PostgreSQL under load, {self.crashes} of them crashes"
        yield Result(theme, "acknowledged", self.acknowledged, "answers")
        yield Result(theme, "refused while it was away", self.refused_while_away, "requests")
        yield Result(theme, "refused before or after", self.refused_otherwise, "requests", Goal(0))
        yield Result(theme, "refused without 503 and Retry-After", self.without_retry_after,
                     "requests", Goal(0))  # fmt: skip
        yield Result(theme, "broken connections", self.broken, "requests", Goal(0))
        yield Result(theme, "acknowledged and lost", self.evidence.lost, "answers", Goal(0))
        yield Result(theme, "torn", self.evidence.torn, "answers", Goal(0))
        yield Result(theme, "longest away", self.longest_away, "s")


def postgresql_restart(installation: Installation, *, restarts: int, saves: int) -> Figures:
    """Every second restart is a crash: the server is given no time to finish anything."""
    address = installation.environment["DATABASE_URL"]
    keep_what_is_committed(address)
    absences = []
    with (
        serving_with(installation.log, installation.environment) as server,
        saving(installation, server.port) as crowd,
    ):
        for number in range(restarts):
            crowd.wait_for(saves)
            begun = time.monotonic()
            restart_postgresql(address, crash=number % 2 == 1)
            absences.append(Away(begun, time.monotonic()))
        crowd.wait_for(saves)
    explained = [any(away.explains(one) for away in absences) for one in crowd.refused]
    return Figures(
        restarts=restarts,
        crashes=restarts // 2,
        acknowledged=len(crowd.acknowledged),
        refused_while_away=sum(explained),
        refused_otherwise=len(explained) - sum(explained),
        without_retry_after=sum(
            one.status != 503 or not one.has_retry_after for one in crowd.refused
        ),
        broken=crowd.broken,
        longest_away=max((away.ended - away.begun for away in absences), default=0),
        evidence=examine(installation.app, crowd.acknowledged),
    )


def keep_what_is_committed(address: str) -> None:
    """Other tests are in haste; here what was committed must survive a crash of the server."""
    with administering(address) as engine, engine.connect() as connection:
        name = engine.url.database
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = on'))


def durability_of(installation: Installation) -> dict[str, str]:
    """What the server promises the application about what was committed."""
    with installation.app.app_context(), db.engine.connect() as connection:
        names = ("fsync", "synchronous_commit", "full_page_writes")
        return {name: str(connection.scalar(text(f"SHOW {name}"))) for name in names}

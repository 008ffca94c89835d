"""SIGHUP under load, as `systemctl reload` sends it: what is under way is answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.results import Goal, Result
from tests.reliability.evidence import Evidence, examine
from tests.reliability.installation import Installation
from tests.reliability.savers import saving
from tests.serving import START_TIMEOUT, Gunicorn, serving_with


@dataclass(frozen=True)
class Figures:
    engine: str
    reloads: int
    acknowledged: int
    refused: int
    repeated: int
    """Requests on a connection that the old worker closed; pages repeat them by themselves."""
    evidence: Evidence

    def results(self) -> Iterator[Result]:
        theme = f"{self.reloads} reloads under load, {self.engine}"
        yield Result(theme, "acknowledged", self.acknowledged, "answers")
        yield Result(theme, "answered with an error", self.refused, "requests", Goal(0))
        yield Result(theme, "acknowledged and lost", self.evidence.lost, "answers", Goal(0))
        yield Result(theme, "torn", self.evidence.torn, "answers", Goal(0))
        yield Result(theme, "repeated on a new connection", self.repeated, "requests")


def graceful_reload(installation: Installation, *, reloads: int, saves: int) -> Figures:
    with (
        serving_with(installation.log, installation.environment) as server,
        saving(installation, server.port) as crowd,
    ):
        for _ in range(reloads):
            crowd.wait_for(saves)
            _reload(server)
        crowd.wait_for(saves)
    return Figures(
        engine=installation.engine_name,
        reloads=reloads,
        acknowledged=len(crowd.acknowledged),
        refused=len(crowd.refused),
        repeated=crowd.broken,
        evidence=examine(installation.app, crowd.acknowledged),
    )


def _reload(server: Gunicorn) -> None:
    """Until the last of the old workers is gone."""
    old, until = set(server.workers), time.monotonic() + START_TIMEOUT
    server.reload()
    while old & set(server.workers):
        if time.monotonic() > until:
            raise TimeoutError("an old worker does not end")
        time.sleep(0.05)

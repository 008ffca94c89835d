"""kill -9 of the server while many save: what was acknowledged is there, whole, and soon served."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.results import Goal, Result
from tests.reliability.evidence import Evidence, examine
from tests.reliability.installation import Installation
from tests.reliability.savers import Crowd, saving
from tests.serving import Gunicorn, serving_with

MOST_SECONDS_UNTIL_READY = 5


@dataclass(frozen=True)
class Figures:
    engine: str
    kills: int
    savers: int
    acknowledged: int
    refused: int
    """Answers that were neither “saved” nor a broken line."""
    log_ins_lost: int
    evidence: Evidence
    seconds_until_ready: tuple[float, ...]
    """After each kill of the whole server, until a new one says it is ready."""

    def results(self) -> Iterator[Result]:
        theme = f"{self.kills} kill -9 of the server, {self.savers} savers, {self.engine}"
        slowest = max(self.seconds_until_ready, default=0)
        yield Result(theme, "acknowledged", self.acknowledged, "answers")
        yield Result(theme, "acknowledged and lost", self.evidence.lost, "answers", Goal(0))
        yield Result(theme, "torn", self.evidence.torn, "answers", Goal(0))
        yield Result(theme, "damages of the file", self.evidence.damages, "", Goal(0))
        yield Result(theme, "answered with an error", self.refused, "requests", Goal(0))
        yield Result(theme, "until ready again, slowest", slowest, "s",
                     Goal(MOST_SECONDS_UNTIL_READY))  # fmt: skip


def kill_nine(installation: Installation, *, kills: int, acknowledged: int, seed: int) -> Figures:
    """Kill a worker and the whole server in turns, at random moments under load.

    At least so many answers are acknowledged, spread over the time between the kills.
    """
    chance, ready = random.Random(seed), []
    between = acknowledged // kills + 1
    with (
        serving_with(installation.log, installation.environment) as server,
        saving(installation, server.port) as crowd,
    ):
        for number in range(kills):
            crowd.wait_for(between)
            time.sleep(chance.uniform(0, 0.05))
            if number % 2:
                server.kill_a_worker()
            else:
                ready.append(_kill_and_start(server))
        crowd.wait_for(between)
    return _figures(installation, crowd, kills=kills, ready=ready)


def _kill_and_start(server: Gunicorn) -> float:
    server.kill()
    server.start()
    return server.wait_until("/readyz")


def _figures(
    installation: Installation, crowd: Crowd, *, kills: int, ready: list[float]
) -> Figures:
    return Figures(
        engine=installation.engine_name,
        kills=kills,
        savers=len(crowd.savers),
        acknowledged=len(crowd.acknowledged),
        refused=len(crowd.refused),
        log_ins_lost=sum(one.status == 401 for one in crowd.refused),
        evidence=examine(installation.app, crowd.acknowledged),
        seconds_until_ready=tuple(ready),
    )

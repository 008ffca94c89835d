"""A hall full of people who all press a button: at once, and for some seconds without pause."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.results import Goal, Result
from tests.reliability.evidence import examine
from tests.reliability.installation import Installation
from tests.reliability.savers import Saver, log_in_everybody
from tests.serving import serving_with


@dataclass(frozen=True)
class Load:
    """So many people save so often, all of it spread evenly over some seconds."""

    saves_each: int
    seconds: float
    p95: float
    p99: float
    longest: float
    """The goals, in seconds."""


ALL_AT_ONCE = Load(saves_each=1, seconds=1, p95=1, p99=1, longest=5)
WITHOUT_PAUSE = Load(saves_each=15, seconds=10, p95=0.3, p99=0.7, longest=3)


@dataclass(frozen=True)
class Figures:
    engine: str
    people: int
    load: Load
    lasted: tuple[float, ...]
    """Seconds from the moment each save was due until its answer, in ascending order."""
    errors: int
    lost: int

    def quantile(self, part: float) -> float:
        return self.lasted[min(len(self.lasted) - 1, int(part * len(self.lasted)))]

    def results(self) -> Iterator[Result]:
        number = self.people * self.load.saves_each
        theme = (
            f"{number:,} saves of {self.people} people in {self.load.seconds:g} s, {self.engine}"
        )
        yield Result(theme, "errors", self.errors, "requests", Goal(0))
        yield Result(theme, "acknowledged and lost", self.lost, "answers", Goal(0))
        milliseconds = {"p95": (self.quantile(0.95), self.load.p95),
                        "p99": (self.quantile(0.99), self.load.p99),
                        "longest": (self.quantile(1), self.load.longest)}  # fmt: skip
        for what, (seconds, goal) in milliseconds.items():
            yield Result(theme, what, 1000 * seconds, "ms", Goal(1000 * goal))


def hall(installation: Installation, load: Load) -> Figures:
    """Everybody saves when it is their turn, however long the others take."""
    with serving_with(installation.log, installation.environment) as server:
        savers = log_in_everybody(installation, server.port)
        lasted: list[float] = []
        begun = time.monotonic() + 0.2
        threads = [
            threading.Thread(
                target=_save_in_time, args=(saver, _moments(number, savers, load, begun), lasted)
            )
            for number, saver in enumerate(savers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for saver in savers:
            saver.close()
    acknowledged = [one for saver in savers for one in saver.acknowledged]
    return Figures(
        engine=installation.engine_name,
        people=len(savers),
        load=load,
        lasted=tuple(sorted(lasted)),
        errors=len(savers) * load.saves_each - len(acknowledged),
        lost=examine(installation.app, acknowledged).lost,
    )


def _moments(number: int, savers: Sequence[Saver], load: Load, begun: float) -> list[float]:
    """When this person saves: each in turn, and round again."""
    apart = load.seconds / load.saves_each
    return [begun + apart * (turn + number / len(savers)) for turn in range(load.saves_each)]


def _save_in_time(saver: Saver, moments: Sequence[float], lasted: list[float]) -> None:
    for moment in moments:
        time.sleep(max(0.0, moment - time.monotonic()))
        saver.save()
        lasted.append(time.monotonic() - moment)

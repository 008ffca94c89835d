"""Four people ask for reports without pause while others save: nobody who saves has to wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.browser import Browser, Over
from bench.results import Goal, Result
from tests.reliability.evidence import Evidence, examine
from tests.reliability.installation import Installation, Place
from tests.reliability.savers import Saver, log_in, log_in_everybody
from tests.reliability.workshop_hall import quantile
from tests.serving import serving_with

READERS = 4
PAUSE = 0.5
"""Seconds between two autosaves of one person: nobody types faster."""
PATIENCE = 0.2
"""Seconds after which a reader who is told to wait asks again."""


@dataclass(frozen=True)
class Figures:
    engine: str
    reports: tuple[float, ...]
    """Seconds until each report came, sorted."""
    told_to_wait: int
    failed: int
    """Answers to readers that were neither a report nor a request to wait."""
    lasted: tuple[float, ...]
    """Seconds from each autosave to its answer, sorted."""
    refused: int
    evidence: Evidence

    def results(self) -> Iterator[Result]:
        theme = f"autosaves while {READERS} ask for reports without pause, {self.engine}"
        yield Result(theme, "reports made", len(self.reports), "files")
        yield Result(theme, "told to wait and ask again", self.told_to_wait, "requests")
        yield Result(theme, "answered with neither", self.failed, "requests", Goal(0))
        yield Result(theme, "a report, median", 1000 * quantile(self.reports, 0.5), "ms")
        yield Result(theme, "autosaves", len(self.lasted), "requests")
        yield Result(theme, "autosaves refused", self.refused, "requests", Goal(0))
        yield Result(theme, "lost", self.evidence.lost, "answers", Goal(0))
        p95 = 1000 * quantile(self.lasted, 0.95)
        yield Result(theme, "an autosave, p95", p95, "ms", Goal(1000))


class Reader:
    """Asks for the report of one self-check again and again: each save makes it another one."""

    def __init__(self, port: int, place: Place, *, email: str) -> None:
        self._address = f"{place.assessment_address}/papers/report.pdf"
        self._browser = Browser(Over(port))
        self.reports: list[float] = []
        self.told_to_wait = 0
        self.failed = 0
        log_in(self._browser, email)

    def read(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            begun = time.monotonic()
            reply = self._browser.asks(self._address)
            if reply.status == 200 and reply.body.startswith(b"%PDF"):
                self.reports.append(time.monotonic() - begun)
            elif reply.status == 503:
                self.told_to_wait += 1
                stopped.wait(PATIENCE)
            else:
                self.failed += 1

    def close(self) -> None:
        self._browser.close()


def papers_while_saving(installation: Installation, *, seconds: float) -> Figures:
    with serving_with(installation.log, installation.environment) as server:
        savers = log_in_everybody(installation, server.port)
        emails = installation.emails
        readers = [
            Reader(server.port, place, email=emails[number % len(emails)])
            for number, place in enumerate(installation.places[:READERS])
        ]
        lasted = _go_on(savers, readers, seconds)
    acknowledged = [one for saver in savers for one in saver.acknowledged]
    return Figures(
        engine=installation.engine_name,
        reports=tuple(sorted(one for reader in readers for one in reader.reports)),
        told_to_wait=sum(reader.told_to_wait for reader in readers),
        failed=sum(reader.failed for reader in readers),
        lasted=tuple(sorted(lasted)),
        refused=sum(len(saver.refused) + saver.broken for saver in savers),
        evidence=examine(installation.app, acknowledged),
    )


def _go_on(savers: Sequence[Saver], readers: Sequence[Reader], seconds: float) -> list[float]:
    """Everybody at once for so long; seconds that each autosave took."""
    stopped = threading.Event()
    with ThreadPoolExecutor(len(savers) + len(readers)) as pool:
        reading = [pool.submit(reader.read, stopped) for reader in readers]
        saving = [pool.submit(_save, saver, stopped) for saver in savers]
        stopped.wait(seconds)
        stopped.set()
        for one in reading:
            one.result()
        lasted = [took for one in saving for took in one.result()]
    for each in (*savers, *readers):
        each.close()
    return lasted


def _save(saver: Saver, stopped: threading.Event) -> list[float]:
    lasted = []
    while not stopped.is_set():
        begun = time.monotonic()
        saver.save()
        lasted.append(time.monotonic() - begun)
        stopped.wait(PAUSE)
    return lasted

"""Many people count up the same number: each reads the page, adds one, and reads again on a 409."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.browser import Browser, Over
from bench.form_fields import FormFields
from bench.results import Goal, Result
from tests.reliability.evidence import examine
from tests.reliability.installation import Installation, Place
from tests.reliability.savers import log_in
from tests.serving import serving_with


@dataclass(frozen=True)
class Figures:
    engine: str
    clients: int
    acknowledged: int
    conflicts: int
    """Answers 409: somebody else was faster, and the client read again."""
    refused: int
    counted: int
    """The number that stands in the note at the end."""
    version: int
    torn: int

    @property
    def lost(self) -> int:
        return self.acknowledged - self.counted

    def results(self) -> Iterator[Result]:
        theme = f"Read, add one, write: {self.clients} clients at one criterion, {self.engine}"
        yield Result(theme, "acknowledged", self.acknowledged, "changes")
        yield Result(theme, "conflicts told", self.conflicts, "answers")
        yield Result(theme, "acknowledged and lost", abs(self.lost), "changes", Goal(0))
        yield Result(theme, "torn", self.torn, "answers", Goal(0))
        yield Result(theme, "answered with an error", self.refused, "requests", Goal(0))


def number_in(note: str) -> int:
    """“12 erika@example.org” is 12; nothing is 0."""
    return int(note.partition(" ")[0] or 0)


class Counter:
    """One client, on two workers of a real server."""

    def __init__(self, port: int, place: Place, email: str) -> None:
        self._place = place
        self._browser = Browser(Over(port))
        self._name = email
        self.statuses: list[int] = []
        log_in(self._browser, email)

    def close(self) -> None:
        self._browser.close()

    def count_up(self, times: int) -> None:
        while self.statuses.count(200) < times:
            self.statuses.append(self._add_one())

    def _add_one(self) -> int:
        key = self._place.criterion_key
        shown = FormFields(self._browser.get(self._place.section_address).text).found
        sent = {
            "csrf_token": shown["csrf_token"],
            f"{key}-version": shown[f"{key}-version"],
            f"{key}-choice": "level:1",
            # With the name: who writes the very same as somebody else is in no conflict.
            f"{key}-note": f"{number_in(shown[f'{key}-note']) + 1} {self._name}",
        }
        return self._browser.post(self._place.address, sent, accept="application/json").status


def read_modify_write(installation: Installation, *, clients: int, times: int) -> Figures:
    """Every client is acknowledged so many times; all of them write at the same place."""
    place = installation.places[0]
    with serving_with(installation.log, installation.environment) as server:
        counters = [
            Counter(server.port, place, installation.emails[number % len(installation.emails)])
            for number in range(clients)
        ]
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda counter: counter.count_up(times), counters))
        for counter in counters:
            counter.close()
    statuses = [status for counter in counters for status in counter.statuses]
    stored = place.stored_in(installation.app)
    return Figures(
        engine=installation.engine_name,
        clients=clients,
        acknowledged=statuses.count(200),
        conflicts=statuses.count(409),
        refused=sum(status not in (200, 409) for status in statuses),
        counted=number_in(stored.answer.note),
        version=stored.version,
        torn=examine(installation.app, []).torn,
    )

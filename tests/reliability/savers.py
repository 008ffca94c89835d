"""People who save without pause over HTTP, and remember what the server acknowledged."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.browser import Browser, Over, Reply
from tests.builders import PASSWORD
from tests.reliability.installation import Installation, Place

BREATH = 0.05
"""Seconds before somebody tries again who was not heard."""


@dataclass(frozen=True)
class Acknowledged:
    """What a person may rely on: this note was said to be saved, as this version."""

    place: Place
    version: int
    note: str
    moment: float


@dataclass(frozen=True)
class Refused:
    """An answer that says it was not saved; `begun` and `ended` are moments of this machine."""

    status: int
    has_retry_after: bool
    begun: float
    ended: float


class NotLetIn(RuntimeError):
    """Logging in failed, so there is nothing to measure."""


def log_in(browser: Browser, email: str) -> None:
    """With the usual password, as people do."""
    sent = {"csrf_token": form_token(browser), "email": email, "password": PASSWORD}
    reply = browser.post("/log-in", sent)
    if reply.status != 302:
        raise NotLetIn(f"{email}: {reply.status}")


def form_token(browser: Browser) -> str:
    return str(json.loads(browser.get("/session").body)["csrf_token"])


class Saver:
    """One open page of one person: it numbers its requests, and repeats those not answered."""

    def __init__(self, port: int, place: Place, *, email: str) -> None:
        self._port = port
        self._place = place
        self._browser = Browser(Over(port))
        self._client = f"page-{random.getrandbits(64):016x}"
        self._sequence = 0
        self._typed = 0
        self._version = 0
        self.acknowledged: list[Acknowledged] = []
        self.refused: list[Refused] = []
        self.broken = 0
        """How often the line broke before an answer came."""
        log_in(self._browser, email)
        self._token = form_token(self._browser)

    def close(self) -> None:
        self._browser.close()

    def save(self) -> Acknowledged | None:
        """Type something new and send it once; None if it was not acknowledged."""
        self._typed += 1
        return self.send(f"{self._client} wrote {self._typed}")

    def save_until_heard(self, stopped: threading.Event) -> None:
        """Type something new, and send it until it is acknowledged."""
        self._typed += 1
        note = f"{self._client} wrote {self._typed}"
        while not stopped.is_set() and self.send(note) is None:
            stopped.wait(BREATH)

    def send(self, note: str) -> Acknowledged | None:
        begun = time.monotonic()
        reply = self._post(note)
        if reply is None:
            self.broken += 1
            self._browser.use(Over(self._port))
            return None
        ended = time.monotonic()
        if reply.status != 200:
            has_retry_after = "Retry-After" in reply.headers
            self.refused.append(Refused(reply.status, has_retry_after, begun, ended))
            return None
        self._version = int(json.loads(reply.body)["version"])
        done = Acknowledged(self._place, self._version, note, ended)
        self.acknowledged.append(done)
        return done

    def _post(self, note: str) -> Reply | None:
        self._sequence += 1
        key = self._place.criterion_key
        sent = {
            "csrf_token": self._token,
            "client": self._client,
            "sequence": str(self._sequence),
            f"{key}-version": str(self._version),
            f"{key}-choice": f"level:{self._typed % 2 + 1}",
            f"{key}-note": note,
        }
        try:
            return self._browser.post(self._place.address, sent, accept="application/json")
        except (HTTPException, OSError):
            return None


@dataclass
class Crowd:
    """All who save at once, and what they were told so far."""

    savers: Sequence[Saver]
    errors: list[BaseException] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[Acknowledged]:
        return [one for saver in self.savers for one in tuple(saver.acknowledged)]

    @property
    def refused(self) -> list[Refused]:
        return [one for saver in self.savers for one in tuple(saver.refused)]

    @property
    def broken(self) -> int:
        return sum(saver.broken for saver in self.savers)

    def wait_for(self, number: int, *, patience: float = 120) -> None:
        """Until so many more are acknowledged."""
        until, wanted = time.monotonic() + patience, len(self.acknowledged) + number
        while len(self.acknowledged) < wanted:
            if self.errors or time.monotonic() > until:
                raise TimeoutError(f"{len(self.acknowledged)} of {wanted}: {self.errors}")
            time.sleep(0.02)


def log_in_everybody(installation: Installation, port: int) -> list[Saver]:
    """A saver for every place, each logged in."""
    emails = installation.emails
    return [
        Saver(port, place, email=emails[number % len(emails)])
        for number, place in enumerate(installation.places)
    ]


@contextmanager
def saving(installation: Installation, port: int) -> Iterator[Crowd]:
    """Everybody saves until the block ends; at the end each has finished what they began."""
    crowd = Crowd(log_in_everybody(installation, port))
    stopped = threading.Event()

    def go_on(saver: Saver) -> None:
        try:
            while not stopped.is_set():
                saver.save_until_heard(stopped)
        except BaseException as error:
            crowd.errors.append(error)
            raise

    threads = [threading.Thread(target=go_on, args=(saver,)) for saver in crowd.savers]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
        for saver in crowd.savers:
            saver.close()

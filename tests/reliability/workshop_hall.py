"""A hall that rates together: all vote, all look every few seconds, and all share one address."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.form_fields import FormFields
from bench.results import Goal, Result
from tests.reliability.hall import Load
from tests.reliability.installation import Installation
from tests.reliability.phones import (
    Answer,
    NoAnswer,
    Phone,
    in_a_thread_of_its_own,
    look_now_and_then,
)
from tests.reliability.room import CHOICES, Counted, Room, a_room, count, open_phones, people_of
from tests.serving import serving_with

SECONDS_TO_JOIN = 10
SECONDS_TO_SETTLE = 3
"""A server that has just started loads what is slow; a room comes in long after that."""
HTML = "text/html"
TOO_MANY = 429


@dataclass(frozen=True)
class Rush:
    """So many phones vote, so often and so fast."""

    phones: int
    load: Load


@dataclass(frozen=True)
class Figures:
    engine: str
    rush: Rush
    lasted: tuple[float, ...]
    """Seconds from the moment each vote was due until its answer, in ascending order."""
    errors: int
    looks: int
    """How often phones asked meanwhile whether there is something new."""
    looks_failed: int
    counted: Counted

    def results(self) -> Iterator[Result]:
        phones, load = self.rush.phones, self.rush.load
        votes = phones * load.saves_each
        theme = f"{votes:,} votes of {phones} phones in {load.seconds:g} s, {self.engine}"
        yield Result(theme, "errors", self.errors, "requests", Goal(0))
        yield Result(theme, "acknowledged and lost", self.counted.lost, "votes", Goal(0))
        yield Result(theme, "counted twice", self.counted.doubled, "votes", Goal(0))
        yield Result(theme, "off in the sums", self.counted.miscounted, "votes", Goal(0))
        yield Result(theme, "looks meanwhile", self.looks, "requests")
        yield Result(theme, "looks that failed", self.looks_failed, "requests", Goal(0))
        for what, part, goal in (("p95", 0.95, load.p95), ("p99", 0.99, load.p99),
                                 ("longest", 1, load.longest)):  # fmt: skip
            yield Result(theme, what, 1000 * quantile(self.lasted, part), "ms", Goal(1000 * goal))


@dataclass(frozen=True)
class Joined:
    engine: str
    phones: int
    lasted: tuple[float, ...]
    """Seconds from the moment each was due until the first page of the workshop."""
    too_many: int
    """How often somebody heard that too many came from this address."""
    errors: int
    seated: int

    def results(self) -> Iterator[Result]:
        theme = f"{self.phones} join within {SECONDS_TO_JOIN} s, {self.engine}"
        yield Result(theme, "seated", self.seated, "people", Goal(self.phones, at_least=True))
        yield Result(theme, "errors", self.errors, "requests", Goal(0))
        yield Result(theme, "told to wait", self.too_many, "requests", Goal(0))
        yield Result(theme, "five requests, p95", 1000 * quantile(self.lasted, 0.95), "ms")


def quantile(lasted: Sequence[float], part: float) -> float:
    return lasted[min(len(lasted) - 1, int(part * len(lasted)))]


def workshop_hall(installation: Installation, rush: Rush, *, seed: int) -> Figures:
    """Everybody votes when it is their turn, however long the others take."""
    room = a_room(installation, people=rush.phones, rounds=rush.load.saves_each)
    with serving_with(installation.log, installation.environment) as server:
        phones, looks, lasted = in_a_thread_of_its_own(_vote_in_time(room, server.port, rush, seed))
    acknowledged = sum(len(phone.acknowledged) for phone in phones)
    return Figures(
        engine=installation.engine_name,
        rush=rush,
        lasted=tuple(sorted(lasted)),
        errors=len(lasted) - acknowledged,
        looks=sum(looks),
        looks_failed=looks.count(False),
        counted=count(room, phones),
    )


def everybody_joins(installation: Installation, *, phones: int) -> Joined:
    """From the printed code to the first question, each in turn."""
    room = a_room(installation, people=0, rounds=1)
    with serving_with(installation.log, installation.environment) as server:
        everybody = [Newcomer(Phone(server.port), room, number) for number in range(phones)]
        lasted = in_a_thread_of_its_own(_join_in_time(everybody))
    statuses = [status for one in everybody for status in one.unexpected]
    return Joined(
        engine=installation.engine_name,
        phones=phones,
        lasted=tuple(sorted(lasted)),
        too_many=statuses.count(TOO_MANY),
        errors=len(statuses),
        seated=people_of(room),
    )


@dataclass
class Newcomer:
    """Somebody who reads the code off the screen."""

    phone: Phone
    room: Room
    number: int

    def __post_init__(self) -> None:
        self.unexpected: list[int] = []
        """Statuses that were not as they should be; 0 for no answer."""

    async def join(self) -> None:
        try:
            await self._join()
        except NoAnswer:
            self.unexpected.append(0)
        finally:
            self.phone.close()

    async def _join(self) -> None:
        page = self._expect(200, await self.phone.get("/join"))
        code = {"join_code": self.room.code, "secret": ""}
        await self._send("/join", page, code)
        page = self._expect(200, await self.phone.get("/workshop/group"))
        group = self.room.group_ids[self.number % len(self.room.group_ids)]
        await self._send("/workshop/group", page, {"group": str(group)})
        self._expect(200, await self.phone.get("/workshop"))

    async def _send(self, address: str, page: Answer, fields: dict[str, str]) -> None:
        token = FormFields(page.body.decode()).found.get("csrf_token", "")
        sent = {"csrf_token": token, **fields}
        self._expect(303, await self.phone.post(address, sent, accept=HTML))

    def _expect(self, status: int, answer: Answer) -> Answer:
        if answer.status != status:
            self.unexpected.append(answer.status)
        return answer


async def _vote_in_time(
    room: Room, port: int, rush: Rush, seed: int
) -> tuple[list[Phone], list[bool], list[float]]:
    phones = await open_phones(room, port)
    looks: list[bool] = []
    chance = random.Random(seed)
    looking = [asyncio.create_task(look_now_and_then(one, chance, looks)) for one in phones]
    lasted: list[float] = []
    apart = rush.load.seconds / rush.load.saves_each
    begun = time.monotonic() + SECONDS_TO_SETTLE
    await asyncio.gather(
        *(
            _at(
                begun + apart * (turn + number / len(phones)),
                phone.vote(key, CHOICES[(number + turn) % len(CHOICES)]),
                lasted,
            )
            for number, phone in enumerate(phones)
            for turn, key in enumerate(room.criteria)
        )
    )
    for task in looking:
        task.cancel()
    await asyncio.gather(*looking, return_exceptions=True)
    for phone in phones:
        phone.close()
    return phones, looks, lasted


async def _join_in_time(everybody: Sequence[Newcomer]) -> list[float]:
    lasted: list[float] = []
    begun = time.monotonic() + SECONDS_TO_SETTLE
    apart = SECONDS_TO_JOIN / len(everybody)
    await asyncio.gather(
        *(_at(begun + apart * one.number, one.join(), lasted) for one in everybody)
    )
    return lasted


async def _at(moment: float, doing: Coroutine[Any, Any, Any], lasted: list[float]) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))
    await doing
    lasted.append(time.monotonic() - moment)

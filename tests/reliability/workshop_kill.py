"""kill -9 of the server in the middle of a round: votes are kept, and everybody goes on."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.results import Goal, Result
from tests.reliability.installation import Installation
from tests.reliability.phones import Phone, in_a_thread_of_its_own
from tests.reliability.room import CHOICES, Counted, Room, a_room, count, open_phones
from tests.serving import Gunicorn, serving_with

ROUNDS = 5
PATIENCE = 120
"""Seconds until it is no use waiting for more votes."""


@dataclass(frozen=True)
class Figures:
    engine: str
    kills: int
    phones: int
    acknowledged: int
    """Votes and changed votes that the server called kept."""
    broken: int
    """Requests that got no answer; the phone sent them again."""
    refused: int
    """Answers that were neither “kept” nor a broken line: a ticket that no longer holds, say."""
    rounds: int
    counted: Counted

    def results(self) -> Iterator[Result]:
        theme = f"{self.kills} kill -9 in mid-round, {self.phones} phones, {self.engine}"
        yield Result(theme, "acknowledged", self.acknowledged, "votes")
        yield Result(theme, "sent again", self.broken, "votes")
        yield Result(theme, "acknowledged and lost", self.counted.lost, "votes", Goal(0))
        yield Result(theme, "counted twice", self.counted.doubled, "votes", Goal(0))
        yield Result(theme, "off in the sums", self.counted.miscounted, "votes", Goal(0))
        yield Result(theme, "refused", self.refused, "requests", Goal(0))
        yield Result(theme, "rounds no longer open", self.rounds - self.counted.still_open, "",
                     Goal(0))  # fmt: skip


@dataclass
class _Voting:
    """Everybody changes their mind without pause, until told to stop."""

    phones: list[Phone]
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: int = 0

    async def go_on(self, room: Room, number: int) -> None:
        phone, turn = self.phones[number], 0
        while not self.stopped.is_set():
            key = room.criteria[turn % len(room.criteria)]
            # What was begun is finished, also after the end: nobody knows otherwise what stands.
            await phone.vote_until_heard(key, CHOICES[(number + turn // 2) % len(CHOICES)])
            self.acknowledged += 1
            turn += 1

    async def wait_for(self, number: int) -> None:
        """Until so many more are acknowledged."""
        wanted = self.acknowledged + number
        async with asyncio.timeout(PATIENCE):
            while self.acknowledged < wanted:
                await asyncio.sleep(0.01)


def workshop_kill(
    installation: Installation, *, phones: int, kills: int, acknowledged: int, seed: int
) -> Figures:
    """Kill a worker and the whole server in turns, at random moments, while all vote."""
    room = a_room(installation, people=phones, rounds=ROUNDS)
    with serving_with(installation.log, installation.environment) as server:
        voting = in_a_thread_of_its_own(
            _vote_and_kill(room, server, kills=kills, between=acknowledged // kills + 1, seed=seed)
        )
    return Figures(
        engine=installation.engine_name,
        kills=kills,
        phones=phones,
        acknowledged=voting.acknowledged,
        broken=sum(phone.broken for phone in voting.phones),
        refused=sum(len(phone.refused) for phone in voting.phones),
        rounds=ROUNDS,
        counted=count(room, voting.phones),
    )


async def _vote_and_kill(
    room: Room, server: Gunicorn, *, kills: int, between: int, seed: int
) -> _Voting:
    chance = random.Random(seed)
    voting = _Voting(await open_phones(room, server.port))
    async with asyncio.TaskGroup() as everybody:
        for number in range(len(voting.phones)):
            everybody.create_task(voting.go_on(room, number))
        for number in range(kills):
            await voting.wait_for(between)
            await asyncio.sleep(chance.uniform(0, 0.05))
            await asyncio.to_thread(_kill_a_worker if number % 2 else _restart, server)
        await voting.wait_for(between)
        voting.stopped.set()
    for phone in voting.phones:
        phone.close()
    return voting


def _kill_a_worker(server: Gunicorn) -> None:
    server.kill_a_worker()


def _restart(server: Gunicorn) -> None:
    server.kill()
    server.start()
    server.wait_until("/readyz")

"""How much of everything: a short profile for the tests, a long one for figures worth telling."""

from __future__ import annotations

from dataclasses import dataclass

from tests.reliability.hall import ALL_AT_ONCE, WITHOUT_PAUSE, Load
from tests.reliability.workshop_hall import Rush


@dataclass(frozen=True)
class Profile:
    """One way to run everything."""

    workers: int
    """Processes that serve."""
    savers: int
    kills: int
    acknowledged: int
    """At least so many answers between the first and the last kill."""
    clients: int
    times: int
    """How often each client counts up."""
    interleavings: int
    backups: int
    rounds: int
    """How often the disk gets full."""
    restarts: int
    """Of the database server; every second one is a crash."""
    reloads: int
    saves: int
    """Answers between two of such events."""
    tries: int
    people: int
    loads: tuple[Load, ...]
    rushes: tuple[Rush, ...]
    """How phones vote in a workshop."""
    kills_in_mid_round: int
    reading: float
    """Seconds for which people ask for reports without pause."""


SHORT = Profile(
    workers=1, savers=8, kills=2, acknowledged=120, clients=4, times=10, interleavings=50,
    backups=3, rounds=2, restarts=2, reloads=1, saves=10, tries=5, people=40, loads=(ALL_AT_ONCE,),
    rushes=(Rush(40, ALL_AT_ONCE),), kills_in_mid_round=2, reading=4,
)  # fmt: skip
LONG = Profile(
    workers=2, savers=32, kills=100, acknowledged=20_000, clients=16, times=100,
    interleavings=1_000, backups=20, rounds=5, restarts=10, reloads=20, saves=100,
    tries=200, people=200, loads=(ALL_AT_ONCE, WITHOUT_PAUSE),
    rushes=(Rush(200, WITHOUT_PAUSE), Rush(200, ALL_AT_ONCE), Rush(500, ALL_AT_ONCE)),
    kills_in_mid_round=20, reading=30,
)  # fmt: skip
SEED = 2026

"""Measure variants of one thing in turns, so that a busy machine burdens them all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Variant:
    """One way of doing something; `clock` tells the processor seconds of whoever does it."""

    work: Work
    clock: Clock = time.process_time


@dataclass(frozen=True)
class Cost:
    """What one unit of work takes, in milliseconds: medians over all rounds."""

    cpu: float
    """Processor time of the whole process, all its threads; holds on a busy machine too."""
    wall: float


@dataclass(frozen=True)
class Pace:
    """How thoroughly to measure."""

    rounds: int
    seconds_per_turn: float
    """About how long one variant works before it is the next one's turn."""


def measure(variants: Mapping[str, Work | Variant], pace: Pace) -> dict[str, Cost]:
    """The cost of each variant, all of them in every round, after some units to warm up."""
    timed = {name: v if isinstance(v, Variant) else Variant(v) for name, v in variants.items()}
    units = {name: _units_per_turn(variant, pace) for name, variant in timed.items()}
    turns: dict[str, list[tuple[float, float]]] = {name: [] for name in timed}
    for _ in range(pace.rounds):
        for name, variant in timed.items():
            turns[name].append(_turn(variant, units[name]))
    return {
        name: Cost(median(cpu for cpu, _ in taken), median(wall for _, wall in taken))
        for name, taken in turns.items()
    }


def _units_per_turn(variant: Variant, pace: Pace) -> int:
    _turn(variant, 2)
    _, wall = _turn(variant, 1)
    return max(1, min(200, int(pace.seconds_per_turn * 1000 / max(wall, 0.001))))


def _turn(variant: Variant, units: int) -> tuple[float, float]:
    """Milliseconds of processor and of clock for each unit."""
    cpu, wall = variant.clock(), time.perf_counter()
    for _ in range(units):
        variant.work()
    cpu, wall = variant.clock() - cpu, time.perf_counter() - wall
    return 1000 * cpu / units, 1000 * wall / units

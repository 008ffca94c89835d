"""One line of the table: what was measured, beside its floor and its goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from bench.measuring import Cost


@dataclass(frozen=True)
class Goal:
    """A bound of what is good enough, such as “at most 1.5 times the floor”."""

    bound: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True)
class Result:
    """One measurement. `value` is what the goal speaks about, in `unit`; None if not measurable."""

    theme: str
    what: str
    value: float | None
    unit: str
    goal: Goal | None = None
    cpu: float | None = None
    wall: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without a goal or without a value."""
        if self.goal is None or self.value is None:
            return None
        return self.goal.is_met(self.value)


def ratio(
    theme: str, what: str, costs: tuple[Cost, Cost], *, floor: str, goal: float | None = None
) -> Result:
    """How many times the floor's processor time something takes; `costs` are its own, the floor's.

    `floor` names the floor.
    """
    own, lowest = costs
    return Result(
        theme,
        what,
        own.cpu / lowest.cpu,
        f"× {floor}",
        Goal(goal) if goal is not None else None,
        own.cpu,
        own.wall,
        f"floor {lowest.cpu:.2f} ms",
    )


def time_of(theme: str, what: str, cost: Cost, *, goal: float | None = None) -> Result:
    """Processor milliseconds of one unit of work."""
    bound = Goal(goal) if goal is not None else None
    return Result(theme, what, cost.cpu, "ms", bound, cost.cpu, cost.wall)


def as_records(results: Iterable[Result]) -> list[dict[str, object]]:
    """The results as JSON-ready records, unrounded."""
    return [asdict(result) | {"met": result.is_met} for result in results]

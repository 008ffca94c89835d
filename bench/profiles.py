"""How thoroughly a run measures."""

from __future__ import annotations

from dataclasses import dataclass

from bench.measuring import Pace


@dataclass(frozen=True)
class Profile:
    """One way to run everything; its sizes are counts of stored or given things."""

    pace: Pace
    few: int
    """Stored assessments of the small installation, to see how cost grows."""
    many: int
    starts: int
    """How often each application is started."""
    answers: int
    """Answers in the file that is scored."""
    sheets: int
    """Answer sheets in the file that is imported."""
    saves: int
    """Answers that each of the savers at once saves."""


QUICK = Profile(Pace(2, 0.01), few=10, many=40, starts=1, answers=2_000, sheets=40, saves=2)
USUAL = Profile(
    Pace(25, 0.06), few=100, many=2_000, starts=3, answers=100_000, sheets=2_000, saves=10
)
FULL = Profile(
    Pace(50, 0.1), few=1_000, many=10_000, starts=5, answers=100_000, sheets=2_000, saves=25
)

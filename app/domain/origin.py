"""Where an official answer comes from: the workshop that decided it, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.domain.exact_numbers import written_number

TITLE_LENGTH = 200
WHY_LENGTH = MINORITY_LENGTH = 2_000
MOST_ROUNDS, MOST_PEOPLE = 1_000, 1_000_000


class How(StrEnum):
    """How a workshop came to its decision."""

    AGREED = "agreed"
    MAJORITY = "majority"
    MODERATOR = "moderator"
    POSTPONED = "postponed"
    """A decision too, but one that leaves the answer as it stands: no answer comes from it."""


@dataclass(frozen=True)
class Origin:
    """The decision an answer comes from: “workshop of 12 May, round 2, 14 of 18, median 2”.

    `round` counts from 1; None where the room talked and decided openly, without votes. `median`
    is the one the room saw, None where it saw none. `reason` is why it was decided so; `minority`
    what those say who would have decided otherwise. It stays with the answer.
    """

    day: date
    title: str
    round: int | None
    voted: int
    present: int
    median: Fraction | None
    how: How
    reason: str = ""
    minority: str = ""

    def as_record(self) -> dict[str, Any]:
        """Ready for JSON; the median as exact text.

        >>> told = Origin(date(2026, 5, 12), "", 2, 14, 18, Fraction(3, 2), How.AGREED).as_record()
        >>> told["day"], told["median"]
        ('2026-05-12', '3/2')
        """
        return {
            "day": self.day.isoformat(),
            "title": self.title,
            "round": self.round,
            "voted": self.voted,
            "present": self.present,
            "median": None if self.median is None else str(self.median),
            "how": self.how.value,
            "reason": self.reason,
            "minority": self.minority,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Origin:
        """Read what `as_record` made; fields it does not know are skipped.

        Raises ValueError with the field that is wrong, and what stands there.
        """
        if not isinstance(record, Mapping):
            raise ValueError(f"an origin cannot be {record!r:.40}")
        return cls(
            day=_day(record.get("day")),
            title=_text(record, "title", TITLE_LENGTH),
            round=_round(record),
            voted=_count(record, "voted", MOST_PEOPLE),
            present=_count(record, "present", MOST_PEOPLE),
            median=_median(record.get("median")),
            how=How(str(record.get("how"))),
            reason=_text(record, "reason", WHY_LENGTH),
            minority=_text(record, "minority", MINORITY_LENGTH),
        )


def _day(told: object) -> date:
    if not isinstance(told, str):
        raise ValueError(f"day cannot be {told!r:.40}")
    return date.fromisoformat(told)


def _text(record: Mapping[str, Any], name: str, longest: int) -> str:
    told = record.get(name, "")
    if not isinstance(told, str) or len(told) > longest:
        raise ValueError(f"{name} is a text of at most {longest} characters")
    return told


def _count(record: Mapping[str, Any], name: str, most: int) -> int:
    told = record.get(name, 0)
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= most:
        raise ValueError(f"{name} cannot be {told!r:.40}")
    return told


def _round(record: Mapping[str, Any]) -> int | None:
    if record.get("round") is None:
        return None
    found = _count(record, "round", MOST_ROUNDS)
    if found == 0:
        raise ValueError("round cannot be 0")
    return found


def _median(told: object) -> Fraction | None:
    if told is None:
        return None
    found = written_number(told) if isinstance(told, str) else None
    if found is None:
        raise ValueError(f"median cannot be {told!r:.40}")
    return found

"""Which part of the history a page shows: by whom, of what, and since when."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.assessments.opening import OpenAssessment
from app.domain.checklist import Checklist

MOMENT = re.compile("[0-9]{14}", re.ASCII)


@dataclass(frozen=True)
class HistoryFilter:
    """What is asked for; None where it does not matter."""

    person: str | None = None
    part: str | None = None
    """The key of a section or of a criterion."""
    since: datetime | None = None

    @property
    def is_set(self) -> bool:
        return bool(self.values)

    @property
    def values(self) -> dict[str, str]:
        """As it stands in addresses."""
        since = f"{self.since:%Y%m%d%H%M%S}" if self.since else None
        told = {"person": self.person, "part": self.part, "since": since}
        return {name: value for name, value in told.items() if value}

    def criteria(self, checklist: Checklist) -> Collection[str] | None:
        """The keys of the criteria it leaves; None for all of them."""
        if self.part is None:
            return None
        node = checklist.nodes_by_key.get(self.part)
        return [criterion.key for criterion in node.criteria] if node else [self.part]


def read_filter(
    check: OpenAssessment, told: Mapping[str, str], *, people: Collection[str]
) -> HistoryFilter:
    """The filter of an address; what this self-check does not know does not count."""
    person, part = told.get("person"), told.get("part")
    sections = {node.key for node in check.checklist.nodes if node.criteria}
    return HistoryFilter(
        person=person if person in people else None,
        part=part if part in sections or part in check.checklist.criteria_by_key else None,
        since=_moment(told.get("since", "")),
    )


def _moment(digits: str) -> datetime | None:
    if not MOMENT.fullmatch(digits):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None

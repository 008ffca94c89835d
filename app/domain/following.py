"""Where the criteria of an earlier self-check are in a later one: their successors, or why none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.checklist import Checklist, Criterion
from app.domain.comparison import NOT_ASKED_NOW
from app.domain.measure import Effect
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.versions import REASONS


@dataclass(frozen=True, eq=False)
class Ways:
    """From the keys of the earlier version to the criteria of the later one."""

    successors: Mapping[str, Criterion]
    """Only where the two can be compared: the same criterion, or reworded."""
    reasons: Mapping[str, str]
    """Why there is no successor, as a sentence to be translated."""

    def to(self, key: str) -> Criterion | None:
        return self.successors.get(key)

    def why_not(self, key: str) -> str:
        """Empty where the criterion has a successor."""
        if key in self.successors:
            return ""
        return self.reasons.get(key, REASONS[ReplacementKind.RETIRED])


def ways_to(asked: Checklist, *, lines: Iterable[Replacement]) -> Ways:
    """The ways to the checklist as it is asked later: all of it, or in the short form its core."""
    successors: dict[str, Criterion] = {}
    reasons: dict[str, str] = {}
    for line in lines:
        if not line.kind.is_comparable:
            reasons |= dict.fromkeys(line.old, REASONS[line.kind])
        elif line.new[0] in asked.criteria_by_key:
            successors[line.old[0]] = asked.criteria_by_key[line.new[0]]
        else:
            reasons[line.old[0]] = NOT_ASKED_NOW
    return Ways(successors, reasons)


@dataclass(frozen=True)
class Followed:
    """Effects under the keys of the later version, and those that found no way to it."""

    effects: tuple[Effect, ...]
    lost: tuple[tuple[Effect, str], ...]
    """Each with the reason, as a sentence to be translated."""


def follow(effects: Iterable[Effect], ways: Ways) -> Followed:
    """The effects as they are called in the later version."""
    kept, lost = [], []
    for effect in effects:
        criterion = ways.to(effect.criterion_key)
        if criterion is None:
            lost.append((effect, ways.why_not(effect.criterion_key)))
        else:
            kept.append(replace(effect, criterion_key=criterion.key))
    return Followed(tuple(kept), tuple(lost))

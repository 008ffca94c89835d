"""The bridge from one year's total to the next: what of the difference comes from where.

Last year → criteria dropped → practice changed → states changed → rules changed → criteria added
→ this year. Each station is scored whole, so the parts add up exactly whatever the two years
were asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from app.domain.answers import Answer, AnswerSheet
from app.domain.errors import N_, DomainError
from app.domain.report import AssessmentReport, make_report


class Cause(StrEnum):
    """Where a part of the difference comes from, in the order of the way."""

    DROPPED = "dropped"
    PRACTICE = "practice"
    """Levels of criteria that were answered in both years."""
    STATES = "states"
    """Criteria that became open, unknown or not applicable, or are so no more."""
    RULES = "rules"
    """Weights, points, the way of adding up."""
    ADDED = "added"


class NoBridge(DomainError):
    """A station on the way has no score, so there is no way to tell the parts apart."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


_NO_SCORE = (
    N_("The earlier year has no score: nothing is answered that counts."),
    N_("Of the criteria that both years share, none counted in the earlier year."),
    N_("Of the criteria that both years share, none counts with the levels of today."),
    N_("Of the criteria that both years share, none counts in the later year."),
    N_("Of the criteria that both years share, none counts by the rules of today."),
    N_("The later year has no score: nothing is answered that counts."),
)


@dataclass(frozen=True)
class BridgePart:
    """One part of the way: from this total to that, 0 to 100, for this cause."""

    cause: Cause
    start: Fraction
    end: Fraction

    @property
    def difference(self) -> Fraction:
        return self.end - self.start


@dataclass(frozen=True)
class Bridge:
    """The whole way, part after part, those of zero among them."""

    parts: tuple[BridgePart, ...]

    @property
    def start(self) -> Fraction:
        return self.parts[0].start

    @property
    def end(self) -> Fraction:
        return self.parts[-1].end

    @property
    def difference(self) -> Fraction:
        return self.end - self.start

    @property
    def shown(self) -> tuple[BridgePart, ...]:
        """The parts that make a difference."""
        return tuple(part for part in self.parts if part.difference)


@dataclass(frozen=True)
class Stations:
    """The total at each station, None where there is no statement."""

    earlier_year: Fraction | None
    without_dropped: Fraction | None
    practice_of_today: Fraction | None
    states_of_today: Fraction | None
    rules_of_today: Fraction | None
    later_year: Fraction | None

    @property
    def in_order(self) -> tuple[Fraction | None, ...]:
        return (
            self.earlier_year,
            self.without_dropped,
            self.practice_of_today,
            self.states_of_today,
            self.rules_of_today,
            self.later_year,
        )


def stations_between(
    before: AssessmentReport, after: AssessmentReport, pairs: Iterable[tuple[str, str]]
) -> Stations:
    """Score every station; `pairs` are the old and the new key of each comparable criterion.

    An answer that is left out counts like a criterion that is left out: only what has a value
    counts. Comparable criteria have the same levels, so a level of today fits the scale of then.
    """
    pairs = tuple(pairs)
    shared_then = _only(before.sheet, {old for old, _ in pairs})
    shared_now = _only(after.sheet, {new for _, new in pairs})
    today = {old: shared_now[new] for old, new in pairs if new in shared_now}
    practised = {
        key: today[key] if _has_level(today.get(key)) and _has_level(answer) else answer
        for key, answer in shared_then.items()
    }
    return Stations(
        earlier_year=_total(before, before.sheet),
        without_dropped=_total(before, shared_then),
        practice_of_today=_total(before, practised),
        states_of_today=_total(before, today),
        rules_of_today=_total(after, shared_now),
        later_year=_total(after, after.sheet),
    )


def build_bridge(stations: Stations) -> Bridge:
    """The parts between the stations; NoBridge where one has no total, with the reason."""
    totals = []
    for total, reason in zip(stations.in_order, _NO_SCORE, strict=True):
        if total is None:
            raise NoBridge(reason)
        totals.append(total)
    ways = zip(Cause, pairwise(totals), strict=True)
    return Bridge(tuple(BridgePart(cause, start, end) for cause, (start, end) in ways))


def _total(rules: AssessmentReport, sheet: AnswerSheet) -> Fraction | None:
    """The overall score of these answers by the rules of that report."""
    if sheet is rules.sheet:
        return rules.headline.exact
    return make_report(rules.whole, sheet, scope=rules.scope).headline.exact


def _only(sheet: AnswerSheet, keys: set[str]) -> Mapping[str, Answer]:
    return {key: answer for key, answer in sheet.items() if key in keys}


def _has_level(answer: Answer | None) -> bool:
    return answer is not None and answer.level is not None

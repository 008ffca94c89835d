"""Two years of one municipality beside each other, honestly, though the checklist changed.

First how far they can be compared, then the values over what they share, then what moved. The
bridge between the two totals is in `bridge`, more than two years are in `timeline`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from app.domain.answers import OPEN, Answer, AnswerSheet
from app.domain.bridge import Bridge, NoBridge, Stations, build_bridge, stations_between
from app.domain.checklist import Checklist, Criterion, Section
from app.domain.errors import N_
from app.domain.gaps import propose_target
from app.domain.replacements import Replacement
from app.domain.report import AssessmentReport
from app.domain.scoring import Score, score_checklist
from app.domain.versions import REASONS, compose

NOT_ASKED_THEN = N_("not asked in the short form of the earlier year")
NOT_ASKED_NOW = N_("not asked in the short form of the later year")


@dataclass(frozen=True)
class YearReport:
    """The report of one reference year."""

    year: int
    report: AssessmentReport

    @property
    def asked(self) -> Checklist:
        """The checklist as it was asked: all of it, or the core."""
        return self.report.checklist

    @property
    def whole(self) -> Checklist:
        return self.report.whole

    def answer_to(self, key: str) -> Answer:
        return self.report.sheet.get(key, OPEN)


@dataclass(frozen=True)
class NotComparable:
    """A line of criteria that stands outside the comparison, and why.

    `reason` is a sentence to be translated. One of the two sides may be empty.
    """

    old: tuple[Criterion, ...]
    new: tuple[Criterion, ...]
    reason: str


class Movement(StrEnum):
    """What became of one comparable criterion."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    STATE = "state"
    """Answered in one of the years alone, or without a level for another reason than before."""


class Reckoning(StrEnum):
    """The earlier year's target against the later year's level."""

    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True)
class Pair:
    """One comparable criterion with what was said about it then and now."""

    old: Criterion
    new: Criterion
    before: Answer
    after: Answer

    @property
    def is_answered_twice(self) -> bool:
        return self.before.level is not None and self.after.level is not None

    @property
    def steps(self) -> int | None:
        """Positions on the scale it moved up (or, below 0, down); None without two levels."""
        if self.before.level is None or self.after.level is None:
            return None
        return self.new.scale.position(self.after.level) - self.old.scale.position(
            self.before.level
        )

    @property
    def movement(self) -> Movement:
        if self.steps is None:
            return Movement.SAME if self.before.state is self.after.state else Movement.STATE
        if self.steps == 0:
            return Movement.SAME
        return Movement.UP if self.steps > 0 else Movement.DOWN

    @property
    def target(self) -> int | None:
        """The level that was aimed at in the earlier year; None where nothing was answered."""
        if self.before.target is not None:
            return self.before.target
        return None if self.before.level is None else propose_target(self.old, self.before.level)

    @property
    def target_was_proposal(self) -> bool:
        return self.before.target is None

    @property
    def reckoning(self) -> Reckoning | None:
        """Whether the target was reached; None where there was none, or there is no level now."""
        if self.target is None or self.after.level is None:
            return None
        position = self.new.scale.position
        is_reached = position(self.after.level) >= self.old.scale.position(self.target)
        return Reckoning.REACHED if is_reached else Reckoning.MISSED


@dataclass(frozen=True)
class SharedValue:
    """One number of both years: over the shared criteria, and in full.

    `node` is None for the overall score, and for a node otherwise, as the later year calls it
    (the earlier where it is gone). A full value is None where the year has no such node, or
    no statement about it.
    """

    node: Section | None
    shared_then: Fraction | None
    shared_now: Fraction | None
    full_then: Score | None
    full_now: Score | None

    @property
    def difference(self) -> Fraction | None:
        """Over the shared criteria, 0 to 100; None unless both years say something."""
        if self.shared_then is None or self.shared_now is None:
            return None
        return self.shared_now - self.shared_then


@dataclass(frozen=True, eq=False)
class Comparison:
    """An earlier and a later year. `pairs` are in the order of the later checklist."""

    before: YearReport
    after: YearReport
    pairs: tuple[Pair, ...]
    rest: tuple[NotComparable, ...]

    @property
    def total(self) -> int:
        """The criteria of both years together: each comparable pair counts once."""
        outside = {c.key for line in self.rest for c in (*line.old, *line.new)}
        return len(self.pairs) + len(outside)

    @property
    def share(self) -> Fraction:
        """The share of comparable criteria, 0 to 1."""
        return Fraction(len(self.pairs), self.total) if self.total else Fraction(0)

    @cached_property
    def answered_twice(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.is_answered_twice)

    @cached_property
    def moved(self) -> tuple[Pair, ...]:
        """The comparable criteria that are not as they were."""
        return tuple(pair for pair in self.pairs if pair.movement is not Movement.SAME)

    @cached_property
    def reckoned(self) -> tuple[Pair, ...]:
        """Those whose earlier target can be held against the level of today."""
        return tuple(pair for pair in self.pairs if pair.reckoning is not None)

    @property
    def bridge(self) -> Bridge | None:
        """The way from one total to the other; None where a station on it has no score."""
        return self._bridge if isinstance(self._bridge, Bridge) else None

    @property
    def why_no_bridge(self) -> str:
        """What has no score, as a sentence to be translated; empty where there is a bridge."""
        return self._bridge.message if isinstance(self._bridge, NoBridge) else ""

    @cached_property
    def overall(self) -> SharedValue:
        return SharedValue(
            None,
            shared_then=self._stations.without_dropped,
            shared_now=self._stations.rules_of_today,
            full_then=self.before.report.headline,
            full_now=self.after.report.headline,
        )

    @cached_property
    def profile(self) -> tuple[SharedValue, ...]:
        """Every dimension and section of the later year, then those that are gone."""
        shared_old = {pair.old.key for pair in self.pairs}
        shared_new = {pair.new.key for pair in self.pairs}
        then = score_checklist(
            self.before.asked, _only(self.before.report.sheet, shared_old), with_range=False
        )
        now = score_checklist(
            self.after.asked, _only(self.after.report.sheet, shared_new), with_range=False
        )
        full_then = self.before.report.card.nodes
        full_now = self.after.report.card.nodes
        nodes = {line.node.key: line.node for line in self.after.report.profile}
        nodes |= {
            line.node.key: line.node
            for line in self.before.report.profile
            if line.node.key not in nodes
        }
        return tuple(
            SharedValue(
                node,
                shared_then=then.nodes[key].exact if key in then.nodes else None,
                shared_now=now.nodes[key].exact if key in now.nodes else None,
                full_then=full_then.get(key),
                full_now=full_now.get(key),
            )
            for key, node in nodes.items()
        )

    @cached_property
    def _stations(self) -> Stations:
        pairs = [(pair.old.key, pair.new.key) for pair in self.pairs]
        return stations_between(self.before.report, self.after.report, pairs)

    @cached_property
    def _bridge(self) -> Bridge | NoBridge:
        try:
            return build_bridge(self._stations)
        except NoBridge as reason:
            return reason


def compare(
    before: YearReport, after: YearReport, *, lines: Iterable[Replacement] | None = None
) -> Comparison:
    """Compare an earlier year with a later one.

    `lines` say what became of each criterion from the earlier year's version to the later one's;
    without them the two versions alone speak. In the short form only what is asked counts.
    """
    if lines is None:
        lines = compose((before.whole, after.whole))
    asked_then, asked_now = before.asked.criteria_by_key, after.asked.criteria_by_key
    pairs, rest = [], []
    for line in lines:
        old = tuple(asked_then[key] for key in line.old if key in asked_then)
        new = tuple(asked_now[key] for key in line.new if key in asked_now)
        if not old and not new:
            continue
        if not line.kind.is_comparable:
            rest.append(NotComparable(old, new, REASONS[line.kind]))
        elif old and new:
            answers = before.answer_to(old[0].key), after.answer_to(new[0].key)
            pairs.append(Pair(old[0], new[0], *answers))
        else:
            rest.append(NotComparable(old, new, NOT_ASKED_NOW if old else NOT_ASKED_THEN))
    return Comparison(before, after, tuple(pairs), tuple(rest))


def _only(sheet: AnswerSheet, keys: set[str]) -> AnswerSheet:
    return {key: answer for key, answer in sheet.items() if key in keys}

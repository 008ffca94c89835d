"""What measures are expected to change, and the reckoning a year later.

A forecast never is an answer: it makes a second answer sheet beside the real one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.answers import OPEN, AnswerSheet, State
from app.domain.checklist import Checklist, Criterion
from app.domain.errors import N_
from app.domain.following import Ways
from app.domain.gaps import Gap
from app.domain.measure import Effect, MeasureState, PlannedMeasure

HOPED_FOR = (
    MeasureState.PROPOSED,
    MeasureState.DECIDED,
    MeasureState.UNDER_WAY,
    MeasureState.DONE,
)
"""Those whose effect is expected; what was dropped changes nothing."""


def expected_sheet(
    checklist: Checklist, sheet: AnswerSheet, measures: Iterable[PlannedMeasure]
) -> AnswerSheet:
    """The answers once every measure that is not dropped has had its expected effect.

    A criterion of several measures reaches the highest level that one of them expects; none falls
    below its level of today. What is not applicable stays so; unknown and open get the level.
    Effects on criteria or levels that this checklist does not know are passed over.
    """
    expected = dict(sheet)
    for effect in _effects(measures):
        criterion = checklist.criteria_by_key.get(effect.criterion_key)
        if criterion is None or effect.after is None or not criterion.scale.has(effect.after):
            continue
        answer = expected.get(criterion.key, OPEN)
        if answer.state is State.NOT_APPLICABLE:
            continue
        level = _higher(criterion, answer.level, effect.after)
        expected[criterion.key] = replace(answer, state=State.LEVEL, level=level)
    return expected


NO_LEVEL_NOW = N_("no level is given now")


@dataclass(frozen=True)
class Expected:
    """One criterion that is expected to change: its level of today, the one expected, and why."""

    criterion: Criterion
    now: int | None
    after: int
    by_year: int | None
    """The latest year that a measure behind it names."""
    measures: tuple[PlannedMeasure, ...]

    @property
    def changes_something(self) -> bool:
        return self.now != self.after


def expected_effects(
    checklist: Checklist, sheet: AnswerSheet, measures: Iterable[PlannedMeasure]
) -> tuple[Expected, ...]:
    """Every criterion for which a level is expected, in the order of the checklist."""
    measures = tuple(one for one in measures if one.state in HOPED_FOR)
    later = expected_sheet(checklist, sheet, measures)
    found = []
    for criterion in checklist.criteria:
        effects = [(m, e) for m in measures for e in m.effects if _expects(criterion, e)]
        after = later.get(criterion.key, OPEN).level
        if effects and after is not None:
            behind = sorted((m for m, _ in effects), key=lambda one: one.number)
            years = [e.by_year for _, e in effects if e.by_year is not None]
            now = sheet.get(criterion.key, OPEN).level
            found.append(Expected(criterion, now, after, max(years, default=None), tuple(behind)))
    return tuple(found)


def without_measure(gaps: Iterable[Gap], measures: Iterable[PlannedMeasure]) -> tuple[Gap, ...]:
    """The gaps that no measure serves, but perhaps one that was dropped."""
    served = {effect.criterion_key for effect in _effects(measures)}
    return tuple(gap for gap in gaps if gap.criterion.key not in served)


def _expects(criterion: Criterion, effect: Effect) -> bool:
    return (
        effect.criterion_key == criterion.key
        and effect.after is not None
        and criterion.scale.has(effect.after)
    )


class Verdict(StrEnum):
    """How a forecast compares with what came."""

    EXCEEDED = "exceeded"
    REACHED = "reached"
    PARTLY = "partly"
    """Higher than before, but not as high as expected."""
    MISSED = "missed"
    """No higher than before."""
    NO_STATEMENT = "no_statement"
    """The criterion has no level now, or cannot be compared any more."""


@dataclass(frozen=True)
class Reckoned:
    """One expected effect beside what became of it.

    `criterion` is the one of today, None where it cannot be compared. `now` is None where there
    is no level. `reason` says why there is no statement, as a sentence to be translated.
    """

    measure: PlannedMeasure
    effect: Effect
    criterion: Criterion | None
    now: int | None
    verdict: Verdict
    reason: str = ""

    @property
    def is_dropped(self) -> bool:
        """Its measure was given up: nothing was expected of it in the end."""
        return self.measure.state is MeasureState.DROPPED

    @property
    def is_reached(self) -> bool:
        return self.verdict in (Verdict.REACHED, Verdict.EXCEEDED)

    def has_time(self, year: int) -> bool:
        """Not reached in that year, and not expected before a later one."""
        is_late = self.effect.by_year is None or self.effect.by_year <= year
        return self.verdict in (Verdict.PARTLY, Verdict.MISSED) and not is_late


@dataclass(frozen=True)
class Balance:
    """How many of the expected effects were reached. What was given up is counted apart."""

    reached: int
    expected: int
    waiting: int
    """Of the expected ones, those that still have time."""
    unclear: int
    """Without a statement; not among the expected ones."""
    dropped: int


def reckon(
    measures: Iterable[PlannedMeasure], ways: Ways, *, then: AnswerSheet, now: AnswerSheet
) -> tuple[Reckoned, ...]:
    """Every effect that measures expected, beside the answers that came later.

    `ways` lead from the version of the forecast to the one of `now`. Where a measure did not say
    from which level it starts, the answer of `then` does.
    """
    return tuple(
        _reckoned(measure, _with_start(effect, then), ways, now)
        for measure in measures
        for effect in measure.effects
        if effect.after is not None
    )


def balance(reckoned: Iterable[Reckoned], *, year: int) -> Balance:
    """The reckoning in numbers, in the year that it is made for."""
    reckoned = tuple(reckoned)
    meant = [one for one in reckoned if not one.is_dropped]
    told = [one for one in meant if one.verdict is not Verdict.NO_STATEMENT]
    return Balance(
        reached=sum(one.is_reached for one in told),
        expected=len(told),
        waiting=sum(one.has_time(year) for one in told),
        unclear=len(meant) - len(told),
        dropped=len(reckoned) - len(meant),
    )


def _with_start(effect: Effect, then: AnswerSheet) -> Effect:
    if effect.before is not None:
        return effect
    return replace(effect, before=then.get(effect.criterion_key, OPEN).level)


def _reckoned(measure: PlannedMeasure, effect: Effect, ways: Ways, sheet: AnswerSheet) -> Reckoned:
    criterion = ways.to(effect.criterion_key)
    if criterion is None:
        reason = ways.why_not(effect.criterion_key)
        return Reckoned(measure, effect, None, None, Verdict.NO_STATEMENT, reason)
    now = sheet.get(criterion.key, OPEN).level
    if now is None or not _is_known(criterion, effect):
        return Reckoned(measure, effect, criterion, now, Verdict.NO_STATEMENT, NO_LEVEL_NOW)
    return Reckoned(measure, effect, criterion, now, _verdict(criterion, effect, now))


def _is_known(criterion: Criterion, effect: Effect) -> bool:
    told = (level for level in (effect.before, effect.after) if level is not None)
    return all(criterion.scale.has(level) for level in told)


def _verdict(criterion: Criterion, effect: Effect, now: int) -> Verdict:
    position = criterion.scale.position
    if effect.after is None:
        return Verdict.NO_STATEMENT
    difference = position(now) - position(effect.after)
    if difference > 0:
        return Verdict.EXCEEDED
    if difference == 0:
        return Verdict.REACHED
    # Without a level before, anything but the lowest one is more than there was.
    before = 0 if effect.before is None else position(effect.before)
    return Verdict.PARTLY if position(now) > before else Verdict.MISSED


def _higher(criterion: Criterion, level: int | None, expected: int) -> int:
    if level is None:
        return expected
    return max(level, expected, key=criterion.scale.position)


def _effects(measures: Iterable[PlannedMeasure]) -> Iterable[Effect]:
    return (e for measure in measures if measure.state in HOPED_FOR for e in measure.effects)

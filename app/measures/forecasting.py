"""What the measures of a self-check are expected to change, and what came of those before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.assessments.opening import OpenAssessment
from app.domain.checklist import Criterion
from app.domain.forecast import (
    HOPED_FOR,
    Balance,
    Expected,
    Reckoned,
    balance,
    expected_effects,
    expected_sheet,
    reckon,
    without_measure,
)
from app.domain.gaps import Gap
from app.domain.measure import PlannedMeasure
from app.domain.origin import Origin
from app.domain.report import AssessmentReport
from app.measures.queries import planned
from app.measures.years import measures_for, ways_between, year_before
from app.reports.queries import load_report, report_of


@dataclass(frozen=True, eq=False)
class Forecast:
    """The result of today beside the one that is expected. It is no answer, and never kept."""

    measures: tuple[PlannedMeasure, ...]
    """Those that are not dropped."""
    now: AssessmentReport
    later: AssessmentReport

    @cached_property
    def effects(self) -> tuple[Expected, ...]:
        return expected_effects(self.now.checklist, self.now.sheet, self.measures)

    @cached_property
    def uncovered(self) -> tuple[Gap, ...]:
        """The gaps that no measure serves, most urgent first."""
        return without_measure(self.now.gaps, self.measures)

    @property
    def silent(self) -> tuple[PlannedMeasure, ...]:
        """Measures of which no level is expected: they change nothing in the forecast."""
        speaking = {measure.number for effect in self.effects for measure in effect.measures}
        return tuple(one for one in self.measures if one.number not in speaking)


def load_forecast(check: OpenAssessment) -> Forecast:
    every = (planned(measure) for measure in measures_for(check.assessment))
    measures = tuple(one for one in every if one.state in HOPED_FOR)
    sheet = expected_sheet(check.checklist, check.sheet, measures)
    later = report_of(check.checklist, check.assessment.scope, sheet)
    return Forecast(measures, load_report(check), later)


@dataclass(frozen=True)
class Minority:
    """What those said last year who would have decided otherwise, and what serves it since."""

    criterion: Criterion
    origin: Origin
    measures: tuple[PlannedMeasure, ...]


@dataclass(frozen=True, eq=False)
class LookBack:
    """The forecast of the year before beside what came of it."""

    then: OpenAssessment
    year: int
    lines: tuple[Reckoned, ...]
    minorities: tuple[Minority, ...]

    @property
    def balance(self) -> Balance:
        return balance(self.lines, year=self.year)

    def criterion_of(self, line: Reckoned) -> Criterion | None:
        """The criterion as it was called in the forecast."""
        return self.then.criterion_of(line.effect.criterion_key)


def look_back(check: OpenAssessment) -> LookBack | None:
    """None where there is no earlier year."""
    then = year_before(check)
    if then is None:
        return None
    measures = tuple(planned(measure) for measure in measures_for(then.assessment))
    ways = ways_between(then, check)
    lines = reckon(measures, ways, then=then.sheet, now=check.sheet)
    by_now = tuple(planned(measure) for measure in measures_for(check.assessment))
    found = []
    for criterion in then.criteria:
        origin = then.sheet[criterion.key].origin if criterion.key in then.sheet else None
        if origin and origin.minority:
            successor = ways.to(criterion.key)
            later = _serving(by_now, successor.key) if successor else ()
            found.append(Minority(criterion, origin, (*_serving(measures, criterion.key), *later)))
    return LookBack(then, check.assessment.year, lines, tuple(found))


def _serving(measures: tuple[PlannedMeasure, ...], key: str) -> tuple[PlannedMeasure, ...]:
    return tuple(one for one in measures if key in one.criteria)

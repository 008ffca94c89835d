"""All years of a municipality by one checklist, read in a few queries and compared once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager

from app.assessments.models import ANSWER_FIELDS, Assessment, StoredAnswer
from app.assessments.opening import OpenAssessment, all_opened
from app.comparisons.predecessors import TerritoryOfYears
from app.domain.answers import Answer, AnswerSheet
from app.domain.checklist import Checklist, Criterion
from app.domain.comparison import Comparison, YearReport, compare
from app.domain.library import Library
from app.domain.replacements import Replacement
from app.domain.timeline import CriterionOverYears, LinePoint, criteria_over, line_over
from app.extensions import db
from app.municipalities.models import Municipality
from app.reports.queries import report_of
from app.web.access import current_person
from app.web.assets import edition
from app.web.checklists import checklists
from app.web.formatting import today
from app.web.i18n import current_language

_TABLE = StoredAnswer.__table__.c
_YEARS = (
    select(Assessment)
    .join(Assessment.municipality)
    .options(contains_eager(Assessment.municipality))
    .where(
        Municipality.key == bindparam("municipality"),
        Assessment.checklist_key == bindparam("checklist"),
    )
    .order_by(Assessment.year)
)
_ANSWERS = select(
    _TABLE.assessment_id, _TABLE.criterion_key, *(_TABLE[name] for name in ANSWER_FIELDS)
).where(_TABLE.assessment_id.in_(bindparam("ids", expanding=True)))
_STATES = (
    select(_TABLE.assessment_id, func.count(), func.coalesce(func.sum(_TABLE.version), 0))
    .where(_TABLE.assessment_id.in_(bindparam("ids", expanding=True)))
    .group_by(_TABLE.assessment_id)
)


@dataclass(frozen=True)
class YearsOfCheck:
    """A self-check among those of the other years, earliest first; archived ones stay out."""

    check: OpenAssessment
    every: tuple[OpenAssessment, ...]
    archived: frozenset[int]
    """The years that stay out."""

    @property
    def year(self) -> int:
        return self.check.assessment.year

    @property
    def earlier(self) -> tuple[int, ...]:
        """The years it can be compared with, latest first."""
        years = (one.assessment.year for one in self.every)
        return tuple(sorted((year for year in years if year < self.year), reverse=True))


@dataclass(frozen=True, eq=False)
class ComparedYears:
    """A year, the earlier one it is compared with if there is any, and the line of all."""

    now: YearReport
    years: tuple[YearReport, ...]
    comparison: Comparison | None
    line: tuple[LinePoint, ...]
    criteria: tuple[CriterionOverYears, ...]

    @property
    def then(self) -> YearReport | None:
        return self.comparison.before if self.comparison else None

    @property
    def checklist(self) -> Checklist:
        """The latest of all, by which the criteria over the years are sorted."""
        return self.years[-1].whole

    def is_still_asked(self, criterion: Criterion) -> bool:
        """By identity: the key alone may have come back with another meaning."""
        return self.checklist.criteria_by_key.get(criterion.key) is criterion

    def number_of(self, criterion: Criterion) -> str:
        """Its number in the latest checklist; empty if that does not ask it any more."""
        return self.checklist.numbers[criterion.key] if self.is_still_asked(criterion) else ""


def find_years(municipality: str, checklist: str, year: int) -> YearsOfCheck | None:
    """The self-check of this year among its others; None where there is none."""
    named = {"municipality": municipality, "checklist": checklist}
    found = db.session.scalars(_YEARS, named).all()
    resting = frozenset(each.year for each in found if each.archived_at and each.year != year)
    every = all_opened(each for each in found if each.year not in resting)
    check = next((one for one in every if one.assessment.year == year), None)
    return YearsOfCheck(check, tuple(every), resting) if check else None


def sheets_of(checks: Collection[OpenAssessment]) -> Mapping[int, AnswerSheet]:
    """The answers of several self-checks by their ids, in one query."""
    sheets: dict[int, dict[str, Answer]] = {check.assessment.id: {} for check in checks}
    for assessment_id, key, *fields in db.session.execute(_ANSWERS, {"ids": list(sheets)}):
        sheets[assessment_id][key] = Answer(*fields)
    return sheets


def load_comparison(years: YearsOfCheck, then: int | None) -> ComparedYears:
    """The year beside an earlier one of `years.earlier`, and all years in one line."""
    sheets = sheets_of(years.every)
    reports = year_reports(years.every, sheets)
    return compared(reports, then=then, now=years.year)


def year_reports(
    checks: Sequence[OpenAssessment], sheets: Mapping[int, AnswerSheet]
) -> tuple[YearReport, ...]:
    """The report of each self-check, in their order."""
    return tuple(
        YearReport(
            check.assessment.year,
            report_of(check.checklist, check.assessment.scope, sheets[check.assessment.id]),
        )
        for check in checks
    )


@dataclass(frozen=True)
class _Content:
    """What a comparison is made of: equal contents make equal comparisons."""

    years: tuple[YearReport, ...]
    then: int | None
    now: int
    ways: tuple[tuple[Replacement, ...], ...]
    """What became of the criteria from version to version, where the versions differ."""
    library: Library = field(compare=False)


def compared(years: tuple[YearReport, ...], *, then: int | None, now: int) -> ComparedYears:
    """The comparison of reports that are there already; made once for equal ones."""
    library = checklists()
    neighbours = [(a.whole, b.whole) for a, b in pairwise(years)]
    if then is not None:
        by_year = {each.year: each.whole for each in years}
        neighbours.append((by_year[then], by_year[now]))
    ways = tuple(
        () if _is_same(old, new) else tuple(library.lines_between(old, new))
        for old, new in neighbours
    )
    return _compared(_Content(years, then, now, ways, library))


def _is_same(old: Checklist, new: Checklist) -> bool:
    return (old.version, old.structure_fingerprint) == (new.version, new.structure_fingerprint)


@lru_cache(maxsize=64)
def _compared(content: _Content) -> ComparedYears:
    by_year = {each.year: each for each in content.years}
    now = by_year[content.now]
    then = by_year[content.then] if content.then is not None else None
    lines_between = content.library.lines_between
    comparison = None
    if then:
        comparison = compare(then, now, lines=lines_between(then.whole, now.whole))
    return ComparedYears(
        now,
        content.years,
        comparison,
        line_over(content.years),
        criteria_over(content.years, lines_between),
    )


def years_tag(years: YearsOfCheck, territory: TerritoryOfYears) -> str:
    """Differs whenever the page of the years would: after an answer, a release, a new year."""
    person = current_person()
    ids = [check.assessment.id for check in years.every]
    states = {key: state for key, *state in db.session.execute(_STATES, {"ids": ids})}
    library = checklists()
    content = (
        edition(),
        today(),
        current_language(),
        years.year,
        (years.check.municipality.name, territory),
        # The page names whoever reads it, and offers what they may do.
        (person.key, person.name, sorted(person.roles_in(years.check.municipality.key))),
        [_tag_of(check, states.get(check.assessment.id)) for check in years.every],
        sorted(years.archived),
        # What lies between two versions decides what can be compared.
        [_fingerprints(each) for each in library.versions(years.check.checklist.key)],
    )
    return sha256(repr(content).encode()).hexdigest()[:32]


def _tag_of(check: OpenAssessment, state: Sequence[int] | None) -> tuple[object, ...]:
    of = check.assessment
    return (
        # Discarded and begun again it has the same address, and perhaps as many changes.
        (of.year, of.started_at, state),
        (of.scope, of.respondent, of.reference_date),
        (of.archived_at, of.finished_at),
        _fingerprints(check.checklist),
    )


def _fingerprints(checklist: Checklist) -> tuple[str, str, str]:
    return checklist.version, checklist.structure_fingerprint, checklist.wording_fingerprint

"""Where a measure could come from: the gaps, unknowns and minority notes of a self-check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import assessments_of
from app.domain.answers import OPEN
from app.domain.checklist import Criterion, Effort, ShownText
from app.domain.gaps import Gap
from app.domain.measure import Effect, MeasureSource
from app.measures.models import NOTE_LENGTH, TITLE_LENGTH
from app.measures.queries import NamedMeasure, measures_about
from app.municipalities.models import Municipality
from app.reports.queries import load_report
from app.web.i18n import shown


@dataclass(frozen=True)
class Suggestion:
    """A measure that could be, with what its form would begin with."""

    source: MeasureSource
    criterion: Criterion
    number: str
    title: str
    says: ShownText | str
    """What makes it worth a thought: the catalogue's step, the question, the minority's words."""
    effect: Effect
    note: str = ""
    effort: Effort | None = None
    measures: Sequence[NamedMeasure] = ()
    """What is planned for this criterion already."""


@dataclass(frozen=True)
class Suggestions:
    """All that one self-check gives rise to; gaps by their priority."""

    gaps: Sequence[Suggestion]
    unknown: Sequence[Suggestion]
    minority: Sequence[Suggestion]

    def __iter__(self) -> Iterator[Suggestion]:
        yield from (*self.gaps, *self.unknown, *self.minority)


def checks_to_plan_for(place: Municipality) -> list[OpenAssessment]:
    """Those not archived: first what is still answered, newest first, then what is finished."""
    every = [one for one in all_opened(assessments_of(place)) if not one.assessment.archived_at]
    return sorted(every, key=lambda one: not one.is_open)


def suggestions_from(check: OpenAssessment) -> Suggestions:
    report = load_report(check)
    planned = measures_about(check.assessment)
    sheet = check.sheet
    minority = [
        (criterion, answer.origin.minority)
        for criterion in report.checklist.criteria
        if (answer := sheet.get(criterion.key, OPEN)).origin and answer.origin.minority
    ]
    return Suggestions(
        gaps=[_of_gap(check, gap, planned.get(gap.criterion.key, ())) for gap in report.gaps],
        unknown=[
            _of_unknown(check, one.criterion, planned.get(one.criterion.key, ()))
            for one in report.unknown
        ],
        minority=[
            _of_minority(check, criterion, words, planned.get(criterion.key, ()))
            for criterion, words in minority
        ],
    )


def suggestion_named(check: OpenAssessment, source: str, criterion_key: str) -> Suggestion | None:
    """The one that a link leads to, as long as it still stands."""
    return next(
        (
            one
            for one in suggestions_from(check)
            if (one.source, one.criterion.key) == (source, criterion_key)
        ),
        None,
    )


def _of_gap(check: OpenAssessment, gap: Gap, planned: Sequence[NamedMeasure]) -> Suggestion:
    """To the next level, by the catalogue's step for exactly the level of today."""
    criterion = gap.criterion
    values = [level.value for level in criterion.scale.levels]
    step = criterion.next_steps.get(gap.level)
    says = shown(step) if step else ""
    fits = bool(says) and len(str(says)) <= TITLE_LENGTH
    return Suggestion(
        source=MeasureSource.GAP,
        criterion=criterion,
        number=check.checklist.numbers[criterion.key],
        title=str(says) if fits else str(shown(criterion.title)),
        says=says,
        effect=Effect(criterion.key, gap.level, values[values.index(gap.level) + 1]),
        note="" if fits else str(says)[:NOTE_LENGTH],
        effort=gap.effort,
        measures=planned,
    )


def _of_unknown(
    check: OpenAssessment, criterion: Criterion, planned: Sequence[NamedMeasure]
) -> Suggestion:
    question = shown(criterion.question)
    title = gettext("Find out: %(question)s", question=question)
    if len(title) > TITLE_LENGTH:
        title = gettext("Find out: %(question)s", question=shown(criterion.title))
    return Suggestion(
        source=MeasureSource.UNKNOWN,
        criterion=criterion,
        number=check.checklist.numbers[criterion.key],
        title=title[:TITLE_LENGTH],
        says=question,
        effect=Effect(criterion.key),
        effort=Effort.SMALL,
        measures=planned,
    )


def _of_minority(
    check: OpenAssessment, criterion: Criterion, words: str, planned: Sequence[NamedMeasure]
) -> Suggestion:
    title = gettext("Look into the minority note on “%(title)s”", title=shown(criterion.title))
    return Suggestion(
        source=MeasureSource.MINORITY,
        criterion=criterion,
        number=check.checklist.numbers[criterion.key],
        title=title[:TITLE_LENGTH],
        says=words,
        effect=Effect(criterion.key, check.sheet.get(criterion.key, OPEN).level),
        note=words[:NOTE_LENGTH],
        measures=planned,
    )

"""Chapter of the report: what will be done, by whom, until when, at what cost."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.domain.costs import cost_of
from app.domain.measure import Effect, MeasureState, PlannedMeasure
from app.domain.report import AssessmentReport
from app.files.paper import Block, Content, DataTable, Facts, Heading, Paragraph, Tone
from app.measures.plan_words import effect_words, state_words
from app.papers.dossier import Dossier
from app.papers.wording import (
    cost_sentence,
    euros,
    short_day,
    typed,
    typed_or_dash,
    until_words,
)
from app.reports.wording import effort_words
from app.web.i18n import shown


def planned_measures(dossier: Dossier) -> Iterator[Block]:
    """All of them in one table, then what else is to be known of each."""
    yield Heading(gettext("Measures"))
    if not dossier.measures:
        yield Paragraph(gettext("No measures are put forward yet."))
        return
    yield _plan(dossier)
    standing = [one for one in dossier.measures if one.state is not MeasureState.DROPPED]
    yield Paragraph(cost_sentence(cost_of(standing)))
    told = [block for one in dossier.own_measures for block in _details(dossier.report, one)]
    if told:
        yield Heading(gettext("Measures in detail"), level=2)
    yield from told
    if len(dossier.own_measures) < len(dossier.measures):
        yield Paragraph(
            gettext(
                "Measures that were put forward for other years stand in the table alone; what "
                "else is known of them is in the plan and in the spreadsheet."
            ),
            Tone.SMALL,
        )


def _plan(dossier: Dossier) -> DataTable:
    return DataTable(
        caption=gettext("The plan"),
        head=[
            gettext("Measure"),
            gettext("State"),
            gettext("Responsible"),
            gettext("Until"),
            gettext("Cost"),
        ],
        rows=[
            [
                typed(one.title),
                state_words(one.state),
                typed_or_dash(one.responsible),
                until_words(one),
                euros(one.cost),
            ]
            for one in dossier.measures
        ],
        shares=(5, 2, 3, 2, 2),
        numeric=(4,),
    )


def _details(report: AssessmentReport, measure: PlannedMeasure) -> Iterator[Block]:
    facts = [*_facts(report, measure)]
    if not facts and not measure.note:
        return
    yield Heading(typed(measure.title), level=3)
    if measure.note:
        yield Paragraph(typed(measure.note))
    if facts:
        yield Facts(facts)


def _facts(report: AssessmentReport, measure: PlannedMeasure) -> Iterator[tuple[Content, Content]]:
    """What is known of it; what nobody said stands nowhere."""
    served = [served_words(report, effect) for effect in measure.effects]
    noted = [f"{short_day(note.on)}: {note.text}" for note in measure.progress]
    every: tuple[tuple[str, Content], ...] = (
        (gettext("Serves"), "\n".join(words for words in served if words)),
        (gettext("Partners"), typed(measure.partners)),
        (gettext("Begins"), short_day(measure.start) if measure.start else ""),
        (gettext("Effort"), effort_words(measure.effort) if measure.effort else ""),
        (gettext("Funding"), typed(measure.funding)),
        (gettext("Dropped because"), typed(measure.dropped_because)),
        (gettext("Comes from"), typed(measure.origin)),
        (gettext("On the way"), typed("\n".join(noted))),
    )
    for word, content in every:
        if content if isinstance(content, str) else content.text:
            yield word, content


def served_words(report: AssessmentReport, effect: Effect) -> str:
    """“2.3 Website: from 1 to 2 by 2027”; nothing for a criterion that this checklist lacks."""
    criterion = report.whole.criteria_by_key.get(effect.criterion_key)
    if criterion is None:
        return ""
    title = f"{report.whole.numbers[criterion.key]} {shown(criterion.title)}"
    expected = effect_words(effect)
    return f"{title}: {expected}" if expected else title

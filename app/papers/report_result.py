"""Chapters of the report: in short, the profile, what is missing, and the number last."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from app.domain.report import AssessmentReport
from app.domain.robustness import NextStep
from app.files.paper import Block, Content, Facts, Heading, Listing, Paragraph, Tone
from app.papers.blocks import figure_of, numbered, table_of
from app.papers.dossier import Dossier
from app.papers.result_words import result_sentence
from app.papers.wording import place_of, said
from app.reports.pictures import pictures
from app.reports.sentences import (
    completeness_words,
    gaps_sentence,
    profile_sentence,
    range_words,
    robustness_words,
    score_words,
)
from app.reports.wording import effort_words, influence_words
from app.web.formatting import percent
from app.web.i18n import shown


def in_short(dossier: Dossier) -> Iterator[Block]:
    """The summary in plain words; no total in it."""
    report = dossier.report
    yield Heading(gettext("In short"))
    yield Paragraph(result_sentence(report), Tone.LEAD)
    yield Paragraph(
        gettext(
            "%(town)s has asked itself how welcoming it is to people who move there. This report "
            "shows what was answered, what shows it, what is missing, and what comes next. It is "
            "a self-assessment: it compares the place with nobody but itself.",
            town=place_of(dossier),
        )
    )
    yield Listing([*_in_short(dossier)])


def _in_short(dossier: Dossier) -> Iterator[Content]:
    report = dossier.report
    yield f"{completeness_words(report.headline)}."
    if report.dimensions:
        yield profile_sentence(report.dimensions)
    if report.gaps:
        yield gaps_sentence(report.gaps, most=len(report.gaps))
    if report.unknown:
        yield ngettext(
            "%(num)s criterion nobody could answer: that is to be found out.",
            "%(num)s criteria nobody could answer: that is to be found out.",
            len(report.unknown),
        )
    if dossier.measures:
        yield ngettext(
            "%(num)s measure stands in the plan.",
            "%(num)s measures stand in the plan.",
            len(dossier.measures),
        )
    if dossier.minority_notes:
        yield ngettext(
            "%(num)s minority note says who would have decided otherwise.",
            "%(num)s minority notes say who would have decided otherwise.",
            len(dossier.minority_notes),
        )


def profile(dossier: Dossier) -> Iterator[Block]:
    picture = pictures(dossier.report)["profile"]
    yield Heading(gettext("Profile"))
    yield figure_of(picture, width=85)
    yield table_of(picture)


def missing(dossier: Dossier) -> Iterator[Block]:
    """The gaps, and what to do first about them."""
    report = dossier.report
    yield Heading(gettext("Where something is missing"))
    if not report.gaps:
        yield Paragraph(gettext("No answered criterion is below its target."))
        return
    drawn = pictures(report)
    yield figure_of(drawn["gaps-on-paper"], width=85)
    yield table_of(drawn["gaps"], shares=(7, 5, 7, 2, 3, 3))
    title = (
        gettext("For now: what to do first") if report.is_withheld else gettext("What to do first")
    )
    yield Heading(title)
    for step in report.next_steps:
        yield from _step(report, step)


def _step(report: AssessmentReport, step: NextStep) -> Iterator[Block]:
    gap, criterion = step.gap, step.gap.criterion
    yield Heading(numbered(report, criterion), level=2)
    if gap.level in criterion.next_steps:
        yield Paragraph(said(shown(criterion.next_steps[gap.level])))
    facts: list[tuple[Content, Content]] = [(gettext("Why"), _why(step))]
    if gap.effort:
        facts.append((gettext("Effort"), effort_words(gap.effort)))
    if criterion.influence:
        facts.append((gettext("Whose decision"), influence_words(criterion.influence)))
    facts.append((gettext("How firm"), robustness_words(step)))
    yield Facts(facts)


def _why(step: NextStep) -> str:
    gap, scale = step.gap, step.gap.criterion.scale
    why = gettext(
        "level %(level)s today, target %(target)s",
        level=f"{gap.level} ({shown(scale.level(gap.level).label)})",
        target=gap.target,
    )
    return gettext("%(target)s (proposed)", target=why) if gap.is_proposal else why


def the_number(dossier: Dossier) -> Iterator[Block]:
    """The total comes last, with how much it rests on."""
    report = dossier.report
    yield Heading(gettext("The number"))
    if report.is_withheld:
        yield Paragraph(
            gettext(
                "The total is shown once %(share)s of the applicable criteria have a level. Until "
                "then its range is shown.",
                share=percent(report.checklist.completeness),
            ),
            Tone.NOTICE,
        )
    yield Facts([*_total(report)])
    for index in report.checklist.indices:
        if index.key == report.headline_part:
            continue
        score = report.card.indices[index.key]
        is_shown = score.is_shown(report.checklist.completeness)
        value = score_words(score) if is_shown else range_words(score)
        title = shown(index.title)
        yield Paragraph(f"{title}: {value}. {completeness_words(score)}.")


def _total(report: AssessmentReport) -> Iterator[tuple[Content, Content]]:
    headline = report.headline
    if report.is_withheld:
        yield gettext("Total"), range_words(headline)
    else:
        yield gettext("Total"), score_words(headline)
    yield gettext("Completeness"), completeness_words(headline)
    if not report.is_withheld and not headline.is_complete:
        yield gettext("Possible"), range_words(headline)
    if report.band:
        yield gettext("Band"), said(shown(report.band.label))

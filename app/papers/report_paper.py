"""The report: everything about one self-check, from the cover to the sources."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.comparisons.year_tables import scope_words
from app.files.paper import Block, Content, Paper
from app.papers.dossier import Dossier
from app.papers.report_answers import all_answers, open_questions
from app.papers.report_measures import planned_measures
from app.papers.report_method import method_and_limits, named_sources
from app.papers.report_result import in_short, missing, profile, the_number
from app.papers.report_together import workshops
from app.papers.report_years import years
from app.papers.wording import (
    checklist_words,
    draft_words,
    place_of,
    running_words,
    standing_words,
    typed,
)
from app.web.formatting import day
from app.web.i18n import current_language, page_language


def report_paper(dossier: Dossier) -> Paper:
    """The report in the reader's language."""
    language = page_language(current_language())
    return Paper(
        title=gettext(
            "How welcoming is %(town)s? Self-check %(year)s",
            town=place_of(dossier),
            year=dossier.record.year,
        ),
        kicker=gettext("Report"),
        subtitle=gettext("Result, evidence, measures, and how the numbers are made"),
        language=language.tag,
        direction=language.direction,
        author=dossier.record.municipality_name,
        day=dossier.today,
        draft=draft_words(dossier),
        running=running_words(dossier),
        page_word=gettext("Page"),
        contents_word=gettext("Contents"),
        has_cover=True,
        cover_facts=tuple(_cover(dossier)),
        blocks=tuple(_blocks(dossier)),
    )


def _cover(dossier: Dossier) -> Iterator[tuple[Content, Content]]:
    record = dossier.record
    yield gettext("Municipality"), place_of(dossier)
    yield gettext("Reference year"), str(record.year)
    form = scope_words(record.report.scope)
    yield gettext("Checklist"), f"{checklist_words(dossier)} ({form})"
    if record.respondent:
        yield gettext("Answered for"), typed(record.respondent)
    if record.reference_date:
        yield gettext("State of"), day(record.reference_date)
    yield gettext("Standing"), standing_words(dossier)
    yield gettext("Made on"), day(dossier.today)


def _blocks(dossier: Dossier) -> Iterator[Block]:
    for chapter in (
        in_short,
        profile,
        missing,
        all_answers,
        open_questions,
        workshops,
        years,
        planned_measures,
        the_number,
        method_and_limits,
        named_sources,
    ):
        yield from chapter(dossier)

"""Chapters of the report: how the numbers are made, what they cannot say, and the sources."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.files.paper import Block, Heading, Listing, Paragraph, Tone, Words
from app.papers.dossier import Dossier
from app.papers.wording import checklist_words, origin_of_criteria, said
from app.web.formatting import percent
from app.web.i18n import shown


def method_and_limits(dossier: Dossier) -> Iterator[Block]:
    whole = dossier.report.whole
    yield Heading(gettext("Method and limits"))
    yield Paragraph(origin_of_criteria(whole.key), Tone.NOTICE)
    yield Heading(gettext("How the numbers are made"), level=2)
    yield Listing([*_making(dossier)])
    yield Heading(gettext("What the numbers cannot say"), level=2)
    yield Listing([*_limits()])
    checklist = gettext("Checklist: %(checklist)s.", checklist=checklist_words(dossier))
    yield Paragraph(checklist, Tone.SMALL)
    if whole.description:
        yield Paragraph(said(shown(whole.description)), Tone.SMALL)


def _making(dossier: Dossier) -> Iterator[str]:
    yield gettext(
        "Every level is worth points from 0 to 100. A section or dimension pools the criteria "
        "below it, each by its weight, or takes the mean of its parts where the checklist says "
        "so; the total is the mean of the dimensions unless it says otherwise."
    )
    yield gettext(
        "Only what has a level counts. “Don’t know” is not the lowest level: it leaves the score "
        "and lowers completeness. What does not apply leaves both."
    )
    yield gettext(
        "Completeness is how many of the applicable criteria have a level. Below %(share)s no "
        "total is shown, only its range: from all missing levels at the lowest to all at the "
        "highest.",
        share=percent(dossier.report.checklist.completeness),
    )
    yield gettext(
        "Gaps are ordered by how many levels are missing, times importance, times weight. Where "
        "nobody set a target, the next level is proposed, at least the third lowest."
    )
    yield gettext(
        "Calculated is exactly; rounded half up is only what is shown. Differences below 3 points "
        "are no clear change."
    )


def _limits() -> Iterator[str]:
    yield gettext("It is a self-assessment, not a certificate: nobody from outside has checked it.")
    yield gettext(
        "The numbers show how those who answered see the place. They do not say how people who "
        "moved there live; only they can tell."
    )
    yield gettext(
        "They are made to see one’s own progress, not to rank municipalities: places, tasks and "
        "those who answer differ."
    )


def named_sources(dossier: Dossier) -> Iterator[Block]:
    sources = dossier.named_sources
    if not sources:
        return
    yield Heading(gettext("Sources"))
    yield Paragraph(
        gettext(
            "The sources name instruments that deal with the same topics. Criteria, questions and "
            "levels are worded independently."
        )
    )
    yield Listing([Words(f"{source.name}: {source.url}") for source in sources])

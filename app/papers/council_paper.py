"""The council paper: one to two pages from situation to resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flask_babel import gettext

from app.domain.costs import cost_of
from app.files.paper import (
    Block,
    Content,
    DataTable,
    Facts,
    Heading,
    Listing,
    Paper,
    Paragraph,
    Tone,
)
from app.papers.council_texts import CouncilText, texts_of
from app.papers.dossier import Dossier
from app.papers.models import CouncilPaper
from app.papers.wording import (
    draft_words,
    euros,
    lines_of,
    place_of,
    running_words,
    said,
    typed,
    typed_or_dash,
    until_words,
)
from app.reports.sentences import score_words
from app.web.formatting import day, whole
from app.web.i18n import current_language, page_language, shown

TO_FILL_IN = "………………"
_OWN_NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+")


def council_paper(dossier: Dossier, written: CouncilPaper | None) -> Paper:
    """The paper in the reader's language, with what was written in it."""
    language = page_language(current_language())
    return Paper(
        title=gettext(
            "Welcome culture in %(town)s: result of the self-check %(year)s and measures",
            town=place_of(dossier),
            year=dossier.record.year,
        ),
        kicker=gettext("Council paper"),
        language=language.tag,
        direction=language.direction,
        author=dossier.record.municipality_name,
        day=dossier.today,
        draft=draft_words(dossier),
        running=running_words(dossier),
        page_word=gettext("Page"),
        blocks=tuple(_blocks(dossier, written)),
    )


def _blocks(dossier: Dossier, written: CouncilPaper | None) -> Iterator[Block]:
    texts = texts_of(dossier, written)
    yield Facts(_head(dossier, written))
    yield Heading(gettext("1. Situation"))
    yield from _paragraphs(texts.situation)
    yield _profile(dossier)
    yield Heading(gettext("2. Where most is missing"))
    yield from _list(texts.gaps, is_ordered=False)
    yield Heading(gettext("3. Measures"))
    yield from _paragraphs(texts.measures)
    if dossier.for_council:
        yield _measures(dossier)
    if dossier.minority_notes:
        yield Heading(gettext("Minority notes"), level=2)
        for note in dossier.minority_notes:
            about = gettext(
                "On “%(title)s” (workshop of %(day)s):",
                title=shown(note.criterion.title),
                day=day(note.day),
            )
            yield Paragraph(about, Tone.SMALL)
            yield Paragraph(typed(note.text), Tone.NOTICE)
    yield Heading(gettext("4. Proposed resolution"))
    yield from _list(texts.resolution, is_ordered=True)
    yield Paragraph(
        gettext("%(town)s, %(day)s", town=place_of(dossier), day=day(dossier.today)), Tone.PLAIN
    )


def _head(dossier: Dossier, written: CouncilPaper | None) -> Sequence[tuple[Content, Content]]:
    """What stands at the head; a line is left for what is not known yet."""
    file_number, committee = (written.file_number, written.committee) if written else ("", "")
    meeting = written.meeting_on if written else None
    record = dossier.record
    return (
        (gettext("File number"), typed(file_number) if file_number else TO_FILL_IN),
        (gettext("Committee"), typed(committee) if committee else TO_FILL_IN),
        (gettext("Meeting on"), day(meeting) if meeting else TO_FILL_IN),
        (gettext("Self-check answered by"), typed(record.respondent or record.municipality_name)),
    )


def _paragraphs(told: CouncilText) -> Iterator[Paragraph]:
    for line in lines_of(told.text):
        yield Paragraph(typed(line) if told.is_typed else line)


def _list(told: CouncilText, *, is_ordered: bool) -> Iterator[Block]:
    """Each line is an item; the numbers are ours, so those that were typed are left out."""
    lines = [_OWN_NUMBER.sub("", line) if is_ordered else line for line in lines_of(told.text)]
    items = [typed(line) if told.is_typed else line for line in lines]
    if len(items) == 1:
        yield Paragraph(items[0])
    elif items:
        yield Listing(items, is_ordered=is_ordered)


def _profile(dossier: Dossier) -> DataTable:
    """The dimensions in numbers, each with how much of it is answered."""
    return DataTable(
        caption=gettext("Profile by dimension, points of 100"),
        head=[gettext("Dimension"), gettext("Today"), gettext("Target"), gettext("Answered")],
        rows=[
            [
                said(shown(line.node.title)),
                score_words(line.score) if line.score.exact is None else whole(line.score.exact),
                whole(line.target),
                gettext(
                    "%(answered)s of %(applicable)s",
                    answered=line.score.answered,
                    applicable=line.score.applicable,
                ),
            ]
            for line in dossier.report.dimensions
        ],
        shares=(6, 2, 2, 2),
        numeric=(1, 2, 3),
    )


def _measures(dossier: Dossier) -> DataTable:
    """What is to be decided, with what it costs together in the last row."""
    chosen = dossier.for_council
    rows: list[list[Content]] = [
        [
            typed(one.title),
            typed_or_dash(one.responsible),
            until_words(one),
            euros(one.cost),
            typed_or_dash(one.funding),
        ]
        for one in chosen
    ]
    total = cost_of(chosen)
    if total.euros is not None:
        words = gettext("Sum") if total.is_complete else gettext("Sum of the stated costs")
        rows.append([words, "", "", euros(total.euros), ""])
    return DataTable(
        caption=gettext("Measures that are to be decided"),
        head=[
            gettext("Measure"),
            gettext("Responsible"),
            gettext("Until"),
            gettext("Cost"),
            gettext("Funding"),
        ],
        rows=rows,
        shares=(5, 3, 2, 3, 3),
        numeric=(3,),
    )

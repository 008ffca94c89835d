"""Chapters of the report: every answer with what shows it, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from app.assessments.wording import (
    origin_sentence,
    state_words,
    sureness_words,
)
from app.domain.answers import OPEN, Answer, State
from app.domain.checklist import Criterion, Section
from app.domain.gaps import propose_target
from app.domain.report import AnsweredCriterion, AssessmentReport
from app.files.paper import Block, Content, DataTable, Heading, Listing, Paragraph
from app.papers.blocks import numbered
from app.papers.dossier import Dossier
from app.papers.wording import said, typed_or_dash
from app.web.i18n import shown


def all_answers(dossier: Dossier) -> Iterator[Block]:
    """Section by section."""
    report = dossier.report
    yield Heading(gettext("All answers"))
    yield Paragraph(
        gettext(
            "Each criterion with its answer, the target, how sure the answer is, and what shows "
            "it. What people wrote stands here as they wrote it."
        )
    )
    for dimension in report.checklist.dimensions:
        yield Heading(said(shown(dimension.title)), level=2)
        yield from _answers_below(report, dimension, level=2)


def _answers_below(report: AssessmentReport, node: Section, *, level: int) -> Iterator[Block]:
    if node.criteria:
        yield DataTable(
            caption=said(shown(node.title)),
            head=[gettext("Criterion"), gettext("Answer"), gettext("What shows it")],
            rows=[_answer_row(report, criterion) for criterion in node.criteria],
            shares=(3, 5, 6),
        )
    for below in node.sections:
        if below.sections:
            yield Heading(said(shown(below.title)), level=level + 1)
        yield from _answers_below(report, below, level=level + bool(below.sections))


def _answer_row(report: AssessmentReport, criterion: Criterion) -> list[Content]:
    answer = report.sheet.get(criterion.key, OPEN)
    evidence = [text for text in (answer.reason, answer.note) if text]
    return [
        numbered(report, criterion),
        "\n".join(_answer_lines(criterion, answer)),
        typed_or_dash("\n".join(evidence)),
    ]


def _answer_lines(criterion: Criterion, answer: Answer) -> Iterator[str]:
    yield state_words(criterion, answer.state, answer.level)
    known = [*_particulars(criterion, answer)]
    if known:
        yield " · ".join(known)
    if answer.origin:
        yield origin_sentence(answer.origin)


def _particulars(criterion: Criterion, answer: Answer) -> Iterator[str]:
    if answer.state is State.LEVEL:
        yield _target_words(criterion, answer)
    if answer.sureness:
        yield sureness_words(answer.sureness)
    if answer.importance:
        yield gettext("importance %(number)s of 3", number=answer.importance)


def _target_words(criterion: Criterion, answer: Answer) -> str:
    if answer.target is None:
        proposed = propose_target(criterion, answer.level)
        return gettext("target %(level)s (proposed)", level=proposed)
    return gettext("target %(level)s", level=answer.target)


def open_questions(dossier: Dossier) -> Iterator[Block]:
    """Unknown, open, guessed, and what does not apply with the reason."""
    report = dossier.report
    yield Heading(gettext("What we do not know yet"))
    every = (
        (gettext("Unknown: find out"), report.unknown),
        (gettext("Still open"), report.open),
        (gettext("Does not apply"), report.not_applicable),
    )
    if not report.guesses and not any(found for _title, found in every):
        yield Paragraph(gettext("Everything is answered, and nothing rests on a guess."))
    for title, found in every:
        if found:
            yield Heading(title, level=2)
            yield _questions(report, title, found)
    if report.guesses:
        yield Heading(gettext("Resting on a guess"), level=2)
        yield Listing([numbered(report, one.criterion) for one in report.guesses])


def _questions(
    report: AssessmentReport, title: str, found: Sequence[AnsweredCriterion]
) -> DataTable:
    return DataTable(
        caption=title,
        head=[gettext("Criterion"), gettext("What was written")],
        rows=[
            [
                numbered(report, one.criterion),
                typed_or_dash(one.answer.reason or one.answer.note),
            ]
            for one in found
        ],
        shares=(1, 1),
    )

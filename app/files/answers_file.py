"""The answers of a self-check as one table: a row for each criterion, with all that was said."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from enum import StrEnum
from io import StringIO

from app.domain.answers import OPEN, Answer
from app.domain.checklist import Criterion
from app.domain.gaps import propose_target
from app.domain.record import Record
from app.files.spreadsheet import harmless

COLUMNS = (
    "municipality",
    "municipality_name",
    "year",
    "checklist",
    "checklist_version",
    "scope",
    "respondent",
    "reference_date",
    "finished_at",
    "finished_by",
    "criterion",
    "number",
    "section",
    "title",
    "state",
    "level",
    "level_label",
    "reason",
    "note",
    "sureness",
    "target",
    "target_is_proposal",
    "importance",
)
"""Keys rather than words, so that programs find them in every language."""

Cell = str | int | None


class Separator(StrEnum):
    """What stands between the cells: German spreadsheets expect the semicolon."""

    SEMICOLON = ";"
    COMMA = ","


def answer_rows(record: Record, language: str) -> Iterator[Sequence[Cell]]:
    """A row in the order of COLUMNS for each criterion that is asked; titles in this language."""
    whole, report = record.report.whole, record.report
    common: tuple[Cell, ...] = (
        record.municipality_key,
        record.municipality_name,
        record.year,
        whole.key,
        whole.version,
        report.scope.value,
        record.respondent,
        record.reference_date.isoformat() if record.reference_date else None,
        record.finished_at.isoformat() if record.finished_at else None,
        record.finished_by,
    )
    for criterion in report.checklist.criteria:
        section = whole.lineage[criterion.key][-1]
        yield (
            *common,
            criterion.key,
            whole.numbers[criterion.key],
            section.title.in_language(language),
            criterion.title.in_language(language),
            *_said(criterion, report.sheet.get(criterion.key, OPEN), language),
        )


def answers_csv(record: Record, language: str, separator: Separator = Separator.SEMICOLON) -> bytes:
    """UTF-8 with a mark, CRLF, every text in quotes and none of them a formula; numbers bare."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=separator.value, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in answer_rows(record, language):
        writer.writerow(
            [harmless(cell or "") if not isinstance(cell, int) else cell for cell in row]
        )
    return text.getvalue().encode("utf-8-sig")


def _said(criterion: Criterion, answer: Answer, language: str) -> Sequence[Cell]:
    level = None if answer.level is None else criterion.scale.level(answer.level)
    is_proposal = answer.target is None and answer.level is not None
    return (
        answer.state.value,
        answer.level,
        level.label.in_language(language) if level else None,
        answer.reason,
        answer.note,
        answer.sureness.value if answer.sureness else None,
        propose_target(criterion, answer.level) if is_proposal else answer.target,
        "yes" if is_proposal else "no",
        answer.importance,
    )

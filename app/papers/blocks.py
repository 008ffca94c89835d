"""Charts and tables of pages as blocks of a paper: the same pairs, the same words."""

from __future__ import annotations

from collections.abc import Sequence

from app.comparisons.tables import rows_in_words
from app.domain.checklist import Criterion
from app.domain.report import AssessmentReport
from app.files.paper import Content, DataTable, Figure, Words
from app.files.tables import Points, Table
from app.papers.wording import said
from app.reports.pictures import Picture
from app.web.i18n import shown

_WIDE_FIRST = 3


def figure_of(picture: Picture, *, width: int = 100) -> Figure:
    """The chart, its sentence below it; who cannot see it hears both."""
    return Figure(
        svg=picture.file("svg"),
        png=lambda: picture.file("png"),
        alt=f"{picture.words.title}. {picture.sentence}",
        caption=picture.sentence,
        width=width,
    )


def table_of(picture: Picture, shares: Sequence[int] = ()) -> DataTable:
    """The numbers of a chart."""
    return DataTable(
        caption=picture.words.title,
        head=picture.table_head,
        rows=[[said(cell) for cell in row] for row in picture.table_rows],
        shares=shares or _shares(len(picture.table_head)),
        numeric=picture.numeric,
    )


def as_block(table: Table, *, columns: int | None = None, shares: Sequence[int] = ()) -> DataTable:
    """A table that pages and spreadsheets show, too; columns of points are numbers.

    `columns` says how many of its first columns there is room for.
    """
    head = table.head[:columns]
    numeric = [
        column
        for column in range(1, len(head))
        if any(len(row) > column and isinstance(row[column], Points | int) for row in table.rows)
    ]
    return DataTable(
        caption=table.name,
        head=head,
        rows=[[said(cell) for cell in row[:columns]] for row in rows_in_words(table)],
        shares=shares or _shares(len(head)),
        numeric=numeric,
    )


def _shares(columns: int) -> tuple[int, ...]:
    return (_WIDE_FIRST, *(1 for _ in range(columns - 1)))


def numbered(report: AssessmentReport, criterion: Criterion) -> Content:
    """“2.3 Website”: what people call it aloud, and its title."""
    number, title = report.whole.numbers[criterion.key], shown(criterion.title)
    text = f"{number} {title}"
    return Words(text, lang=title.language) if title.is_substitute else text

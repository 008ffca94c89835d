"""A result as the sheets of a workbook, in the language of whoever takes it along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import gettext

from app.domain.record import Record
from app.domain.report import AssessmentReport, ProfileLine
from app.domain.scoring import Score
from app.domain.sources import Source
from app.files.answers_file import COLUMNS, answer_rows
from app.files.tables import Cell, Points, Table
from app.reports.sentences import score_words
from app.web.i18n import current_language, shown


def result_sheets(record: Record, sources: Mapping[str, Source]) -> list[Table]:
    """Profile, gaps, answers, sources; the first one says whether all of it is a draft."""
    return [
        Table(
            gettext("Profile"),
            [
                gettext("Dimension or section"),
                gettext("Today"),
                gettext("Target"),
                gettext("Answered"),
                gettext("Applicable"),
            ],
            [*_profile(record)],
        ),
        Table(
            gettext("Gaps"),
            [
                gettext("Criterion"),
                gettext("Today"),
                gettext("Target"),
                gettext("Gap"),
                gettext("Importance"),
                gettext("Priority"),
            ],
            [*_gaps(record.report)],
        ),
        Table(gettext("Answers"), COLUMNS, [*answer_rows(record, current_language())]),
        Table(
            gettext("Sources"),
            [gettext("Source"), gettext("Address")],
            [[source.name, source.url] for source in _named(record.report, sources)],
        ),
    ]


def _profile(record: Record) -> Iterator[list[Cell]]:
    report = record.report
    standing = gettext("finished") if record.is_finished else gettext("not finished")
    title = f"{record.municipality_name} {record.year}, {shown(report.whole.title)} ({standing})"
    yield [title, None, None, None, None]
    for line in report.profile:
        yield _line(line)
    if report.is_withheld:
        yield [gettext("Overall: too early for one number"), None, None, *_counts(report.headline)]
    else:
        headline = report.headline
        overall = gettext("Overall: %(score)s", score=score_words(headline))
        yield [overall, _points(headline), None, *_counts(headline)]


def _line(line: ProfileLine) -> list[Cell]:
    target = None if line.target is None else Points(line.target)
    return [shown(line.node.title), _points(line.score), target, *_counts(line.score)]


def _points(score: Score) -> Points | None:
    return None if score.exact is None else Points(score.exact)


def _counts(score: Score) -> list[Cell]:
    return [score.answered, score.applicable]


def _gaps(report: AssessmentReport) -> Iterator[list[Cell]]:
    for gap in report.gaps:
        yield [
            shown(gap.criterion.title),
            gap.level,
            gap.target,
            gap.steps,
            gap.importance,
            Points(gap.priority),
        ]


def _named(report: AssessmentReport, sources: Mapping[str, Source]) -> list[Source]:
    """The sources that the criteria name, in the order in which they first appear."""
    keys = dict.fromkeys(key for c in report.checklist.criteria for key in c.sources)
    return [sources[key] for key in keys if key in sources]

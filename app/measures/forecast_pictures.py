"""The forecast as a chart: the profile of today with the mark where the measures lead."""

from __future__ import annotations

from fractions import Fraction

from flask_babel import gettext

from app.charts.profile import profile_chart
from app.charts.rows import ProfileRow
from app.domain.checklist import ShownText
from app.domain.report import AssessmentReport, ProfileLine
from app.measures.forecast_words import forecast_sentence
from app.measures.forecasting import Forecast
from app.reports.pictures import Picture, chart_words
from app.web.formatting import signed_tenth, tenth, whole
from app.web.i18n import shown

Line = tuple[ProfileLine, Fraction | None]
"""A node as it is today, and its score in the forecast."""


def forecast_picture(forecast: Forecast) -> Picture:
    """Dimensions and sections from 0 to 100, today and expected, from the two reports."""
    lines = _lines(forecast.now, forecast.later)
    return Picture(
        kind="forecast",
        pairs=[_row(line, expected) for line, expected in lines],
        words=chart_words(
            name="forecast",
            title=gettext("Today, and expected with the measures"),
            description=forecast_sentence(forecast),
            legend_value=gettext("today"),
            legend_target=gettext("expected with the measures"),
        ),
        draw=profile_chart,
        table_head=[
            gettext("Dimension or section"),
            gettext("Today"),
            gettext("Expected"),
            gettext("Difference"),
        ],
        table_rows=[_cells(line, expected) for line, expected in lines],
        numeric=(1, 2, 3),
    )


def _lines(now: AssessmentReport, later: AssessmentReport) -> list[Line]:
    expected = {line.node.key: line.score.exact for line in later.profile}
    return [(line, expected.get(line.node.key)) for line in now.profile]


def _row(line: ProfileLine, expected: Fraction | None) -> ProfileRow:
    value = line.score.exact
    return ProfileRow(
        label=shown(line.node.short_title or line.node.title).text,
        value=value,
        value_text=gettext("no statement") if value is None else whole(value),
        target=expected,
        target_text=whole(expected),
        emphasis=line.depth == 0,
    )


def _cells(line: ProfileLine, expected: Fraction | None) -> list[ShownText | str]:
    value = line.score.exact
    change = "" if value is None or expected is None else signed_tenth(expected - value)
    return [shown(line.node.title), tenth(value), tenth(expected), change]

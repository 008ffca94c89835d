"""The trend: a line over the years that is interrupted where a year is missing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.charts.rows import Break, TrendPoint
from app.charts.trend import trend_chart
from tests.charts.reading import WORDS, centre, classed, height, texts


def years(*values: int | None) -> list[TrendPoint]:
    return [
        TrendPoint(
            str(2020 + number), None if v is None else Fraction(v), "–" if v is None else f"{v}"
        )
        for number, v in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "segments", "dots"),
    [
        ((31, 38, 35), 2, 3),
        ((31, None, 35), 0, 2),
        ((31, 38, None, 50, 51), 2, 4),
        ((None, 38), 0, 1),
        ((None, None), 0, 0),
        ((0,), 0, 1),
        ((), 0, 0),
    ],
)
def test_a_missing_year_interrupts_the_line(
    values: tuple[int | None, ...], segments: int, dots: int
) -> None:
    chart = trend_chart(years(*values), WORDS)

    for svg in (chart.svg, chart.svg_narrow):
        # One segment and one dot belong to the legend.
        assert len(classed(svg, "chart-line")) == segments + 1
        assert len(classed(svg, "chart-value")) == dots + 1


def test_values_are_printed_and_a_missing_year_says_so() -> None:
    chart = trend_chart(years(31, None, 35), WORDS)

    assert texts(chart.svg)[-6:] == ["2020", "31", "2021", "–", "2022", "35"]


def test_in_a_crowd_the_latest_year_keeps_its_words() -> None:
    chart = trend_chart(years(*range(20, 50)), WORDS)

    assert {"2049", "49"} <= set(texts(chart.svg_narrow))
    assert "2048" not in texts(chart.svg_narrow)


def test_a_higher_value_stands_higher() -> None:
    chart = trend_chart(years(0, 50, 100), WORDS)

    heights = [height(mark) for mark in classed(chart.svg, "chart-value")[1:]]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])
    assert heights[0] > heights[2]


def test_a_value_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 100, not nan"):
        trend_chart([TrendPoint("2024", float("nan"), "?")], WORDS)  # type: ignore[arg-type]


def test_a_year_that_is_not_complete_is_a_ring_and_the_legend_says_so() -> None:
    words = replace(WORDS, legend_incomplete="nicht vollständig")
    points = [*years(31), replace(years(38)[0], label="2021", is_complete=False)]

    chart = trend_chart(points, words)

    for svg in (chart.svg, chart.svg_narrow):
        assert len(classed(svg, "chart-incomplete")) == 1 + 1
        assert len(classed(svg, "chart-value")) == 1 + 1
        assert "nicht vollständig" in texts(svg)
    assert "nicht vollständig" not in texts(trend_chart(years(31, 38), words).svg)


def test_a_break_stands_between_two_years_with_its_text() -> None:
    chart = trend_chart(years(31, 38, 35), WORDS, breaks=[Break(2021, "Eingemeindung")])

    for svg in (chart.svg, chart.svg_narrow):
        (mark,) = classed(svg, "chart-break")
        first, second, _ = (centre(dot) for dot in classed(svg, "chart-value")[1:])
        assert first < centre(mark) < second
        assert "Eingemeindung" in texts(svg)


@pytest.mark.parametrize("year", [2019, 2020, 2030])
def test_a_break_outside_of_the_line_is_left_out(year: int) -> None:
    chart = trend_chart(years(31, 38), WORDS, breaks=[Break(year, "anderswo")])

    assert classed(chart.svg, "chart-break") == []
    assert "anderswo" not in texts(chart.svg)


def test_breaks_of_one_year_share_a_mark_and_others_have_a_line_each() -> None:
    breaks = [Break(2021, "Fassung 2"), Break(2021, "Kurzform"), Break(2022, "Langform")]

    chart = trend_chart(years(31, 38, 35), WORDS, breaks=breaks)

    assert len(classed(chart.svg, "chart-break")) == 2
    assert {"Fassung 2; Kurzform", "Langform"} <= set(texts(chart.svg))


def test_a_break_that_interrupts_leaves_a_gap_in_the_line() -> None:
    values = years(31, 38, 35)
    joined = trend_chart(values, WORDS, breaks=[Break(2021, "Umbenennung")])

    cut = trend_chart(values, WORDS, breaks=[Break(2021, "Eingemeindung", interrupts=True)])

    for before, after in ((joined.svg, cut.svg), (joined.svg_narrow, cut.svg_narrow)):
        assert len(classed(before, "chart-line")) == len(classed(after, "chart-line")) + 1
        assert len(classed(before, "chart-value")) == len(classed(after, "chart-value"))
        assert len(classed(after, "chart-break")) == 1

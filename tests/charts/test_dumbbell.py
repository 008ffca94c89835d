"""Dumbbells: a diamond for then, a dot for now, and a gap where there is nothing to say."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.charts.dumbbell import dumbbell_chart
from app.charts.rows import DumbbellRow
from tests.charts.reading import WORDS, centre, classed, extent, texts

WORDED = replace(WORDS, legend_then="2025", legend_value="2026")


def row(then: int | None, now: int | None, label: str = "Information") -> DumbbellRow:
    values = [None if one is None else Fraction(one) for one in (then, now)]
    said = ["–" if one is None else str(one) for one in (then, now)]
    return DumbbellRow(label, values[0], values[1], said[0], said[1])


def test_both_years_stand_at_their_values_and_are_printed() -> None:
    chart = dumbbell_chart([row(20, 80)], WORDED)

    # Legend and column head come first, then the row.
    then, now = classed(chart.svg, "chart-then")[-1], classed(chart.svg, "chart-value")[-1]
    (link,) = classed(chart.svg, "chart-link")
    assert (centre(then), centre(now)) == tuple(pytest.approx(one, abs=0.1) for one in extent(link))
    assert {"2025", "2026", "20", "80"} <= set(texts(chart.svg))
    assert {"2025", "2026", "20", "80"} <= set(texts(chart.svg_narrow))


@pytest.mark.parametrize(("then", "now"), [(None, 40), (40, None), (None, None)])
def test_what_makes_no_statement_is_a_gap(then: int | None, now: int | None) -> None:
    empty = dumbbell_chart([], WORDED)
    chart = dumbbell_chart([row(then, now)], WORDED)

    for css, value in (("chart-then", then), ("chart-value", now)):
        drawn = len(classed(chart.svg, css)) - len(classed(empty.svg, css))
        assert drawn == (value is not None)
    assert classed(chart.svg, "chart-link") == []
    assert "–" in texts(chart.svg)


def test_where_nothing_moved_the_diamond_shows_around_the_dot() -> None:
    chart = dumbbell_chart([row(50, 50)], WORDED)

    then, now = (extent(classed(chart.svg, css)[-1]) for css in ("chart-then", "chart-value"))
    assert then[0] < now[0] < now[1] < then[1]
    assert classed(chart.svg, "chart-link") == []


def test_right_to_left_the_axis_begins_on_the_right() -> None:
    plain = dumbbell_chart([row(20, 80)], WORDED)
    mirrored = dumbbell_chart([row(20, 80)], replace(WORDED, mirrored=True))

    now = centre(classed(plain.svg, "chart-value")[-1])
    assert centre(classed(mirrored.svg, "chart-value")[-1]) == pytest.approx(760 - now, abs=0.1)


@pytest.mark.parametrize("value", [-1, 101, float("nan"), float("inf")])
def test_a_value_that_is_not_from_0_to_100_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        dumbbell_chart([DumbbellRow("A", value, None, "?", "–")], WORDED)  # type: ignore[arg-type]

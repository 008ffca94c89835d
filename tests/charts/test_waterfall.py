"""The waterfall: from one total to another, the parts of the way between them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.charts.drawing import FALL, RISE
from app.charts.rows import WaterfallRow
from app.charts.waterfall import MOST_ROWS, waterfall_chart
from tests.charts.reading import WORDS, classed, extent, texts

WORDED = replace(WORDS, legend_value="Gesamtwert", legend_rise="hebt ihn", legend_fall="senkt ihn")


def bridge(*parts: int | str) -> list[WaterfallRow]:
    """From the first to the last total; between them what each part adds."""
    first, *between = [Fraction(part) for part in parts]
    rows, at = [WaterfallRow("2025", Fraction(0), first, f"{first}", is_total=True)], first
    for number, part in enumerate(between):
        rows.append(WaterfallRow(f"Teil {number}", at, at + part, f"{float(part):+.1f}"))
        at += part
    return [*rows, WaterfallRow("2026", Fraction(0), at, f"{at}", is_total=True)]


def test_a_bar_begins_where_the_one_before_ends() -> None:
    chart = waterfall_chart(bridge(40, 20, -10), WORDED)

    for svg in (chart.svg, chart.svg_narrow):
        # The first mark of each paint belongs to the legend.
        first, last = map(extent, classed(svg, "chart-bar")[1:])
        (rise,) = map(extent, classed(svg, "chart-rise")[1:])
        (fall,) = map(extent, classed(svg, "chart-fall")[1:])
        assert first[1] == pytest.approx(rise[0], abs=0.02)
        assert rise[1] == pytest.approx(fall[1], abs=0.02)
        assert fall[0] == pytest.approx(last[1], abs=0.02)
        assert first[0] == last[0]


def test_what_falls_is_only_outlined_and_every_value_is_printed_with_its_sign() -> None:
    chart = waterfall_chart(bridge(40, 20, -10), WORDED)

    assert (RISE.stroke, FALL.fill) == (None, "#ffffff")
    for svg in (chart.svg, chart.svg_narrow):
        assert {"Gesamtwert", "hebt ihn", "senkt ihn", "+20.0", "-10.0", "40", "50"} <= set(
            texts(svg)
        )


def test_a_tiny_part_can_still_be_seen() -> None:
    chart = waterfall_chart(bridge(40, "1/1000"), WORDED)

    left, right = extent(classed(chart.svg, "chart-rise")[1])
    assert right - left >= 2


def test_the_legend_names_only_what_is_there() -> None:
    chart = waterfall_chart(bridge(40, 20), WORDED)

    assert "senkt ihn" not in texts(chart.svg)
    assert classed(chart.svg, "chart-fall") == []


def test_right_to_left_the_bars_begin_on_the_right() -> None:
    rows = bridge(40, 20)
    plain = waterfall_chart(rows, WORDED)
    mirrored = waterfall_chart(rows, replace(WORDED, mirrored=True))

    left, right = extent(classed(plain.svg, "chart-bar")[1])
    assert extent(classed(mirrored.svg, "chart-bar")[1]) == (760 - right, 760 - left)


def test_rows_beyond_the_most_are_left_to_the_table() -> None:
    rows = [WaterfallRow(f"Zeile {n}", Fraction(0), Fraction(n), "") for n in range(60)]

    chart = waterfall_chart(rows, WORDED)

    named = [text for text in texts(chart.svg) if text.startswith("Zeile")]
    assert named == [f"Zeile {n}" for n in range(MOST_ROWS)]


@pytest.mark.parametrize("value", [-1, 101, float("nan"), float("inf")])
def test_a_value_that_is_not_from_0_to_100_is_refused(value: float) -> None:
    row = WaterfallRow("2025", Fraction(0), value, "?")  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="from 0 to 100"):
        waterfall_chart([row], WORDED)


def test_nothing_to_show_is_no_error() -> None:
    assert waterfall_chart([], WORDED).svg.startswith("<svg")

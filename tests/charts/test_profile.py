"""The profile: bars, targets, printed values, gaps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts.profile import profile_chart
from app.charts.rows import ProfileRow
from tests.charts.reading import WORDS, classed, extent, texts

LABEL = "Interkulturelle Verwaltung und Gesellschaft"


def row(value: int | None, target: int | None = None, *, emphasis: bool = False) -> ProfileRow:
    return ProfileRow(
        LABEL,
        None if value is None else Fraction(value),
        "keine Aussage" if value is None else str(value),
        None if target is None else Fraction(target),
        "" if target is None else str(target),
        emphasis,
    )


# The legend draws one sample of each mark before the marks of the rows.
def bars(svg: str) -> list[tuple[float, float]]:
    return [extent(mark) for mark in classed(svg, "chart-bar")[1:]]


@given(st.lists(st.integers(1, 100), min_size=2, max_size=6))
@settings(max_examples=15, deadline=None)
def test_bars_are_as_long_as_their_values_in_both_layouts(values: list[int]) -> None:
    chart = profile_chart([row(value, emphasis=True) for value in values], WORDS)

    for svg in (chart.svg, chart.svg_narrow):
        per_point = [(right - left) / v for (left, right), v in zip(bars(svg), values, strict=True)]
        assert max(per_point) - min(per_point) < 0.02


def test_bars_begin_at_one_axis_and_targets_stand_on_the_same_scale() -> None:
    chart = profile_chart([row(100, 50, emphasis=True), row(20, 100)], WORDS)

    (left, right), (section_left, _) = bars(chart.svg)
    targets = [sum(extent(mark)) / 2 for mark in classed(chart.svg, "chart-target")[1:]]
    assert left == section_left
    assert targets == pytest.approx([(left + right) / 2, right])


def test_none_leaves_a_gap_with_its_words_and_zero_does_not() -> None:
    chart = profile_chart([row(None, emphasis=True), row(0, emphasis=True)], WORDS)

    for svg in (chart.svg, chart.svg_narrow):
        assert len(bars(svg)) == 1
        assert texts(svg).count("keine Aussage") == 1


def test_sections_are_painted_apart_from_dimensions() -> None:
    chart = profile_chart([row(50, emphasis=True), row(40), row(30)], WORDS)

    assert len(classed(chart.svg, "chart-section")) == 2


def test_values_and_targets_are_printed() -> None:
    chart = profile_chart([row(63, 75)], WORDS)

    for svg in (chart.svg, chart.svg_narrow):
        assert [text for text in texts(svg) if text in ("63", "75")].count("63") == 1
        assert {"Heute", "Ziel", "63", "75"} <= set(texts(svg))


def test_mirrored_bars_grow_from_the_right_and_labels_stand_right() -> None:
    rows = [row(25), row(75)]

    plain = profile_chart(rows, WORDS)
    mirrored = profile_chart(rows, replace(WORDS, mirrored=True))

    def flipped(svg: str, width: int) -> list[tuple[float, float]]:
        return [(width - right, width - left) for left, right in bars(svg)]

    for ours, theirs, width in (
        (mirrored.svg, plain.svg, 760),
        (mirrored.svg_narrow, plain.svg_narrow, 320),
    ):
        for pair, other in zip(flipped(ours, width), bars(theirs), strict=True):
            assert pair == pytest.approx(other)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Fraction(-1), Fraction(101)])
def test_a_value_that_is_not_on_the_axis_is_refused(value: Fraction) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        profile_chart([ProfileRow("x", value, "x")], WORDS)
    with pytest.raises(ValueError, match="from 0 to 100"):
        profile_chart([ProfileRow("x", None, "x", target=value)], WORDS)


def test_no_rows_make_an_empty_chart() -> None:
    chart = profile_chart([], WORDS)

    assert classed(chart.svg, "chart-target") == []
    assert len(classed(chart.svg, "chart-bar")) == 1

"""The distribution: a bar for each level, and beside them where the middle of the votes lies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.charts.distribution import MOST_ROWS, Middle, distribution_chart
from app.charts.rows import DistributionRow
from tests.charts.reading import AXIS, WORDS, centre, classed, extent, height, texts

VOTES = replace(WORDS, name="votes", legend_median="Median: 1,5", legend_half="mittlere Hälfte")


def rows(*votes: int) -> list[DistributionRow]:
    names = [*AXIS, *(f"{number} Stufe" for number in range(4, len(votes)))]
    return [DistributionRow(name, n, str(n)) for name, n in zip(names, votes, strict=False)]


def half(low: str, high: str) -> tuple[Fraction, Fraction]:
    return Fraction(low), Fraction(high)


def test_a_bar_is_as_long_as_its_votes_and_they_are_printed() -> None:
    chart = distribution_chart(rows(4, 8, 2, 1), VOTES)

    for svg in (chart.svg, chart.svg_narrow):
        lengths = [right - left for left, right in map(extent, classed(svg, "chart-bar"))]
        assert [length / lengths[1] for length in lengths] == pytest.approx(
            [0.5, 1, 0.25, 0.125], abs=0.01
        )
        assert {"4", "8", "2", "1", "0 Nicht vorhanden", "3 Systematisch"} <= set(texts(svg))


def test_a_level_without_votes_has_no_bar_and_says_so() -> None:
    chart = distribution_chart(rows(0, 3, 0, 0), VOTES)

    assert len(classed(chart.svg, "chart-bar")) == 1
    assert texts(chart.svg).count("0") == 3
    assert classed(distribution_chart(rows(0, 0, 0, 0), VOTES).svg, "chart-bar") == []


@pytest.mark.parametrize("layout", ["svg", "svg_narrow"])
def test_the_median_stands_at_its_level(layout: str) -> None:
    svg = getattr(distribution_chart(rows(1, 2, 4, 2), VOTES, middle=Middle(Fraction(2))), layout)

    bars = classed(svg, "chart-bar")
    assert height(classed(svg, "chart-median")[-1]) == pytest.approx(height(bars[2]), abs=0.1)


@pytest.mark.parametrize("layout", ["svg", "svg_narrow"])
def test_a_median_between_two_levels_stands_halfway(layout: str) -> None:
    middle = Middle(Fraction(3, 2), half("1", "2"))
    svg = getattr(distribution_chart(rows(1, 4, 4, 1), VOTES, middle=middle), layout)

    bars = [height(bar) for bar in classed(svg, "chart-bar")]
    halfway = (bars[1] + bars[2]) / 2
    assert height(classed(svg, "chart-median")[-1]) == pytest.approx(halfway, abs=0.1)


def test_the_bracket_embraces_the_middle_half_and_hides_no_bar() -> None:
    svg = distribution_chart(
        rows(1, 4, 4, 1), VOTES, middle=Middle(Fraction(3, 2), half("1", "2"))
    ).svg

    spine, above, below = classed(svg, "chart-bracket")[3:]
    bars = classed(svg, "chart-bar")
    assert height(above) < height(bars[1]) < height(spine) < height(bars[2]) < height(below)
    assert height(bars[0]) < height(above)
    assert extent(above)[1] < extent(bars[0])[0]


def test_the_legend_names_only_what_is_drawn() -> None:
    nothing = distribution_chart(rows(1, 1, 1, 1), VOTES)
    both = distribution_chart(rows(1, 1, 1, 1), VOTES, middle=Middle(Fraction(1), half("1", "2")))

    assert not {"Median: 1,5", "mittlere Hälfte"} & set(texts(nothing.svg))
    assert texts(both.svg)[:2] == ["Median: 1,5", "mittlere Hälfte"]
    assert texts(both.svg_narrow)[:2] == ["Median: 1,5", "mittlere Hälfte"]


def test_right_to_left_the_bars_begin_on_the_right() -> None:
    plain = distribution_chart(rows(4, 8, 2, 1), VOTES)
    mirrored = distribution_chart(rows(4, 8, 2, 1), replace(VOTES, mirrored=True))

    bars = [classed(chart.svg, "chart-bar")[0] for chart in (plain, mirrored)]
    assert centre(bars[1]) == pytest.approx(760 - centre(bars[0]), abs=0.1)
    assert extent(bars[1])[1] == pytest.approx(760 - extent(bars[0])[0], abs=0.1)


def test_rows_beyond_the_most_are_left_to_the_table_and_so_is_a_middle_among_them() -> None:
    many = rows(*(MOST_ROWS + 3) * [2])

    chart = distribution_chart(
        many, VOTES, middle=Middle(Fraction(MOST_ROWS + 1), half("1", str(MOST_ROWS)))
    )

    assert len(classed(chart.svg, "chart-bar")) == MOST_ROWS
    # The legend's own marks stay.
    assert len(classed(chart.svg, "chart-median")) == 1
    assert len(classed(chart.svg, "chart-bracket")) == 3


@pytest.mark.parametrize(
    ("votes", "middle", "said"),
    [
        ((1, -1), Middle(), "0 votes or more, not -1"),
        ((1, 1), Middle(Fraction(3, 2)), "none at position 3/2"),
        ((1, 1), Middle(None, half("-1", "1")), "none at position -1"),
        ((), Middle(Fraction(0)), "none at position 0"),
    ],
)
def test_what_cannot_be_is_refused(votes: tuple[int, ...], middle: Middle, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        distribution_chart(rows(*votes), VOTES, middle=middle)


def test_a_scale_of_one_level_and_none_at_all_are_drawn() -> None:
    one = distribution_chart(rows(5), VOTES, middle=Middle(Fraction(0), half("0", "0")))

    bar, median = classed(one.svg, "chart-bar")[0], classed(one.svg, "chart-median")[-1]
    assert height(bar) == pytest.approx(height(median), abs=0.1)
    assert classed(distribution_chart([], VOTES).svg, "chart-bar") == []

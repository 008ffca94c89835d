"""The gap chart: dumbbells from today's level to the target."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.charts.gaps import MOST_ROWS, gap_chart
from app.charts.rows import ChartWords, GapRow
from tests.charts.reading import AXIS, WORDS, centre, classed, extent, texts

LABEL = "Wissenstransfer und Übergabe bei Personalwechsel regeln"
GAPS = replace(WORDS, name="gaps", axis=AXIS, legend_value="", legend_target="")


def gap(level: int, target: int, *, is_proposal: bool = False) -> GapRow:
    return GapRow(LABEL, level, target, str(level), str(target), is_proposal)


def test_marks_stand_on_the_positions_of_their_levels() -> None:
    chart = gap_chart([gap(0, 3), gap(1, 2)], GAPS)

    zero, one = (centre(mark) for mark in classed(chart.svg, "chart-value")[1:])
    three, two = (centre(mark) for mark in classed(chart.svg, "chart-target")[1:])
    assert [two - one, three - two] == pytest.approx([one - zero] * 2, abs=0.2)


def test_the_link_reaches_from_today_to_the_target() -> None:
    chart = gap_chart([gap(0, 3)], GAPS)

    (link,) = classed(chart.svg, "chart-link")
    assert extent(link) == pytest.approx(
        (
            centre(classed(chart.svg, "chart-value")[-1]),
            centre(classed(chart.svg, "chart-target")[-1]),
        ),
        abs=0.1,
    )


def test_a_proposal_is_dashed_and_an_agreed_target_is_not() -> None:
    agreed = gap_chart([gap(0, 2)], GAPS).svg
    proposed = gap_chart([gap(0, 2, is_proposal=True)], GAPS).svg

    assert classed(agreed, "chart-proposed") == []
    assert "stroke-dasharray" not in agreed
    assert len(classed(proposed, "chart-proposed")) == 2
    assert proposed.count("stroke-dasharray") == 2


def test_each_kind_of_target_in_the_chart_is_in_the_legend() -> None:
    words = replace(GAPS, legend_target="Ziel", legend_proposal="Vorschlag")

    assert "Vorschlag" not in texts(gap_chart([gap(0, 2)], words).svg)
    assert "Ziel" not in texts(gap_chart([gap(0, 2, is_proposal=True)], words).svg)
    both = texts(gap_chart([gap(0, 2), gap(0, 2, is_proposal=True)], words).svg)
    assert both[:2] == ["Ziel", "Vorschlag"]


def test_long_labels_take_two_lines_and_keep_every_word() -> None:
    chart = gap_chart([gap(0, 2)], GAPS)

    for svg in (chart.svg, chart.svg_narrow):
        assert LABEL in " ".join(texts(svg))


def test_the_narrow_layout_names_both_levels_of_each_row() -> None:
    chart = gap_chart([gap(1, 2)], GAPS)

    assert texts(chart.svg_narrow)[-2:] == ["1 Erste Schritte", "2 In Teilen verankert"]


def test_a_crowded_axis_keeps_only_the_short_forms() -> None:
    crowded = replace(GAPS, axis=tuple(f"{n} Stufe" for n in range(11)))

    assert texts(gap_chart([gap(0, 10)], crowded).svg)[:11] == [str(n) for n in range(11)]


def test_many_rows_repeat_the_axis_below() -> None:
    few = texts(gap_chart([gap(0, 2)] * 12, GAPS).svg)
    many = texts(gap_chart([gap(0, 2)] * 13, GAPS).svg)

    assert (few.count("vorhanden"), many.count("vorhanden")) == (1, 2)


def test_rows_beyond_the_most_are_left_to_the_table() -> None:
    chart = gap_chart([gap(0, 2)] * (MOST_ROWS + 5), GAPS)

    assert len(classed(chart.svg, "chart-link")) == MOST_ROWS


@pytest.mark.parametrize(("level", "target"), [(0, 4), (-1, 2)])
def test_a_level_that_is_not_on_the_axis_is_refused(level: int, target: int) -> None:
    with pytest.raises(ValueError, match="the level axis runs from 0 to 3"):
        gap_chart([gap(level, target)], GAPS)


def test_without_names_the_axis_reaches_as_far_as_the_levels() -> None:
    chart = gap_chart([gap(1, 5)], ChartWords("gaps", "Lücken", "Eine Lücke."))

    assert len(classed(chart.svg, "chart-grid")) == 6
    assert classed(gap_chart([], ChartWords("gaps", "Lücken", "")).svg, "chart-value") != []

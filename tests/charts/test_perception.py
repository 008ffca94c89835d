"""The perception map: groups and the self-check on the axis of levels."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from xml.etree import ElementTree

import pytest

from app.charts.chart import Chart
from app.charts.labels import text_width
from app.charts.perception import MOST_ROWS, perception_chart
from app.charts.rows import ChartWords, PerceptionChartRow
from app.charts.voices import EVERY_VOICE
from tests.charts.reading import AXIS, WORDS, centre, classed, extent, height, texts

LABEL = "Wissenstransfer und Übergabe bei Personalwechsel regeln"
GROUPS = ("Verwaltung", "Zugewanderte", "Ehrenamt")
MAP = replace(
    WORDS, name="map", axis=AXIS, legend_value="Abstand",
    legend_own="Selbstcheck", legend_room="alle zusammen",
)  # fmt: skip


def at(place: str | None) -> Fraction | None:
    return None if place is None else Fraction(place)


def seen(
    *voices: str | None, own: str | None = None, room: str | None = None
) -> PerceptionChartRow:
    voiced = tuple(at(voice) for voice in voices)
    return PerceptionChartRow(LABEL, voiced, at(own), at(room), "1,5", "die einen", "die anderen")


def drawn(*rows: PerceptionChartRow, words: ChartWords = MAP) -> Chart:
    return perception_chart(rows, words, groups=GROUPS)


def voice(svg: str, number: int) -> ElementTree.Element:
    """The last mark of a group; the first one is the legend's."""
    return classed(svg, f"chart-voice-{number}")[-1]


@pytest.mark.parametrize("layout", ["svg", "svg_narrow"])
def test_every_group_and_the_self_check_stand_at_their_positions(layout: str) -> None:
    svg = getattr(drawn(seen("0", "1", "3/2", own="3")), layout)

    zero, one, between = (centre(voice(svg, number)) for number in (1, 2, 3))
    own = centre(classed(svg, "chart-own")[-1])
    assert [between - zero, own - zero] == pytest.approx(
        [1.5 * (one - zero), 3 * (one - zero)], abs=0.3
    )


def test_a_line_runs_from_the_lowest_to_the_highest_and_both_ends_are_named() -> None:
    chart = drawn(seen("1", "2", "1/2", own="3"))

    (line,) = classed(chart.svg, "chart-span")
    ends = centre(voice(chart.svg, 3)), centre(classed(chart.svg, "chart-own")[-1])
    assert extent(line) == pytest.approx(ends, abs=0.1)
    for svg in (chart.svg, chart.svg_narrow):
        assert {"die einen", "die anderen", "1,5", "Abstand"} <= set(texts(svg))


def test_where_all_agree_there_is_neither_line_nor_name() -> None:
    chart = drawn(seen("2", "2", "2", own="2"))

    assert classed(chart.svg, "chart-span") == []
    assert "die einen" not in texts(chart.svg)


def test_what_all_together_say_has_a_mark_of_its_own() -> None:
    chart = drawn(seen(None, None, None, own="3", room="1"))

    room, own = classed(chart.svg, "chart-room")[-1], classed(chart.svg, "chart-own")[-1]
    assert centre(room) < centre(own)
    assert texts(chart.svg)[:2] == ["Selbstcheck", "alle zusammen"]


@pytest.mark.parametrize("layout", ["svg", "svg_narrow"])
@pytest.mark.parametrize("positions", [4, 11])
def test_marks_that_coincide_do_not_cover_each_other(layout: str, positions: int) -> None:
    words = replace(MAP, axis=tuple(f"{n} Stufe" for n in range(positions)))
    row = replace(seen(*8 * ["2"], own="2"), value_text="0")
    svg = getattr(perception_chart([row], words, groups=[f"G{n}" for n in range(8)]), layout)

    classes = {voice.paint.css for voice in EVERY_VOICE}
    # Each paint begins with the legend's marks, which stand higher than the row's.
    marks = [mark for css in classes for mark in _later_half(classed(svg, css))]
    places = [(centre(mark), height(mark)) for mark in [*marks, classed(svg, "chart-own")[-1]]]
    assert len(places) == 9
    for (x1, y1), (x2, y2) in combinations(places, 2):
        assert max(abs(x1 - x2), abs(y1 - y2)) > 13


def _later_half(marks: list[ElementTree.Element]) -> list[ElementTree.Element]:
    return marks[len(marks) // 2 :]


def test_eight_groups_differ_by_shape_alone() -> None:
    shapes = {(voice.corners, voice.paint.stroke is None) for voice in EVERY_VOICE}

    assert len(shapes) == len(EVERY_VOICE) == 8


def test_the_legend_names_only_the_groups_that_are_shown() -> None:
    chart = drawn(seen("1", None, "2"))

    assert texts(chart.svg)[:2] == ["Verwaltung", "Ehrenamt"]
    assert "Zugewanderte" not in texts(chart.svg)
    assert classed(chart.svg, "chart-voice-2") == []


@pytest.mark.parametrize(
    ("low", "high"), [("0", "1/2"), ("1", "3/2"), ("5/2", "3"), ("0", "3"), ("0", "1")]
)
@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_long_names_stay_on_the_sheet_and_beside_each_other(
    low: str, high: str, layout: str
) -> None:
    row = replace(seen(low, None, None, own=high), lowest_text=8 * "Amt ", highest_text=8 * "Ort ")

    sheet = getattr(drawn(row), layout)

    lowest, highest = (
        next(label for label in sheet.labels if label.text.startswith(word))
        for word in ("Amt", "Ort")
    )
    assert (lowest.anchor, highest.anchor) == ("end", "start")
    assert lowest.x - text_width(lowest.text, lowest.style.size) >= 0
    assert lowest.x + 8 < highest.x
    assert highest.x + text_width(highest.text, highest.style.size) <= sheet.width


def test_right_to_left_the_axis_begins_on_the_right() -> None:
    plain, mirrored = (
        drawn(seen("0", "1", "2"), words=replace(MAP, mirrored=one)) for one in (False, True)
    )

    first = centre(voice(plain.svg, 1))
    assert centre(voice(mirrored.svg, 1)) == pytest.approx(760 - first, abs=0.1)


def test_long_labels_take_two_lines_and_keep_every_word() -> None:
    chart = drawn(seen("1", "2", None))

    for svg in (chart.svg, chart.svg_narrow):
        assert LABEL in " ".join(texts(svg))


def test_the_narrow_layout_says_what_its_ends_mean_and_numbers_every_row() -> None:
    said = texts(drawn(seen("1", "2", None), seen("1", "1", "1")).svg_narrow)

    assert {"0 Nicht vorhanden", "3 Systematisch"} <= set(said)
    assert [said.count(number) for number in "0123"] == [2, 2, 2, 2]


def test_many_rows_repeat_the_axis_below() -> None:
    few, many = (texts(drawn(*count * [seen("1", "2", None)]).svg) for count in (8, 9))

    assert (few.count("vorhanden"), many.count("vorhanden")) == (1, 2)


def test_rows_beyond_the_most_are_left_to_the_table() -> None:
    chart = drawn(*(MOST_ROWS + 5) * [seen("1", "2", None)])

    assert len(classed(chart.svg, "chart-span")) == MOST_ROWS


@pytest.mark.parametrize("place", ["-1/2", "7/2"])
@pytest.mark.parametrize("which", ["voice", "own", "room"])
def test_a_position_that_is_not_on_the_axis_is_refused(place: str, which: str) -> None:
    row = seen(place, None, None) if which == "voice" else seen(None, None, None, **{which: place})

    with pytest.raises(ValueError, match="the level axis runs from 0 to 3"):
        drawn(row)


def test_more_groups_than_shapes_and_voices_without_a_name_are_refused() -> None:
    with pytest.raises(ValueError, match="tells 8 groups apart, not 9"):
        perception_chart([], MAP, groups=[str(n) for n in range(9)])
    with pytest.raises(ValueError, match="3 groups have a name, 2 a voice"):
        drawn(seen("1", "2"))


def test_without_names_the_axis_reaches_as_far_as_the_positions() -> None:
    words = ChartWords("map", "Karte", "")
    chart = perception_chart([seen("9/2")], words, groups=["A"])

    # One line above the row, the others are levels 0 to 5.
    assert len(classed(chart.svg, "chart-grid")) == 1 + 6
    assert classed(perception_chart([], words).svg, "chart-grid") != []

"""What every chart promises as inline SVG and as a file."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts import drawing
from app.charts.chart import Chart
from app.charts.distribution import Middle, distribution_chart
from app.charts.dumbbell import dumbbell_chart
from app.charts.figure import DOTS_PER_UNIT, warm_up
from app.charts.gaps import gap_chart
from app.charts.perception import perception_chart
from app.charts.profile import profile_chart
from app.charts.rows import (
    Break,
    ChartWords,
    DistributionRow,
    DumbbellRow,
    GapRow,
    PerceptionChartRow,
    ProfileRow,
    TrendPoint,
    WaterfallRow,
)
from app.charts.trend import trend_chart
from app.charts.waterfall import waterfall_chart
from tests.charts.reading import AXIS, WORDS, parsed, texts

SVG = "{http://www.w3.org/2000/svg}"


def profile(label: str = "Mehrsprachige Informationen", words: ChartWords = WORDS) -> Chart:
    rows = [ProfileRow(label, Fraction(40), "40", Fraction(60), "60", emphasis=True)]
    return profile_chart([*rows, ProfileRow(label, None, label)], words)


def gaps(label: str = "Sprachmittlung", words: ChartWords = WORDS) -> Chart:
    rows = [GapRow(label, 0, 2, label, label, True), GapRow(label, 1, 1, "1", "1", False)]
    return gap_chart(rows, replace(words, axis=AXIS))


def trend(label: str = "2025", words: ChartWords = WORDS) -> Chart:
    points = [TrendPoint(label, Fraction(30), "30"), TrendPoint(label, None, label)]
    return trend_chart(points, words)


def waterfall(label: str = "Praxis verändert", words: ChartWords = WORDS) -> Chart:
    ends = Fraction(30), Fraction(50)
    rows = [
        WaterfallRow("2025", Fraction(0), ends[0], "30", is_total=True),
        WaterfallRow(label, ends[0], ends[1], label),
        WaterfallRow(label, ends[1], ends[0], "−20"),
    ]
    return waterfall_chart(rows, words)


def dumbbell(label: str = "Information", words: ChartWords = WORDS) -> Chart:
    rows = [DumbbellRow(label, Fraction(30), Fraction(50), label, label)]
    return dumbbell_chart([*rows, DumbbellRow(label, None, Fraction(1), "–", "1")], words)


def line_with_breaks(label: str = "Fassung 1.1.0", words: ChartWords = WORDS) -> Chart:
    points = [TrendPoint(str(year), Fraction(year - 2000), "1") for year in (2024, 2025)]
    points.append(TrendPoint(label, Fraction(1), label, is_complete=False))
    return trend_chart(points, words, breaks=[Break(2025, label)])


def distribution(label: str = "Erste Schritte", words: ChartWords = WORDS) -> Chart:
    rows = [DistributionRow(label, 3, label), DistributionRow(label, 0, "0")]
    middle = Middle(Fraction(1, 2), (Fraction(0), Fraction(1)))
    return distribution_chart(rows, replace(words, legend_median="Median"), middle=middle)


def perception(label: str = "Ehrenamt", words: ChartWords = WORDS) -> Chart:
    voices = (Fraction(1, 2), None, Fraction(2))
    row = PerceptionChartRow(label, voices, Fraction(3), Fraction(1), label, label, label)
    shown = replace(words, axis=AXIS, legend_own=label)
    return perception_chart([row], shown, groups=[label, label, "Vereine"])


ALL = [
    profile,
    gaps,
    trend,
    waterfall,
    dumbbell,
    line_with_breaks,
    distribution,
    perception,
]
every_chart = pytest.mark.parametrize("chart", ALL)
Make = Callable[..., Chart]


@every_chart
def test_inline_svg_passes_a_strict_content_security_policy(chart: Make) -> None:
    for svg in (chart().svg, chart().svg_narrow):
        elements = list(parsed(svg).iter())
        tags = {element.tag.removeprefix(SVG) for element in elements}
        attributes = {name for element in elements for name in element.attrib}
        assert tags == {"svg", "title", "desc", "g", "path", "text"}
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on") or "href" in name]
        assert "url(" not in svg


@every_chart
def test_inline_svg_is_announced_by_title_and_description(chart: Make) -> None:
    root = parsed(chart().svg)

    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == ("Profil", "Drei Dimensionen.")
    assert root.get("lang") == "de"


@every_chart
def test_inline_svg_takes_its_size_and_not_its_direction_from_the_page(chart: Make) -> None:
    root = parsed(chart().svg)

    assert (root.get("width"), root.get("height"), root.get("direction")) == (None, None, "ltr")
    assert [float(part) for part in root.get("viewBox", "").split()][:3] == [0, 0, 760]
    assert {text.get("unicode-bidi") for text in root.iter(f"{SVG}text")} == {"plaintext"}


def test_ids_differ_between_charts_and_layouts() -> None:
    charts = [profile(), gaps(words=replace(WORDS, name="gaps"))]

    ids = [
        element.get("id")
        for chart in charts
        for svg in (chart.svg, chart.svg_narrow)
        for element in parsed(svg).iter()
        if element.get("id")
    ]
    assert len(ids) == len(set(ids)) == 8


@every_chart
def test_equal_content_gives_equal_bytes(chart: Make) -> None:
    one, other = chart(), chart()

    assert one == other
    assert (one.svg, one.svg_narrow) == (other.svg, other.svg_narrow)
    assert (one.svg_file, one.png) == (other.svg_file, other.png)


@every_chart
def test_the_svg_file_stands_alone(chart: Make) -> None:
    file = chart().svg_file

    root = parsed(file)
    assert file.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns=')
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert "DejaVu Sans" in root.get("font-family", "")
    assert texts(file)[0] == "Profil"
    assert "style" not in {name for element in root.iter() for name in element.attrib}


@every_chart
def test_the_png_is_as_large_as_its_drawing(chart: Make) -> None:
    made = chart()
    headed = made.wide.headed("Profil", mirrored=False)

    png = made.png

    size = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert size == (int(headed.width * DOTS_PER_UNIT), int(headed.height * DOTS_PER_UNIT))


@every_chart
@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("<script>", "<script>"),
        ("a & b", "a & b"),
        (r"$\frac{$", r"$\frac{$"),
        ("Vor\x00ort\x1b", "Vorort"),
        ("Zwei\nZeilen", "Zwei Zeilen"),
        ("\ud800Amt\ufffe", "Amt"),
        ("معلومات", "معلومات"),
        ("Wir \N{WAVING HAND SIGN}", "Wir \N{WAVING HAND SIGN}"),
        ("", ""),
    ],
)
def test_any_text_is_drawn_as_text(chart: Make, label: str, shown: str) -> None:
    made = chart(label, replace(WORDS, title=f"T {label}", description=label))

    assert made.png.startswith(b"\x89PNG")
    for svg in (made.svg, made.svg_narrow, made.svg_file):
        assert shown in " ".join(texts(svg))
        assert parsed(svg)[0].text == f"T {shown}".strip()


@every_chart
def test_endless_texts_are_cut(chart: Make) -> None:
    made = chart("W" * 200_000, replace(WORDS, title="T" * 200_000, description="d" * 200_000))

    assert len(made.svg) < 12_000
    assert max(len(text) for text in texts(made.svg_narrow)) <= 80
    assert len(parsed(made.svg)[1].text or "") == 2_000
    assert made.png.startswith(b"\x89PNG")


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_every_text_gives_valid_xml(text: str) -> None:
    for make in ALL:
        made = make(text, replace(WORDS, title=text, description=text, legend_value=text))
        parsed(made.svg)
        parsed(made.svg_narrow)
        parsed(made.svg_file)


@pytest.mark.parametrize("name", ["", "1a", 'a"b', "a b", "ä"])
def test_a_name_that_cannot_begin_an_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="begins ids"):
        ChartWords(name, "Titel", "Beschreibung")


def relative_luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    "paint", [paint for paint in drawing.PAINTING_ORDER if paint is not drawing.GRID]
)
def test_marks_stand_out_from_white_three_to_one(paint: drawing.Paint) -> None:
    colour = paint.stroke or paint.fill or ""

    assert 1.05 / (relative_luminance(colour) + 0.05) >= 3


def test_memory_stays_constant_over_two_hundred_charts() -> None:
    def draw(times: int) -> int:
        for number in range(times):
            made = profile(f"Abschnitt {number}")
            assert made.svg != made.svg_narrow
        del made
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = draw(20)
        after = draw(200)
    finally:
        tracemalloc.stop()
    # One figure that stayed alive each time would be more than ten times as much.
    assert after - before < 500_000


def test_matplotlib_is_imported_only_for_drawing() -> None:
    code = (
        "import sys, app.charts.cache, app.charts.gaps, app.charts.profile, app.charts.trend\n"
        "import app.charts.dumbbell, app.charts.waterfall\n"
        "import app.charts.distribution, app.charts.perception\n"
        "sys.exit('matplotlib' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pyplot_is_never_imported() -> None:
    warm_up()

    assert "matplotlib.pyplot" not in sys.modules

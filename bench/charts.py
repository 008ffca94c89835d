"""Charts drawn from new figures, beside the least that draws the same, and drawn for many."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from app.charts.chart import Chart
from app.charts.dumbbell import dumbbell_chart
from app.charts.gaps import gap_chart
from app.charts.profile import profile_chart
from app.charts.rows import (
    ChartWords,
    DumbbellRow,
    GapRow,
    ProfileRow,
    TrendPoint,
    WaterfallRow,
)
from app.charts.trend import trend_chart
from app.charts.waterfall import waterfall_chart
from app.reports import pictures
from app.reports.pictures import Picture
from bench.chart_floors import lean_gaps, naive_gaps
from bench.measuring import Pace, measure
from bench.results import Goal, Result, ratio, time_of
from bench.town import Town

ROWS, READERS, YEARS = 36, 200, 10
THEME = "Charts"


def measure_charts(town: Town, pace: Pace) -> list[Result]:
    """Every chart with figures it never saw; then one asked for by many at once."""
    drawer = Drawer(town)
    costs = measure(
        {
            "gaps": lambda: drawer.gaps().svg,
            "lean": lambda: lean_gaps(drawer.gap_rows()),
            "naive": lambda: naive_gaps(drawer.gap_rows()),
            "both": lambda: drawer.both(drawer.gaps()),
            "profile": lambda: drawer.both(drawer.profile()),
            "trend": lambda: drawer.both(drawer.trend()),
            "waterfall": lambda: drawer.both(drawer.waterfall()),
            "dumbbell": lambda: drawer.both(drawer.dumbbell()),
            "png": lambda: drawer.gaps().png,
        },
        pace,
    )
    gaps, naive = costs["gaps"], costs["naive"]
    against = (gaps, costs["lean"])
    faster = naive.cpu / gaps.cpu
    return [
        ratio(THEME, f"gaps, {ROWS} rows", against, floor="lean geometry", goal=1.5),
        Result(THEME, f"gaps, {ROWS} rows", faster, "× faster than pyplot", Goal(10, at_least=True),
               gaps.cpu, gaps.wall, f"pyplot {naive.cpu:.2f} ms"),
        time_of(THEME, "gaps, wide and narrow", costs["both"]),
        time_of(THEME, "gaps as PNG", costs["png"]),
        time_of(THEME, "profile, wide and narrow", costs["profile"], goal=25),
        time_of(THEME, f"trend of {YEARS} years, wide and narrow", costs["trend"], goal=25),
        time_of(THEME, "waterfall of all parts, wide and narrow", costs["waterfall"], goal=25),
        time_of(THEME, "dumbbells of every node, wide and narrow", costs["dumbbell"], goal=25),
        *_for_many(drawer, pace),
    ]  # fmt: skip


class Drawer:
    """Makes charts of the main checklist with figures nobody drew before."""

    def __init__(self, town: Town) -> None:
        self._chance = random.Random(1)
        checklist = town.checklist
        self._criteria = [criterion.title.in_language("de") for criterion in checklist.criteria]
        self._nodes = [
            (node.title.in_language("de"), node in checklist.dimensions) for node in checklist.nodes
        ]
        self.words = ChartWords(
            name="bench",
            title="Lücken, die dringendste zuerst",
            description="Von der Stufe heute zum Ziel.",
            axis=("0 Nicht vorhanden", "1 Erste Schritte", "2 In Teilen", "3 Verankert"),
            legend_value="heute",
            legend_target="Ziel",
            legend_proposal="vorgeschlagenes Ziel",
        )

    def gap_rows(self) -> Sequence[GapRow]:
        rows = []
        for number in range(ROWS):
            level = self._chance.randrange(3)
            target = self._chance.randrange(level + 1, 4)
            label = self._criteria[number % len(self._criteria)]
            rows.append(GapRow(label, level, target, str(level), str(target), number % 3 == 0))
        return rows

    def gaps(self) -> Chart:
        return gap_chart(self.gap_rows(), self.words)

    def profile(self) -> Chart:
        rows = []
        for label, emphasis in self._nodes:
            value, target = self._score(), self._score()
            texts = (str(round(value)), str(round(target)))
            rows.append(ProfileRow(label, value, texts[0], target, texts[1], emphasis))
        return profile_chart(rows, replace(self.words, axis=()))

    def trend(self) -> Chart:
        values = [self._score() for _ in range(YEARS)]
        points = [
            TrendPoint(str(2016 + number), value, str(round(value)))
            for number, value in enumerate(values)
        ]
        return trend_chart(points, replace(self.words, axis=()))

    def waterfall(self) -> Chart:
        totals = [self._score() for _ in range(6)]
        rows = [
            WaterfallRow(f"Teil {number}", start, end, f"{float(end - start):+.1f}")
            for number, (start, end) in enumerate(pairwise(totals))
        ]
        ends = [
            WaterfallRow(str(year), Fraction(0), total, str(round(total)), is_total=True)
            for year, total in ((2025, totals[0]), (2026, totals[-1]))
        ]
        return waterfall_chart([ends[0], *rows, ends[1]], replace(self.words, axis=()))

    def dumbbell(self) -> Chart:
        rows = []
        for label, _ in self._nodes:
            then, now = self._score(), self._score()
            rows.append(DumbbellRow(label, then, now, str(round(then)), str(round(now))))
        return dumbbell_chart(rows, replace(self.words, axis=()))

    def both(self, chart: Chart) -> tuple[str, str]:
        """What a page shows of a chart: the wide layout and the narrow one."""
        return chart.svg, chart.svg_narrow

    def picture(self, rows: Sequence[GapRow]) -> Picture:
        """As a result page makes it; pictures of equal rows share their drawing."""
        return Picture("gaps", rows, self.words, gap_chart, (), (), ())

    def _score(self) -> Fraction:
        return Fraction(self._chance.randrange(10_001), 100)


def _for_many(drawer: Drawer, pace: Pace) -> list[Result]:
    """A new chart asked for by many at once is drawn once; afterwards it is only fetched."""
    rows = drawer.gap_rows()
    asked = [drawer.picture(list(rows)) for _ in range(READERS)]
    before = pictures.DRAWN.drawings
    with ThreadPoolExecutor(READERS) as pool:
        drawn = set(pool.map(lambda picture: picture.svg, asked))
    drawings = pictures.DRAWN.drawings - before
    if len(drawn) != 1:
        raise AssertionError("equal figures were drawn differently")
    cached = measure({"cached": lambda: drawer.picture(rows).svg}, pace)["cached"]
    return [
        Result(THEME, f"drawings for {READERS} who ask at once", float(drawings), "", Goal(1)),
        time_of(THEME, "gaps, drawn before", cached),
    ]

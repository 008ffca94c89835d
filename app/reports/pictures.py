"""The charts of a result: the same pairs feed drawing, table and sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache

from flask_babel import gettext
from markupsafe import Markup

from app.charts.cache import ChartCache, content_key
from app.charts.chart import Chart
from app.charts.gaps import MOST_ROWS, gap_chart
from app.charts.profile import profile_chart
from app.charts.rows import ChartRow, ChartWords, GapRow, ProfileRow
from app.domain.checklist import ShownText
from app.domain.gaps import Gap
from app.domain.report import AssessmentReport, ProfileLine
from app.reports.sentences import gaps_sentence, profile_sentence
from app.web.formatting import tenth, whole
from app.web.i18n import current_language, page_language, shown

ROWS_ON_PAPER = 8
"""As many gaps as two printed sheets have room for in a readable size."""

DRAWN: ChartCache[Chart] = ChartCache()
FILES: ChartCache[bytes] = ChartCache(size=64)


@dataclass(frozen=True)
class Picture:
    """One chart with its sentence and its table, all from the same pairs."""

    kind: str
    pairs: Sequence[ChartRow]
    words: ChartWords
    draw: Callable[..., Chart]
    table_head: Sequence[str]
    table_rows: Sequence[Sequence[ShownText | str]]
    numeric: Sequence[int]

    @property
    def name(self) -> str:
        return self.words.name

    @property
    def sentence(self) -> str:
        return self.words.description

    @cached_property
    def key(self) -> str:
        """Differs whenever the drawing would: the entity tag of its files."""
        return content_key(self.kind, self.pairs, self.words)

    @property
    def chart(self) -> Chart:
        return DRAWN.get(self.key, self._drawn)

    def _drawn(self) -> Chart:
        """Both layouts drawn at once: however many ask for them, it happens one time."""
        chart = self.draw(self.pairs, self.words)
        for layout in ("svg", "svg_narrow"):
            getattr(chart, layout)
        return chart

    # Our own renderer escapes every label; nothing else gets into these drawings.
    @property
    def svg(self) -> Markup:
        return Markup(self.chart.svg)  # noqa: S704

    @property
    def svg_narrow(self) -> Markup:
        return Markup(self.chart.svg_narrow)  # noqa: S704

    def headed(self, heading: str) -> Picture:
        """The same picture under a heading that says whose it is, for passing on alone."""
        return replace(self, words=replace(self.words, title=f"{heading}: {self.words.title}"))

    def file(self, suffix: str) -> bytes:
        """The chart as a file: `svg` or `png`."""
        chart = self.chart
        draw = {"svg": lambda: chart.svg_file, "png": lambda: chart.png}[suffix]
        return FILES.get(f"{self.key}.{suffix}", draw)


def pictures(report: AssessmentReport) -> dict[str, Picture]:
    """Every chart of a result by its name, in the language of the page."""
    return _pictures(report, current_language())


@lru_cache(maxsize=128)
def _pictures(report: AssessmentReport, language: str) -> dict[str, Picture]:
    drawn = [
        profile_picture(report),
        gaps_picture(report, name="gaps", most=MOST_ROWS),
        gaps_picture(report, name="gaps-on-paper", most=ROWS_ON_PAPER),
    ]
    return {picture.name: picture for picture in drawn}


def profile_picture(report: AssessmentReport) -> Picture:
    """Dimensions and sections from 0 to 100, with the mark where the targets lead."""
    return Picture(
        kind="profile",
        pairs=[_profile_row(line) for line in report.profile],
        words=chart_words(
            name="profile",
            title=gettext("Profile by dimension and section"),
            description=profile_sentence(report.dimensions),
            legend_value=gettext("today"),
            legend_target=(
                gettext("target, partly proposed")
                if any(gap.is_proposal for gap in report.gaps)
                else gettext("target")
            ),
        ),
        draw=profile_chart,
        table_head=profile_head(),
        table_rows=[_profile_cells(line) for line in report.profile],
        numeric=(1, 2, 3),
    )


def _profile_row(line: ProfileLine) -> ProfileRow:
    score = line.score
    return profile_row(
        shown(line.node.short_title or line.node.title).text,
        exact=score.exact,
        target=line.target,
        counts=(score.answered, score.applicable),
        is_dimension=line.depth == 0,
    )


def profile_row(
    label: str,
    *,
    exact: Fraction | None,
    target: Fraction | None,
    counts: tuple[int, int],
    is_dimension: bool,
) -> ProfileRow:
    """A line of a profile; `counts` are answered and applicable, said where they differ."""
    answered, applicable = counts
    if answered < applicable:
        label = gettext(
            "%(title)s (%(answered)s of %(applicable)s)",
            title=label,
            answered=answered,
            applicable=applicable,
        )
    return ProfileRow(
        label=label,
        value=exact,
        value_text=gettext("no statement") if exact is None else whole(exact),
        target=target,
        target_text=whole(target),
        emphasis=is_dimension,
    )


def profile_head() -> list[str]:
    """What stands above the columns of a profile's table."""
    return [
        gettext("Dimension or section"),
        gettext("Today"),
        gettext("Target"),
        gettext("Answered"),
    ]


def _profile_cells(line: ProfileLine) -> list[ShownText | str]:
    score = line.score
    answered = gettext(
        "%(answered)s of %(applicable)s", answered=score.answered, applicable=score.applicable
    )
    return [shown(line.node.title), tenth(score.exact), tenth(line.target), answered]


def gaps_picture(report: AssessmentReport, *, name: str, most: int) -> Picture:
    """From the level of today to the target, the most urgent gaps first; the table has all."""
    return Picture(
        kind="gaps",
        pairs=[_gap_row(gap) for gap in report.gaps[:most]],
        words=chart_words(
            name=name,
            title=gettext("Gaps, most urgent first"),
            description=gaps_sentence(report.gaps, most=most),
            axis=_axis(report),
            legend_value=gettext("today"),
            legend_target=gettext("target"),
            legend_proposal=gettext("proposed target"),
        ),
        draw=gap_chart,
        table_head=[
            gettext("Criterion"),
            gettext("Today"),
            gettext("Target"),
            gettext("Gap"),
            gettext("Importance"),
            gettext("Priority"),
        ],
        table_rows=[_gap_cells(gap) for gap in report.gaps],
        numeric=(3, 4, 5),
    )


def _axis(report: AssessmentReport) -> tuple[str, ...]:
    """The levels of the longest scale in use, for the axis above the gaps."""
    scales = [gap.criterion.scale for gap in report.gaps]
    longest = max(scales, key=lambda scale: len(scale.levels), default=None)
    if longest is None:
        return ()
    return tuple(f"{level.value} {shown(level.label)}" for level in longest.levels)


def _gap_row(gap: Gap) -> GapRow:
    position = gap.criterion.scale.position
    return GapRow(
        label=shown(gap.criterion.title).text,
        level=position(gap.level),
        target=position(gap.target),
        level_text=str(gap.level),
        target_text=str(gap.target),
        is_proposal=gap.is_proposal,
    )


def _gap_cells(gap: Gap) -> list[ShownText | str]:
    scale = gap.criterion.scale
    target = f"{gap.target} {shown(scale.level(gap.target).label)}"
    return [
        shown(gap.criterion.title),
        f"{gap.level} {shown(scale.level(gap.level).label)}",
        gettext("%(target)s (proposed)", target=target) if gap.is_proposal else target,
        str(gap.steps),
        str(gap.importance),
        tenth(gap.priority),
    ]


def chart_words(
    *, name: str, title: str, description: str, axis: tuple[str, ...] = (), **legends: str
) -> ChartWords:
    """The words of a chart in the current language, and to which side it reads."""
    language = current_language()
    return ChartWords(
        name=name,
        title=title,
        description=description,
        axis=axis,
        mirrored=page_language(language).direction == "rtl",
        language=language,
        **legends,
    )

"""What a chart shows: one list of label–value pairs for chart, table and sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class ProfileRow:
    """One dimension or section of a profile; values and targets run from 0 to 100.

    Dimensions carry `emphasis`; the rows after one, without it, are its sections. A value of
    None has no bar: its `value_text` ("no statement") stands in the gap.
    """

    label: str
    value: Fraction | None
    value_text: str
    target: Fraction | None = None
    target_text: str = ""
    emphasis: bool = False


@dataclass(frozen=True)
class GapRow:
    """One criterion below its target. `level` and `target` are positions on the level axis.

    The texts are printed in narrow columns beside the chart, so short is best ("1", "2").
    """

    label: str
    level: int
    target: int
    level_text: str
    target_text: str
    is_proposal: bool


@dataclass(frozen=True)
class TrendPoint:
    """One year of a trend, from 0 to 100. None interrupts the line; its text stands there.

    A year that is not complete has a ring instead of a dot.
    """

    label: str
    value: Fraction | None
    value_text: str
    is_complete: bool = True


@dataclass(frozen=True)
class Break:
    """Between this year and the one before it something changed, which the text names."""

    year: int
    text: str
    interrupts: bool = False
    """Whether the values on both sides are about different things: no line joins them."""


@dataclass(frozen=True)
class WaterfallRow:
    """One bar of a waterfall, from 0 to 100: a total from 0, or a part from `start` to `end`."""

    label: str
    start: Fraction
    end: Fraction
    value_text: str
    is_total: bool = False


@dataclass(frozen=True)
class DumbbellRow:
    """The value of two years, from 0 to 100; None leaves its text and no mark."""

    label: str
    then: Fraction | None
    now: Fraction | None
    then_text: str
    now_text: str


@dataclass(frozen=True)
class DistributionRow:
    """How many votes one level of a scale got; the rows run from the lowest level up."""

    label: str
    votes: int
    value_text: str


@dataclass(frozen=True)
class PerceptionChartRow:
    """How far groups see one criterion, by positions on the level axis.

    `voices` has one place for each group of the chart; None is a group that is not shown.
    `own` is the self-check, `room` what all votes together say. The texts name who stands at
    the lowest and at the highest end, and how far apart they are.
    """

    label: str
    voices: tuple[Fraction | None, ...]
    own: Fraction | None
    room: Fraction | None
    value_text: str
    lowest_text: str = ""
    highest_text: str = ""

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest of all voices and the self-check."""
        found = [one for one in (*self.voices, self.own) if one is not None]
        return (min(found), max(found)) if found else None


ChartRow = (
    ProfileRow
    | GapRow
    | TrendPoint
    | WaterfallRow
    | DumbbellRow
    | DistributionRow
    | PerceptionChartRow
)


@dataclass(frozen=True)
class ChartWords:
    """The words around a chart, in one language.

    `name` prefixes the ids and must be unique on a page. `title` and `description` are what a
    screen reader says. `axis` names the levels from lowest to highest, each beginning with its
    short form ("0 Not in place"). `mirrored` is for languages that run right to left.
    """

    name: str
    title: str
    description: str
    axis: tuple[str, ...] = ()
    legend_value: str = ""
    legend_target: str = ""
    mirrored: bool = False
    language: str = "de"
    legend_proposal: str = ""
    legend_then: str = ""
    legend_rise: str = ""
    legend_fall: str = ""
    legend_incomplete: str = ""
    legend_median: str = ""
    legend_half: str = ""
    legend_own: str = ""
    legend_room: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a name of letters, digits, - and _ begins ids, not {self.name!r}")

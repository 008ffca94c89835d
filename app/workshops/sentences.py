"""What a round and a perception map say in one sentence; charts and pages share them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from babel.lists import format_list
from flask_babel import gettext, ngettext

from app.domain.checklist import Criterion, Level, Scale
from app.domain.disclosure import Disclosed
from app.domain.perception import PerceptionRow
from app.domain.positions import value_at
from app.domain.tally import Tally
from app.web.formatting import number
from app.web.i18n import current_language, shown

_MOST_NAMED = 2
"""As many levels or groups as a sentence or the end of a line can name."""


def level_number(scale: Scale, position: Fraction | None) -> str:
    """The value of the level at a position; between two levels what lies between: “1.5”."""
    if position is None:
        return "–"
    return number(value_at(scale, position))


def both_means(scale: Scale, result: Disclosed) -> tuple[str, str] | None:
    """Every head counted the same, and every group; None unless both may be shown."""
    heads, groups = result.head_count_mean, result.group_balanced_mean
    if heads is None or groups is None:
        return None
    return level_number(scale, heads), level_number(scale, groups)


def level_words(level: Level) -> str:
    """“2 In Teilen verankert”."""
    return f"{level.value} {shown(level.label)}"


def distribution_sentence(tally: Tally, criterion: Criterion) -> str:
    """How many votes there are, what most say, where the middle lies, and who chose no level."""
    said = [_votes_sentence(tally, criterion), middle_sentence(tally, criterion.scale)]
    beside = [
        ngettext("%(num)s does not know", "%(num)s do not know", tally.unknown)
        if tally.unknown
        else "",
        ngettext(
            "%(num)s says that it does not apply",
            "%(num)s say that it does not apply",
            tally.not_applicable,
        )
        if tally.not_applicable
        else "",
    ]
    if any(beside):
        named = _listed([each for each in beside if each])
        said.append(gettext("Beside that: %(votes)s.", votes=named))
    return " ".join(each for each in said if each)


def _votes_sentence(tally: Tally, criterion: Criterion) -> str:
    if not tally.level_votes:
        return gettext("Nobody chose a level.")
    most = max(tally.levels)
    leading = [
        gettext("“%(label)s” (level %(level)s)", label=shown(level.label).text, level=level.value)
        for level, votes in zip(criterion.scale.levels, tally.levels, strict=True)
        if votes == most
    ]
    if len(leading) > _MOST_NAMED:
        return ngettext(
            "%(num)s vote: no level stands out.",
            "%(num)s votes: no level stands out.",
            tally.level_votes,
        )
    return ngettext(
        "%(num)s vote: most often %(levels)s.",
        "%(num)s votes: most often %(levels)s.",
        tally.level_votes,
        levels=_listed(leading),
    )


def middle_sentence(tally: Tally, scale: Scale) -> str:
    """The median, and between which levels the middle half of the votes lies; empty without."""
    if tally.median is None or tally.middle_half is None:
        return ""
    median = level_number(scale, tally.median)
    low, high = whole_levels(scale, tally.middle_half)
    if low == high:
        return gettext(
            "The median is %(median)s, the middle half of the votes lies at level %(level)s.",
            median=median,
            level=low,
        )
    return gettext(
        "The median is %(median)s, the middle half of the votes lies between level %(low)s "
        "and level %(high)s.",
        median=median,
        low=low,
        high=high,
    )


def whole_levels(scale: Scale, half: tuple[Fraction, Fraction]) -> tuple[int, int]:
    """The levels that enclose a stretch of the scale."""
    return scale.levels[math.floor(half[0])].value, scale.levels[math.ceil(half[1])].value


def perception_sentence(
    rows: Sequence[PerceptionRow],
    criteria: Mapping[str, Criterion],
    groups: Mapping[str, str],
    *,
    most: int,
) -> str:
    """Where the views lie farthest apart, and who stands at both ends."""
    if not rows:
        return gettext("There is nothing to show yet.")
    widest = max(rows, key=lambda row: row.distance)
    ends = ends_of(widest)
    if not widest.distance or not ends:
        return gettext("Where there are several views of a criterion, they are alike.")
    scale = criteria[widest.key].scale
    low, high = ends
    said = gettext(
        "Farthest apart is “%(title)s”: %(lowest)s at %(low)s, %(highest)s at %(high)s.",
        title=shown(criteria[widest.key].title).text,
        lowest=standing_at(widest, groups, low),
        low=level_number(scale, low),
        highest=standing_at(widest, groups, high),
        high=level_number(scale, high),
    )
    if len(rows) > most:
        left = gettext("The chart shows the %(most)s criteria farthest apart.", most=most)
        return f"{said} {left}"
    return said


def views(row: PerceptionRow) -> dict[str | None, Fraction | None]:
    """Where every group that is shown stands, by its key; under None the self-check."""
    return {**{group.key: group.median for group in row.groups}, None: row.own}


def ends_of(row: PerceptionRow) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest view; None where there is none."""
    places = [place for place in views(row).values() if place is not None]
    return (min(places), max(places)) if places else None


def standing_at(row: PerceptionRow, groups: Mapping[str, str], place: Fraction) -> str:
    """Who sees a criterion at this place: by name, or how many groups."""
    there = [key for key, position in views(row).items() if position == place]
    named = [groups[key] for key in there if key is not None]
    if len(there) > _MOST_NAMED:
        named = [ngettext("%(num)s group", "%(num)s groups", len(named))]
    if None in there:
        named.append(gettext("Self-check"))
    return _listed(named)


def _listed(names: Sequence[str]) -> str:
    return format_list(list(names), locale=current_language())

"""What people write into a cell when they mean an answer: numbers, words of the scale, percent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction

from app.domain.answers import FIRST_YEAR, LAST_YEAR, State, Sureness
from app.domain.checklist import Criterion, Level, Scale
from app.domain.rounding import half_up_to
from app.domain.scope import Scope

Choice = tuple[State, int | None]

OPEN_WORDS = ("", "-", "–", "—", "offen", "open")
UNKNOWN_WORDS = (
    *("unknown", "?", "unbekannt", "weiß ich nicht", "weiß nicht", "weiss ich nicht"),
    *("weiss nicht", "don't know", "dont know", "keine angabe", "k. a.", "k.a."),
)
NOT_APPLICABLE_WORDS = (
    *("not_applicable", "not applicable", "n/a", "n. a.", "n.a.", "entfällt"),
    *("trifft nicht zu", "nicht zutreffend", "does not apply"),
)
SURENESS_WORDS: Mapping[str, Sureness] = {
    **{each.value: each for each in Sureness},
    "sicher": Sureness.SURE,
    "eher sicher": Sureness.RATHER_SURE,
    "rather sure": Sureness.RATHER_SURE,
    "geschätzt": Sureness.GUESS,
    "schätzung": Sureness.GUESS,
}
SCOPE_WORDS: Mapping[str, Scope] = {
    **{each.value: each for each in Scope},
    "kurz": Scope.SHORT,
    "kurzform": Scope.SHORT,
    "short form": Scope.SHORT,
    "vollständig": Scope.FULL,
    "langform": Scope.FULL,
    "full form": Scope.FULL,
}

_NUMBER = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?", re.ASCII)
_PERCENT = re.compile(rf"({_NUMBER.pattern}) ?%", re.ASCII)
_NUMBERED = re.compile(r"([0-9]{1,4}) ?[-–:.)=]? ?(.+)", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)


def plain(text: str) -> str:
    """The text as it is compared: in small letters, with single spaces.

    >>> plain("  Weiß  NICHT ")
    'weiß nicht'
    """
    return " ".join(text.lower().split())


def choice_in(text: str, criterion: Criterion) -> Choice | None:
    """State and level that a text means for this criterion; None where it means nothing.

    A level is named by its value (also “2,0”), by its word in any language (also “2 – In part”),
    or by its points (“67 %”), as exactly as they are written.
    """
    said = plain(text)
    for words, state in (
        (OPEN_WORDS, State.OPEN),
        (UNKNOWN_WORDS, State.UNKNOWN),
        (NOT_APPLICABLE_WORDS, State.NOT_APPLICABLE),
    ):
        if said in words:
            return state, None
    level = level_in(text, criterion.scale)
    return None if level is None else (State.LEVEL, level)


def level_in(text: str, scale: Scale) -> int | None:
    """The value of the level that a text means; None where it means none, or more than one."""
    said = plain(text)
    by_value = whole_in(said)
    if by_value is not None:
        return by_value if scale.has(by_value) else None
    percent = _PERCENT.fullmatch(said)
    if percent:
        return _only(scale, lambda level: _shows(level.points, percent[2], percent[3] or ""))
    numbered = _NUMBERED.fullmatch(said)
    if numbered and scale.has(int(numbered[1])):
        value = int(numbered[1])
        return value if numbered[2] in _labels(scale.level(value)) else None
    return _only(scale, lambda level: said in _labels(level))


def whole_in(text: str) -> int | None:
    """A whole number, also as “2,0”; None for anything else, also for digits of other scripts."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or (found[2] or "").strip("0"):
        return None
    return int(found[1])


def year_in(text: str) -> int | None:
    """A reference year that makes sense; None for anything else."""
    year = whole_in(text)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def day_in(text: str) -> date | None:
    """A day as 2021-11-30 or 30.11.2021; None for anything else."""
    iso, german = _ISO_DAY.fullmatch(text), _GERMAN_DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
    except ValueError:
        return None
    return None


def moment_in(text: str) -> datetime | None:
    """A moment with its time zone, as we write it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text) if text.isascii() else None
    except ValueError:
        return None
    is_sound = moment and moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR
    return moment if is_sound else None


def _only(scale: Scale, means: Callable[[Level], bool]) -> int | None:
    found = [level.value for level in scale.levels if means(level)]
    return found[0] if len(found) == 1 else None


def _labels(level: Level) -> set[str]:
    return {plain(label) for label in level.label.by_language.values()}


def _shows(points: Fraction, whole: str, decimals: str) -> bool:
    """Whether these points, written with as many decimals, read so."""
    written = f"{whole}.{decimals}" if decimals else whole
    return half_up_to(points, len(decimals)) == Fraction(written)

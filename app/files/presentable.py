"""Text as our fonts can show it: nothing is lost in silence, and nothing breaks a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "printing" / "fonts"
OUR_FONT = FONTS / "FiraSans-Regular.ttf"
_KEPT_SIGNS = "\u00ad\u200c\u200d\u200e\u200f"
"""Soft hyphens, joiners and marks of direction: invisible, and part of how words are written."""
_VARIANTS = range(0xFE00, 0xFE10)
# What a bullet becomes where people paste from a word processor, whose symbol fonts nobody has.
_PASTED_BULLET = "\uf0b7"
# Addresses may break after their signs, and what no language divides after so many letters.
_UNBROKEN = re.compile(r"[^\s/-]{20,}")
_AFTER_SIGN = re.compile(r"(?<=[@._=&?:,;+])(?=\w)")
_LONGEST_WORD, _STEP = 45, 12
_MOST_MARKS = 12


@cache
def font_folders() -> tuple[Path, ...]:
    """Where our fonts lie: those that we ship, then those that matplotlib brings along."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FileNotFoundError("matplotlib, with its fonts")
    return FONTS, Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def _signs_by_font() -> Sequence[frozenset[int]]:
    """The codes of all characters that each of the two text fonts has."""
    found = []
    for file in (OUR_FONT, font_folders()[1] / "DejaVuSans.ttf"):
        with TTFont(file, lazy=True) as font:
            found.append(frozenset(font.getBestCmap()))
    return found


@cache
def shown_signs() -> frozenset[int]:
    """The codes of all characters that one of the two text fonts has."""
    return frozenset[int]().union(*_signs_by_font())


def presentable(text: str) -> str:
    """The text with a stand-in for each character that no font of ours has.

    Line breaks stay, tabs become spaces, other control characters go, and so do characters that
    turn the direction of what follows. Half a character becomes U+FFFD.

    >>> presentable("Grüße aus 東京 🏘")
    'Grüße aus [U+6771][U+4EAC] [U+1F3D8]'
    >>> presentable("a\\x00b\\tc\\r\\nd")
    'ab c\\nd'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    # Composed first: our fonts have more whole letters than marks to put on them.
    return "".join(_with_marks(map(_sign, unicodedata.normalize("NFC", plain))))


def is_seen(text: str) -> bool:
    """Whether anything of a text is there to be seen."""
    return any(sign not in _KEPT_SIGNS and not sign.isspace() for sign in presentable(text))


def lines_of(text: str) -> Sequence[Sequence[str]]:
    """A presentable text line by line, each in pieces between which it may go on below.

    Most lines are one piece, for languages say where their words break. Addresses have pieces,
    and so has what is too long to be a word. There is at least one line.

    >>> lines_of("Post an\\nrathaus.lindenbruck@example.org")
    [['Post an'], ['rathaus.', 'lindenbruck@', 'example.', 'org']]
    """
    return [_pieces(line) for line in presentable(text).split("\n")]


def runs_from_right(text: str, *, otherwise: bool = False) -> bool:
    """Whether the first letter with a direction is of a script that runs from right to left."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return otherwise


def _sign(sign: str) -> str:
    if sign == "\n" or sign in _KEPT_SIGNS:
        return sign
    code, category = ord(sign), unicodedata.category(sign)
    if category == "Cs":
        return "\ufffd"
    if category == "Zs" or sign == "\t":
        return sign if code in shown_signs() and sign != "\t" else " "
    if category in ("Cc", "Cf", "Zl", "Zp") or code in _VARIANTS:
        return ""
    if category == "Co":
        # Files that are kept may hold none of these, even where a font has a sign for it.
        return "•" if sign == _PASTED_BULLET else f"[U+{code:04X}]"
    return sign if code in shown_signs() else f"[U+{code:04X}]"


def _with_marks(signs: Iterable[str]) -> Iterator[str]:
    """A mark stays on its letter where one font has both, else it stands beside it as a number.

    Towers of marks, which no language has and no typesetter survives, end after a few.
    """
    letter, marks = "\n", 0
    for sign in signs:
        if len(sign) != 1 or not unicodedata.category(sign).startswith("M"):
            letter, marks = sign[-1:] or letter, 0 if sign else marks
            yield sign
            continue
        marks += 1
        if marks > _MOST_MARKS:
            continue
        if any(ord(letter) in font and ord(sign) in font for font in _signs_by_font()):
            yield sign
        else:
            yield f"[U+{ord(sign):04X}]"


def _pieces(line: str) -> Sequence[str]:
    pieces, done = [], 0
    for place in _places_to_break(line):
        pieces.append(line[done:place])
        done = place
    return [*pieces, line[done:]]


def _places_to_break(line: str) -> Iterator[int]:
    for found in _UNBROKEN.finditer(line):
        done = found.start()
        signs = (done + sign.start() for sign in _AFTER_SIGN.finditer(found.group()))
        for end in (*signs, found.end()):
            if end - done > _LONGEST_WORD:
                yield from _steps(line, done, end)
            if end < found.end():
                yield end
            done = end


def _steps(line: str, done: int, end: int) -> Iterator[int]:
    """Every few letters, but never between a letter and the marks on it."""
    for place in range(done + _STEP, end, _STEP):
        if not unicodedata.category(line[place]).startswith(("M", "C")):
            yield place

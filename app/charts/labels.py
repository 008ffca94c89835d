"""Texts that fit: cleaned, capped, measured roughly, wrapped at words and hyphens."""

from __future__ import annotations

import re
import unicodedata

LABEL_LENGTH = 80
ELLIPSIS = "…"

# Joiners and direction marks shape Arabic, Persian and emoji; other format characters could
# turn the text around them.
_KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})

_WIDTHS = {
    **dict.fromkeys("ijl.,:;'|!", 0.29),
    **dict.fromkeys("fIrt()[]/- ", 0.39),
    **dict.fromkeys("ckszvxyJ", 0.53),
    **dict.fromkeys("mMW%@w", 0.86),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZÄÖÜ", 0.68),
}
_USUAL_WIDTH = 0.59
_BOLD = 1.1
_PIECE = re.compile(r"\s*[^\s/–-]*(?:[/–-]+|(?=\s|$))")


def clean_text(text: str, limit: int = LABEL_LENGTH) -> str:
    """The text in one line, without what XML or a drawing cannot bear, at most `limit` long.

    >>> clean_text("Gute\\x00 Praxis\\n im Rathaus", 14)
    'Gute Praxis i…'
    """
    # A beginning is enough: measuring 200,000 characters would take more than a minute.
    beginning = text[: 4 * limit]
    if not beginning.isprintable():
        beginning = "".join(_bearable(character) for character in beginning)
    beginning = " ".join(beginning.split())
    if len(beginning) <= limit and len(text) <= 4 * limit:
        return beginning
    return beginning[: limit - 1].rstrip() + ELLIPSIS


def _bearable(character: str) -> str:
    if character.isspace():
        return " "
    if character in _KEPT_FORMAT_CHARACTERS:
        return character
    return "" if unicodedata.category(character) in _DROPPED_CATEGORIES else character


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide the text will be, in the unit of `size`: rather too wide than too narrow."""
    width = sum(_WIDTHS.get(character, _USUAL_WIDTH) for character in text)
    if not text.isascii():
        width += 0.45 * sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return width * size * (_BOLD if bold else 1)


def wrapped(
    text: str, width: float, *, size: float, bold: bool = False, lines: int = 2
) -> tuple[str, ...]:
    """The cleaned text on at most so many lines of this width; an ellipsis ends what is cut.

    >>> wrapped("Interkulturelle Verwaltung und Gesellschaft", 200, size=14)
    ('Interkulturelle Verwaltung', 'und Gesellschaft')
    """
    pieces = [piece for piece in _PIECE.findall(clean_text(text)) if piece]
    found = [""]
    while pieces:
        joined = found[-1] + pieces[0] if found[-1] else pieces[0].lstrip()
        if text_width(joined, size, bold=bold) <= width:
            found[-1] = joined
            pieces.pop(0)
        elif len(found) == lines:
            rest = found[-1] + "".join(pieces)
            found[-1] = _cut(rest.lstrip(), width, size=size, bold=bold, ending=ELLIPSIS)
            break
        elif found[-1]:
            found.append("")
        else:
            start = _cut(joined, width, size=size, bold=bold, ending="-")
            found[-1] = start
            found.append("")
            pieces[0] = joined[len(start) - 1 :]
    return tuple(line for line in found if line)


def _cut(text: str, width: float, *, size: float, bold: bool, ending: str) -> str:
    """The longest beginning that fits together with the ending; at least one character."""
    length = len(text)
    while length > 1 and text_width(text[:length] + ending, size, bold=bold) > width:
        length -= 1
    return text[:length].rstrip() + ending

"""The one filter for every text from outside: forms, addresses, files."""

from __future__ import annotations

import re
import unicodedata

from app.domain.errors import N_, DomainError

# Unicode's stream-safe format allows 30 marks on one letter. Without a bound, normalising
# 200,000 marks takes half a minute.
MOST_MARKS = 30

_LINE_ENDS = re.compile("\r\n?")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class UnclearText(DomainError):
    """A text that cannot be taken as it is.

    `reason` is an English sentence marked for translation; `facts` fill its gaps.
    """

    def __init__(self, reason: str, **facts: object) -> None:
        self.reason = reason
        self.facts = facts
        super().__init__(reason.format(**facts))


def clean_text(text: str, *, limit: int | None = None) -> str:
    """The text in composed Unicode, without control characters and outer white space.

    Line ends become one newline; tabs stay. Control characters and the marks that reverse
    the reading direction are left out. What has not one sign to see is no text: it becomes empty.
    `limit` is the most characters the result may have.
    Raises UnclearText for lone surrogates, for a letter under a pile of accents, and for a
    text over the limit.

    >>> clean_text(" Bu\\u0308rger\\r\\nbüro\\x00 ")
    'Bürger\\nbüro'
    >>> clean_text(" Willkommen\\u202e\\x07 ")
    'Willkommen'
    >>> clean_text("too long", limit=3)
    Traceback (most recent call last):
    app.domain.clean_text.UnclearText: The text is longer than 3 characters.
    """
    if _SURROGATES.search(text):
        raise UnclearText(N_("The text contains a broken character."))
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        if _piles_up_marks(text):
            raise UnclearText(N_("The text piles up too many accents on one letter."))
        text = unicodedata.normalize("NFC", text)
        if not any(map(_can_be_seen, text)):
            return ""
    text = text.strip()
    if limit is not None and len(text) > limit:
        raise UnclearText(N_("The text is longer than {limit} characters."), limit=limit)
    return text


def _can_be_seen(character: str) -> bool:
    """Not so white space, and signs that only say how others are shown."""
    is_format = unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"
    return not (is_format or character.isspace())


def _piles_up_marks(text: str) -> bool:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            return True
    return False

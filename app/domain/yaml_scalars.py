"""What a plain word in a YAML file means, and which words are refused as traps of YAML 1.1."""

from __future__ import annotations

import re
from fractions import Fraction

from app.domain.errors import N_
from app.domain.exact_numbers import LONGEST

PlainValue = str | int | Fraction | bool | None


class TrapFound(Exception):
    """A word that YAML programs read in different ways; `message` says what to write instead."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_DIGITS = re.compile(r"[-+]?[0-9._:]+")

_TRAPS = tuple(
    (re.compile(pattern, re.IGNORECASE), message)
    for pattern, message in (
        (
            r"y|n|yes|no|on|off|true|false",
            N_("“{written}” may be read as true or false: write true or false, or use quotes"),
        ),
        (r"~|null", N_("“{written}” stands for nothing: leave it out, or use quotes")),
        (
            r"[-+]?\.(?:inf|nan)",
            N_("“{written}” is no number that can be used: write it out, or use quotes"),
        ),
        (
            r"[-+]?0(?:[0-9_]+(?:\.[0-9_]*)?|x[0-9a-f_]+|o[0-7_]+|b[01_]+)",
            N_("“{written}” may be read as another number: write it without the 0, or use quotes"),
        ),
        (
            r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[-+]?[0-9]+\.[0-9]*_[0-9_]*",
            N_("“{written}” may be read as a number: write it without “_”, or use quotes"),
        ),
        (
            r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?",
            N_("“{written}” may be read as a time or a number: use quotes"),
        ),
        (
            r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t \t].*)?",
            N_("“{written}” may be read as a date: use quotes"),
        ),
        (
            r"[-+]?(?:[0-9]+\.?|[0-9]*\.[0-9]+)e[-+]?[0-9]+|[-+]?\.[0-9]+|[-+]?[0-9]+\.",
            N_("“{written}” is not a number as this file needs it: write it like 0.5 or 1000"),
        ),
    )
)


def plain_value(written: str) -> PlainValue:
    """The value of an unquoted word: true, false, nothing, an exact number, or text.

    Decimals become fractions, never floats. Raises TrapFound.

    >>> plain_value("33.5"), plain_value("1.0.0"), plain_value("100/3"), plain_value("")
    (Fraction(67, 2), '1.0.0', '100/3', None)
    """
    if written in ("true", "false"):
        return written == "true"
    if written in ("", "null"):
        return None
    if len(written) > LONGEST and not _DIGITS.fullmatch(written):
        return written
    return _number_or_text(written)


def _number_or_text(written: str) -> PlainValue:
    if len(written) > LONGEST:
        raise TrapFound(N_("this number is too long: shorten it, or use quotes"))
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DECIMAL.fullmatch(written):
        return Fraction(written)
    for trap, message in _TRAPS:
        if trap.fullmatch(written):
            raise TrapFound(message)
    return written

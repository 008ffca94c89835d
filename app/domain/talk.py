"""Which talk a result calls for: argue, find out, clarify, or go on."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from app.domain.agreement import AgreementWord
from app.domain.disclosure import Disclosed
from app.domain.tally import Tally

MANY_UNKNOWN_FROM = Fraction(1, 3)
SCOPE_UNCLEAR_FROM = Fraction(1, 4)


class Prompt(StrEnum):
    """The question to the room; who asks it puts it into words."""

    TOO_FEW = "too_few"
    MANY_UNKNOWN = "many_unknown"
    SCOPE_UNCLEAR = "scope_unclear"
    TWO_CAMPS = "two_camps"
    SOME_SPREAD = "some_spread"
    AGREED = "agreed"


_OF_WORD = {
    AgreementWord.TWO_CAMPS: Prompt.TWO_CAMPS,
    AgreementWord.SOME_SPREAD: Prompt.SOME_SPREAD,
    AgreementWord.AGREED: Prompt.AGREED,
}


def has_many_unknown(tally: Tally) -> bool:
    """Whether at least a third of all who voted could not say."""
    return tally.people > 0 and tally.unknown >= MANY_UNKNOWN_FROM * tally.people


def prompt_for(result: Disclosed) -> Prompt:
    """The question that fits what is seen.

    What nobody knows, and to whom it does not apply, comes before how far the levels lie apart:
    arguing settles neither.
    """
    tally = result.total
    if tally is None:
        return Prompt.TOO_FEW
    if has_many_unknown(tally):
        return Prompt.MANY_UNKNOWN
    if tally.not_applicable >= SCOPE_UNCLEAR_FROM * tally.people:
        return Prompt.SCOPE_UNCLEAR
    return _OF_WORD[result.word] if result.word else Prompt.TOO_FEW

"""How close the votes are: a number from 0 to 1, and a word beside it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import fsum, log2

from app.domain.tally import Tally

AGREED_FROM = 0.75
CAMP_FROM = Fraction(3, 10)
WORD_FROM = 5


class AgreementWord(StrEnum):
    """What is said beside the number."""

    AGREED = "agreed"
    TWO_CAMPS = "two_camps"
    SOME_SPREAD = "some_spread"


def agreement(counts: Sequence[int]) -> float | None:
    """Tastle and Wierman's agreement, from 0 (two equal camps at the ends) to 1 (all alike).

    `counts` are level votes by position on the scale. None without votes, 1 where the scale has
    but one level.

    >>> agreement([5, 0, 0, 0, 5]), agreement([0, 0, 7, 0, 0])
    (0.0, 1.0)
    >>> round(agreement([0, 0, 3, 3, 0]), 4)
    0.8074
    """
    tally = Tally(tuple(counts))
    mean = tally.mean
    if mean is None:
        return None
    widest = len(counts) - 1
    # One vote's distance is exact, and fsum does not mind the order: a mirrored scale says the
    # same to the last digit.
    parts = [
        count / tally.level_votes * log2(1 - abs(position - mean) / widest)
        for position, count in enumerate(counts)
        if count and position != mean
    ]
    return max(0.0, fsum([1.0, *parts]))


def agreement_word(counts: Sequence[int]) -> AgreementWord | None:
    """Agreed, two camps, or some spread; None below five votes, where a word says too much.

    >>> agreement_word([1, 0, 6, 0, 1]).value, agreement_word([3, 1, 1, 3]).value
    ('agreed', 'two_camps')
    """
    reached = agreement(counts)
    if reached is None or sum(counts) < WORD_FROM:
        return None
    if reached >= AGREED_FROM:
        return AgreementWord.AGREED
    return AgreementWord.TWO_CAMPS if _has_two_camps(counts) else AgreementWord.SOME_SPREAD


def _has_two_camps(counts: Sequence[int]) -> bool:
    fewest = CAMP_FROM * sum(counts)
    camps = [position for position, count in enumerate(counts) if count >= fewest]
    return any(
        upper - lower > 1 and sum(counts[lower + 1 : upper]) < min(counts[lower], counts[upper])
        for lower, upper in combinations(camps, 2)
    )

"""How long a checklist takes to answer, and how far it is translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from app.domain.checklist import Checklist, Criterion
from app.domain.checklist_texts import all_texts

MINUTES_PER_CRITERION = 2
"""For agreeing on a level and noting the evidence, once question and levels are read."""
WORDS_PER_MINUTE = 150


def minutes(criteria: Iterable[Criterion]) -> int:
    """Whole minutes that answering these criteria takes, rounded up; 0 for none.

    Two minutes for each criterion, and one for every 150 words of its question and described
    levels in the checklist's first language: about 90 minutes for 36 criteria, 30 for 12.
    """
    exact = [MINUTES_PER_CRITERION + Fraction(_words(each), WORDS_PER_MINUTE) for each in criteria]
    return ceil(sum(exact))


def translation_coverage(checklist: Checklist) -> Mapping[str, Fraction]:
    """For each language the share (0–1) of the first language's texts that it has, too."""
    first = checklist.languages[0]
    texts = [text for text in all_texts(checklist).values() if first in text.by_language]
    return {
        language: Fraction(sum(language in text.by_language for text in texts), len(texts) or 1)
        for language in checklist.languages
    }


def _words(criterion: Criterion) -> int:
    texts = (criterion.question, *criterion.level_texts.values())
    return sum(len(next(iter(text.by_language.values())).split()) for text in texts)

"""What is left before a self-check is finished, point by point, with the way to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import ngettext

from app.assessments.opening import OpenAssessment
from app.domain.answers import OPEN, Answer, State, Sureness
from app.domain.checklist import Criterion


@dataclass(frozen=True)
class Left:
    """Criteria that share something to be known before finishing, and how many there are."""

    words: str
    criteria: tuple[Criterion, ...]


_POINTS: tuple[tuple[Callable[[Answer], bool], Callable[[int], str]], ...] = (
    (
        lambda answer: answer.state is State.OPEN,
        lambda num: ngettext("%(num)s criterion is open", "%(num)s criteria are open", num),
    ),
    (
        lambda answer: answer.state is State.UNKNOWN,
        lambda num: ngettext(
            "For %(num)s criterion you do not know", "For %(num)s criteria you do not know", num
        ),
    ),
    (
        lambda answer: answer.sureness is Sureness.GUESS,
        lambda num: ngettext("%(num)s level is a guess", "%(num)s levels are guesses", num),
    ),
    (
        lambda answer: answer.level is not None and answer.target is None,
        lambda num: ngettext(
            "%(num)s target is our proposal", "%(num)s targets are our proposals", num
        ),
    ),
    (
        lambda answer: answer.state is State.NOT_APPLICABLE,
        lambda num: ngettext(
            "%(num)s criterion does not apply", "%(num)s criteria do not apply", num
        ),
    ),
)


def what_is_left(check: OpenAssessment) -> list[Left]:
    """Open and unknown first; then guesses, targets nobody chose, and what does not apply."""
    sheet, found = check.sheet, []
    for applies, words in _POINTS:
        criteria = tuple(c for c in check.criteria if applies(sheet.get(c.key, OPEN)))
        if criteria:
            found.append(Left(words(len(criteria)), criteria))
    return found

"""What becomes of each answer when a draft moves to another version of its checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.answers import OPEN, Answer, AnswerSheet, State
from app.domain.carrying_over import may_be_said
from app.domain.checklist import Checklist, Criterion
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.versions import REASONS


class Fate(StrEnum):
    """What a line of the preview says."""

    STAYS = "stays"
    ASKED_AGAIN = "asked_again"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Move:
    """One line: what was asked and said, what is asked instead, and what becomes of the answer.

    `after` is the answer to each criterion of `new`: the old one where it stays, open otherwise,
    with its note where the key is the same. `reason` is a sentence to be translated.
    """

    fate: Fate
    old: tuple[Criterion, ...]
    new: tuple[Criterion, ...]
    before: tuple[Answer, ...]
    after: tuple[Answer, ...]
    reason: str = ""

    @property
    def is_answered(self) -> bool:
        return any(answer.state is not State.OPEN for answer in self.before)


def plan_move(
    old: Checklist, new: Checklist, *, lines: Iterable[Replacement], sheet: AnswerSheet
) -> tuple[Move, ...]:
    """A line for everything that was or will be asked, in the order of the new version."""
    return tuple(_move(old, new, line, sheet) for line in lines)


def _move(old: Checklist, new: Checklist, line: Replacement, sheet: AnswerSheet) -> Move:
    before = tuple(sheet.get(key, OPEN) for key in line.old)
    was = tuple(old.criteria_by_key[key] for key in line.old)
    becomes = tuple(new.criteria_by_key[key] for key in line.new)
    if line.kind.is_comparable and may_be_said(becomes[0], before[0]):
        return Move(Fate.STAYS, was, becomes, before, before)
    reason = REASONS.get(line.kind, REASONS[ReplacementKind.CHANGED])
    if not becomes:
        return Move(Fate.GONE, was, (), before, (), reason)
    after = tuple(_asked_again(sheet.get(key, OPEN)) for key in line.new)
    fate = Fate.ASKED_AGAIN if was else Fate.NEW
    return Move(fate, was, becomes, before, after, reason)


def _asked_again(answer: Answer) -> Answer:
    """Open, with what was written under the same key still there."""
    return replace(answer, state=State.OPEN, level=None, target=None, sureness=None, origin=None)

"""Two people changed the same criterion: both answers side by side, and what to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask import render_template
from flask.typing import ResponseReturnValue

from app.assessments.actions import ChangedMeanwhile
from app.assessments.criterion_views import choice_of
from app.assessments.models import ANSWER_FIELDS
from app.assessments.opening import OpenAssessment
from app.assessments.queries import VersionedAnswer
from app.domain.answers import NOTE_LENGTH, Answer
from app.domain.checklist import Criterion
from app.domain.errors import DomainError


class Keep(StrEnum):
    """What somebody decides about a conflict."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """My choice, with the notes of both, theirs first."""


@dataclass(frozen=True)
class Conflict:
    """One criterion with what I entered and what stands stored."""

    criterion: Criterion
    mine: Answer
    theirs: VersionedAnswer

    @property
    def my_choice(self) -> str:
        return choice_of(self.mine)

    @property
    def usual(self) -> Keep | None:
        """What to offer first: where only the notes differ, both; else nothing is presumed."""
        return Keep.BOTH if self.differing == {"note"} and self.notes_differ else None

    @property
    def notes_differ(self) -> bool:
        """Both wrote a note, and not the same one."""
        mine, theirs = self.mine.note, self.theirs.answer.note
        return bool(mine and theirs) and mine != theirs

    @property
    def differing(self) -> frozenset[str]:
        """The fields in which the two differ."""
        theirs = self.theirs.answer
        return frozenset(
            name for name in ANSWER_FIELDS if getattr(self.mine, name) != getattr(theirs, name)
        )


def conflict_page(
    check: OpenAssessment, conflicts: Sequence[ChangedMeanwhile], *, back: str
) -> ResponseReturnValue:
    """409 with both texts side by side; nothing of either is dropped until somebody decides."""
    views = [
        Conflict(check.criterion_or_404(found.criterion_key), found.mine, found.theirs)
        for found in conflicts
    ]
    return render_template("answering/conflict.html", check=check, conflicts=views, back=back), 409


class TooLongTogether(DomainError):
    """The notes of both are longer than one note may be."""


def settle(keep: Keep, *, mine: Answer, theirs: Answer) -> Answer:
    """The answer that a decision leaves; joined notes keep every word of both.

    Raises TooLongTogether.
    """
    if keep is Keep.THEIRS:
        return theirs
    if keep is Keep.MINE or mine.note == theirs.note:
        return mine
    note = "\n\n".join(filter(None, (theirs.note, mine.note)))
    if len(note) > NOTE_LENGTH:
        raise TooLongTogether
    return replace(mine, note=note)

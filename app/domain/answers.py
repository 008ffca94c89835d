"""What was said about one criterion: an Answer; about all of them: an AnswerSheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.origin import How, Origin

NOTE_LENGTH = 10_000
REASON_LENGTH = 2_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The reference years that make sense."""
IMPORTANCES = (1, 2, 3)
USUAL_IMPORTANCE = 2


class State(StrEnum):
    """What is known about a criterion. Never inferred from a level being there or not."""

    OPEN = "open"
    LEVEL = "level"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Sureness(StrEnum):
    """How firmly the level stands."""

    SURE = "sure"
    RATHER_SURE = "rather_sure"
    GUESS = "guess"


@dataclass(frozen=True)
class Answer:
    """What a municipality says about one criterion.

    `level` is the value of a level (0 is an answer) and is set exactly when the state is
    `level`. A reason belongs to `not_applicable`, but its text is kept when the state changes.
    `target` is a level value, None while only the proposal stands; `importance` is 1 to 3,
    None while nobody said. `origin` is the decision that state, level and reason come from; None
    where somebody entered them.
    """

    state: State = State.OPEN
    level: int | None = None
    reason: str = ""
    note: str = ""
    sureness: Sureness | None = None
    target: int | None = None
    importance: int | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        if (self.state is State.LEVEL) != (self.level is not None):
            raise ValueError(f"state {self.state!r} does not go with level {self.level!r}")
        if self.state is State.NOT_APPLICABLE and not self.reason:
            raise ValueError("not applicable needs a reason")
        if self.origin and self.origin.how is How.POSTPONED:
            raise ValueError("what was postponed is no answer")

    @classmethod
    def at(cls, level: int) -> Answer:
        """An answer that is only a level."""
        return cls(State.LEVEL, level)


AnswerSheet = Mapping[str, Answer]
"""Answers by criterion key. A criterion that is missing is open."""

OPEN = Answer()

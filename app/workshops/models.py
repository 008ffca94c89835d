"""A workshop, who is asked for, what is talked about, and what was decided.

Who voted what is not here but in ballot_models.py, and only as long as a round is open.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.walls import InsideWalls
from app.assessments.models import Assessment
from app.domain.answers import State
from app.domain.disclosure import THRESHOLD
from app.domain.origin import How
from app.extensions import Model, Moment, now, words_of
from app.municipalities.models import Municipality

TITLE_LENGTH = 200
NAME_LENGTH = 80
IDEA_LENGTH = 1_000
REMARK_LENGTH = 2_000
"""Reasons, minority notes and the moderator's private notes."""
MOST_PEOPLE = 500
MOST_GROUPS = 8
MOST_MINUTES = 600
USUAL_RETENTION_DAYS = 90


class Stage(StrEnum):
    """How far a workshop is; it never goes back."""

    PREPARED = "prepared"
    JOINING = "joining"
    RUNNING = "running"
    ENDED = "ended"
    ERASED = "erased"


OPEN_STAGES = (Stage.JOINING, Stage.RUNNING)
"""Those in which people can be in it by phone."""


class Pace(StrEnum):
    """One criterion after the other, or all at once, silently, everybody at their own pace."""

    STEPS = "steps"
    SILENT = "silent"


class IdeaPhase(StrEnum):
    """What the room does about ideas: nothing yet, collect them, give dots, or see the dots."""

    NOT_YET = "not_yet"
    COLLECTING = "collecting"
    DOTTING = "dotting"
    DONE = "done"


class ItemState(StrEnum):
    """What becomes of a criterion of the agenda."""

    PLANNED = "planned"
    SKIPPED = "skipped"


class IdeaState(StrEnum):
    """Whether an idea is for everybody to see: that is for the moderator to say."""

    OFFERED = "offered"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Workshop(InsideWalls, Model):
    """A room that answers criteria of one self-check together."""

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint(f"threshold >= {THRESHOLD}", name="threshold_is_never_lowered"),
        CheckConstraint(
            f"most_participants BETWEEN 1 AND {MOST_PEOPLE}", name="most_participants_is_sensible"
        ),
        CheckConstraint("kept_days BETWEEN 1 AND 365", name="kept_days_is_sensible"),
        CheckConstraint(
            "(stage IN ('ended', 'erased')) = (ended_on IS NOT NULL)", name="ended_has_a_day"
        ),
        CheckConstraint(
            "stage IN ('joining', 'running') OR (code IS NULL AND secret IS NULL)",
            name="code_holds_while_open",
        ),
        Index("ix_workshop_municipality_id", "municipality_id"),
        Index("ix_workshop_assessment_id", "assessment_id"),
        # Phones carry its number for weeks: that of one that is gone must never be another's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    held_on: Mapped[date]
    stage: Mapped[Stage] = mapped_column(words_of(Stage), default=Stage.PREPARED)
    pace: Mapped[Pace] = mapped_column(words_of(Pace), default=Pace.STEPS)
    languages: Mapped[list[str]] = mapped_column(JSON)
    """Those the room speaks; the first one, and with `shows_two` the second, is on the screen."""
    shows_two: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int]
    """How long the room has, as planned and as added while it ran."""
    threshold: Mapped[int] = mapped_column(default=THRESHOLD)
    most_participants: Mapped[int]
    is_locked: Mapped[bool] = mapped_column(default=False)
    """Nobody joins any more; whoever is in stays in."""
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    """Leaves no trace: it writes no answer and goes with everything in it when it ends."""
    decides_openly: Mapped[bool] = mapped_column(default=False)
    """A small room that talks and decides, without votes."""
    idea_phase: Mapped[IdeaPhase] = mapped_column(words_of(IdeaPhase), default=IdeaPhase.NOT_YET)
    code: Mapped[str | None] = mapped_column(String(8), unique=True)
    secret: Mapped[str | None] = mapped_column(String(40), unique=True)
    """What the QR code carries in the fragment of its address."""
    current_criterion: Mapped[str | None] = mapped_column(String(80))
    """What the room is at."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts what moderators did: it tells screens that there is something new."""
    notes: Mapped[str] = mapped_column(default="")
    """The moderator's own, for nobody else."""
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_on: Mapped[date | None]
    kept_days: Mapped[int] = mapped_column(default=USUAL_RETENTION_DAYS)
    prepared_by: Mapped[str] = mapped_column(String(80))
    prepared_at: Mapped[datetime] = mapped_column(Moment, default=now)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        """Whether people can be in it by phone."""
        return self.stage in OPEN_STAGES

    @property
    def is_over(self) -> bool:
        return self.stage in (Stage.ENDED, Stage.ERASED)


class WorkshopGroup(Model):
    """For whom people speak: a stakeholder group as this town names it."""

    __tablename__ = "workshop_group"
    __table_args__ = (UniqueConstraint("workshop_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    position: Mapped[int]
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    """Its name by language."""
    invited: Mapped[int | None]
    heads: Mapped[int | None]
    """How many the moderator counted in the room, with and without a phone."""
    present: Mapped[int | None]
    """How many were there: written when the workshop ends."""
    voted: Mapped[int | None]
    """How many of them voted at least once: written when the workshop ends."""

    @property
    def key(self) -> str:
        return f"group-{self.id}"


class WorkshopItem(Model):
    """A criterion of the agenda."""

    __tablename__ = "workshop_item"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    criterion_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int]
    minutes: Mapped[int]
    state: Mapped[ItemState] = mapped_column(words_of(ItemState), default=ItemState.PLANNED)
    reason: Mapped[str] = mapped_column(String(20), default="")
    """Why the agenda that wrote itself puts it here, or leaves it out; nothing where people did.

    A word of domain.agenda.Reason, or of steps.LeftOut.
    """
    level_before: Mapped[int | None]
    """What the administration had answered before the room began."""
    notes: Mapped[str] = mapped_column(default="")
    """The moderator's own, for nobody else."""


class Decision(Model):
    """What the room, or the moderator for it, settled on for a criterion."""

    __tablename__ = "workshop_decision"
    __table_args__ = (
        CheckConstraint("(state = 'level') = (level IS NOT NULL)", name="level_goes_with_state"),
        CheckConstraint(
            "how IN ('agreed', 'majority', 'moderator', 'postponed')", name="how_is_known"
        ),
        CheckConstraint("how <> 'postponed' OR state = 'open'", name="postponed_says_nothing"),
    )

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    criterion_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    round: Mapped[int | None]
    """After which round; None where it was decided openly."""
    state: Mapped[State] = mapped_column(words_of(State))
    level: Mapped[int | None]
    how: Mapped[How] = mapped_column(words_of(How))
    reason: Mapped[str] = mapped_column(default="")
    minority: Mapped[str] = mapped_column(default="")
    voted: Mapped[int]
    present: Mapped[int]
    median: Mapped[str] = mapped_column(String(20), default="")
    """As the exact value of a level or what lies between two, such as 3/2; empty without one."""
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(80))


class Idea(Model):
    """What somebody would do. Its number is drawn by lot, so that it tells nothing of when."""

    __tablename__ = "workshop_idea"
    __table_args__ = (Index("ix_workshop_idea_workshop_id", "workshop_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    criterion_key: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(IDEA_LENGTH))
    state: Mapped[IdeaState] = mapped_column(words_of(IdeaState), default=IdeaState.OFFERED)
    merged_into: Mapped[int | None]
    """The idea that stands for it now, of the same workshop. No foreign key: rows of one table
    that lean on each other could not be moved to another database in any order."""
    dots: Mapped[int] = mapped_column(default=0)
    """How many it got: written when giving dots is over."""
    became_measure: Mapped[bool] = mapped_column(default=False)


FACTS_OF_A_DECISION: tuple[str, ...] = ("state", "level", "how", "reason", "minority")


def facts_of(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in FACTS_OF_A_DECISION}

"""Rounds and votes: who voted what only while a round is open, afterwards how many by group.

No row holds a time, an address, a name or the token itself; the tests read that off the schema.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, words_of

UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"
"""Choices beside the levels, which are written as their number."""


class RoundState(StrEnum):
    """A round that is closed is never opened again, and shows nothing before it is revealed."""

    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"


class Round(Model):
    """One secret rating of one criterion."""

    __tablename__ = "workshop_round"
    __table_args__ = (UniqueConstraint("workshop_id", "criterion_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    criterion_key: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(words_of(RoundState), default=RoundState.OPEN)
    voted: Mapped[int | None]
    """How many voted, on paper too: written when it is revealed."""
    present: Mapped[int | None]
    """Of how many: written when it is revealed."""


class Participant(Model):
    """Somebody in the room: for whom they speak, and nothing else. Gone when the workshop ends."""

    __tablename__ = "workshop_participant"
    __table_args__ = (Index("ix_workshop_participant_workshop_id", "workshop_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """A keyed hash of what the phone carries; the token itself is stored nowhere."""
    group_id: Mapped[int] = mapped_column(ForeignKey("workshop_group.id", ondelete="CASCADE"))
    sign: Mapped[str] = mapped_column(String(4))
    """Stands on the phone, so that the room can say which one is to be let go. Drawn by lot."""
    ideas: Mapped[int] = mapped_column(default=0)
    """How many ideas they sent: nobody floods the wall."""
    is_removed: Mapped[bool] = mapped_column(default=False)


class Vote(Model):
    """What somebody chose in a round that is open."""

    __tablename__ = "workshop_vote"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_round.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )
    choice: Mapped[str] = mapped_column(String(20))


class HasVoted(Model):
    """That somebody voted in a round that is closed, without what: for phones that ask again."""

    __tablename__ = "workshop_has_voted"
    # When a workshop ends, the marks of each participant are looked for.
    __table_args__ = (Index("ix_workshop_has_voted_participant_id", "participant_id"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_round.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )


class StoredTally(Model):
    """How many of a group chose this in a round. What came on paper stands apart until the end."""

    __tablename__ = "workshop_tally"
    __table_args__ = (
        CheckConstraint("by_phone >= 0 AND on_paper >= 0", name="nobody_is_negative"),
    )

    round_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_round.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_group.id", ondelete="CASCADE"), primary_key=True
    )
    choice: Mapped[str] = mapped_column(String(20), primary_key=True)
    by_phone: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)


class IdeaDot(Model):
    """That somebody gave an idea a dot; gone when giving dots is over."""

    __tablename__ = "workshop_dot"

    idea_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_idea.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )

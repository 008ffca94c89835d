"""A municipality that uses the check."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, Moment, now


class Municipality(Model):
    """Known by its official key (or a key of its own), never by its name."""

    __tablename__ = "municipality"
    __table_args__ = (
        CheckConstraint("population IS NULL OR population >= 0", name="population_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    """8 digits (AGS), 9 (association), 5 (district), or `own-…` outside the register."""
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(80), default="")
    association: Mapped[str] = mapped_column(String(200), default="")
    district: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(200), default="")
    """The federal state, or for an entry of one's own the country."""
    population: Mapped[int | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    """Invented, to look around in; pages say so."""
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Succession(Model):
    """A change of territory or name: what a municipality was before, until when.

    History stays with its own key. The predecessor is named as it was called; whether it uses
    the check, and who may see what it said, is another matter.
    """

    __tablename__ = "succession"
    __table_args__ = (
        CheckConstraint("kind IN ('merged', 'split', 'renamed')", name="kind_is_known"),
        Index("ix_succession_successor_id", "successor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    predecessor_key: Mapped[str] = mapped_column(String(80))
    """Its official key, or its own; the successor's where only the name changed."""
    predecessor_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    took_effect_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Moment, default=now)
    recorded_by: Mapped[str] = mapped_column(String(80))

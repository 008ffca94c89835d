"""A municipality that uses the check."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
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

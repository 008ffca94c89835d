"""How often somebody tried in vain to come in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, Moment


class FailedAttempts(Model):
    """One counter for an account or an address of the network; which one, only we can tell."""

    __tablename__ = "failed_attempts"
    __table_args__ = (CheckConstraint("failures > 0", name="something_failed"),)

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A keyed hash: neither e-mail nor network address is kept."""
    failures: Mapped[int]
    counted_from: Mapped[datetime] = mapped_column(Moment)
    """When the first of these failures was."""
    last_failed_at: Mapped[datetime] = mapped_column(Moment, index=True)

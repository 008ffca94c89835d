"""A change of territory, and who took part in it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.answers import FIRST_YEAR, LAST_YEAR
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.extensions import Model, Moment, now

BEFORE, AFTER = "before", "after"


class StoredTerritoryChange(Model):
    """A public fact, kept once, and shown wherever one of its keys is at home.

    It hangs on keys and on no municipality: many of those it names were never on this server.
    """

    __tablename__ = "territory_change"
    __table_args__ = (
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_is_sensible"),
        CheckConstraint("kind IN ('merged', 'split', 'renamed', 'area')", name="kind_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    day: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(2000), default="")
    recorded_for: Mapped[str] = mapped_column(String(80), default="")
    """The key of the municipality whose coordinator recorded it; empty for an operator."""
    recorded_by: Mapped[str] = mapped_column(String(80), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment, default=now)

    units: Mapped[list[TerritoryUnit]] = relationship(
        lazy="selectin", order_by="TerritoryUnit.position", cascade="all, delete-orphan"
    )

    def as_change(self) -> TerritoryChange:
        return TerritoryChange(
            kind=ChangeKind(self.kind),
            year=self.year,
            predecessors=self._on(BEFORE),
            successors=self._on(AFTER),
            day=self.day,
            note=self.note,
        )

    def _on(self, side: str) -> tuple[Unit, ...]:
        return tuple(Unit(unit.key, unit.name) for unit in self.units if unit.side == side)


class TerritoryUnit(Model):
    """A municipality by its key, as it was called before the change or after it."""

    __tablename__ = "territory_unit"
    __table_args__ = (
        CheckConstraint("side IN ('before', 'after')", name="side_is_known"),
        Index("ix_territory_unit_key", "key"),
    )

    change_id: Mapped[int] = mapped_column(
        ForeignKey("territory_change.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    side: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    was_renamed: Mapped[bool] = mapped_column(default=False)
    """The municipality here took this name when the change was recorded."""

"""A change of territory for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.territory import TerritoryChange, Unit


def territory_document(change: TerritoryChange) -> Mapping[str, Any]:
    """What happened, from when on, and who took part, as they were called then."""
    return {
        "kind": change.kind.value,
        "year": change.year,
        "day": change.day.isoformat() if change.day else None,
        "predecessors": _units(change.predecessors),
        "successors": _units(change.successors),
        "note": change.note,
    }


def _units(units: Iterable[Unit]) -> list[dict[str, str]]:
    return [{"key": unit.key, "name": unit.name} for unit in units]

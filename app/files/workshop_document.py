"""What may be told of a round that was revealed, as plain JSON: never more than a page shows."""

from __future__ import annotations

from typing import Any

from app.domain.checklist import Scale
from app.domain.disclosure import Disclosed, ShownGroup
from app.domain.tally import Tally


def result_document(result: Disclosed, scale: Scale) -> dict[str, Any]:
    """Counts by level, medians as exact positions of the scale; withheld things are null."""
    return {
        "voted": result.voted,
        "votes": _tally_document(result.total, scale),
        "median": _exact(result.median),
        "agreement": result.agreement,
        "groups": [_group_document(group, scale) for group in result.groups],
        "withheld_groups": list(result.withheld),
        "head_count_mean": _exact(result.head_count_mean),
        "group_balanced_mean": _exact(result.group_balanced_mean),
    }


def _group_document(group: ShownGroup, scale: Scale) -> dict[str, Any]:
    return {
        "group": group.key,
        "level_votes": group.level_votes,
        "median": _exact(group.median),
        "votes": _tally_document(group.tally, scale),
    }


def _tally_document(tally: Tally | None, scale: Scale) -> dict[str, Any] | None:
    if tally is None:
        return None
    return {
        "levels": {
            str(level.value): count for level, count in zip(scale.levels, tally.levels, strict=True)
        },
        "unknown": tally.unknown,
        "not_applicable": tally.not_applicable,
    }


def _exact(value: object) -> str | None:
    """A fraction as it is written exactly, such as 3/2."""
    return None if value is None else str(value)

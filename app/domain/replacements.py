"""What became of the criteria of the version before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReplacementKind(StrEnum):
    """What became of a criterion of the previous version. Only the first two are comparable."""

    SAME = "same"
    REWORDED = "reworded"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"
    NEW = "new"

    @property
    def is_comparable(self) -> bool:
        return self in (ReplacementKind.SAME, ReplacementKind.REWORDED)


@dataclass(frozen=True)
class Replacement:
    """One line of the mapping from the previous version: these keys became those."""

    kind: ReplacementKind
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class Predecessor:
    """The version before, and what became of its criteria."""

    version: str
    replacements: tuple[Replacement, ...] = ()

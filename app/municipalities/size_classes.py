"""Size classes: which municipalities count as being of one size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "register_data" / "size_classes.json"


@dataclass(frozen=True, slots=True)
class SizeClass:
    """One class by population, from `smallest` up to but excluding `below` (None: no end)."""

    key: str
    label_de: str
    smallest: int
    below: int | None

    def holds(self, population: int) -> bool:
        return population >= self.smallest and (self.below is None or population < self.below)


def _read_size_classes() -> tuple[SizeClass, ...]:
    written = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        SizeClass(row["id"], row["label"], row["min"], row["max_exclusive"]) for row in written
    )


SIZE_CLASSES = _read_size_classes()
"""All size classes, the smallest first."""


def size_class_of(population: int) -> str:
    """The key of the size class of so many inhabitants; ValueError below 0.

    >>> size_class_of(4999), size_class_of(5000)
    ('landgemeinde', 'kleine_kleinstadt')
    """
    for size_class in SIZE_CLASSES:
        if size_class.holds(population):
            return size_class.key
    raise ValueError(f"a population is 0 or more, not {population}")

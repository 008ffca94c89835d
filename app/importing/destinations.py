"""Which municipality a file means: by its key; by its name only where there is no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.territory import as_key
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.municipalities.register import load_register

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
LENGTHS = (5, 8, 9, 12)
"""Of the keys of districts, municipalities and associations, and of the regional key."""


@dataclass(frozen=True)
class Destination:
    """Where a self-check goes; without a municipality it is one of the register yet to be added."""

    key: str
    name: str
    municipality_id: int | None = None


@dataclass
class Destinations:
    """Those a person may import into."""

    here: Municipality | None
    """The one whose page it is: meant where the file names none."""
    may_take: Callable[[str], bool]
    """Whether this person may start self-checks in the municipality of this key."""
    may_add: bool
    """Whether municipalities of the register may be added."""

    def __post_init__(self) -> None:
        self._known: dict[tuple[str, str], Destination | None] = {}

    def find(self, key: str, name: str) -> Destination | None:
        """What key and name of a file mean; None where that is nothing this person may take."""
        if (key, name) not in self._known:
            self._known[key, name] = self._find(key_in(key), name)
        return self._known[key, name]

    def _find(self, key: str, name: str) -> Destination | None:
        if self.here is not None and (key or name) in _ways_to_name(self.here, key):
            return Destination(self.here.key, self.here.name, self.here.id)
        if not key or not self.may_take(key):
            return None
        found = find_municipality(key)
        if found is not None:
            return Destination(found.key, found.name, found.id)
        entry = load_register().find(key) if self.may_add else None
        return Destination(entry.key, entry.name) if entry else None


def _ways_to_name(here: Municipality, key: str) -> tuple[str, ...]:
    """A key decides; without one the name must be this one, or nothing at all."""
    return (here.key,) if key else (here.name, here.key, "")


def key_in(text: str) -> str:
    """The key as we keep it, from how tables write it: spreadsheets take away a zero in front.

    Of 8 digits it is a municipality's, never an association's without its zero.

    >>> key_in("7334007"), key_in("73345001007"), key_in("07 3 34 007"), key_in("own-lindenbruck")
    ('07334007', '07334007', '07334007', 'own-lindenbruck')
    """
    key = "".join(text.split())
    is_short = len(key) not in LENGTHS and len(key) + 1 in LENGTHS
    has_lost_its_zero = is_short and _DIGITS.fullmatch(key)
    return as_key(f"0{key}" if has_lost_its_zero else key)

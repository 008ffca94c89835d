"""The official register: every German municipality, association and district, to look up."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock

from app.municipalities.name_search import rank_name, required_words, searchable, words_of
from app.municipalities.size_classes import SIZE_CLASSES, SizeClass, size_class_of

__all__ = [
    "ATTRIBUTION",
    "SIZE_CLASSES",
    "Entry",
    "EntryLevel",
    "Register",
    "SearchResult",
    "SizeClass",
    "load_register",
    "size_class_of",
]

ATTRIBUTION = (
    "Quelle: © Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV-ISys, "
    "Gebietsstand 31.12.2024, Bevölkerung 31.12.2023; eigene Aufbereitung "
    "(Schlüssel zusammengesetzt, Verbände summiert, Größenklassen ergänzt)."
)
"""Must stand wherever the register's content is shown; in German, as its owner asks."""

SHORTEST_QUERY = 2
LONGEST_QUERY = 100

_FILE = Path(__file__).parent / "register_data" / "register.csv.gz"

# What people say for a kind, beside its official word.
_ALSO_CALLED = {
    "Verbandsgemeinde": "VG",
    "Verwaltungsgemeinschaft": "VG VGem",
    "Samtgemeinde": "SG",
    "Kreis": "Landkreis",
    "Landkreis": "Kreis",
}


class EntryLevel(StrEnum):
    """Whose administration it is."""

    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    DISTRICT = "district"


# The length of an official key tells the level; the key of what lies above is its beginning.
_STATE_DIGITS = 2
_LEVELS = {5: EntryLevel.DISTRICT, 9: EntryLevel.ASSOCIATION, 12: EntryLevel.MUNICIPALITY}


@dataclass(frozen=True, slots=True)
class Entry:
    """One municipality, association or district of the register.

    Names are German, as the register writes them. `district` and `association` are the
    official names of what lies above ("Landkreis Osnabrück", "Amt Landhagen"), None where there
    is nothing. A line of kind, association, district and state tells any two entries apart.
    """

    key: str
    """AGS (8 digits) of a municipality, 9 digits of an association, 5 of a district."""
    ars: str
    """The regional key, always 12 digits; associations and districts end in zeros."""
    name: str
    official_name: str
    kind: str
    """The kind in German: Gemeinde, Stadt, Markt, Verbandsgemeinde, Landkreis …"""
    level: EntryLevel
    state: str
    district: str | None
    association: str | None
    population: int | None
    """Inhabitants; of associations and districts the sum of their municipalities."""
    postal_code: str | None
    """Of the town hall; the register knows none for associations and districts."""

    @property
    def size_class(self) -> str | None:
        """A key of `SIZE_CLASSES`; None for districts, which are not compared with towns."""
        if self.level is EntryLevel.DISTRICT or self.population is None:
            return None
        return size_class_of(self.population)

    @property
    def district_key(self) -> str:
        """The first five digits: the district, or the kreisfreie Stadt itself."""
        return self.ars[:5]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best entries, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


class Register:
    """All entries, read-only; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        # Sorted once, so that a search only has to rank.
        self.entries = tuple(sorted(entries, key=_largest_first))
        self._by_key = dict(_keys(self.entries))
        self._by_postal_code: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.postal_code:
                self._by_postal_code.setdefault(entry.postal_code, []).append(entry)
        self._names = searchable([entry.name for entry in self.entries])
        self._surroundings = _surroundings(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, key: str) -> Entry | None:
        """The entry with this AGS, ARS, association key or district key; None if there is none.

        The district key of a kreisfreie Stadt finds the town.
        """
        return self._by_key.get(key)

    def search(self, query: str, *, limit: int = 50) -> SearchResult:
        """Entries by name, key or postal code of the town hall, the best first.

        Any text is safe: what is too short, too long or unknown gives an empty result.
        """
        typed = query.strip()
        if not SHORTEST_QUERY <= len(typed) <= LONGEST_QUERY:
            return SearchResult((), 0)
        digits = "".join(typed.split())
        # isdigit alone would take digits of other scripts, which no key is written in.
        is_key = digits.isascii() and digits.isdigit()
        found = self._with_number(digits) if is_key else self._with_name(typed)
        return SearchResult(tuple(found[: max(0, limit)]), len(found))

    def _with_number(self, digits: str) -> list[Entry]:
        exact = self.find(digits)
        nearby = self._by_postal_code.get(digits, [])
        return [*([exact] if exact else []), *(entry for entry in nearby if entry is not exact)]

    def _with_name(self, query: str) -> list[Entry]:
        words = words_of(query)
        positions = self._positions(required_words(words))
        positions.sort(key=lambda at: rank_name(self._names[at], words))
        return [self.entries[at] for at in positions]

    def _positions(self, words: tuple[str, ...]) -> list[int]:
        """Where every word occurs in the name or around it, and at least one in the name."""
        names, around = self._names, self._surroundings
        found = list(range(len(names)))
        for word in words:
            found = [at for at in found if word in names[at] or f" {word}" in around[at]]
        return [at for at in found if any(word in names[at] for word in words)]


def load_register() -> Register:
    """The shipped register; read at the first call, then shared."""
    with _reading:
        return _read_register()


_reading = Lock()


@cache
def _read_register() -> Register:
    text = gzip.decompress(_FILE.read_bytes()).decode("utf-8")
    rows = csv.reader(io.StringIO(text))
    next(rows)
    return Register(_entries(rows))


def _entries(rows: Iterable[list[str]]) -> Iterator[Entry]:
    """The rows are sorted by key, so what lies above an entry comes before it."""
    official_names: dict[str, str] = {}
    for ars, name, official_name, kind, population, postal_code in rows:
        official_names[ars] = official_name = official_name or name
        if len(ars) == _STATE_DIGITS:
            continue
        level = _LEVELS[len(ars)]
        is_district = level is EntryLevel.DISTRICT
        is_municipality = level is EntryLevel.MUNICIPALITY
        yield Entry(
            key=ars[:5] + ars[9:] if is_municipality else ars,
            ars=ars.ljust(12, "0"),
            name=name,
            official_name=official_name,
            kind=kind,
            level=level,
            state=official_names[ars[:2]],
            district=None if is_district else official_names.get(ars[:5]),
            association=official_names.get(ars[:9]) if is_municipality else None,
            population=int(population),
            postal_code=postal_code or None,
        )


def _keys(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    for entry in entries:
        yield entry.ars, entry
        yield entry.key, entry
        if entry.level is EntryLevel.MUNICIPALITY and entry.district is None:
            yield entry.district_key, entry


def _surroundings(entries: Sequence[Entry]) -> list[str]:
    """What else people type to tell places apart: kind, designation, what lies above, code."""
    kinds = _searchable_once([_kind_words(entry) for entry in entries])
    above = _searchable_once(
        [f"{entry.association or ''} {entry.district or ''} {entry.state}" for entry in entries]
    )
    return [
        f"{kind} {place} {entry.postal_code or ''}"
        for entry, kind, place in zip(entries, kinds, above, strict=True)
    ]


def _kind_words(entry: Entry) -> str:
    designation = entry.official_name.partition(", ")[2]
    return f"{entry.kind} {_ALSO_CALLED.get(entry.kind, '')} {designation}"


def _searchable_once(texts: Sequence[str]) -> list[str]:
    """As `searchable`, for texts of which many are alike."""
    different = list(dict.fromkeys(texts))
    folded = dict(zip(different, searchable(different), strict=True))
    return [folded[text] for text in texts]


def _largest_first(entry: Entry) -> tuple[int, str, str]:
    return (-(entry.population or 0), entry.district or "", entry.key)

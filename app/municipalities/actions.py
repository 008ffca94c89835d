"""Add a municipality. Actions change what is stored and never commit."""

from __future__ import annotations

import re
import unicodedata

from app.extensions import db
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality, find_own
from app.municipalities.register import Entry


def add_from_register(entry: Entry) -> Municipality:
    """The municipality of this register entry, added if it is not there yet."""
    found = find_municipality(entry.key)
    if found:
        return found
    return _add(
        Municipality(
            key=entry.key,
            name=entry.name,
            kind=entry.kind,
            association=entry.association or "",
            district=entry.district or "",
            state=entry.state,
            population=entry.population,
        )
    )


def add_own(name: str, *, country: str, population: int | None) -> Municipality:
    """A place outside the register, under a key made from its name that nobody else has.

    The same name in the same country is the same place: it is not added twice.
    """
    known = find_own(name, country=country)
    if known:
        known.population = population or known.population
        return known
    stem = f"own-{_as_key(name)}"
    key, number = stem, 2
    while find_municipality(key):
        key, number = f"{stem}-{number}", number + 1
    return _add(Municipality(key=key, name=name, state=country, population=population))


def _as_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "place"


def _add(municipality: Municipality) -> Municipality:
    db.session.add(municipality)
    db.session.flush()
    return municipality

"""Look a place up by what somebody typed: in the official register, and among added ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.clean_text import UnclearText, clean_text
from app.municipalities.models import Municipality
from app.municipalities.queries import search_own
from app.municipalities.register import (
    LONGEST_QUERY,
    SHORTEST_QUERY,
    SearchResult,
    load_register,
)

HITS_SHOWN = 50


@dataclass(frozen=True)
class PlaceSearch:
    """What was looked for, and what there is."""

    query: str
    found: SearchResult
    own: Sequence[Municipality]
    """Places outside the register that use the check already."""

    @property
    def is_too_short(self) -> bool:
        return len(self.query) < SHORTEST_QUERY


def search_places(typed: str) -> PlaceSearch:
    query = cleaned_query(typed)
    own = search_own(query, limit=HITS_SHOWN) if len(query) >= SHORTEST_QUERY else []
    return PlaceSearch(query, load_register().search(query, limit=HITS_SHOWN), own)


def cleaned_query(typed: str) -> str:
    """What to look for; nothing, if it is no text."""
    try:
        return clean_text(typed)[:LONGEST_QUERY]
    except UnclearText:
        return ""

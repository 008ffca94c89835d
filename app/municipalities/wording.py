"""How a municipality is told apart in words."""

from __future__ import annotations

from flask_babel import gettext

from app.municipalities.models import Municipality
from app.municipalities.register import Entry
from app.web.formatting import number


def place_words(place: Municipality | Entry) -> str:
    """“Gemeinde, Amt Landhagen, Vorpommern-Greifswald (Mecklenburg-Vorpommern), 560 inhabitants”.

    Kind, association, district and state together tell any two places of the register apart.
    """
    above = [place.kind, place.association, place.district, place.state]
    parts = [part for part in dict.fromkeys(above) if part]
    if place.population is not None:
        parts.append(gettext("%(number)s inhabitants", number=number(place.population)))
    return ", ".join(parts)

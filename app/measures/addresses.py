"""Where one measure is found, on pages and in what leaves the house."""

from __future__ import annotations

from flask import url_for

from app.municipalities.models import Municipality
from app.web.addresses import public_address


def measure_url(place: Municipality, number: int) -> str:
    """On our own pages."""
    return url_for("measure.show", municipality=place.key, measure=number)


def public_measure_url(place: Municipality, number: int) -> str:
    """For mails and calendars."""
    return public_address("measure.show", municipality=place.key, measure=number)

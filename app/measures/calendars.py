"""The open measures of a municipality that have a day, as a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext

from app.domain.measure import OPEN_STATES
from app.files.calendar_file import CalendarEntry, calendar_file
from app.measures.addresses import public_measure_url
from app.measures.models import Measure
from app.measures.queries import measures_of
from app.measures.years import carried_on_ids
from app.municipalities.models import Municipality
from app.web.i18n import current_language


def calendar_of(municipality: Municipality) -> bytes:
    """In the language that is spoken; what went on in a later year stands there once."""
    gone_on = carried_on_ids(municipality)
    measures = [one for one in measures_of(municipality) if one.id not in gone_on]
    return calendar_file(
        _entries(sorted(measures, key=lambda one: one.id)),
        name=gettext("Measures of %(place)s", place=municipality.name),
        language=current_language(),
    )


def _entries(measures: Iterable[Measure]) -> Iterable[CalendarEntry]:
    for one in measures:
        if one.due_on is None or one.state not in OPEN_STATES:
            continue
        address = public_measure_url(one.municipality, one.id)
        yield CalendarEntry(
            # The moment tells installations apart, where a calendar reads from several.
            key=f"measure-{one.id}-{one.made_at:%Y%m%d%H%M%S}@willkommenscheck.invalid",
            due=one.due_on,
            title=gettext(
                "Due: %(title)s (%(place)s)", title=one.title, place=one.municipality.name
            ),
            text=f"{_who(one)}\n{address}" if one.responsible else address,
            address=address,
            made_at=one.made_at,
            version=one.version,
        )


def _who(one: Measure) -> str:
    return gettext("Responsible: %(who)s", who=one.responsible)

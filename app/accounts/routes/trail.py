"""The audit trail of a municipality: who did what about people, newest first, and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_coordinate
from app.accounts.wording import person_words
from app.audit.queries import audit_trail
from app.audit.wording import event_words
from app.files.spreadsheet import spreadsheet_csv
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.access import allows
from app.web.forms import whole_number

bp = Blueprint("trail", __name__, url_prefix="/municipalities/<municipality>")

ENTRIES_SHOWN = 50


@bp.get("/trail")
@allows(may_coordinate)
def show(municipality: str) -> ResponseReturnValue:
    place = _place_or_404(municipality)
    before = whole_number(request.args.get("before", "")) or None
    entries = audit_trail(place.id, before=before, limit=ENTRIES_SHOWN + 1)
    return render_template(
        "trail/show.html",
        place=place,
        entries=entries[:ENTRIES_SHOWN],
        further=entries[ENTRIES_SHOWN - 1].id if len(entries) > ENTRIES_SHOWN else None,
        is_first_page=before is None,
    )


@bp.get("/trail.csv")
@allows(may_coordinate)
def take_along(municipality: str) -> ResponseReturnValue:
    """All of it, for a spreadsheet."""
    place = _place_or_404(municipality)
    name = f"audit-trail-{place.key}.csv"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(spreadsheet_csv(_rows(place)), headers=headers, mimetype="text/csv")


def _rows(place: Municipality) -> Iterator[list[str]]:
    yield [
        gettext("When (UTC)"),
        gettext("Who"),
        gettext("What"),
        gettext("Key of the person"),
        gettext("Key of the event"),
        gettext("Facts"),
    ]
    for entry in audit_trail(place.id, limit=None):
        yield [
            f"{entry.at:%Y-%m-%d %H:%M:%S}",
            person_words(entry.by),
            event_words(entry),
            entry.by,
            entry.event,
            json.dumps(entry.facts, ensure_ascii=False),
        ]


def _place_or_404(municipality: str) -> Municipality:
    return find_municipality(municipality) or abort(404)

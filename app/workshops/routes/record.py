"""The record: who was there, what was decided, what stays open; and erasing before its day."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_enter, may_moderate
from app.extensions import db
from app.reports.pictures import Picture
from app.web.access import allows
from app.workshops.ending import erase as erase_workshop
from app.workshops.ending import erase_on, wipe_traces
from app.workshops.models import Stage
from app.workshops.opening import WORKSHOP, OpenWorkshop, name_of_group, open_or_404
from app.workshops.pictures import perception_picture, result_picture
from app.workshops.record_views import Record, record_of

bp = Blueprint("workshop_record", __name__, url_prefix=WORKSHOP)


@bp.get("/record")
@allows(may_enter)
def show(municipality: str, workshop: int) -> ResponseReturnValue:
    """To be read and printed."""
    room = open_or_404(municipality, workshop)
    record = record_of(room)
    return render_template(
        "record/show.html",
        room=room,
        workshop=room.workshop,
        record=record,
        group_names={group.key: name_of_group(group) for group in room.groups},
        pictures=_pictures(record),
        perception=_perception(room, record),
        erased_on=erase_on(room.workshop),
    )


@bp.post("/erase")
@allows(may_moderate)
def erase(municipality: str, workshop: int) -> ResponseReturnValue:
    """Erase votes, ideas and notes before their day."""
    room = open_or_404(municipality, workshop, hold=True)
    if room.workshop.stage is Stage.ENDED:
        erase_workshop(room.workshop, by=g.person.key)
        db.session.commit()
        wipe_traces()
        flash(gettext("Votes, ideas and notes are erased. Decisions and minority notes stay."))
    return redirect(room.url(".show"))


def _pictures(record: Record) -> dict[str, Picture]:
    """How the last round on each criterion voted, where that may be shown."""
    found = {}
    for one in (*record.decided, *record.left_open):
        picture = one.last and result_picture(
            one.last, one.criterion, name=f"result-{one.criterion.key}"
        )
        if picture:
            found[one.criterion.key] = picture
    return found


def _perception(room: OpenWorkshop, record: Record) -> Picture | None:
    """The perception map; None where no group may be shown beside another view."""
    if not any(row.distance for row in record.perception):
        return None
    return perception_picture(
        record.perception,
        room.check.checklist.criteria_by_key,
        {group.key: name_of_group(group) for group in room.groups},
    )

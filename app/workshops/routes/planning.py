"""Prepare a workshop: what, who, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_moderate
from app.assessments.opening import OpenAssessment, all_opened, municipality_or_404
from app.assessments.queries import assessments_of
from app.extensions import db
from app.municipalities.models import Municipality
from app.web.access import allows, current_person
from app.web.i18n import offered_languages
from app.workshops import preparing
from app.workshops.choosing import in_known_order, ways_of
from app.workshops.considering import minutes_needed, small_groups
from app.workshops.ending import discard as discard_workshop
from app.workshops.ending import wipe_traces
from app.workshops.models import Stage
from app.workshops.opening import (
    WORKSHOPS,
    HasBegun,
    OpenWorkshop,
    name_of_group,
    open_or_404,
    open_to_lead,
)
from app.workshops.planning_forms import PlanForm, plan_form
from app.workshops.preparing import Plan, plan_of
from app.workshops.proposing import fields_of, usual_fields
from app.workshops.queries import last_workshop

bp = Blueprint("workshop_plans", __name__, url_prefix=WORKSHOPS)


@bp.get("/new")
@allows(may_moderate)
def offer(municipality: str) -> ResponseReturnValue:
    """What a workshop needs to know."""
    return _begin(municipality_or_404(municipality))


@bp.post("/new")
@allows(may_moderate)
def prepare(municipality: str) -> ResponseReturnValue:
    """Prepare it."""
    return _begin(municipality_or_404(municipality))


@bp.get("/<int(max=2147483647):workshop>/plan")
@allows(may_moderate)
def edit(municipality: str, workshop: int) -> ResponseReturnValue:
    """What is planned, to be changed until people join."""
    return _plan_anew(open_to_lead(municipality, workshop))


@bp.post("/<int(max=2147483647):workshop>/plan")
@allows(may_moderate)
def keep(municipality: str, workshop: int) -> ResponseReturnValue:
    """Plan anew."""
    return _plan_anew(open_to_lead(municipality, workshop))


@bp.post("/<int(max=2147483647):workshop>/rehearse")
@allows(may_moderate)
def rehearse(municipality: str, workshop: int) -> ResponseReturnValue:
    """A copy to try out, which leaves no trace."""
    room = open_to_lead(municipality, workshop)
    copy = preparing.rehearse(room.workshop, by=current_person().key)
    db.session.commit()
    flash(gettext("This is a rehearsal: try everything. It leaves no trace."), "success")
    return redirect(OpenWorkshop(copy, room.check).url("workshop_console.show"))


@bp.get("/<int(max=2147483647):workshop>/discard")
@allows(may_moderate)
def offer_discarding(municipality: str, workshop: int) -> ResponseReturnValue:
    """What would go."""
    room = open_or_404(municipality, workshop)
    return render_template("workshops/discard.html", room=room, place=room.municipality)


@bp.post("/<int(max=2147483647):workshop>/discard")
@allows(may_moderate)
def discard(municipality: str, workshop: int) -> ResponseReturnValue:
    """Delete it with everything in it."""
    room = open_or_404(municipality, workshop, hold=True)
    title = room.workshop.title
    discard_workshop(room.workshop, by=current_person().key)
    db.session.commit()
    wipe_traces()
    flash(gettext("The workshop “%(title)s” is discarded.", title=title))
    return redirect(url_for("workshops.show", municipality=municipality))


def _begin(place: Municipality) -> ResponseReturnValue:
    checks = [check for check in all_opened(assessments_of(place)) if check.is_open]
    if not checks:
        return render_template("workshops/nothing_to_plan.html", place=place)
    last = None if "afresh" in request.args else last_workshop(place)
    about = next((c for c in checks if last and c.assessment == last.assessment), checks[0])
    fields = usual_fields(about, last=plan_of(last) if last else None)
    form = plan_form(checks, about, fields)
    plan = form.read() if form.is_sent else None
    if plan is None or form.to_consider(plan):
        return _page(place, form, checks=checks, plan=plan, last=last)
    workshop = preparing.prepare(form.about.assessment, plan, by=current_person().key)
    db.session.commit()
    flash(gettext("The workshop is prepared. From here you lead it."), "success")
    return redirect(OpenWorkshop(workshop, form.about).url("workshop_console.show"))


def _plan_anew(room: OpenWorkshop) -> ResponseReturnValue:
    """Raises HasBegun."""
    if room.workshop.stage is not Stage.PREPARED:
        raise HasBegun
    before = plan_of(room.workshop)
    form = plan_form([room.check], room.check, fields_of(before, room.check))
    plan = form.read() if form.is_sent else None
    if plan is None or form.to_consider(plan):
        return _page(room.municipality, form, checks=[room.check], plan=plan, room=room)
    ordered = in_known_order(plan.criteria, before.criteria)
    preparing.change(room.workshop, replace(plan, criteria=ordered))
    db.session.commit()
    flash(gettext("The plan is changed."), "success")
    return redirect(room.url("workshop_console.show"))


def _page(
    place: Municipality,
    form: PlanForm,
    *,
    checks: Sequence[OpenAssessment],
    plan: Plan | None,
    last: object = None,
    room: OpenWorkshop | None = None,
) -> ResponseReturnValue:
    """The form, with what stands against the plan if there is one."""
    found = form.to_consider(plan) if plan else []
    form.note_as_seen(found)
    page = render_template(
        "workshops/plan.html",
        place=place,
        form=form,
        checks=checks,
        plan=plan,
        found=found,
        last=last,
        room=room,
        ways=ways_of(form.about),
        speaks=offered_languages(),
        minutes_needed=minutes_needed,
        small_groups=[name_of_group(one) for one in small_groups(plan)] if plan else [],
    )
    return page, 422 if form.is_sent and plan is None else 200

"""Ideas as the moderator sees them: looked through, merged, given dots, made into measures."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_moderate
from app.domain.measure import MeasureSource
from app.extensions import db
from app.measures.actions import draft_measure
from app.web.access import allows
from app.web.formatting import day
from app.web.forms import whole_number
from app.web.i18n import shown
from app.workshops.idea_forms import ChangedIdeaForm, IdeaForm, PhaseForm
from app.workshops.ideas import (
    find_idea,
    ideas_of,
    may_write_by_phone,
    merge_ideas,
    people_with_dots,
    show_idea,
    turn_ideas_to,
    write_idea,
)
from app.workshops.models import Idea, IdeaPhase, IdeaState, Stage
from app.workshops.opening import WORKSHOP, OpenWorkshop, open_or_404, open_to_lead

bp = Blueprint("workshop_ideas", __name__, url_prefix=WORKSHOP)

LOOKED_THROUGH_AT_ONCE = 50
"""Each can be merged into every idea on the wall: a flood must not make a page of megabytes."""


@bp.get("/ideas")
@allows(may_moderate)
def show(municipality: str, workshop: int) -> ResponseReturnValue:
    """Look through them, merge them, see their dots."""
    room = open_or_404(municipality, workshop)
    if room.workshop.stage is Stage.ERASED:
        abort(404)
    return _page(room, _form(room))


@bp.post("/ideas")
@allows(may_moderate)
def write(municipality: str, workshop: int) -> ResponseReturnValue:
    """An idea that was said aloud."""
    room = open_to_lead(municipality, workshop)
    form = _form(room)
    if not form.validate_on_submit():
        return _page(room, form), 422
    write_idea(
        room.workshop, text=form["text"].data or "", criterion_key=form.criterion.data or None
    )
    db.session.commit()
    return redirect(room.url(".show"))


@bp.post("/ideas/phase")
@allows(may_moderate)
def turn(municipality: str, workshop: int) -> ResponseReturnValue:
    """Collect, give dots, see the dots."""
    room = open_to_lead(municipality, workshop)
    form = PhaseForm()
    if form.validate_on_submit():
        voters = people_with_dots(room.workshop)
        turn_ideas_to(room.workshop, IdeaPhase(form.phase.data))
        if room.workshop.idea_phase is IdeaPhase.DONE and voters < room.workshop.threshold:
            flash(gettext("Too few gave dots: what they chose is shown to nobody."))
        db.session.commit()
    return redirect(room.url(".show"))


@bp.post("/ideas/<int(max=2147483647):idea>")
@allows(may_moderate)
def change(municipality: str, workshop: int, idea: int) -> ResponseReturnValue:
    """Show, hide, reword or merge one."""
    room = open_to_lead(municipality, workshop)
    found = _idea_or_404(room, idea)
    form = ChangedIdeaForm()
    into = find_idea(room.workshop, whole_number(form.into.data or ""))
    if into is not None:
        merge_ideas(room.workshop, found, into=into)
    elif form.validate_on_submit():
        state = IdeaState(form.state.data)
        show_idea(room.workshop, found, state=state, text=form["text"].data)
    else:
        flash(gettext("The idea was not changed: its words are too long, or no words."), "warning")
    db.session.commit()
    return redirect(room.url(".show", _anchor=f"idea-{(into or found).id}"))


@bp.post("/ideas/<int(max=2147483647):idea>/measure")
@allows(may_moderate)
def draft(municipality: str, workshop: int, idea: int) -> ResponseReturnValue:
    """Make it the draft of a measure, once; a rehearsal makes none."""
    room = open_or_404(municipality, workshop, hold=True)
    found = _idea_or_404(room, idea)
    if room.workshop.is_rehearsal:
        flash(gettext("This is a rehearsal: here an idea would become a draft."))
    elif not found.became_measure:
        draft_measure(
            room.check.assessment,
            " ".join(found.text.split()),
            criterion_key=found.criterion_key,
            source=MeasureSource.IDEA,
            origin=_origin(room),
            by=g.person.key,
        )
        found.became_measure = True
        db.session.commit()
        flash(gettext("The idea is a draft of a measure now."), "success")
    return redirect(room.url(".show", _anchor=f"idea-{found.id}"))


def _origin(room: OpenWorkshop) -> str:
    """Where the thought came from, in the words of today."""
    return gettext(
        "From the workshop “%(title)s” of %(day)s",
        title=room.workshop.title,
        day=day(room.workshop.held_on),
    )[:300]


def _idea_or_404(room: OpenWorkshop, idea: int) -> Idea:
    return find_idea(room.workshop, idea) or abort(404)


def _form(room: OpenWorkshop) -> IdeaForm:
    form = IdeaForm(data={"criterion": room.workshop.current_criterion or ""})
    form.criterion.choices = [
        ("", gettext("For none in particular")),
        *(
            (
                item.criterion_key,
                f"{room.number(item.criterion_key)} {_title(room, item.criterion_key)}",
            )
            for item in room.items
        ),
    ]
    return form


def _title(room: OpenWorkshop, key: str) -> str:
    return str(shown(room.criterion(key).title))


def _page(room: OpenWorkshop, form: IdeaForm) -> str:
    ideas = ideas_of(room.workshop)
    offered = [one for one in ideas if one.state is IdeaState.OFFERED]
    at_once = len(offered) if room.workshop.is_over else LOOKED_THROUGH_AT_ONCE
    return render_template(
        "ideas/show.html",
        room=room,
        workshop=room.workshop,
        form=form,
        offered=offered[:at_once],
        more_offered=len(offered[at_once:]),
        on_the_wall=[one for one in ideas if one.state is IdeaState.SHOWN],
        hidden=[one for one in ideas if one.state is IdeaState.HIDDEN],
        people_with_dots=people_with_dots(room.workshop),
        writes_by_phone=may_write_by_phone(room.workshop),
    )

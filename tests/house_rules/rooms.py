"""The workshops of a town full of canaries: one at each stage, so every button has its turn."""

from __future__ import annotations

from datetime import date

from app.assessments.models import Assessment
from app.extensions import db
from app.measures.actions import draft_measure, note_progress
from app.workshops.ballot_models import Round
from app.workshops.ending import end
from app.workshops.ideas import write_idea
from app.workshops.joining import open_joining, take_seat
from app.workshops.models import Workshop
from app.workshops.preparing import GroupPlan, Plan, prepare, rehearse
from app.workshops.queries import groups_of
from app.workshops.rounds import begin, close_rounds, open_rounds, reveal, turn_to
from app.workshops.tickets import new_ticket

WHILE_NOTHING_IS_OPEN = (
    "workshop_agenda.plan",
    "workshop_console.open_round",
    "workshop_console.turn",
)
OPEN, CLOSED, REVEALED = "mi_language_needs", "mi_responsibility", "mi_website"


def rooms_of(assessment: Assessment, *, words: str, by: str) -> dict[str, object]:
    """What addresses can name of them; every text in them is a canary."""
    prepared, joining, running, quiet, over = (
        _prepared(assessment, words=words, by=by) for _ in range(5)
    )
    for workshop in (joining, running, quiet, over):
        open_joining(workshop, by=by)
    for workshop in (running, quiet, over):
        begin(workshop)
    sign = _somebody_in(running)
    opened, closed = _rounds(running)
    newest = _nothing_open(quiet)
    rehearsal = rehearse(prepared, by=by)
    open_joining(rehearsal, by=by)
    idea = write_idea(running, text=words, criterion_key=OPEN)
    end(over, by=by)
    running.notes = words
    measure = draft_measure(assessment, words, note=words, by=by)
    note_progress(measure, words, by=by)
    db.session.commit()
    before = ("workshop_plans.edit", "workshop_plans.keep", "workshop_console.let_join")
    return {
        "workshop": running.id,
        **{f"{endpoint}.workshop": prepared.id for endpoint in before},
        "workshop_console.begin.workshop": joining.id,
        **{f"{endpoint}.workshop": quiet.id for endpoint in WHILE_NOTHING_IS_OPEN},
        "sign": sign,
        "open_round": opened.id,
        "closed_round": closed.id,
        "newest_round": newest.id,
        "workshop_record.erase.workshop": over.id,
        "workshop_rehearsal.let_them_in.workshop": rehearsal.id,
        "idea": idea.id,
        "measure": measure.id,
        "measure_version": measure.version,
    }


def _prepared(assessment: Assessment, *, words: str, by: str) -> Workshop:
    plan = Plan(
        title=words,
        held_on=date(2100, 1, 1),
        minutes=90,
        criteria=(OPEN, CLOSED, REVEALED),
        groups=(GroupPlan({"de": words, "en": words}, invited=12),),
        languages=("de", "en"),
    )
    return prepare(assessment, plan, by=by)


def _somebody_in(workshop: Workshop) -> str:
    """The sign of their phone."""
    [group] = groups_of(workshop)
    return take_seat(workshop, new_ticket(workshop.id), group_id=group.id).sign


def _rounds(workshop: Workshop) -> tuple[Round, Round]:
    """One that is open, one closed, one revealed."""
    turn_to(workshop, OPEN)
    opened = open_rounds(workshop, [OPEN, CLOSED, REVEALED])
    close_rounds(workshop, opened[1:])
    reveal(workshop, opened[2:])
    return opened[0], opened[1]


def _nothing_open(workshop: Workshop) -> Round:
    """One that is revealed, and nothing in the middle."""
    [found] = open_rounds(workshop, [REVEALED])
    close_rounds(workshop, [found])
    reveal(workshop, [found])
    return found

"""`flask workshop`: invented people for whoever practises moderating, and erasing what is due."""

from __future__ import annotations

import time

import click
from flask.cli import AppGroup
from flask_babel import gettext, ngettext

from app.accounts.walls import walls_opened
from app.commands.checklist_choice import give_up
from app.commands.language import in_shell_language
from app.commands.people import CONSOLE
from app.extensions import db
from app.workshops.ending import erase_due, wipe_traces
from app.workshops.queries import find_workshop
from app.workshops.simulating import (
    MOST_PEOPLE,
    USUAL_PEOPLE,
    Crowd,
    Done,
    go_on,
    may_be_simulated,
)

MOST_MINUTES = 240

workshop_commands = AppGroup("workshop", help="Rooms that answer together.")


@workshop_commands.command("simulate")
@click.argument("municipality")
@click.argument("workshop_id", metavar="WORKSHOP", type=click.IntRange(1, 2**31 - 1))
@click.option("--people", default=USUAL_PEOPLE, type=click.IntRange(1, MOST_PEOPLE))
@click.option("--minutes", default=60, type=click.IntRange(1, MOST_MINUTES))
@click.option("--every", default=1.0, type=click.FloatRange(0, 60), help="Seconds between acts.")
@in_shell_language
def simulate(municipality: str, workshop_id: int, people: int, minutes: int, every: float) -> None:
    """Let invented people take part in WORKSHOP of MUNICIPALITY (its key) until it ends.

    Only rehearsals and workshops of invented towns take them. Stop with Ctrl+C at any time.
    """
    with walls_opened():
        found = find_workshop(municipality, workshop_id)
    if found is None:
        give_up(gettext("There is no such workshop."))
    if not may_be_simulated(found):
        give_up(gettext("Only rehearsals and invented towns take invented people."))
    crowd, until = Crowd(workshop_id, people), time.monotonic() + minutes * 60
    click.echo(gettext("Invented people are on their way. Ctrl+C ends it."))
    while time.monotonic() < until:
        done = _once(municipality, workshop_id, crowd)
        if done is None:
            click.echo(gettext("The workshop is over."))
            return
        _tell(done)
        time.sleep(every)
    click.echo(gettext("The time is over."))


@workshop_commands.command("erase-due")
@in_shell_language
def erase_what_is_due() -> None:
    """Erase votes, ideas and private notes of workshops whose days are over."""
    count = erase_due(by=CONSOLE)
    db.session.commit()
    if count:
        wipe_traces()
    told = ngettext("%(num)s workshop was erased.", "%(num)s workshops were erased.", count)
    click.echo(told)


def _once(municipality: str, workshop_id: int, crowd: Crowd) -> Done | None:
    """One act of the crowd, stored; None when the workshop is over."""
    with walls_opened():
        workshop = find_workshop(municipality, workshop_id)
        # A rehearsal is gone altogether once it has ended.
        if workshop is None or workshop.is_over:
            return None
        done = go_on(workshop, crowd, share=0.25)
    db.session.commit()
    db.session.expire_all()
    return done


def _tell(done: Done) -> None:
    """A line where something happened."""
    parts = [
        ngettext("%(num)s person joined", "%(num)s people joined", done.joined),
        ngettext("%(num)s vote", "%(num)s votes", done.voted),
        ngettext("%(num)s idea", "%(num)s ideas", done.ideas),
        ngettext("%(num)s dot", "%(num)s dots", done.dots),
    ]
    counts = (done.joined, done.voted, done.ideas, done.dots)
    told = [part for part, count in zip(parts, counts, strict=True) if count]
    if told:
        click.echo(", ".join(told))

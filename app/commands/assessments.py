"""`flask assessments import`: many municipalities and years at once, from one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext

from app.accounts.walls import walls_opened
from app.commands.checklist_choice import give_up, refuse
from app.commands.language import in_shell_language
from app.commands.people import CONSOLE
from app.domain.errors import InvalidFile
from app.domain.library import UnknownChecklist
from app.extensions import db, reading
from app.importing.choices import Choices, named
from app.importing.destinations import Destinations
from app.importing.drafts import first_choices, opened_file, plan_of
from app.importing.planning import Plan
from app.importing.taking import Import, prepared, take_over
from app.importing.wording import plan_words, taken_words
from app.web.checklists import checklists

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LARGEST = 100 * 1024 * 1024
"""Bytes; a file that comes through the browser may have far less."""

assessment_commands = AppGroup("assessments", help="Self-checks of many municipalities.")


@assessment_commands.command("import")
@click.argument("file", type=FILE)
@click.option("--checklist", default="", help="KEY or KEY@VERSION; else the main one.")
@click.option("--sheet", default="", help="Of a workbook, if not the one understood best.")
@click.option("--year", default="", help="The reference year, where the file has no column for it.")
@click.option("--reason", default="", help="Why something does not apply, where no reason stands.")
@click.option("--finish", is_flag=True, help="Finish each self-check, with a snapshot.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@in_shell_language
def import_assessments(
    file: Path, checklist: str, sheet: str, year: str, reason: str, finish: bool, dry_run: bool
) -> None:
    """Take over all self-checks of FILE (CSV, XLSX, JSON, archive), or none of them.

    Municipalities of the official register are added where they are new. What is here already
    and says the same stays as it is; if anything is wrong, all of it is listed.
    """
    if file.stat().st_size > LARGEST:
        give_up(gettext("%(file)s is larger than %(most)s MB.", file=file, most=LARGEST >> 20))
    choices = Choices(_version(checklist), sheet=sheet, year=year, reason=reason)
    plan = _plan(file, choices)
    click.echo(plan_words(plan))
    if dry_run or not plan.new:
        return
    _take(plan, Import(CONSOLE, file.name, finishes=finish))


def _version(choice: str) -> str:
    key, _, version = choice.partition("@")
    try:
        library = checklists()
        found = library.get(key, version) if version else library.latest(key) if key else None
    except UnknownChecklist:
        give_up(gettext("“%(choice)s” is no checklist here", choice=choice))
    return named(found or library.offered()[0])


def _plan(file: Path, choices: Choices) -> Plan:
    destinations = Destinations(here=None, may_take=lambda key: True, may_add=True)
    try:
        incoming = opened_file(file.read_bytes(), name=str(file))
        with walls_opened(), reading():
            plan = plan_of(incoming, first_choices(incoming, choices), destinations, name=str(file))
    except InvalidFile as invalid:
        refuse(invalid.problems)
    if not plan.is_possible:
        refuse(plan.problems)
    return plan


def _take(plan: Plan, importing: Import) -> None:
    """Work everything out, then write it in one go; both show how far they are."""
    with click.progressbar(
        prepared(plan.new, importing),
        length=len(plan.new),
        label=gettext("Working out"),
        file=sys.stderr,
    ) as steps:
        ready = list(steps)
    with (
        click.progressbar(length=len(ready), label=gettext("Storing"), file=sys.stderr) as bar,
        walls_opened(),
    ):
        for done in take_over(ready, importing):
            bar.update(done - bar.pos)
        db.session.commit()
    click.echo(taken_words(len(ready)))

"""flask ops: back up, restore, examine, upgrade, export and import what is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext, ngettext

from app.commands.checklist_choice import give_up
from app.commands.language import filled, in_shell_language, seen_from_here
from app.extensions import db, migrations
from app.storage import backup, transfer, upgrading
from app.storage.examination import Level, examine
from app.storage.problems import StorageProblem
from app.storage.tables import Contents

operations_commands = AppGroup("ops", help="Back up, restore, examine and move what is stored.")

Parameters = ParamSpec("Parameters")
FILE = click.Path(path_type=Path)


def telling_problems(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Let a command end with one sentence and exit code 1 where something is wrong."""

    @in_shell_language
    @wraps(command)
    def telling(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except StorageProblem as problem:
            give_up(filled(problem.message, problem.facts))

    return telling


@operations_commands.command("backup")
@click.argument("file", type=FILE, required=False)
@telling_problems
def backup_command(file: Path | None) -> None:
    """Write everything that is stored into FILE, while the server runs, and look at the file.

    Without FILE it goes into the folder backups/ of the instance, with the time in its name.
    """
    target = file or backup.new_backup_file(db.engine, backups_folder())
    _say_written(target, backup.back_up(db.engine, target))


@operations_commands.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace what is stored; it is kept aside first.")
@telling_problems
def restore_command(file: Path, replace: bool) -> None:
    """Put back what the backup FILE holds, into an empty database or with --replace."""
    program = migrations()
    restored = backup.restore(
        db.engine, file, migrations=program, backups=backups_folder(), replace=replace
    )
    if restored.kept_aside:
        where = seen_from_here(restored.kept_aside)
        click.echo(gettext("What was there before lies in %(file)s.", file=where))
    rows = _rows(restored.contents)
    click.echo(gettext("%(file)s is restored: %(rows)s.", file=seen_from_here(file), rows=rows))
    if restored.contents.revision != program.newest:
        click.echo(gettext("It is of an older version. Now run: flask --app wsgi ops upgrade"))


@operations_commands.command("doctor")
@telling_problems
def doctor_command() -> None:
    """Examine the database, its folder and its backups. Ends with 1 if there is an error."""
    levels = []
    for finding in examine(db.engine, migrations(), backups=backups_folder()):
        levels.append(finding.level)
        click.echo(f"{gettext(finding.level)}: {filled(finding.message, finding.facts)}")
    if Level.ERROR in levels:
        raise SystemExit(1)


@operations_commands.command("upgrade")
@telling_problems
def upgrade_command() -> None:
    """Bring the database up to date: back up, migrate, verify. Nothing to do is no error."""
    done = upgrading.upgrade(db.engine, migrations(), backups=backups_folder())
    if done.backup:
        where = seen_from_here(done.backup)
        click.echo(gettext("The state before lies in %(file)s.", file=where))
    if done.was != done.stands_at:
        revision = done.stands_at
        click.echo(gettext("The database stands at migration %(revision)s.", revision=revision))


@operations_commands.command("export")
@click.argument("file", type=FILE)
@telling_problems
def export_command(file: Path) -> None:
    """Write everything into FILE (.jsonl.gz) in a form that SQLite and PostgreSQL both take."""
    _say_written(file, transfer.export(db.engine, file))


@operations_commands.command("import")
@click.argument("file", type=FILE)
@telling_problems
def import_command(file: Path) -> None:
    """Store everything that the export FILE holds in an empty database, or nothing of it."""
    stored = transfer.import_all(db.engine, file)
    rows = _rows(stored)
    click.echo(gettext("%(file)s is imported: %(rows)s.", file=seen_from_here(file), rows=rows))


def backups_folder() -> Path:
    return Path(current_app.config["BACKUPS_FOLDER"])


def _say_written(target: Path, written: Contents) -> None:
    rows = _rows(written)
    click.echo(
        gettext("%(file)s is written and sound: %(rows)s.", file=seen_from_here(target), rows=rows)
    )


def _rows(found: Contents) -> str:
    return ngettext("%(num)s row", "%(num)s rows", found.rows)

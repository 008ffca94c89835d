"""`flask archive`: prove that an archive still says what its answers make of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext, ngettext

from app.commands.checklist_choice import refuse
from app.commands.language import in_shell_language
from app.domain.errors import InvalidFile
from app.files.archive_check import Verdict, verify_archive

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

archive_commands = AppGroup("archive", help="Archives of self-checks.")


@archive_commands.command("verify")
@click.argument("file", type=FILE)
@in_shell_language
def verify(file: Path) -> None:
    """Work every number of FILE out again: 0 if all is equal, 1 if something differs.

    An archive that cannot be read is refused, with everything that is wrong.
    """
    try:
        verdict = verify_archive(file.read_bytes(), name=str(file))
    except InvalidFile as invalid:
        refuse(invalid.problems)
    _tell(verdict)
    sys.exit(0 if verdict.is_equal else 1)


def _tell(verdict: Verdict) -> None:
    facts = {"town": verdict.municipality, "year": verdict.year}
    if verdict.engine_then != verdict.engine_now:
        versions = {"then": verdict.engine_then, "now": verdict.engine_now}
        text = gettext("Made by engine %(then)s, worked out again by engine %(now)s.", **versions)
        click.echo(text)
    if verdict.is_equal:
        click.echo(gettext("%(town)s %(year)s: every number is equal.", **facts))
        return
    for one in verdict.differences:
        click.echo(
            gettext(
                "%(path)s: the archive says %(says)s, it should be %(recomputed)s",
                path=one.path,
                says=one.says,
                recomputed=one.recomputed,
            )
        )
    text = ngettext("%(num)s value differs.", "%(num)s values differ.", len(verdict.differences))
    click.echo(text)

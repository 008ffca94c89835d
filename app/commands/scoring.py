"""`flask checklist score`: answer sheets from a CSV file in, their scores out; no database."""

from __future__ import annotations

import io
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext

from app.commands.checklist_choice import give_up, giving_up_without_files, refuse
from app.commands.language import in_shell_language
from app.domain.checklist import Checklist
from app.domain.checklist_files import read_checklist
from app.domain.errors import InvalidFile
from app.domain.scoring import score_checklist
from app.files.answer_table import read_answers
from app.files.score_table import ScoredSheet, ScoreFormat, write_scores

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("score")
@click.argument("checklist_dir", type=FOLDER)
@click.option(
    "--answers", required=True, type=FILE, help="CSV: municipality,year,criterion,answer."
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in ScoreFormat]),
    default=ScoreFormat.CSV.value,
    show_default=True,
    help="CSV with six decimals, or JSON with exact fractions.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the scores go; without it to standard output.",
)
@with_appcontext
@in_shell_language
def score(checklist_dir: Path, answers: Path, form: str, output: Path | None) -> None:
    """Score any number of answer sheets with the checklist in CHECKLIST_DIR.

    The checklist need not be published. An answer is a level value, n/a, unknown or nothing. If
    anything is wrong, all of it is listed and nothing is written.
    """
    with giving_up_without_files():
        try:
            checklist = read_checklist(checklist_dir, in_library=False)
            scored = _scored(checklist, answers)
        except InvalidFile as invalid:
            refuse(invalid.problems)
        if output is None or (output.exists() and not output.is_file()):
            _pour(scored, output, form=ScoreFormat(form))
        else:
            _replace(scored, output, form=ScoreFormat(form))


def _scored(checklist: Checklist, answers: Path) -> Iterator[ScoredSheet]:
    """The sheets are all read, and found to be right, before the first is scored."""
    return (
        ScoredSheet(
            sheet.municipality,
            sheet.year,
            score_checklist(checklist, sheet.answers, with_range=False),
        )
        for sheet in read_answers(answers, checklist)
    )


def _pour(scored: Iterator[ScoredSheet], output: Path | None, *, form: ScoreFormat) -> None:
    """Write to standard output or a device, and only once everything is there."""
    with tempfile.TemporaryFile() as whole:
        file = io.TextIOWrapper(whole, encoding="utf-8", newline="")
        write_scores(scored, file, form=form)
        file.flush()
        whole.seek(0)
        if output is None:
            shutil.copyfileobj(whole, sys.stdout.buffer)
        else:
            with output.open("wb") as device:
                shutil.copyfileobj(whole, device)


def _replace(scored: Iterator[ScoredSheet], output: Path, *, form: ScoreFormat) -> None:
    """Write beside the target and then put it in place, so that it is whole or as it was."""
    target = output.resolve()
    if not target.parent.is_dir():
        give_up(
            gettext(
                "%(output)s: there is no folder %(folder)s", output=output, folder=target.parent
            )
        )
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with unfinished.open("x", encoding="utf-8", newline="") as file:
            write_scores(scored, file, form=form)
        if target.exists():
            shutil.copymode(target, unfinished)
        unfinished.replace(target)
    except OSError as error:
        give_up(f"{output}: {error.strerror}")
    finally:
        unfinished.unlink(missing_ok=True)

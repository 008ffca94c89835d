"""flask checklist: check, show, compare, publish and begin checklists."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext

from app.commands.checklist_choice import (
    chosen_version,
    configured_folders,
    give_up,
    giving_up_without_files,
    library_around,
    readable,
    refuse,
)
from app.commands.checklist_sentences import comparability_lines, summary, tree
from app.commands.checklist_skeleton import FIRST_VERSION, skeleton
from app.commands.language import filled, in_shell_language, seen_from_here
from app.domain.checklist_diff import diff
from app.domain.checklist_folders import find_versions, inspect, root_of
from app.domain.checklist_schema import json_schemas
from app.domain.errors import N_, Place, Problem
from app.domain.field_types import KEY_LENGTH, KEY_PATTERN
from app.domain.published import WordingHasChanged, publish
from app.domain.versions import comparability

checklist_commands = AppGroup("checklist", help="Check, show, compare and publish checklists.")


@checklist_commands.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@in_shell_language
def check_command(paths: tuple[Path, ...]) -> None:
    """Print every problem of the checklists at PATHS as path:line:column: what is wrong.

    A path is a version, a checklist, or a folder of checklists; without one, every checklist of
    this installation is checked. Ends with 1 if there is any problem.
    """
    asked = [path.parent if path.is_file() else path for path in paths]
    findings = inspect(asked or configured_folders())
    empty = (
        Problem(Place(str(path), 1, 1), N_("there is no checklist here"))
        for path in asked
        if path.is_dir() and not find_versions(path)
    )
    problems = (*findings.problems, *empty)
    if problems:
        refuse(problems)
    for found in findings.versions:
        click.echo(summary(readable(found), is_published=found.is_published))


@checklist_commands.command("show")
@click.argument("checklist")
@in_shell_language
def show_command(checklist: str) -> None:
    """Print the tree of CHECKLIST: KEY, KEY@VERSION or a folder."""
    for line in tree(readable(chosen_version(checklist))):
        click.echo(line)


@checklist_commands.command("diff")
@click.argument("old")
@click.argument("new")
@in_shell_language
def diff_command(old: str, new: str) -> None:
    """Print what is different in NEW, by meaning, and how far it can be compared with OLD."""
    versions = chosen_version(old), chosen_version(new)
    before, after = (readable(version) for version in versions)
    between = library_around(*versions).between(before, after)
    for difference in diff(before, after, between=between):
        click.echo(filled(difference.message, difference.facts))
    for line in comparability_lines(comparability(before, after, between=between)):
        click.echo(line)


@checklist_commands.command("publish")
@click.argument("checklist")
@click.option("--wording", is_flag=True, help="Publish corrected words of a published version.")
@in_shell_language
def publish_command(checklist: str, wording: bool) -> None:
    """Publish CHECKLIST (KEY@VERSION or a folder): from then on it never changes."""
    version = chosen_version(checklist)
    problems = tuple(
        problem
        for problem in inspect([version.folder]).problems
        if not (wording and problem.message == WordingHasChanged.message)
    )
    if problems:
        refuse(problems)
    found = readable(version)
    if (version.folder.parent.name, version.folder.name) != (found.key, found.version):
        place = f"{found.key}/{found.version}"
        give_up(gettext("Only what lies in a folder %(place)s can be published.", place=place))
    with giving_up_without_files():
        publish(root_of(version.folder), found, wording=wording)
    click.echo(summary(found, is_published=True))


@checklist_commands.command("new")
@click.argument("key")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="The folder of checklists; without it, the last of this installation's.",
)
@in_shell_language
def new_command(key: str, into: Path | None) -> None:
    """Begin a checklist KEY: write its files, commented, ready to be changed."""
    if len(key) > KEY_LENGTH or not re.fullmatch(KEY_PATTERN, key):
        give_up(gettext("“%(key)s” is no key: use small letters, digits and “_”.", key=key))
    folder = (into or configured_folders()[-1]) / key
    if folder.exists():
        give_up(gettext("%(path)s is there already.", path=seen_from_here(folder)))
    version = folder / FIRST_VERSION
    with giving_up_without_files():
        _write_into(version, skeleton(key))


@checklist_commands.command("schema")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A folder for the files; without it, they are printed.",
)
@in_shell_language
def schema_command(output: Path | None) -> None:
    """Write the JSON Schema by which editors check and complete checklist files."""
    if output is None:
        click.echo(_as_json(json_schemas()), nl=False)
        return
    schemas = json_schemas().items()
    with giving_up_without_files():
        _write_into(output, {f"{name}.schema.json": _as_json(schema) for name, schema in schemas})


def _write_into(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by name into a folder, made where it is missing, and print where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        file = folder / name
        file.write_text(content, encoding="utf-8")
        click.echo(seen_from_here(file))


def _as_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

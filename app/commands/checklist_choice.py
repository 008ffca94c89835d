"""Which checklist a command means: KEY, KEY@VERSION, or a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask_babel import gettext

from app.commands.language import translated
from app.domain.checklist import Checklist
from app.domain.checklist_folders import FoundVersion, find_versions, inspect
from app.domain.errors import Problem
from app.domain.library import Library, library_of
from app.domain.versions import version_order


def configured_folders() -> tuple[Path, ...]:
    """The folders of checklists of this installation, ours first."""
    return tuple(current_app.config["CHECKLIST_FOLDERS"])


def chosen_version(choice: str) -> FoundVersion:
    """The version that is meant; the newest, drafts among them, where none is named.

    Ends the command with what is wrong where there is none.
    """
    path = Path(choice)
    folders = find_versions(path) if path.is_dir() else []
    found = inspect([path]).versions if folders else _in_installation(choice)
    keys = {each.folder.parent for each in found}
    if not found or (folders and len(keys) > 1):
        give_up(gettext("“%(choice)s” is no checklist here", choice=choice))
    return max(found, key=lambda each: version_order(each.folder.name))


def readable(version: FoundVersion) -> Checklist:
    """The checklist of a version; ends the command with its problems where it has any."""
    if version.checklist is None:
        refuse(version.problems)
    return version.checklist


def library_around(*versions: FoundVersion) -> Library:
    """All versions that can be read, here and beside these; others may be broken."""
    beside = [version.folder.parent for version in versions if version.folder.name[:1].isdigit()]
    return library_of(inspect([*configured_folders(), *beside]))


def refuse(problems: tuple[Problem, ...]) -> NoReturn:
    """Print every problem to stderr and end with exit code 1."""
    for problem in problems:
        click.echo(translated(problem), err=True)
    raise SystemExit(1)


def give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(1)


@contextmanager
def giving_up_without_files() -> Iterator[None]:
    """End the command with the file and the reason where one cannot be read or written."""
    try:
        yield
    except BrokenPipeError:
        raise  # Whoever reads what is printed has enough; that is no mistake to tell of.
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        give_up(f"{where}{error.strerror}")


def _in_installation(choice: str) -> list[FoundVersion]:
    key, _, version = choice.partition("@")
    folders = [
        folder
        for root in configured_folders()
        for folder in find_versions(root)
        if folder.parent.name == key and version in ("", folder.name)
    ]
    return list(inspect(folders).versions) if folders else []

"""Commands speak the language of the shell they are called in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask_babel import force_locale, gettext

from app.domain.errors import Place, Problem

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def shell_language(environment: Mapping[str, str] = os.environ) -> str:
    """de where the shell speaks German, else en."""
    settings = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((setting for setting in settings if setting), "")
    return "de" if chosen.lower().startswith("de") else "en"


def in_shell_language(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Let a command say everything in the language of the shell; needs an app context."""

    @wraps(command)
    def speaking(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with force_locale(shell_language()):
            return command(*args, **kwargs)

    return speaking


def filled(message: str, facts: Mapping[str, object]) -> str:
    """A marked message of the domain, translated and then filled; paths as seen from here."""
    shown = {
        name: seen_from_here(fact) if isinstance(fact, Path) else fact
        for name, fact in facts.items()
    }
    sentence: str = gettext(message)
    return sentence.format(**shown)


def translated(problem: Problem) -> str:
    """A problem as one line, `path:line:column: what is wrong`."""
    place = Place(seen_from_here(problem.place.path), problem.place.line, problem.place.column)
    return f"{place}: {filled(problem.message, problem.facts)}"


def seen_from_here(path: str | Path) -> str:
    """The path relative to the working directory if it lies below, else as it is."""
    path = Path(path)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)

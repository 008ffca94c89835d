"""What can go wrong in the domain, in the words of the domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Mark a message for translation; the edge (web, commands) translates it."""
    return message


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a file: line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    `message` is an English sentence with named gaps, marked with `N_`; `facts` fill them.
    Translate the message first, then fill it: `gettext(problem.message).format(**problem.facts)`.

    >>> print(Problem(Place("de.yaml", 3, 1), "unknown key “{key}”", {"key": "titel"}))
    de.yaml:3:1: unknown key “titel”
    """

    place: Place
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.message.format(**self.facts)}"


class DomainError(Exception):
    """Something the rules of the domain do not allow. The message may be shown to people."""


class InvalidFile(DomainError):
    """A file that cannot be used; `problems` lists everything that is wrong, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(problem) for problem in self.problems))

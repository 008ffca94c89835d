"""What is wrong with the mapping from the previous version, as far as one file shows it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.errors import N_, Problem
from app.domain.file_parts import Part, repeated
from app.domain.outline import Outline
from app.domain.replacements import ReplacementKind

_ONE_TO_ONE = N_("“{kind}” needs one key under from and one under to")

_RULES = {
    ReplacementKind.SAME: ((1, 1), (1, 1), _ONE_TO_ONE),
    ReplacementKind.REWORDED: ((1, 1), (1, 1), _ONE_TO_ONE),
    ReplacementKind.CHANGED: ((1, 1), (1, 1), _ONE_TO_ONE),
    ReplacementKind.SPLIT: (
        (1, 1),
        (2, None),
        N_("“{kind}” needs one key under from and two or more under to"),
    ),
    ReplacementKind.MERGED: (
        (2, None),
        (1, 1),
        N_("“{kind}” needs two or more keys under from and one under to"),
    ),
    ReplacementKind.RETIRED: (
        (1, None),
        (0, 0),
        N_("“{kind}” needs keys under from and none under to"),
    ),
    ReplacementKind.NEW: (
        (0, 0),
        (1, None),
        N_("“{kind}” needs keys under to and none under from"),
    ),
}
"""Fewest and most keys under from and to; None is any number."""


def replaces_problems(outline: Outline) -> Iterator[Problem]:
    """Unknown or repeated keys, numbers of keys that do not fit the kind, the own version."""
    replaces = outline.structure.part("replaces")
    version = replaces.part("version")
    if version.text is not None and version.text == outline.structure.part("version").text:
        yield version.wrong(N_("a version cannot replace itself"))
    lines = replaces.part("criteria").items()
    for line in lines:
        yield from _line_problems(line)
    for side in ("from", "to"):
        keys = [key for line in lines for key in line.part(side).items()]
        yield from repeated(keys, N_("the key “{key}” is listed twice"))
    known = set(outline.criterion_keys)
    for line in lines:
        for key, new in line.part("to").texts():
            if known and key not in known:
                yield new.wrong(N_("there is no criterion “{key}”"), key=key)


def _line_problems(line: Part) -> Iterator[Problem]:
    kind = line.part("kind")
    if kind.text not in _RULES:
        return
    old, new, message = _RULES[ReplacementKind(kind.text)]
    if not (_fits(line.part("from"), old) and _fits(line.part("to"), new)):
        yield line.wrong(message, kind=kind.text)


def _fits(keys: Part, bounds: tuple[int, int | None]) -> bool:
    if keys.content is not None and not isinstance(keys.content, list):
        return True  # The shape's matter.
    count = len(keys.items())
    least, most = bounds
    return count >= least and (most is None or count <= most)

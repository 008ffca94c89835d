"""The first look at a YAML file: its bytes, its characters and its events, before any is built.

Nothing here recurses or follows a reference, and every limit stops the reading at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from app.domain.errors import N_, Place, Problem

LARGEST_FILE = 1024 * 1024
"""Bytes."""
DEEPEST = 20
MOST_EVENTS = 50_000
MOST_BROKEN_CHARACTERS = 20
"""How many of them are listed; the file is refused with the first."""

# What YAML calls unprintable, and the line ends that only YAML 1.1 counts as such.
_BROKEN_CHARACTER = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# The C parser is ten times as fast. It crashes while it *builds* deep files; we only take its
# events, and no more than the limits allow.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def excerpt(quoted: object) -> str:
    """As much of a text as a message should quote: one line, at most 80 characters.

    >>> excerpt("no " * 100)
    'no no no no no no no no no no no no no no no no no no no no no no no no no no n…'
    """
    line = " ".join(str(quoted)[:200].split())
    return line if len(line) <= 80 else f"{line[:79]}…"


@dataclass
class Scan:
    """The events of one file, and what is wrong with it so far.

    `is_readable` is False where the events break off; then nothing can be built from them.
    """

    path: str
    events: list[yaml.Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_readable: bool = True

    def note(self, mark: Any, message: str, **facts: object) -> None:
        """Note a problem at a mark of the parser; None is the start of the file."""
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.problems.append(Problem(Place(self.path, line, column), message, facts))

    def stop(self, mark: Any, message: str, **facts: object) -> None:
        """Note a problem after which reading on makes no sense."""
        self.note(mark, message, **facts)
        self.is_readable = False


@dataclass(frozen=True)
class _Spot:
    """A place in a text, counted from 0 as the parser's own marks."""

    line: int
    column: int

    @classmethod
    def of(cls, text: str, position: int) -> _Spot:
        return cls(text.count("\n", 0, position), position - text.rfind("\n", 0, position) - 1)


def scan_file(file: Path) -> Scan:
    """The events of a file, read with all limits. Never raises; all is in the scan's problems."""
    scan = Scan(str(file))
    text = _read_text(file, scan)
    if text is not None and _has_clear_characters(text, scan):
        _scan_events(text, scan)
    return scan


def _read_text(file: Path, scan: Scan) -> str | None:
    content = _read_bytes(file, scan)
    if content is None:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        message = N_("not UTF-8: the byte 0x{byte} stands for no character")
        scan.stop(_Spot.of(before, len(before)), message, byte=f"{error.object[error.start]:02x}")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_bytes(file: Path, scan: Scan) -> bytes | None:
    try:
        if not file.exists():
            scan.stop(None, N_("this file is missing"))
            return None
        if not file.is_file():
            scan.stop(None, N_("this is not a file"))
            return None
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        scan.stop(None, N_("this file cannot be read"))
        return None
    if len(content) > LARGEST_FILE:
        scan.stop(None, N_("larger than {limit} bytes"), limit=LARGEST_FILE)
        return None
    return content


def _has_clear_characters(text: str, scan: Scan) -> bool:
    for broken in islice(_BROKEN_CHARACTER.finditer(text), MOST_BROKEN_CHARACTERS):
        code = f"U+{ord(broken.group()):04X}"
        spot = _Spot.of(text, broken.start())
        scan.stop(spot, N_("the character {code} is not allowed"), code=code)
    return scan.is_readable


def _scan_events(text: str, scan: Scan) -> None:
    try:
        for event in _events_within_limits(text, scan):
            _refuse_references(event, scan)
            scan.events.append(event)
    except yaml.MarkedYAMLError as error:
        detail = ", ".join(part for part in (error.context, error.problem) if part)
        mark = error.problem_mark or error.context_mark
        scan.stop(mark, N_("not valid YAML: {detail}"), detail=excerpt(detail))
    except yaml.YAMLError as error:
        scan.stop(None, N_("not valid YAML: {detail}"), detail=excerpt(error))


def _events_within_limits(text: str, scan: Scan) -> Iterator[yaml.Event]:
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader), start=1):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > DEEPEST:
            scan.stop(event.start_mark, N_("nested deeper than {limit}"), limit=DEEPEST)
        elif count > MOST_EVENTS:
            scan.stop(event.start_mark, N_("more than {limit} parts"), limit=MOST_EVENTS)
        elif documents > 1:
            scan.stop(event.start_mark, N_("a second document begins here; only one is allowed"))
        if not scan.is_readable:
            return
        yield event


def _refuse_references(event: yaml.Event, scan: Scan) -> None:
    """Anchors, aliases, tags and merge keys: what can grow without bound or build objects."""
    mark = event.start_mark
    if isinstance(event, yaml.AliasEvent):
        scan.note(mark, N_("the alias *{name} is not allowed"), name=excerpt(event.anchor))
        return
    if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
        return
    if event.anchor is not None:
        scan.note(mark, N_("the anchor &{name} is not allowed"), name=excerpt(event.anchor))
    if event.tag is not None:
        scan.note(mark, N_("the tag {name} is not allowed"), name=excerpt(event.tag))
    if is_merge_key(event):
        scan.note(mark, N_("the merge key << is not allowed"))


def is_merge_key(event: object) -> bool:
    """Whether this is an unquoted <<."""
    return isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.value == "<<"

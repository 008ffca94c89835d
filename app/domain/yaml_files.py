"""A YAML file as plain data, with the place of every value and key, and all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from app.domain.errors import N_, Place, Problem
from app.domain.yaml_events import Scan, excerpt, is_merge_key, scan_file
from app.domain.yaml_scalars import TrapFound, plain_value

DataPath = tuple[str | int, ...]
"""The keys and list positions that lead to a value."""

_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FRAME = (
    yaml.StreamStartEvent,
    yaml.StreamEndEvent,
    yaml.DocumentStartEvent,
    yaml.DocumentEndEvent,
)


class _Unclear:
    """The type of UNCLEAR."""

    def __repr__(self) -> str:
        return "UNCLEAR"


UNCLEAR = _Unclear()
"""Stands where a value was refused; what is wrong with it is already among the problems."""


@dataclass(frozen=True)
class YamlFile:
    """What stands in one YAML file.

    `data` is made of dict, list, str, int, Fraction (decimals), bool and None, with UNCLEAR for
    refused values, and is None for a file that cannot be read at all (`is_readable` False).
    `written` keeps plain words that became something else, so that 1.10 is still "1.10".
    """

    path: str
    data: object = None
    problems: tuple[Problem, ...] = ()
    is_readable: bool = True
    places: Mapping[DataPath, Place] = field(default_factory=dict)
    key_places: Mapping[DataPath, Place] = field(default_factory=dict)
    written: Mapping[DataPath, str] = field(default_factory=dict)

    def place(self, path: DataPath = ()) -> Place:
        """Where a value stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(self.path, 1, 1)

    def key_place(self, path: DataPath = ()) -> Place:
        """Where the key of a value stands; for a list item and the whole file, the value."""
        return self.key_places.get(path) or self.place(path)


def read_yaml(file: Path) -> YamlFile:
    """Read a YAML file within strict limits. Never raises: what is wrong is in `problems`."""
    scan = scan_file(file)
    if not scan.is_readable:
        return YamlFile(scan.path, problems=tuple(scan.problems), is_readable=False)
    return _Builder(scan).build()


class _Builder:
    """Builds data from events that are known to be few and shallow."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.places: dict[DataPath, Place] = {}
        self.key_places: dict[DataPath, Place] = {}
        self.written: dict[DataPath, str] = {}
        self.events: Iterator[Any] = (e for e in scan.events if not isinstance(e, _FRAME))

    def build(self) -> YamlFile:
        first = next(self.events, None)
        data = None if first is None else self.value(first, ())
        return YamlFile(
            self.scan.path,
            data,
            problems=tuple(self.scan.problems),
            places=self.places,
            key_places=self.key_places,
            written=self.written,
        )

    def place_of(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.scan.path, mark.line + 1, mark.column + 1)

    def aside(self, path: DataPath) -> DataPath:
        """A path under which nobody looks: no key holds a control character."""
        return (*path, "\0", len(self.places))

    def value(self, event: Any, path: DataPath) -> object:
        self.places[path] = self.place_of(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        return UNCLEAR

    def sequence(self, path: DataPath) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: DataPath) -> dict[str | int, object]:
        entries: dict[str | int, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, entries, path)
            if key is None:
                self.value(next(self.events), self.aside(path))
                continue
            self.key_places[*path, key] = self.place_of(event)
            entries[key] = self.value(next(self.events), (*path, key))
        return entries

    def key(
        self, event: Any, entries: Mapping[str | int, object], path: DataPath
    ) -> str | int | None:
        """The key that this event gives, or None with the reason noted."""
        key = self.value(event, self.aside(path))
        if key is UNCLEAR or is_merge_key(event):
            return None
        if isinstance(key, bool) or not isinstance(key, str | int):
            self.scan.note(event.start_mark, N_("a key must be text or a whole number"))
            return None
        if key in entries:
            message = N_("the key “{key}” stands here twice")
            self.scan.note(event.start_mark, message, key=excerpt(key))
            return None
        return key

    def scalar(self, event: yaml.ScalarEvent, path: DataPath) -> object:
        if event.tag is not None:
            return UNCLEAR
        if broken := _CONTROL_CHARACTER.search(event.value):
            code = f"U+{ord(broken.group()):04X}"
            self.scan.note(event.start_mark, N_("the character {code} is not allowed"), code=code)
            return UNCLEAR
        if not event.implicit[0]:
            return event.value
        try:
            value = plain_value(event.value)
        except TrapFound as trap:
            self.scan.note(event.start_mark, trap.message, written=event.value)
            return UNCLEAR
        if isinstance(value, int | Fraction):
            self.written[path] = event.value
        return value

"""The sources that criteria are drawn from: sources.yaml beside the checklists."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import RootModel

from app.domain.errors import InvalidFile, Problem
from app.domain.field_types import Address, FileModel, Key, Title
from app.domain.shape_problems import read_shape
from app.domain.yaml_files import YamlFile, read_yaml

SOURCES_FILE = "sources.yaml"


@dataclass(frozen=True)
class Source:
    """Where a criterion comes from: its name as shown, and its web address."""

    key: str
    name: str
    url: str


class SourceFile(FileModel):
    """One source."""

    name: Title
    url: Address


class SourcesFile(RootModel[dict[Key, SourceFile]]):
    """All sources by key."""


def read_sources(file: Path) -> Mapping[str, Source]:
    """The sources by key. Raises InvalidFile with every problem of the file."""
    sources, problems = _read(read_yaml(file))
    if problems:
        raise InvalidFile(problems)
    return sources


def read_source_keys(file: Path) -> tuple[Collection[str] | None, list[Problem]]:
    """The keys of the sources, None where there is no such file or it is broken; and why."""
    if not file.exists():
        return None, []
    sources, problems = _read(read_yaml(file))
    return (None if problems else sources.keys()), problems


def _read(file: YamlFile) -> tuple[Mapping[str, Source], list[Problem]]:
    content, wrong_shape = read_shape(SourcesFile, file)
    sources = content.root if content else {}
    found = {key: Source(key, source.name, source.url) for key, source in sources.items()}
    return found, [*file.problems, *wrong_shape]

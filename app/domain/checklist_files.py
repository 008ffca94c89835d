"""Reads a checklist from its folder, or says everything that is wrong with its files."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from app.domain.checklist import Checklist
from app.domain.checklist_building import build_checklist
from app.domain.checklist_checks import (
    folder_problems,
    source_problems,
    structure_problems,
)
from app.domain.checklist_schema import StructureFile, WordsFile
from app.domain.errors import N_, InvalidFile, Place, Problem
from app.domain.field_types import is_language
from app.domain.file_parts import Part
from app.domain.outline import Outline
from app.domain.shape_problems import read_shape
from app.domain.sources import SOURCES_FILE, Source, read_source_keys, read_sources
from app.domain.words_checks import substitute_problems, words_problems
from app.domain.yaml_files import YamlFile, read_yaml

__all__ = ["Source", "find_problems", "read_checklist", "read_sources"]

STRUCTURE_FILE = "checklist.yaml"

_FILE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}\.yaml")
_VERSIONS = (("version",), ("replaces", "version"))


def read_checklist(folder: Path, *, in_library: bool = True) -> Checklist:
    """The checklist whose files lie in a folder, with its fingerprints.

    In a library the folder is called as the version, the one above as the key, and
    `sources.yaml` lies above both; `in_library=False` asks for none of that.
    Raises InvalidFile with every problem of all files.
    """
    reading = _Reading.of(folder, in_library=in_library)
    if reading.problems or reading.structure is None:
        raise InvalidFile(reading.problems)
    return build_checklist(reading.structure, reading.words)


def read_texts(folder: Path) -> dict[str, str]:
    """The files of a checklist as they stand, by name; OSError where one cannot be read."""
    return {file.name: file.read_bytes().decode("utf-8") for file in sorted(folder.glob("*.yaml"))}


def checklist_from_texts(texts: Mapping[str, str]) -> Checklist:
    """A checklist from its files' texts, wherever they were kept.

    Raises InvalidFile as read_checklist does; the problems name the files alone. ValueError for
    a name that is no file's.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            if not _FILE_NAME.fullmatch(name):
                raise ValueError(f"no file of a checklist: {name!r}")
            (Path(folder) / name).write_bytes(text.encode("utf-8"))
        try:
            return read_checklist(Path(folder), in_library=False)
        except InvalidFile as error:
            raise InvalidFile([_by_name(problem) for problem in error.problems]) from error


def _by_name(problem: Problem) -> Problem:
    return replace(problem, place=replace(problem.place, path=Path(problem.place.path).name))


def find_problems(folder: Path, *, in_library: bool = True) -> list[Problem]:
    """Everything that is wrong with a checklist's files, by file, line and column."""
    return list(_Reading.of(folder, in_library=in_library).problems)


@dataclass(frozen=True)
class _Reading:
    """What was found in a folder; the models are complete exactly when there are no problems."""

    structure: StructureFile | None
    words: Mapping[str, WordsFile]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, folder: Path, *, in_library: bool) -> _Reading:
        file = read_yaml(folder / STRUCTURE_FILE)
        _keep_written_versions(file)
        structure, problems = read_shape(StructureFile, file)
        outline = Outline(Part.whole(file))
        files = {
            language: read_yaml(folder / f"{language}.yaml")
            for language in _languages(outline, folder)
        }
        words = {}
        for language, language_file in files.items():
            content, wrong_shape = read_shape(WordsFile, language_file)
            problems += wrong_shape
            if content is not None:
                words[language] = content
        problems += chain.from_iterable(read.problems for read in (file, *files.values()))
        if outline.structure.is_block:
            problems += _meaning_problems(outline, files)
            problems += _unlisted_files(outline, folder)
            problems += _library_problems(outline, folder) if in_library else ()
        return cls(structure, words, tuple(sorted(problems, key=lambda problem: problem.place)))


def _keep_written_versions(file: YamlFile) -> None:
    """A version is text, and 1.10 is not 1.1: put back what was written."""
    for *above, name in _VERSIONS:
        block = file.data
        for key in above:
            block = block.get(key) if isinstance(block, dict) else None
        if isinstance(block, dict) and (*above, name) in file.written:
            block[name] = file.written[*above, name]


def _languages(outline: Outline, folder: Path) -> list[str]:
    """The languages whose files are read: those listed, else those that lie in the folder."""
    listed = outline.languages or sorted(file.stem for file in folder.glob("*.yaml"))
    return [language for language in listed if is_language(language)]


def _meaning_problems(outline: Outline, files: Mapping[str, YamlFile]) -> Iterator[Problem]:
    yield from structure_problems(outline)
    words = {language: Part.whole(file) for language, file in files.items() if file.is_readable}
    for part in words.values():
        yield from words_problems(outline, part)
    first = next(iter(outline.languages), "")
    for language, part in words.items():
        if first in words and language != first:
            yield from substitute_problems(words[first], part, language=first)


def _unlisted_files(outline: Outline, folder: Path) -> Iterator[Problem]:
    expected = {STRUCTURE_FILE, *(f"{language}.yaml" for language in outline.languages)}
    for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        if outline.languages and file.name not in expected:
            message = N_("checklist.yaml lists no language of this name")
            yield Problem(Place(str(file), 1, 1), message)


def _library_problems(outline: Outline, folder: Path) -> Iterator[Problem]:
    # Not resolve(): a link is called what it is called.
    full = Path(os.path.abspath(folder))
    yield from folder_problems(outline.structure, key=full.parent.name, version=full.name)
    # As the caller wrote it, where that leads to the same folder.
    is_plain = len(folder.parts) > 1 and ".." not in folder.parts
    sources = (folder if is_plain else full).parent.parent / SOURCES_FILE
    keys, problems = read_source_keys(sources)
    yield from problems
    yield from source_problems(outline, keys)

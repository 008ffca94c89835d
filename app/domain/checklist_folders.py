"""What lies in folders of checklists: each version read, with everything that is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.checklist import Checklist
from app.domain.checklist_files import STRUCTURE_FILE, read_checklist
from app.domain.errors import N_, InvalidFile, Place, Problem
from app.domain.published import FILE_NAME as PUBLISHED_FILE
from app.domain.published import Published, VersionName, change_of, read_published
from app.domain.sources import SOURCES_FILE, read_source_keys
from app.domain.versions import mapping_faults, version_order
from app.domain.yaml_files import read_yaml


@dataclass(frozen=True)
class FoundVersion:
    """The folder of one version, and its checklist; None where that cannot be read."""

    folder: Path
    checklist: Checklist | None
    is_published: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Findings:
    """What was found at some paths. `problems` are those of all versions and of their lists."""

    versions: tuple[FoundVersion, ...]
    problems: tuple[Problem, ...]


def find_versions(path: Path) -> list[Path]:
    """The version folders at a path: itself, those of one checklist, or of a folder of them.

    Any YAML file makes a version folder, so that a missing checklist.yaml does not go unnoticed.
    """
    if (path / STRUCTURE_FILE).is_file():
        return [path]
    nearest = _folders(path)
    candidates = [*nearest, *(version for checklist in nearest for version in _folders(checklist))]
    found = [folder for folder in candidates if _has_parts(folder)]
    if not found and _has_parts(path):
        return [path]
    return sorted(found, key=lambda folder: (folder.parent, version_order(folder.name)))


def root_of(version_folder: Path) -> Path:
    """The folder of checklists around a version, which is at `<root>/<key>/<version>`."""
    return Path(os.path.abspath(version_folder)).parent.parent


def inspect(paths: Sequence[Path]) -> Findings:
    """Read every version at these paths; check each by itself, against the others and its list."""
    paths = [Path(os.path.abspath(path)) for path in paths]
    folders = list(dict.fromkeys(folder for path in paths for folder in find_versions(path)))
    survey = _Survey(paths)
    for folder in folders:
        survey.checklist(folder)
    found = tuple(survey.version(folder) for folder in folders)
    problems = [
        *(problem for path in paths for problem in _path_problems(path)),
        *(problem for version in found for problem in version.problems),
        *_twice(found),
        *survey.list_problems(),
        *(problem for path in paths for problem in survey.missing(path, found)),
    ]
    # Checklists that share a broken file all tell of it.
    once = {str(problem): problem for problem in problems}
    return Findings(found, tuple(sorted(once.values(), key=lambda problem: problem.place)))


class _Survey:
    """Reads each folder and each list once."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = frozenset(paths)
        self.read: dict[Path, Checklist | InvalidFile] = {}
        self.lists: dict[Path, Published | InvalidFile] = {}

    def checklist(self, folder: Path) -> Checklist | InvalidFile:
        if folder not in self.read:
            try:
                in_library = folder not in self.paths or _is_called_as_version(folder)
                self.read[folder] = read_checklist(folder, in_library=in_library)
            except InvalidFile as error:
                self.read[folder] = error
        return self.read[folder]

    def published(self, root: Path) -> Published | InvalidFile:
        if root not in self.lists:
            try:
                self.lists[root] = read_published(root)
            except InvalidFile as error:
                self.lists[root] = error
        return self.lists[root]

    def version(self, folder: Path) -> FoundVersion:
        checklist = self.checklist(folder)
        published = self.published(root_of(folder))
        if isinstance(checklist, InvalidFile):
            return FoundVersion(folder, None, False, checklist.problems)
        problems = [*self.mapping_problems(folder, checklist)]
        is_published = False
        if not isinstance(published, InvalidFile):
            is_published = (checklist.key, checklist.version) in published
            change = change_of(checklist, published)
            if change is not None:
                place = Place(str(folder / STRUCTURE_FILE), 1, 1)
                problems.append(Problem(place, change.message, change.facts))
        return FoundVersion(folder, checklist, is_published, tuple(problems))

    def mapping_problems(self, folder: Path, new: Checklist) -> Iterator[Problem]:
        """What is wrong with `replaces`, seen from the older versions.

        Where there are none it cannot be checked: nobody has to carry old versions along.
        """
        older = {each.version: each for each in self.older_versions(folder, new)}
        if new.predecessor is None:
            yield from self.unmapped_problems(folder, new, older=older)
            return
        old = older.get(new.predecessor.version)
        facts = {"version": new.predecessor.version}
        file = read_yaml(folder / STRUCTURE_FILE)
        place = file.place(("replaces", "version"))
        if version_order(new.predecessor.version) >= version_order(new.version):
            message = N_("version {version} is not older than this one")
            yield Problem(place, message, facts)
        elif old is not None:
            for fault in mapping_faults(old, new):
                line = () if fault.line is None else ("criteria", fault.line)
                yield Problem(file.place(("replaces", *line)), fault.message, fault.facts)
        elif older:
            message = N_("there is no version {version} of this checklist")
            yield Problem(place, message, facts)

    def unmapped_problems(
        self, folder: Path, new: Checklist, *, older: Mapping[str, Checklist]
    ) -> Iterator[Problem]:
        """What a version that replaces nothing would have to say about the one before it."""
        if older:
            before = older[max(older, key=version_order)]
            place = read_yaml(folder / STRUCTURE_FILE).place(())
            for fault in mapping_faults(before, new):
                yield Problem(place, fault.message, fault.facts)

    def older_versions(self, folder: Path, new: Checklist) -> Iterator[Checklist]:
        for beside in _folders(folder.parent):
            if (beside / STRUCTURE_FILE).is_file():
                self.checklist(beside)
        read = [each for each in self.read.values() if isinstance(each, Checklist)]
        for other in read:
            is_older = version_order(other.version) < version_order(new.version)
            if other.key == new.key and is_older:
                yield other

    def list_problems(self) -> Iterator[Problem]:
        for published in self.lists.values():
            if isinstance(published, InvalidFile):
                yield from published.problems

    def missing(self, root: Path, found: Sequence[FoundVersion]) -> Iterator[Problem]:
        """The published versions of which nothing is in their folder any more."""
        published = self.published(root)
        if isinstance(published, InvalidFile):
            return
        present = {(each.folder.parent.name, each.folder.name) for each in found}
        for (key, version), line in published.items():
            if (key, version) not in present:
                place = Place(str(root / PUBLISHED_FILE), line.line, 1)
                message = N_("{key} {version} is published, but it is not here any more")
                yield Problem(place, message, {"key": key, "version": version})


def _is_called_as_version(folder: Path) -> bool:
    """Whether this may be `<root>/<key>/<version>`; a copy that lies elsewhere is checked alone."""
    return folder.name[:1].isdigit()


def _has_parts(folder: Path) -> bool:
    return any(file.name != SOURCES_FILE for file in folder.glob("*.yaml"))


def _folders(path: Path) -> list[Path]:
    try:
        return [each for each in path.iterdir() if each.is_dir() and each.name[0] != "."]
    except OSError:
        return []


def _path_problems(path: Path) -> Iterator[Problem]:
    if not path.is_dir():
        yield Problem(Place(str(path), 1, 1), N_("there is no such folder"))
    yield from read_source_keys(path / SOURCES_FILE)[1]


def _twice(found: Sequence[FoundVersion]) -> Iterator[Problem]:
    first: dict[VersionName, Path] = {}
    for version in found:
        if version.checklist is None:
            continue
        name = (version.checklist.key, version.checklist.version)
        if name in first:
            place = Place(str(version.folder / STRUCTURE_FILE), 1, 1)
            facts = {"key": name[0], "version": name[1], "path": first[name]}
            yield Problem(place, N_("{key} {version} is already in {path}"), facts)
        first.setdefault(name, version.folder)

"""The library: all versions of all checklists that this installation has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from app.domain.checklist import Checklist
from app.domain.checklist_folders import Findings, inspect
from app.domain.errors import N_, DomainError, InvalidFile
from app.domain.published import VersionName
from app.domain.replacements import Replacement
from app.domain.sources import SOURCES_FILE, Source, read_sources
from app.domain.versions import compose, inverted, version_order

MAIN_CHECKLIST = "in2_willkommenskultur"


class UnknownChecklist(DomainError):
    """There is no such checklist, or no such version of it. `message` and `facts` as in a Problem.

    `version` is None where the checklist as a whole is unknown or has nothing published.
    """

    def __init__(self, key: str, version: str | None = None) -> None:
        self.key = key
        self.version = version
        self.message = (
            N_("There is no published checklist “{key}”.")
            if version is None
            else N_("There is no version {version} of a checklist “{key}”.")
        )
        self.facts = {"key": key, "version": version}
        super().__init__(self.message.format(**self.facts))


@dataclass(frozen=True)
class Library:
    """Every version, published or draft, in the order in which checklists are offered."""

    checklists: tuple[Checklist, ...]
    published: frozenset[VersionName] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)
    """What the criteria draw on, by key."""
    folders: Mapping[VersionName, Path] = field(default_factory=dict)
    """Where the files of each version lie."""

    @cached_property
    def _by_name(self) -> Mapping[VersionName, Checklist]:
        return {(each.key, each.version): each for each in self.checklists}

    def get(self, key: str, version: str) -> Checklist:
        """This version of this checklist; raises UnknownChecklist."""
        try:
            return self._by_name[key, version]
        except KeyError:
            raise UnknownChecklist(key, version) from None

    def find_published(self, key: str, version: str) -> Checklist | None:
        """This version of this checklist; None where it is not here, or not published."""
        return self._by_name.get((key, version)) if (key, version) in self.published else None

    def versions(self, key: str) -> tuple[Checklist, ...]:
        """All versions of a checklist, drafts among them, oldest first; empty if unknown."""
        found = (each for each in self.checklists if each.key == key)
        return tuple(sorted(found, key=lambda each: version_order(each.version)))

    def latest(self, key: str) -> Checklist:
        """The latest published version; raises UnknownChecklist where none is published."""
        published = [each for each in self.versions(key) if self.is_published(each)]
        if not published:
            raise UnknownChecklist(key)
        return published[-1]

    def offered(self) -> tuple[Checklist, ...]:
        """The latest published version of each checklist: ours first, the main one before all."""
        keys = dict.fromkeys(each.key for each in self.checklists if self.is_published(each))
        return tuple(self.latest(key) for key in keys)

    def is_published(self, checklist: Checklist) -> bool:
        return (checklist.key, checklist.version) in self.published

    def between(self, old: Checklist, new: Checklist) -> tuple[Checklist, ...]:
        """The versions on the way from one version to a later one, oldest first.

        Empty where the one replaces the other, and where no way leads from one to the other.
        """
        way: list[Checklist] = []
        current = new if new.key == old.key else old
        while current.predecessor is not None and len(way) < len(self.checklists):
            if current.predecessor.version == old.version:
                return tuple(reversed(way))
            found = self._by_name.get((new.key, current.predecessor.version))
            if found is None:
                return ()
            way.append(found)
            current = found
        return ()

    def lines_between(self, old: Checklist, new: Checklist) -> tuple[Replacement, ...]:
        """What became of each criterion from one version to the other, whichever came out first.

        Where no way leads from one to the other, the two alone speak.
        """
        if version_order(old.version) > version_order(new.version):
            return inverted(self.lines_between(new, old))
        return compose((old, *self.between(old, new), new))


def library_of(findings: Findings) -> Library:
    """A library of what could be read, sound or not; for the tools that check and compare."""
    read = [(each.checklist, each) for each in findings.versions if each.checklist is not None]
    return Library(
        checklists=tuple(checklist for checklist, _ in read),
        folders={(checklist.key, checklist.version): each.folder for checklist, each in read},
        published=frozenset(
            (checklist.key, checklist.version) for checklist, each in read if each.is_published
        ),
    )


def load_library(folders: Sequence[Path]) -> Library:
    """All checklists of some folders, ours first; a folder may be empty.

    Raises InvalidFile with the problems of all checklists, lists and sources at once.
    """
    findings = inspect(folders)
    if findings.problems:
        raise InvalidFile(findings.problems)
    found = library_of(findings)
    # Sorting is stable: only the main checklist moves.
    ordered = sorted(found.checklists, key=lambda each: each.key != MAIN_CHECKLIST)
    files = [folder / SOURCES_FILE for folder in folders]
    sources = {
        key: source
        for file in reversed(files)
        if file.exists()
        for key, source in read_sources(file).items()
    }
    return replace(found, checklists=tuple(ordered), sources=sources)

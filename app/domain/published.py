"""The list of published versions, by which a published version cannot change unnoticed.

`published.sha256` lies in the folder of checklists, one line per version, sorted: a merge conflict
in it is solved by keeping the lines of both sides.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.domain.checklist import Checklist
from app.domain.errors import N_, DomainError, InvalidFile, Place, Problem
from app.domain.field_types import KEY_PATTERN, VERSION_PATTERN
from app.domain.versions import version_order

FILE_NAME = "published.sha256"
VersionName = tuple[str, str]
"""Key and version of a checklist."""

_HEADER = "# Published versions never change; flask checklist publish writes this file.\n"
_SHAPE = N_("this is not “key version structure <fingerprint> wording <fingerprint>”")
_FINGERPRINT = (
    re.compile(r"[0-9a-f]{64}"),
    N_("“{found}” is not a fingerprint of 64 hexadecimal digits"),
)
_FIELDS = (
    (re.compile(KEY_PATTERN), N_("“{found}” is not the key of a checklist")),
    (re.compile(VERSION_PATTERN), N_("“{found}” is not a version")),
    (re.compile("structure"), _SHAPE),
    _FINGERPRINT,
    (re.compile("wording"), _SHAPE),
    _FINGERPRINT,
)


class PublishedHasChanged(DomainError):
    """A published version is not what it was; `message` and `facts` as in a Problem."""

    message: ClassVar[str]

    def __init__(self, checklist: Checklist) -> None:
        self.facts = {"key": checklist.key, "version": checklist.version}
        super().__init__(self.message.format(**self.facts))


class StructureHasChanged(PublishedHasChanged):
    """The structure of a published version has changed; only a new version may do that."""

    message = N_(
        "{key} {version} is published and its structure has changed: "
        "undo the change, or make a new version"
    )


class WordingHasChanged(PublishedHasChanged):
    """The words of a published version have changed and are not published as a correction."""

    message = N_(
        "{key} {version} is published and its words have changed: "
        "publish them with --wording if this is a correction, or undo the change"
    )


@dataclass(frozen=True)
class PublishedVersion:
    """The fingerprints under which a version was published, and the line that says so."""

    key: str
    version: str
    structure: str
    wording: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.key} {self.version} structure {self.structure} wording {self.wording}"


Published = Mapping[VersionName, PublishedVersion]


def read_published(folder: Path) -> Published:
    """The published versions of a folder of checklists; none where there is no list.

    Raises InvalidFile with every line that cannot be read.
    """
    path = folder / FILE_NAME
    found: dict[VersionName, PublishedVersion] = {}
    problems: list[Problem] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        wrong = _malformed(line, path=path, number=number)
        if wrong is not None:
            problems.append(wrong)
            continue
        key, version, _, structure, _, wording = line.split()
        if (key, version) in found:
            message = N_("{key} {version} is already listed in line {line}")
            facts = {"key": key, "version": version, "line": found[key, version].line}
            problems.append(Problem(Place(str(path), number, 1), message, facts))
            continue
        found[key, version] = PublishedVersion(key, version, structure, wording, number)
    if problems:
        raise InvalidFile(problems)
    return found


def change_of(checklist: Checklist, published: Published) -> PublishedHasChanged | None:
    """How a version differs from what was published; None for a draft or if nothing changed."""
    line = published.get((checklist.key, checklist.version))
    if line is None:
        return None
    if line.structure != checklist.structure_fingerprint:
        return StructureHasChanged(checklist)
    if line.wording != checklist.wording_fingerprint:
        return WordingHasChanged(checklist)
    return None


def publish(folder: Path, checklist: Checklist, *, wording: bool = False) -> PublishedVersion:
    """Add a version to the folder's list; with `wording`, take over its corrected words.

    Nothing happens where it is published as it stands. Raises StructureHasChanged,
    WordingHasChanged, or InvalidFile if the list cannot be read; the list then stays as it was.
    """
    published = read_published(folder)
    change = change_of(checklist, published)
    name = (checklist.key, checklist.version)
    if change is None and name in published:
        return published[name]
    if change is not None and not (wording and isinstance(change, WordingHasChanged)):
        raise change
    line = PublishedVersion(*name, checklist.structure_fingerprint, checklist.wording_fingerprint)
    _write(folder / FILE_NAME, {**published, name: line}.values())
    return line


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").split("\n") if path.exists() else []
    except (OSError, ValueError) as error:
        message = N_("this file cannot be read: {error}")
        raise InvalidFile([Problem(Place(str(path), 1, 1), message, {"error": error})]) from error


def _malformed(line: str, *, path: Path, number: int) -> Problem | None:
    words = list(re.finditer(r"\S+", line))
    for word, (pattern, message) in zip(words, _FIELDS, strict=False):
        if not pattern.fullmatch(word.group()):
            place = Place(str(path), number, word.start() + 1)
            return Problem(place, message, {"found": word.group()[:80]})
    if len(words) == len(_FIELDS):
        return None
    column = (
        len(line.rstrip()) + 1 if len(words) < len(_FIELDS) else words[len(_FIELDS)].start() + 1
    )
    return Problem(Place(str(path), number, column), _SHAPE)


def _write(path: Path, lines: Iterable[PublishedVersion]) -> None:
    """Replace the list as a whole: whoever reads meanwhile sees the old one or the new one."""
    ordered = sorted(lines, key=lambda line: (line.key, version_order(line.version)))
    content = _comments(path) + "".join(f"{line}\n" for line in ordered)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _comments(path: Path) -> str:
    kept = [f"{line}\n" for line in _lines(path) if line.startswith("#")]
    return "".join(kept) or _HEADER

"""Work every number of an archive out again, and say what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.checklist import Checklist
from app.domain.checklist_files import checklist_from_texts
from app.domain.errors import N_, InvalidFile, Place, Problem
from app.domain.report import make_report
from app.domain.scope import Scope
from app.domain.scoring import ENGINE_VERSION, UnknownLevel
from app.files.archive import CHECKLIST_FOLDER, DOCUMENT
from app.files.archive_reading import json_in, read_archive
from app.files.assessment_document import (
    FORMAT,
    FORMAT_VERSION,
    HASH,
    answers_of,
    hash_of,
    results_document,
)

UNREADABLE = N_("the answers cannot be read: {error}")
NOT_A_DOCUMENT = N_("this is no self-check of the Willkommenscheck, or of a newer version")


@dataclass(frozen=True)
class Difference:
    """One value that comes out otherwise: where it stands, what stands there, what it should be."""

    path: str
    says: object
    recomputed: object


@dataclass(frozen=True)
class Verdict:
    """What became of working everything out again; equal where there is no difference."""

    municipality: str
    year: int
    engine_then: str
    differences: tuple[Difference, ...]
    engine_now: str = ENGINE_VERSION

    @property
    def is_equal(self) -> bool:
        return not self.differences


def verify_archive(content: bytes, *, name: str) -> Verdict:
    """Prove the hashes, then recompute; raises InvalidFile where the archive cannot be read."""
    files = read_archive(content, name=name)
    document = json_in(files, DOCUMENT, name=name)
    place = Place(f"{name}/{DOCUMENT}", 1, 1)
    if (document.get("format"), document.get("format_version")) != (FORMAT, FORMAT_VERSION):
        raise InvalidFile([Problem(place, NOT_A_DOCUMENT)])
    checklist = _checklist(files, name)
    try:
        differences = tuple(_differences(document, checklist))
        told = (str(document["municipality"]["key"]), int(document["year"]))
    except (KeyError, TypeError, ValueError, UnknownLevel) as error:
        facts = {"error": f"{type(error).__name__}: {error}"[:200]}
        raise InvalidFile([Problem(place, UNREADABLE, facts)]) from error
    return Verdict(*told, str(document.get("engine_version")), differences)


def _checklist(files: Mapping[str, bytes], name: str) -> Checklist:
    try:
        texts = {
            file.removeprefix(CHECKLIST_FOLDER): content.decode("utf-8")
            for file, content in files.items()
            if file.startswith(CHECKLIST_FOLDER)
        }
        return checklist_from_texts(texts)
    except InvalidFile as error:
        places = [
            Problem(
                Place(
                    f"{name}/{CHECKLIST_FOLDER}{one.place.path}", one.place.line, one.place.column
                ),
                one.message,
                one.facts,
            )
            for one in error.problems
        ]
        raise InvalidFile(places) from error
    except ValueError as error:
        place = Place(f"{name}/{CHECKLIST_FOLDER}", 1, 1)
        raise InvalidFile([Problem(place, UNREADABLE, {"error": error})]) from error


def _differences(document: Mapping[str, Any], checklist: Checklist) -> Iterator[Difference]:
    told = {
        "key": checklist.key,
        "version": checklist.version,
        "structure_fingerprint": checklist.structure_fingerprint,
        "wording_fingerprint": checklist.wording_fingerprint,
    }
    yield from _compared("checklist", document["checklist"], told)
    report = make_report(checklist, answers_of(document), scope=Scope(document["scope"]))
    yield from _compared("results", document["results"], results_document(report))
    yield from _compared(HASH, document[HASH], hash_of(document))


def _compared(path: str, says: object, recomputed: object) -> Iterator[Difference]:
    """Every place below this one where the two say different things."""
    if isinstance(says, Mapping) and isinstance(recomputed, Mapping):
        for name in dict.fromkeys([*recomputed, *says]):
            yield from _compared(f"{path}.{name}", says.get(name), recomputed.get(name))
    elif isinstance(says, list) and isinstance(recomputed, list | tuple):
        if len(says) != len(recomputed):
            yield Difference(f"{path}.length", len(says), len(recomputed))
        for place, (left, right) in enumerate(zip(says, recomputed, strict=False)):
            yield from _compared(f"{path}[{place}]", left, right)
    elif says != recomputed or isinstance(says, bool) is not isinstance(recomputed, bool):
        yield Difference(path, says, recomputed)

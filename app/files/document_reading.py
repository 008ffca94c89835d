"""Answer sheets from JSON and archives: documents of ours, or written by hand in their shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.domain.answers import Answer, State
from app.domain.checklist import Checklist
from app.domain.checklist_files import checklist_from_texts
from app.domain.errors import N_, InvalidFile, Place, Problem
from app.domain.origin import Origin
from app.domain.record import Record
from app.domain.report import make_report
from app.domain.scope import Scope
from app.files.answer_cells import (
    ALWAYS_APPLIES,
    NO_LEVEL,
    NO_REASON,
    STATE_AND_LEVEL,
    UNKNOWN_CRITERION,
)
from app.files.archive import CHECKLIST_FOLDER, DOCUMENT
from app.files.archive_check import verify_archive
from app.files.archive_reading import read_archive
from app.files.assessment_document import HASH, as_document, canonical, hash_of
from app.files.csv_reading import decoded
from app.files.document_shape import (
    AnswerShape,
    AssessmentShape,
    KeptSelfCheck,
    MunicipalityShape,
    shaped,
)
from app.files.grid import echo
from app.files.sheet_reading import Particulars, Reading, SheetFound

Find = Callable[[str, str], Checklist | None]
"""A version of a checklist by key and version, where this installation has it."""

NOT_JSON = N_("this is no JSON: {error}")
TWICE_HERE = N_("“{name}” stands here twice")
ANOTHER_HASH = N_("this file was changed since it was taken out: its hash is another")
OTHER_NUMBERS = N_("its results are not what its answers make of them; first at {path}")
NOT_INSTALLED = N_("version {version} of the checklist “{key}” is not installed here")
OTHER_STRUCTURE = N_("version {version} of “{key}” has another structure here")
ANSWERED_TWICE = N_("this criterion is answered twice")


def read_json(content: bytes, find: Find, *, name: str) -> Reading:
    """The self-checks of a JSON file; raises InvalidFile where its shape is wrong."""
    told = parsed(decoded(content, name=name), name=name)
    shape = shaped(told, name=name)
    reader = _Reader(name, find)
    if isinstance(shape, AssessmentShape):
        reader.take_document(told, shape, name)
    else:
        reader.take_all(shape)
    return Reading(tuple(reader.sheets), tuple(reader.problems))


def read_archived(content: bytes, find: Find, *, name: str) -> Reading:
    """The self-check of an archive, all its numbers proven; raises InvalidFile."""
    verdict = verify_archive(content, name=name)
    if not verdict.is_equal:
        place = Place(f"{name}/{DOCUMENT}", 1, 1)
        raise InvalidFile([Problem(place, OTHER_NUMBERS, {"path": verdict.differences[0].path})])
    files = read_archive(content, name=name)
    texts = {
        file.removeprefix(CHECKLIST_FOLDER): text.decode("utf-8")
        for file, text in files.items()
        if file.startswith(CHECKLIST_FOLDER)
    }
    path = f"{name}/{DOCUMENT}"
    reading = read_json(files[DOCUMENT], _in_its_words(find, texts), name=path)
    sheets = tuple(replace(one, texts=texts if one.document else {}) for one in reading.sheets)
    return replace(reading, sheets=sheets)


def _in_its_words(find: Find, texts: Mapping[str, str]) -> Find:
    """The installed checklist, in the words of the archive where those are older."""
    own = checklist_from_texts(texts)

    def found(key: str, version: str) -> Checklist | None:
        here = find(key, version)
        is_same = here and here.structure_fingerprint == own.structure_fingerprint
        return own if is_same else here

    return found


def _named(checklist: Checklist) -> dict[str, object]:
    return {"key": checklist.key, "version": checklist.version}


def parsed(text: str, *, name: str) -> Any:
    """JSON without numbers that are none and without names that stand twice."""
    try:
        found = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
        # Half of a pair of signs is no text; nothing further on expects it.
        json.dumps(found, ensure_ascii=False).encode("utf-8")
        return found
    except (ValueError, RecursionError) as error:
        facts = {"error": echo(str(error)) or type(error).__name__}
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise InvalidFile([Problem(Place(name, line, column), NOT_JSON, facts)]) from error


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(TWICE_HERE.format(name=name))
        found[name] = value
    return found


class _Reader:
    """One pass over a file: collects the sheets and everything that is wrong."""

    def __init__(self, name: str, find: Find) -> None:
        self.name, self.find = name, find
        self.sheets: list[SheetFound] = []
        self.problems: list[Problem] = []

    def take_all(self, told: MunicipalityShape) -> None:
        """Each self-check as it was finished last, or as a draft."""
        for number, check in enumerate(told.self_checks):
            path = f"{self.name}/self_checks/{number}"
            standing = [one for one in check.finished_states if one.reopened_at is None]
            if check.finished_at and standing:
                document = parsed(standing[-1].document, name=path)
                shape = shaped(document, name=path)
                if isinstance(shape, AssessmentShape):
                    self.take_document(document, shape, path)
            else:
                self._take_draft(told, check, path)

    def take_document(self, told: Mapping[str, Any], shape: AssessmentShape, path: str) -> None:
        """A document; where it has a hash, it must be the right one."""
        is_proven = shape.sha256 is not None
        if is_proven and told[HASH] != hash_of(told):
            self._report(f"{path}/{HASH}", ANOTHER_HASH)
            return
        checklist = self._checklist(shape.checklist.key, shape.checklist.version, path)
        if checklist is None:
            return
        there = shape.checklist.structure_fingerprint
        if there not in ("", checklist.structure_fingerprint):
            self._report(path, OTHER_STRUCTURE, **_named(checklist))
            return
        finished = shape.finished
        is_kept = is_proven and finished is not None
        found = SheetFound(
            municipality=shape.municipality.key,
            municipality_name=shape.municipality.name,
            year=shape.year,
            answers=self._answers(shape.answers, checklist, f"{path}/answers"),
            checklist=checklist,
            place=Place(path, 1, 1),
            particulars=Particulars(
                scope=shape.scope,
                respondent=shape.respondent,
                reference_date=shape.reference_date,
                finished_at=finished.at if finished else None,
                finished_by=finished.by if finished else None,
            ),
            document=canonical(told).decode("utf-8") if is_kept else None,
        )
        other = _first_difference(told, found) if is_kept else None
        if other is None:
            self.sheets.append(found)
        else:
            self._report(path, OTHER_NUMBERS, path=other)

    def _take_draft(self, told: MunicipalityShape, check: KeptSelfCheck, path: str) -> None:
        checklist = self._checklist(check.checklist, check.checklist_version, path)
        if checklist is None:
            return
        particulars = Particulars(check.scope, check.respondent, check.reference_date)
        # What a newer version of the checklist no longer asks is kept beside, and not answered.
        asked = [one for one in check.answers if one.criterion in checklist.criteria_by_key]
        self.sheets.append(
            SheetFound(
                municipality=told.municipality.key,
                municipality_name=told.municipality.name,
                year=check.year,
                answers=self._answers(asked, checklist, f"{path}/answers"),
                checklist=checklist,
                place=Place(path, 1, 1),
                particulars=particulars,
            )
        )

    def _checklist(self, key: str, version: str, path: str) -> Checklist | None:
        found = self.find(key, version)
        if found is None:
            self._report(path, NOT_INSTALLED, key=key, version=version)
        return found

    def _answers(
        self, told: list[AnswerShape], checklist: Checklist, path: str
    ) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for number, one in enumerate(told):
            problems = list(_wrong(one, checklist))
            if one.criterion in answers:
                problems.append((ANSWERED_TWICE, {}))
            for message, facts in problems:
                self._report(f"{path}/{number}", message, **facts)
            if not problems:
                answers[one.criterion] = _answer(one)
        return answers

    def _report(self, path: str, message: str, /, **facts: object) -> None:
        self.problems.append(Problem(Place(path, 1, 1), message, facts))


def _first_difference(told: Mapping[str, Any], found: SheetFound) -> str | None:
    """Where a document says something else than what its answers make of it; None where nowhere.

    Which version of the words it was finished with is the one thing it alone can know.
    """
    particulars = found.particulars
    made = as_document(
        Record(
            municipality_key=found.municipality,
            municipality_name=found.municipality_name,
            year=found.year,
            report=make_report(
                found.checklist, found.answers, scope=particulars.scope or Scope.FULL
            ),
            respondent=particulars.respondent or "",
            reference_date=particulars.reference_date,
            finished_at=particulars.finished_at,
            finished_by=particulars.finished_by or "",
        )
    )
    sound = json.loads(canonical(made))
    names = [name for name in {**sound, **told} if name not in ("checklist", HASH)]
    return next((name for name in names if sound.get(name) != told.get(name)), None)


def _wrong(one: AnswerShape, checklist: Checklist) -> Iterator[tuple[str, dict[str, object]]]:
    """What the checklist does not allow about an answer."""
    criterion = checklist.criteria_by_key.get(one.criterion)
    if criterion is None:
        yield UNKNOWN_CRITERION, {"key": one.criterion}
        return
    allowed = ", ".join(str(level.value) for level in criterion.scale.levels)
    for value in (one.level, None if one.target_is_proposal else one.target):
        if value is not None and not criterion.scale.has(value):
            yield NO_LEVEL, {"text": value, "key": criterion.key, "allowed": allowed}
    if (one.state is State.LEVEL) != (one.level is not None):
        yield STATE_AND_LEVEL, {"state": one.state.value, "level": one.level}
    if one.state is State.NOT_APPLICABLE and not one.reason:
        yield NO_REASON, {}
    if one.state is State.NOT_APPLICABLE and not criterion.allows_not_applicable:
        yield ALWAYS_APPLIES, {"key": criterion.key}


def _answer(one: AnswerShape) -> Answer:
    return Answer(
        state=one.state,
        level=one.level,
        reason=one.reason,
        note=one.note,
        sureness=one.sureness,
        target=None if one.target_is_proposal else one.target,
        importance=one.importance,
        origin=Origin.from_record(one.origin.model_dump(mode="json")) if one.origin else None,
    )

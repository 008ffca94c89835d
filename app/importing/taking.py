"""Take the self-checks of a file over: all of them or none. Actions never commit."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import Table, insert

from app.accounts.queries import name_of
from app.assessments.editions import edition_key, keep_edition
from app.assessments.models import (
    AnswerChange,
    Assessment,
    ChecklistEdition,
    Snapshot,
    StoredAnswer,
    as_record,
    fields_of,
)
from app.audit.actions import record
from app.domain.answers import OPEN, Answer
from app.domain.checklist_files import read_texts
from app.domain.record import Record
from app.domain.report import make_report
from app.extensions import db, now
from app.files.assessment_document import as_document, canonical
from app.files.sheet_reading import SheetFound
from app.importing.events import SelfCheckImported
from app.importing.planning import PlannedSheet
from app.municipalities.actions import add_from_register
from app.municipalities.register import load_register
from app.web.checklists import checklists

AT_ONCE = 100
FROM_A_FILE = "import"
"""Who finished what was finished before it came here; the document knows the name of then."""

_ANSWERS, _HISTORY = cast(Table, StoredAnswer.__table__), cast(Table, AnswerChange.__table__)
_OPEN = as_record(OPEN)


@dataclass(frozen=True)
class Import:
    """Who takes what over from where; `finishes` makes snapshots of those that are drafts."""

    by: str
    file_name: str
    finishes: bool = False


@dataclass(frozen=True)
class Prepared:
    """A self-check with everything that takes long worked out; the document is packed."""

    planned: PlannedSheet
    finished_at: datetime | None = None
    finished_by: str = ""
    packed: bytes = b""


def prepared(planned: Sequence[PlannedSheet], importing: Import) -> Iterator[Prepared]:
    """Work out what finished ones are kept with. Nothing is written yet, so nobody waits."""
    moment, name = now(), name_of(importing.by) or ""
    for one in planned:
        told = one.sheet.particulars
        finished_at = told.finished_at or (moment if importing.finishes else None)
        if finished_at is None:
            yield Prepared(one)
            continue
        person = (told.finished_by or "") if told.finished_at else name
        document = one.sheet.document or _document(one, finished_at, person)
        by = FROM_A_FILE if told.finished_at else importing.by
        yield Prepared(one, finished_at, by, zlib.compress(document.encode("utf-8"), 1))


def take_over(ready: Sequence[Prepared], importing: Import) -> Iterator[int]:
    """Store them, and say again and again how many are; raises FilesHaveChanged."""
    editions: dict[tuple[str, str, str], str] = {}
    for start in range(0, len(ready), AT_ONCE):
        some = ready[start : start + AT_ONCE]
        places = [_municipality_id(one.planned) for one in some]
        ids = _store_assessments(some, places, editions)
        _store_answers(some, ids, by=importing.by)
        _store_snapshots(some, ids, editions)
        for one, place in zip(some, places, strict=True):
            sheet = one.planned.sheet
            event = SelfCheckImported(sheet.checklist.key, sheet.year, importing.file_name)
            record(event, by=importing.by, municipality_id=place)
        yield start + len(some)


def _document(one: PlannedSheet, finished_at: datetime, finished_by: str) -> str:
    sheet, told = one.sheet, one.sheet.particulars
    stand = Record(
        municipality_key=one.to.key,
        municipality_name=one.to.name,
        year=sheet.year,
        report=make_report(sheet.checklist, sheet.answers, scope=one.scope),
        respondent=told.respondent or "",
        reference_date=told.reference_date,
        finished_at=finished_at,
        finished_by=finished_by,
    )
    return canonical(as_document(stand)).decode("utf-8")


def _municipality_id(one: PlannedSheet) -> int:
    """The one it goes to, which is added from the register if it is new here."""
    if one.to.municipality_id is not None:
        return one.to.municipality_id
    entry = load_register().find(one.to.key)
    if entry is None:
        raise LookupError(one.to.key)
    return add_from_register(entry).id


def _store_assessments(
    some: Sequence[Prepared],
    places: Sequence[int],
    editions: dict[tuple[str, str, str], str],
) -> Sequence[int]:
    rows = [
        {
            "municipality_id": place,
            "checklist_key": one.planned.sheet.checklist.key,
            "checklist_version": one.planned.sheet.checklist.version,
            "year": one.planned.sheet.year,
            "scope": one.planned.scope,
            "respondent": one.planned.sheet.particulars.respondent or "",
            "reference_date": one.planned.sheet.particulars.reference_date,
            "started_at": now(),
            "finished_at": one.finished_at,
            "edition_key": _edition(one, editions) if one.finished_at else None,
        }
        for one, place in zip(some, places, strict=True)
    ]
    kept = insert(Assessment).returning(Assessment.id, sort_by_parameter_order=True)
    return db.session.scalars(kept, rows).all()


def _edition(one: Prepared, editions: dict[tuple[str, str, str], str]) -> str:
    """The words it keeps: those that came along, else those that are installed."""
    sheet = one.planned.sheet
    checklist = sheet.checklist
    name = (checklist.key, checklist.version, checklist.wording_fingerprint)
    if name not in editions:
        editions[name] = _keep_texts(sheet) if sheet.texts else keep_edition(checklist)
    return editions[name]


def _keep_texts(sheet: SheetFound) -> str:
    """Files from elsewhere are an edition of their own, unless they are the installed ones.

    Fingerprints do not see comments: what others finished with must not come from this file.
    """
    checklist = sheet.checklist
    folder = checklists().folders.get((checklist.key, checklist.version))
    if folder and read_texts(folder) == sheet.texts:
        return keep_edition(checklist)
    written = json.dumps(sheet.texts, sort_keys=True)
    key = sha256(f"{edition_key(checklist)} {written}".encode()).hexdigest()
    if db.session.get(ChecklistEdition, key) is None:
        db.session.add(ChecklistEdition(key=key, texts=dict(sheet.texts)))
        db.session.flush()
    return key


def _store_answers(some: Sequence[Prepared], ids: Sequence[int], *, by: str) -> None:
    """A row for every criterion, and a line of history for each that is answered."""
    moment = now()
    rows: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for one, assessment_id in zip(some, ids, strict=True):
        sheet = one.planned.sheet
        for criterion in sheet.checklist.criteria:
            answer = sheet.answers.get(criterion.key, OPEN)
            is_said = answer != OPEN
            named = {"assessment_id": assessment_id, "criterion_key": criterion.key}
            stamp = {
                "version": int(is_said),
                "changed_at": moment if is_said else None,
                "changed_by": by if is_said else "",
            }
            rows.append({**named, **fields_of(answer), **stamp})
            if is_said:
                changes.append({**named, **stamp, **_began_with(answer)})
    db.session.execute(insert(_ANSWERS), rows)
    if changes:
        db.session.execute(insert(_HISTORY), changes)


def _began_with(answer: Answer) -> dict[str, Any]:
    return {
        "before": _OPEN,
        "after": as_record(answer),
        "undoes": None,
        "origin": answer.origin,
    }


def _store_snapshots(
    some: Sequence[Prepared], ids: Sequence[int], editions: dict[tuple[str, str, str], str]
) -> None:
    rows = [
        {
            "assessment_id": assessment_id,
            "edition_key": _edition(one, editions),
            "finished_at": one.finished_at,
            "finished_by": one.finished_by,
            "document": zlib.decompress(one.packed).decode("utf-8"),
        }
        for one, assessment_id in zip(some, ids, strict=True)
        if one.finished_at
    ]
    if rows:
        db.session.execute(insert(Snapshot), rows)

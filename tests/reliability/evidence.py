"""What the database holds after all, beside what was acknowledged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select, text

from app.assessments.models import AnswerChange, StoredAnswer, as_record, from_record
from app.domain.answers import Answer
from app.extensions import db
from app.storage.engines import is_sqlite
from tests.reliability.savers import Acknowledged

Where = tuple[int, str]


@dataclass(frozen=True)
class Evidence:
    """How many acknowledged answers are missing, and how many answers are not whole."""

    lost: int
    torn: int
    damages: int
    """What the engine itself finds wrong with its file."""


def examine(app: Flask, acknowledged: Iterable[Acknowledged]) -> Evidence:
    with app.app_context():
        history = _history()
        found = Evidence(
            sum(not is_kept(one, history) for one in acknowledged),
            sum(not _is_whole(stored, history) for stored in db.session.scalars(_ANSWERS)),
            _damages(db.engine),
        )
        db.session.remove()
        db.engine.dispose()
    return found


_ANSWERS = select(StoredAnswer)


def _history() -> Mapping[Where, list[AnswerChange]]:
    """Every change, by answer, in the order of their versions."""
    history = defaultdict(list)
    for change in db.session.scalars(select(AnswerChange).order_by(AnswerChange.version)):
        history[change.assessment_id, change.criterion_key].append(change)
    return history


def is_kept(one: Acknowledged, history: Mapping[Where, list[AnswerChange]]) -> bool:
    """Whether the history has the acknowledged text as the version that was told."""
    changes = history.get((one.place.assessment_id, one.place.criterion_key), [])
    told = changes[one.version - 1 : one.version]
    return [(change.version, change.after["note"]) for change in told] == [(one.version, one.note)]


def _is_whole(stored: StoredAnswer, history: Mapping[Where, list[AnswerChange]]) -> bool:
    """Every version has its line of history, each goes on from the one before, the last stands."""
    changes = history.get((stored.assessment_id, stored.criterion_key), [])
    versions = [change.version for change in changes]
    last = changes[-1].after if changes else as_record(Answer())
    return (
        versions == list(range(1, stored.version + 1))
        and all(one.after == next_one.before for one, next_one in pairwise(changes))
        and from_record(last) == _answer_of(stored)
    )


def _answer_of(stored: StoredAnswer) -> Answer:
    fields: dict[str, Any] = {name: getattr(stored, name) for name in as_record(Answer())}
    return Answer(**fields)


def _damages(engine: Engine) -> int:
    """Asked of a connection of its own, once the session has let the next one write."""
    db.session.rollback()
    if not is_sqlite(engine):
        return 0
    with engine.connect() as connection:
        told = connection.scalars(text("PRAGMA integrity_check")).all()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return sum(line != "ok" for line in told) + len(orphans)

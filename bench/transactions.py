"""The database's part of a save: version checked and history kept, beside one bare upsert."""

from __future__ import annotations

from itertools import count

from app.assessments.actions import record_answer
from app.assessments.queries import find_assessment, load_answer
from app.domain.answers import State
from app.domain.editing import Edit
from app.domain.library import MAIN_CHECKLIST
from app.extensions import db
from bench.floor_app import answer_row, durable_engine, upsert
from bench.measuring import Pace, measure
from bench.results import Result, ratio
from bench.town import NOTE, YEAR, Town


def measure_transactions(town: Town, pace: Pace) -> list[Result]:
    """One answer kept, each time with another level, each time in a transaction of its own."""
    key = town.section.criteria[0].key
    floor = town.copied("transactions")
    engine, upserting = durable_engine(floor.database), upsert()
    numbers = count()
    with town.app.app_context():
        assessment = find_assessment("own-musterort", MAIN_CHECKLIST, YEAR)
        if assessment is None:
            raise AssertionError("the town has no assessment")
        version = load_answer(assessment, key).version
        # As at the beginning of a request: loaded, and not to be asked for again.
        db.session.expunge(assessment)
        db.session.remove()

        def keep() -> None:
            nonlocal version
            level = next(numbers) % 3
            fields = {"state": State.LEVEL, "level": level, "note": NOTE}
            edit = Edit(version, fields)
            version = record_answer(assessment, key, edit=edit, by="desk").version
            db.session.commit()
            db.session.remove()

        def put() -> None:
            row = answer_row(key, level=next(numbers) % 3, note=NOTE)
            with engine.begin() as connection:
                connection.execute(upserting, [row])

        costs = measure({"keep": keep, "put": put}, pace)
    engine.dispose()
    what = "keep one answer, with version and history"
    both = (costs["keep"], costs["put"])
    return [ratio("Database", what, both, floor="Core upsert", goal=2)]

"""Every migration, up and down, with a thousand rows in every table, on both engines.

Nothing here knows a table: rows are made from what the database says of itself, so that a new
migration is tested the day it is written. Where a constraint wants more, a row maker says what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.command import downgrade, upgrade
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    func,
    insert,
    select,
)

from app import create_app
from app.extensions import MIGRATIONS, db, migrate
from app.storage.tables import tables_in
from app.storage.transfer import in_order
from tests.conftest import settings
from tests.postgresql import new_database

ROWS = 1_000
BEGINNING = datetime(2026, 1, 1, 12)
REVISIONS = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]

Row = dict[str, Any]

# What the constraints of a table demand of its nth row, beyond the kinds of its columns.
# Columns that a revision does not have yet, or has no more, are left out.
STATES = ("open", "level", "unknown", "not_applicable")
STAGES = ("prepared", "joining", "running", "ended", "erased")
PURPOSES = ("municipality", "operator", "password")
DEMANDS: Mapping[str, Callable[[int], Row]] = {
    "membership": lambda number: {
        "role": ("coordinator", "editor", "viewer", "moderator")[number % 4],
    },
    "invitation": lambda number: {
        "purpose": PURPOSES[number % 3],
        "municipality_id": number + 1 if number % 3 == 0 else None,
        "account_id": number + 1 if number % 3 == 2 else None,
    },
    "api_token": lambda number: {"scope": ("checklists", "results", "notes")[number % 3]},
    "assessment": lambda number: {
        "year": 2000 + number % 60,
        "scope": ("full", "short")[number % 2],
    },
    "stored_answer": lambda number: {
        "state": STATES[number % 4],
        "level": number % 3 if number % 4 == 1 else None,
        "reason": f"weil {number}" if number % 4 == 3 else "",
        "importance": (None, 1, 2, 3)[number % 4],
        "sureness": (None, "sure", "rather_sure", "guess")[number % 4],
    },
    "territory_change": lambda number: {
        "kind": ("merged", "split", "renamed", "area")[number % 4],
        "year": 2000 + number % 60,
    },
    "territory_unit": lambda number: {"side": ("before", "after")[number % 2]},
    "measure": lambda number: {
        "state": "proposed",
        "source": ("free", "idea")[number % 2],
        "start_on": None,
        "done_on": None,
    },
    "measure_effect": lambda number: {"settled": (None, "confirmed", "declined")[number % 3]},
    "workshop": lambda number: {
        "stage": STAGES[number % 5],
        "pace": ("steps", "silent")[number % 2],
        "threshold": 5 + number % 5,
        "most_participants": 1 + number % 500,
        "kept_days": 1 + number % 365,
        "idea_phase": ("not_yet", "collecting", "dotting", "done")[number % 4],
        "code": f"C{number}" if STAGES[number % 5] in ("joining", "running") else None,
        "secret": f"s{number}" if STAGES[number % 5] in ("joining", "running") else None,
        "ended_on": date(2026, 5, 12) if STAGES[number % 5] in ("ended", "erased") else None,
    },
    "workshop_item": lambda number: {"state": ("planned", "skipped")[number % 2]},
    "workshop_round": lambda number: {"state": ("open", "closed", "revealed")[number % 3]},
    "workshop_idea": lambda number: {"state": ("offered", "shown", "hidden")[number % 3]},
    "workshop_decision": lambda number: {
        "how": ("agreed", "majority", "moderator", "postponed")[number % 4],
        "state": ("level", "unknown", "not_applicable", "open")[number % 4],
        "level": number % 3 if number % 4 == 0 else None,
    },
}
TEXTS = ("Größe {0}", "x'\"; -- {0}", "Zeile\n{0}\ttab", "", "\U0001f469\u200d\U0001f467 {0}")


def value_of(column: Column[Any], number: int, *, is_unique: bool) -> Any:
    """Something a column of this kind holds; different for each row where it has to be."""
    if column.nullable and number % 5 == 0 and not is_unique:
        return None
    kind = column.type
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Integer):
        return number + 1
    if isinstance(kind, String):
        plain = f"k{number}" if is_unique else TEXTS[number % len(TEXTS)].format(number)
        return plain[: kind.length or None]
    makers: Sequence[tuple[type, Callable[[], Any]]] = (
        (DateTime, lambda: BEGINNING + timedelta(seconds=number)),
        (Date, lambda: date(2026, 1, 1) + timedelta(days=number)),
        (JSON, lambda: {"number": number, "text": TEXTS[0].format(number)}),
        (LargeBinary, lambda: bytes([number % 256, 0, 255])),
        ((Float, Numeric), lambda: number / 4),  # type: ignore[list-item]
    )
    return next(make() for kinds, make in makers if isinstance(kind, kinds))


def row_of(table: Table, number: int) -> Row:
    unique = {column.name for column in table.primary_key}
    unique |= {
        column.name
        for constraint in [*table.constraints, *table.indexes]
        if getattr(constraint, "unique", False) or constraint in unique_constraints(table)
        for column in constraint.columns
    }
    row = {
        column.name: value_of(column, number, is_unique=column.name in unique)
        for column in table.columns
    }
    # Every row refers to the row of the same number, which is there in every table.
    for key in table.foreign_keys:
        row[key.parent.name] = value_of(key.column, number, is_unique=True)
    demanded = DEMANDS.get(table.name, lambda _number: {})(number)
    return row | {name: value for name, value in demanded.items() if name in row}


def unique_constraints(table: Table) -> list[Any]:
    return [one for one in table.constraints if type(one).__name__ == "UniqueConstraint"]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without any table, on each engine."""
    address = ""
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("postgresql"), "filled")
    app = create_app(settings(tmp_path / "test.sqlite", address=address))
    with app.app_context():
        yield app
        db.engine.dispose()


def fill() -> None:
    """A thousand rows into each table that has none."""
    with db.engine.begin() as connection:
        for table in tables_in(connection):
            if not connection.scalar(select(func.count()).select_from(table)):
                connection.execute(insert(table), [row_of(table, number) for number in range(ROWS)])


def sums() -> dict[tuple[str, str], str]:
    """A sum over each column of each table, in the order of the primary key."""
    with db.engine.connect() as connection:
        return {
            (table.name, column.name): sum_of(connection, table, position)
            for table in tables_in(connection)
            for position, column in enumerate(table.columns)
        }


def sum_of(connection: Connection, table: Table, position: int) -> str:
    rows = connection.execute(in_order(table, connection.dialect.name))
    values = [row[position] for row in rows]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()


def unchanged(before: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """The columns that are there still and hold something else."""
    after = sums()
    return [name for name, found in before.items() if name in after and after[name] != found]


def test_every_revision_keeps_what_is_stored_up_and_down_and_up(empty_app: Flask) -> None:
    config = migrate.get_config()
    damaged = []
    for revision in REVISIONS:
        filled = sums()
        upgrade(config, revision)
        damaged += [(revision, "up", name) for name in unchanged(filled)]
        fill()
    for revision in reversed(["base", *REVISIONS[:-1]]):
        filled = sums()
        downgrade(config, revision)
        damaged += [(revision, "down", name) for name in unchanged(filled)]
    upgrade(config, "head")

    assert damaged == []


def test_a_table_is_filled_with_a_thousand_rows(empty_app: Flask) -> None:
    upgrade(migrate.get_config(), "head")

    fill()

    with db.engine.connect() as connection:
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in tables_in(connection)
        }
    assert counts == dict.fromkeys(db.metadata.tables, ROWS)

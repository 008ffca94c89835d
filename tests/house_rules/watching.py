"""Watch what a request does to the database, and undo it: on either engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from app.accounts.models import LoginSession
from app.extensions import db

Contents = dict[str, list[tuple[Any, ...]]]

CHANGES = ("INSERT", "UPDATE", "DELETE")
# The only thing that opening a page may change: that somebody is still there.
SIGN_OF_LIFE = "UPDATE login_session SET last_seen_at"


@contextmanager
def noting_changes(engine: Engine) -> Iterator[list[str]]:
    """Every statement that would change something; a living list."""
    noted: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = " ".join(statement.split())
        if words.upper().startswith(CHANGES) and not words.startswith(SIGN_OF_LIFE):
            noted.append(words)

    event.listen(engine, "before_cursor_execute", note)
    yield noted
    event.remove(engine, "before_cursor_execute", note)


def contents() -> Contents:
    """Every row of every table, but for signs of life."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in db.metadata.sorted_tables
        }


def put_back(before: Contents) -> None:
    """Make the database hold again what it held."""
    db.session.rollback()
    with db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in db.metadata.sorted_tables:
            names = [column.name for column in table.columns]
            rows = [dict(zip(names, row, strict=True)) for row in before[table.name]]
            if rows:
                connection.execute(table.insert(), rows)


def fingerprint(found: Contents) -> str:
    """One line for all of it, signs of life aside."""
    log_ins = [
        tuple(
            cell
            for cell, column in zip(row, LoginSession.__table__.columns, strict=True)
            if column.name != "last_seen_at"
        )
        for row in found["login_session"]
    ]
    return hashlib.sha256(repr({**found, "login_session": log_ins}).encode()).hexdigest()

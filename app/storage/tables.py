"""What is in a database, asked of itself: its tables, rows and revision; none is known by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, func, inspect, select, text

from app.storage.engines import ONLY_READS, is_sqlite

REVISION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Contents:
    """What a database or a file of it holds: its revision, and how many rows by table."""

    revision: str | None
    counts: Mapping[str, int]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def is_empty(self) -> bool:
        return self.rows == 0


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment only, waits for no writer, and takes its time."""
    options: dict[str, Any] = {ONLY_READS: True}
    if not is_sqlite(engine):
        options |= {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection:
        take_your_time(connection)
        yield connection
        connection.rollback()


def take_your_time(connection: Connection) -> None:
    """Let this transaction run longer than a request may."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def tables_in(connection: Connection) -> list[Table]:
    """Every table, those that are referred to first; without the revision's."""
    metadata = MetaData()
    metadata.reflect(connection)
    found = [table for table in metadata.sorted_tables if table.name != REVISION_TABLE]
    for column in (column for table in found for column in table.columns):
        if isinstance(column.type, JSON):
            # Nothing stays nothing; it would become JSON's own word for it.
            column.type.none_as_null = True
    return found


def contents(connection: Connection) -> Contents:
    counts = {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in tables_in(connection)
    }
    return Contents(revision_of(connection), counts)


def revision_of(connection: Connection) -> str | None:
    """The migration a database stands at; None where none has run."""
    if not inspect(connection).has_table(REVISION_TABLE):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def drop_everything(engine: Engine) -> None:
    """Leave a database without any table."""
    with engine.begin() as connection:
        take_your_time(connection)
        metadata = MetaData()
        metadata.reflect(connection)
        metadata.drop_all(connection)

"""How a connection is set up for migrations, and what must hold after each revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from app.domain.errors import N_
from app.storage.problems import StorageProblem

ONE_MIGRATION_AT_A_TIME = 7_233_114
"""The number of our advisory lock in PostgreSQL; it means nothing but ours."""


@contextmanager
def set_up_for_migrations(connection: Connection) -> Iterator[None]:
    """Let the block change tables on this connection, before its first transaction begins.

    On SQLite a table is changed by making it anew; with foreign keys on, dropping the old one
    would delete whatever refers to it. On PostgreSQL one process migrates at a time, and takes
    the time it needs.
    """
    driver = connection.connection.dbapi_connection
    if driver is None:
        raise ValueError("the connection is closed")
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield
        finally:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys=ON")
        return
    try:
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({ONE_MIGRATION_AT_A_TIME})")
        connection.commit()
        yield
    finally:
        # Closing it ends the lock and the patience.
        connection.invalidate()


def orphans(connection: Connection) -> list[str]:
    """The tables of a SQLite database that refer to what is not there, each once."""
    if connection.dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})


def refuse_orphans(connection: Connection) -> None:
    """Raise StorageProblem, and so undo the revision, if something refers to what is gone."""
    found = orphans(connection)
    if found:
        raise StorageProblem(
            N_("The migration would leave rows in {tables} that refer to nothing."),
            tables=", ".join(found),
        )

"""The two engines, SQLite and PostgreSQL, set up so that what was acknowledged is kept."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from app.domain.errors import N_
from app.storage.problems import StorageProblem
from app.storage.writer_lock import QueuedConnection, WriterLock

ONLY_READS = "only_reads"
"""An execution option: the transactions of this connection begin without waiting for writers."""

BUSY_TIMEOUT = 20_000
POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
SESSION_OF_POSTGRESQL = {
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
}
SAYING_GOODBYE = ("57P01", "57P02", "57P03", "25P03")
"""Stopped, crashed, not ready yet; and closed by the server because nobody said anything."""
PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    # FULL costs half a millisecond and is what survives a power cut.
    "synchronous=FULL",
    f"busy_timeout={BUSY_TIMEOUT}",
    # What was erased does not stay readable in the file.
    "secure_delete=ON",
)


def database_url(written: str) -> str:
    """The address as SQLAlchemy wants it: every way to write PostgreSQL means psycopg 3."""
    try:
        url = make_url(written)
    except ArgumentError:
        raise StorageProblem(
            N_("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        ) from None
    if url.drivername in POSTGRESQL:
        if find_spec("psycopg") is None:
            raise StorageProblem(
                N_("PostgreSQL needs its driver: {command}"),
                command="pip install --require-hashes -r requirements/server.txt",
            )
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.get_backend_name() == "sqlite":
        return written
    raise StorageProblem(N_("DATABASE_URL must begin with sqlite:/// or postgresql://."))


def engine_options(url: str) -> dict[str, Any]:
    """What create_engine gets besides the address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"factory": QueuedConnection}}
    settings = " ".join(f"-c {name}={value}" for name, value in SESSION_OF_POSTGRESQL.items())
    return {
        # A server that was restarted costs a new connection and not somebody's request.
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "pool_timeout": 20,
        "isolation_level": "READ COMMITTED",
        "connect_args": {"connect_timeout": 5, "options": settings},
    }


def with_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The two settings of the database, completed; what is set already stays."""
    url = database_url(settings["SQLALCHEMY_DATABASE_URI"])
    chosen = settings.get("SQLALCHEMY_ENGINE_OPTIONS") or {}
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": {**engine_options(url), **chosen},
    }


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def database_file(engine: Engine) -> Path | None:
    """The file of a SQLite database; None in memory, and for PostgreSQL."""
    name = engine.url.database
    if not is_sqlite(engine) or not name or name == ":memory:":
        return None
    return Path(name).resolve()


def writer_lock_of(file: Path | None) -> WriterLock:
    """The lock that all who write to this SQLite file share."""
    return WriterLock(file and file.with_name(f"{file.name}.writer.lock"))


def harden(engine: Engine, *, reads_only: Callable[[], bool]) -> None:
    """On SQLite: durable, referentially whole, one writer at a time. PostgreSQL is that already.

    `reads_only` says of a transaction about to begin that it will not write.
    """
    if is_sqlite(engine):
        _harden_sqlite(engine, reads_only)
    else:
        event.listen(engine, "handle_error", _notice_the_end)


def _notice_the_end(context: ExceptionContext) -> None:
    """A server that says goodbye has closed the connection, which the driver notices later."""
    state = getattr(context.original_exception, "sqlstate", None) or ""
    if state.startswith(SAYING_GOODBYE):
        context.is_disconnect = True


def _harden_sqlite(engine: Engine, reads_only: Callable[[], bool]) -> None:
    file = database_file(engine)
    lock = writer_lock_of(file)

    @event.listens_for(engine, "do_connect")
    def make_private(*_dialect_and_arguments: object) -> None:
        # SQLite would let everybody on the machine read a file that it makes.
        if file and not file.exists():
            with contextlib.suppress(OSError):
                os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(connection: QueuedConnection, _record: object) -> None:
        # The driver must not begin transactions by itself; we say below how they begin.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns into a write fails at once when another is writing.
        if connection.get_execution_options().get(ONLY_READS) or reads_only():
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection, lock)


def _begin_writing(connection: Connection, lock: WriterLock) -> None:
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, QueuedConnection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    try:
        driver.begin_writing(lock)
    except sqlite3.Error as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error

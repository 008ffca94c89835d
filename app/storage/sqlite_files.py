"""Whole copies of a SQLite database, made while it is in use, and looked at before they count."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from app.domain.errors import N_
from app.storage.engines import BUSY_TIMEOUT, writer_lock_of
from app.storage.failures import reason_of
from app.storage.migrating import orphans
from app.storage.private_files import appearing
from app.storage.problems import StorageProblem
from app.storage.tables import Contents, contents, snapshot

MAGIC = b"SQLite format 3\0"
SHOWN_DAMAGES = 3


def copy_out(engine: Engine, target: Path) -> Contents:
    """Copy what is stored at this moment into a file of its own, and look at the copy."""
    with appearing(target) as file:
        with snapshot(engine) as connection:
            stored = contents(connection)
            driver = connection.connection.dbapi_connection
            if not isinstance(driver, sqlite3.Connection):
                raise StorageProblem(N_("This is no SQLite database."))
            with contextlib.closing(sqlite3.connect(file)) as copy:
                # Inside the transaction that counted: the copy is of the same moment.
                driver.backup(copy)
                # One file, without a second beside it that could be forgotten.
                copy.execute("PRAGMA journal_mode=DELETE")
        if look_at(file) != stored:
            raise StorageProblem(N_("{file} is damaged or not complete."), file=target)
    return stored


def copy_in(file: Path, engine: Engine, target: Path) -> None:
    """Replace everything in the database with what the file holds, in one transaction.

    Also where a server has it open: it goes on with the new content.
    """
    lock = writer_lock_of(target)
    engine.dispose()
    lock.acquire()
    try:
        with (
            contextlib.closing(_opened(file, mode="ro")) as source,
            contextlib.closing(sqlite3.connect(target, timeout=BUSY_TIMEOUT / 1000)) as database,
        ):
            source.backup(database)
    except sqlite3.Error as error:
        raise StorageProblem(
            N_("{file} could not be restored: {reason}."), file=file, reason=error
        ) from error
    finally:
        lock.release()


def look_at(file: Path) -> Contents:
    """What a file holds; raises StorageProblem if it is not a whole and sound database."""
    try:
        with _engine_of(file) as engine, snapshot(engine) as connection:
            damages = damages_of(connection.connection.dbapi_connection)
            dangling = orphans(connection)
            if not damages and not dangling:
                return contents(connection)
    except SQLAlchemyError as error:
        raise StorageProblem(
            N_("{file} cannot be read: {reason}."), file=file, reason=reason_of(error)
        ) from error
    raise StorageProblem(
        N_("{file} is damaged: {damages}."), file=file, damages="; ".join([*damages, *dangling])
    )


def damages_of(driver: object) -> list[str]:
    """The first things that are wrong inside a SQLite database, in its own words."""
    if not isinstance(driver, sqlite3.Connection):
        return []
    try:
        found = driver.execute(f"PRAGMA integrity_check({SHOWN_DAMAGES})").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [str(row[0]).replace("\n", " ") for row in found if row[0] != "ok"]


@contextmanager
def _engine_of(file: Path) -> Iterator[Engine]:
    """An engine that reads this file and cannot change it."""
    engine = create_engine(
        "sqlite://", creator=lambda: _opened(file, mode="ro"), poolclass=NullPool
    )
    yield engine
    engine.dispose()


def _opened(file: Path, *, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True)

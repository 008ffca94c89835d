"""What kind of failure an error of the database is, whichever engine it comes from."""

from __future__ import annotations

import sqlite3
from enum import Enum

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    NoResultFound,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError


class Failure(Enum):
    """What the reader can be told, and do."""

    AWAY = "away"
    """Locked, restarting, too slow, not migrated: it may be there again shortly."""
    FULL = "full"
    DAMAGED = "damaged"
    """Only a backup helps."""
    UNSTORABLE = "unstorable"
    """A value that no column holds: a number too large, a character that is none."""
    MEANWHILE = "meanwhile"
    """Somebody else did at the same moment what excludes this."""
    OURS = "ours"
    """A fault of the program."""


BY_SQLITE_NAME = {
    "SQLITE_FULL": Failure.FULL,
    "SQLITE_CORRUPT": Failure.DAMAGED,
    "SQLITE_NOTADB": Failure.DAMAGED,
    "SQLITE_TOOBIG": Failure.UNSTORABLE,
    "SQLITE_CONSTRAINT_UNIQUE": Failure.MEANWHILE,
    "SQLITE_CONSTRAINT_PRIMARYKEY": Failure.MEANWHILE,
    "SQLITE_CONSTRAINT_FOREIGNKEY": Failure.MEANWHILE,
}
# The longest beginning of a code of PostgreSQL decides.
BY_SQLSTATE = {
    "08": Failure.AWAY,  # the connection broke
    "22": Failure.UNSTORABLE,
    "23503": Failure.MEANWHILE,  # what it refers to is gone
    "23505": Failure.MEANWHILE,  # it is there already
    "25": Failure.AWAY,  # idle for too long; only reading is allowed just now
    "28": Failure.AWAY,  # who we are is not accepted
    "3D": Failure.AWAY,  # the database is not there
    "40": Failure.AWAY,  # a deadlock: the one who tries again gets through
    "42P01": Failure.AWAY,  # a table is missing: not migrated yet
    "42703": Failure.AWAY,  # a column is missing
    "53": Failure.AWAY,  # no memory, no connection left
    "53100": Failure.FULL,
    "54": Failure.UNSTORABLE,
    "55": Failure.AWAY,  # locked
    "57": Failure.AWAY,  # stopping, starting, or the statement took too long
    "58": Failure.AWAY,  # the system below it fails
    "XX001": Failure.DAMAGED,
    "XX002": Failure.DAMAGED,
}


def failure_of(error: Exception) -> Failure:
    """What happened, from what SQLAlchemy or the driver raised."""
    if isinstance(error, OverflowError | UnicodeEncodeError):
        return Failure.UNSTORABLE
    # Changed, or no longer there: it was when the request began.
    if isinstance(error, StaleDataError | NoResultFound):
        return Failure.MEANWHILE
    if isinstance(error, NoConnection):
        return Failure.AWAY
    if isinstance(error, DBAPIError):
        return _by_code(error) or _by_kind(error)
    return Failure.OURS


def _by_code(error: DBAPIError) -> Failure | None:
    if isinstance(error.orig, sqlite3.Error):
        name = getattr(error.orig, "sqlite_errorname", "")
        # SQLITE_CORRUPT_INDEX and its like begin with what they are.
        return BY_SQLITE_NAME.get(name) or BY_SQLITE_NAME.get("_".join(name.split("_")[:2]))
    sqlstate = getattr(error.orig, "sqlstate", None) or ""
    known = [code for code in BY_SQLSTATE if sqlstate.startswith(code)]
    return BY_SQLSTATE[max(known, key=len)] if known else None


def _by_kind(error: DBAPIError) -> Failure:
    if error.connection_invalidated or isinstance(error, OperationalError):
        return Failure.AWAY
    if isinstance(error, DataError):
        return Failure.UNSTORABLE
    return Failure.OURS


def reason_of(error: Exception) -> str:
    """The driver's own words, without the statement and what was to be stored."""
    if failure_of(error) is Failure.UNSTORABLE:
        return type(error).__name__  # The words would repeat the value.
    if isinstance(error, DBAPIError) and error.orig is not None:
        return str(error.orig).partition("\n")[0]
    if isinstance(error, SQLAlchemyError):
        return str(error).partition("\n")[0]
    return type(error).__name__

"""After something was erased: nothing of it stays readable in the files of the database."""

from __future__ import annotations

from contextlib import closing

from flask import current_app

from app.extensions import db


def wipe_traces() -> bool:
    """Empty SQLite's second file, where old states of the rows still stand; whether it worked.

    In the first one they are overwritten with zeros as they are deleted. PostgreSQL reuses the
    space in its own time; docs/operating.md says what that means.
    """
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        return True
    # Past the session: inside a transaction nothing can be emptied.
    with (
        closing(db.engine.raw_connection()) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(is_busy, *_pages)] = cursor.fetchall()
    if is_busy:
        current_app.logger.warning("the -wal file could not be emptied: somebody reads from it")
    return not is_busy

"""Old states of rows that SQLite keeps in its second file: gone once that is emptied."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import Engine

from app.storage.engines import BUSY_TIMEOUT, database_file, is_sqlite, writer_lock_of


def empty_second_file(engine: Engine, *, patience: int = BUSY_TIMEOUT) -> bool:
    """Move everything into the database file itself and cut the -wal down to nothing.

    What was deleted is overwritten with zeros there. False if somebody reads for longer than
    `patience` milliseconds; PostgreSQL reuses the space in its own time. Call it outside
    transactions.
    """
    if not is_sqlite(engine):
        return True
    lock = writer_lock_of(database_file(engine))
    # Nobody writes meanwhile: that would wait for each other, and old SQLite has a fault there.
    lock.acquire()
    try:
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(f"PRAGMA busy_timeout={patience:d}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [(is_busy, *_pages)] = cursor.fetchall()
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    finally:
        lock.release()
    return not is_busy

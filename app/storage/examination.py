"""Is the database well? One finding for each thing that was looked at."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import N_
from app.storage.backup import newest_backup
from app.storage.engines import database_file
from app.storage.failures import reason_of
from app.storage.file_systems import locks_hold, mount_of
from app.storage.migrating import orphans
from app.storage.revisions import Migrations
from app.storage.sqlite_files import damages_of
from app.storage.tables import contents, snapshot
from app.storage.version_gate import has_wal_reset_bug

LITTLE_SPACE = 200 * 1024 * 1024
OLD_BACKUP = 36 * 3600
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Level(StrEnum):
    OK = N_("ok")
    WARNING = N_("warning")
    ERROR = N_("error")


@dataclass(frozen=True)
class Finding:
    """How well it is, and a sentence with gaps that `facts` fill."""

    level: Level
    message: str
    facts: dict[str, object] = field(default_factory=dict)


def _finding(level: Level, message: str, **facts: object) -> Finding:
    return Finding(level, message, facts)


def examine(engine: Engine, migrations: Migrations, *, backups: Path) -> Iterator[Finding]:
    """Everything there is to say about the database, its folder and its backups."""
    file = database_file(engine)
    if file:
        yield from _examine_version()
        yield from _examine_place(file)
    try:
        with snapshot(engine) as connection:
            yield from _examine_inside(connection, migrations)
    except SQLAlchemyError as error:
        yield _finding(
            Level.ERROR, N_("The database cannot be read: {reason}."), reason=reason_of(error)
        )
    yield from _examine_backups(backups)


def _examine_version() -> Iterator[Finding]:
    version = sqlite3.sqlite_version
    if has_wal_reset_bug(version):
        yield _finding(
            Level.WARNING,
            N_(
                "SQLite {version} has the WAL-reset bug. Here only one writes at a time, which"
                " avoids it; open the file with no other program. 3.51.3 is repaired."
            ),
            version=version,
        )
    else:
        yield _finding(Level.OK, N_("SQLite {version}."), version=version)


def _examine_place(file: Path) -> Iterator[Finding]:
    folder = file.parent
    mount = mount_of(folder)
    kind = mount.kind if mount else "–"
    if mount and mount.is_over_a_network:
        yield _finding(
            Level.ERROR, N_("The database lies on a network file system ({kind})."), kind=kind
        )
    else:
        yield _finding(Level.OK, N_("The file system is local ({kind})."), kind=kind)
    try:
        yield from _examine_folder(folder)
    except OSError as error:
        yield _finding(
            Level.ERROR,
            N_("{file} cannot be written: {reason}."),
            file=folder,
            reason=error.strerror,
        )
    yield from _examine_modes(file)


def _examine_folder(folder: Path) -> Iterator[Finding]:
    if locks_hold(folder):
        yield _finding(Level.OK, N_("A lock taken by one process is seen by another."))
    else:
        yield _finding(Level.ERROR, N_("A lock taken by one process is not seen by another."))
    free = shutil.disk_usage(folder).free
    level = Level.WARNING if free < LITTLE_SPACE else Level.OK
    yield _finding(level, N_("{megabytes} MB are free."), megabytes=free // (1024 * 1024))


def _examine_modes(file: Path) -> Iterator[Finding]:
    parts = [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm")]
    readable = [
        part.name
        for part in parts
        if part.exists() and stat.S_IMODE(part.stat().st_mode) & OPEN_TO_OTHERS
    ]
    if readable:
        yield _finding(
            Level.WARNING,
            N_("Others on this machine may read {files}: chmod 600."),
            files=", ".join(readable),
        )
    elif file.exists():
        yield _finding(Level.OK, N_("Only its owner may read the database."))


def _examine_inside(connection: Connection, migrations: Migrations) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        yield from _examine_sqlite(connection)
    else:
        yield from _examine_postgresql(connection)
    found = contents(connection)
    if found.revision == migrations.newest:
        yield _finding(
            Level.OK,
            N_("It stands at migration {revision}, with {rows} rows."),
            revision=found.revision,
            rows=found.rows,
        )
    else:
        yield _finding(
            Level.ERROR,
            N_("It stands at migration {revision}, the program needs {newest}."),
            revision=found.revision or "–",
            newest=migrations.newest,
        )


def _examine_sqlite(connection: Connection) -> Iterator[Finding]:
    mode = connection.scalar(text("PRAGMA journal_mode"))
    synchronous = connection.scalar(text("PRAGMA synchronous"))
    is_durable = (mode, synchronous) == ("wal", 2)
    yield _finding(
        Level.OK if is_durable else Level.ERROR,
        N_("journal_mode={mode}, synchronous={synchronous} (wal and 2 are right)."),
        mode=mode,
        synchronous=synchronous,
    )
    damages = damages_of(connection.connection.dbapi_connection)
    if damages:
        yield _finding(
            Level.ERROR, N_("The database is damaged: {damages}."), damages="; ".join(damages)
        )
    else:
        yield _finding(Level.OK, N_("The database is sound (integrity_check)."))
    dangling = orphans(connection)
    if dangling:
        tables = ", ".join(dangling)
        yield _finding(Level.ERROR, N_("Rows in {tables} refer to nothing."), tables=tables)
    else:
        yield _finding(Level.OK, N_("Every row refers to what is there (foreign_key_check)."))


def _examine_postgresql(connection: Connection) -> Iterator[Finding]:
    version = connection.scalar(text("SHOW server_version"))
    yield _finding(Level.OK, N_("PostgreSQL {version}."), version=version)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        value = connection.scalar(text(f"SHOW {setting}"))
        level = Level.WARNING if value == "off" else Level.OK
        yield _finding(level, N_("{setting} is {value}."), setting=setting, value=value)


def _examine_backups(folder: Path) -> Iterator[Finding]:
    newest = newest_backup(folder)
    if newest is None:
        yield _finding(Level.WARNING, N_("There is no backup in {folder}."), folder=folder)
        return
    age = max(0, time.time() - newest.stat().st_mtime)
    yield _finding(
        Level.WARNING if age > OLD_BACKUP else Level.OK,
        N_("The newest backup is {hours} hours old: {file}."),
        hours=int(age // 3600),
        file=newest,
    )

"""How the installation is: database, disk, backups, version; asked anew each time."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text

from app.config import VERSION
from app.extensions import db, migrate, now

BACKUPS = "backup-*"
OLD_BACKUP = timedelta(hours=36)
LITTLE_SPACE = 200 * 1000 * 1000
BESIDE_THE_DATABASE = ("", "-wal", "-shm")


@dataclass(frozen=True)
class Health:
    """What whoever runs this needs to know, and what they should do something about."""

    program: str
    engine: str
    engine_version: str
    stands_at: str | None
    """The migration the database stands at."""
    newest: str | None
    """The migration the program needs."""
    size: int
    """Of the database, in bytes."""
    free: int | None
    """On its disk, in bytes; None where the database is on another machine."""
    newest_backup: datetime | None

    @property
    def needs_migration(self) -> bool:
        return self.stands_at != self.newest

    @property
    def is_running_full(self) -> bool:
        return self.free is not None and self.free < LITTLE_SPACE

    @property
    def hours_since_backup(self) -> int | None:
        if self.newest_backup is None:
            return None
        return max(0, int((now() - self.newest_backup).total_seconds()) // 3600)

    @property
    def lacks_backup(self) -> bool:
        return self.newest_backup is None or now() - self.newest_backup > OLD_BACKUP


def health() -> Health:
    is_sqlite = db.engine.dialect.name == "sqlite"
    file = Path(db.engine.url.database or "") if is_sqlite else None
    return Health(
        program=VERSION,
        engine="SQLite" if is_sqlite else "PostgreSQL",
        engine_version=sqlite3.sqlite_version if is_sqlite else _ask("SHOW server_version"),
        stands_at=MigrationContext.configure(db.session.connection()).get_current_revision(),
        newest=ScriptDirectory.from_config(migrate.get_config()).get_current_head(),
        size=_size_of(file) if file else int(_ask("SELECT pg_database_size(current_database())")),
        free=shutil.disk_usage(file.parent).free if file else None,
        newest_backup=newest_backup(current_app.config["BACKUPS_FOLDER"]),
    )


def newest_backup(folder: Path) -> datetime | None:
    """When the newest backup in this folder was made; None if there is none."""
    made = [file.stat().st_mtime for file in folder.glob(BACKUPS) if file.is_file()]
    return datetime.fromtimestamp(max(made), UTC) if made else None


def _ask(statement: str) -> str:
    return str(db.session.scalar(text(statement)))


def _size_of(file: Path) -> int:
    parts = [file.with_name(file.name + ending) for ending in BESIDE_THE_DATABASE]
    return sum(part.stat().st_size for part in parts if part.exists())

"""A backup of either engine that was looked at, and how it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import N_
from app.storage.engines import database_file, is_sqlite
from app.storage.failures import Failure, failure_of, reason_of
from app.storage.neutral_file import NeutralReader, beginning_of, is_neutral
from app.storage.private_files import private_folder, stamped_file
from app.storage.problems import StorageProblem
from app.storage.revisions import Migrations
from app.storage.sqlite_files import MAGIC, copy_in, copy_out, look_at
from app.storage.tables import Contents, contents, drop_everything, snapshot
from app.storage.transfer import export, import_all

NAME = "backup"
ENDINGS = {"sqlite": ".sqlite", "postgresql": ".jsonl.gz"}


@dataclass(frozen=True)
class Restored:
    """What came back, and where that lies which it replaced."""

    contents: Contents
    kept_aside: Path | None


def new_backup_file(engine: Engine, folder: Path, *, name: str = NAME) -> Path:
    return stamped_file(folder, name=name, ending=ENDINGS[engine.dialect.name])


def newest_backup(folder: Path) -> Path | None:
    """The file in this folder that was written last, of those that we name."""
    files = [file for file in folder.glob(f"{NAME}-*") if file.is_file()]
    return max(files, key=lambda file: file.stat().st_mtime, default=None)


def back_up(engine: Engine, target: Path) -> Contents:
    """Write everything that is stored into a file, and look at the file."""
    try:
        if not is_sqlite(engine):
            return export(engine, target)
        file = database_file(engine)
        if file is None or not file.exists():
            raise StorageProblem(N_("There is no database yet: {file}."), file=file or "–")
        return copy_out(engine, target)
    except SQLAlchemyError as error:
        raise StorageProblem(
            N_("The database cannot be read: {reason}."), reason=reason_of(error)
        ) from error


def restore(
    engine: Engine, file: Path, *, migrations: Migrations, backups: Path, replace: bool
) -> Restored:
    """Put back what a file holds. What is there already is kept aside first, if it may go."""
    found = contents_of(file)
    migrations.refuse_unknown(found.revision)
    kept_aside = _make_room(engine, backups, replace=replace)
    if is_neutral(file):
        drop_everything(engine)
        migrations.migrate(found.revision or "base")
        return Restored(import_all(engine, file), kept_aside)
    target = database_file(engine)
    if target is None:
        raise StorageProblem(
            N_("{file} is a SQLite database. To bring it into PostgreSQL, export and import it."),
            file=file,
        )
    copy_in(file, engine, target)
    if (restored := look_at(target)) != found:
        raise StorageProblem(N_("{file} is damaged or not complete."), file=target)
    return Restored(restored, kept_aside)


def contents_of(file: Path) -> Contents:
    """What a backup of either kind holds; raises StorageProblem if it is not whole and sound."""
    if is_neutral(file):
        return NeutralReader(file).contents()
    if not beginning_of(file).startswith(MAGIC):
        raise StorageProblem(N_("{file} is no backup or export of this program."), file=file)
    found = look_at(file)
    if found.revision is None:
        raise StorageProblem(N_("{file} is no backup or export of this program."), file=file)
    return found


def _make_room(engine: Engine, backups: Path, *, replace: bool) -> Path | None:
    """Keep aside what is stored, also where it is damaged; refuse if it may not be replaced."""
    try:
        with snapshot(engine) as connection:
            stored = contents(connection)
    except SQLAlchemyError as error:
        if failure_of(error) is not Failure.DAMAGED:
            raise StorageProblem(
                N_("The database cannot be read: {reason}."), reason=reason_of(error)
            ) from error
        return _put_away_damaged(engine, backups, replace=replace)
    if stored.is_empty:
        return None
    if not replace:
        raise StorageProblem(
            N_("The database has {rows} rows. To replace them, add --replace."), rows=stored.rows
        )
    aside = new_backup_file(engine, backups, name=f"{NAME}-before-restore")
    try:
        back_up(engine, aside)
    except StorageProblem:
        if not is_sqlite(engine):
            raise
        return _put_away_damaged(engine, backups, replace=replace)
    return aside


def _put_away_damaged(engine: Engine, backups: Path, *, replace: bool) -> Path | None:
    """Move a damaged SQLite database aside with the files that belong to it."""
    file = database_file(engine)
    if file is None or not replace:
        raise StorageProblem(N_("The database is damaged. To replace it, add --replace."))
    engine.dispose()
    aside = stamped_file(private_folder(backups), name="damaged", ending=".sqlite")
    for ending in ("", "-wal", "-shm"):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside

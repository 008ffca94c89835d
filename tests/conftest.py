"""The application, its database and a visitor, for every test that needs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import local

import pytest
from alembic.script import ScriptDirectory
from flask import Flask, Response
from flask_migrate import upgrade
from sqlalchemy import Engine, event

from app import create_app
from app.extensions import MIGRATIONS, db
from tests.postgresql import empty_postgresql, new_database, serving_postgresql
from tests.visitor import Visitor

pytest_plugins = ["tests.chromium"]

ROOT = Path(__file__).parent.parent
# The same tests on the other engine; `run.py test` runs them on both.
ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second engine only those tests are run again that have a database."""
    if ON_POSTGRESQL:
        again = [item for item in items if has_a_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in again])
        items[:] = again


def has_a_database(item: pytest.Item) -> bool:
    """Whether a test has one, of whatever engine."""
    is_on_sqlite = item.get_closest_marker("sqlite")
    return "app" in getattr(item, "fixturenames", ()) and not is_on_sqlite


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database made by the migrations, to be copied for each test."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite"
    app = create_app(settings(file))
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        db.session.remove()
        # Closing the last connection moves everything into the one file that is copied.
        db.engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server's first database, for tests that need this engine."""
    with serving_postgresql() as address:
        yield address


def settings(database: Path, *, address: str = "") -> dict[str, object]:
    return {
        "TESTING": True,
        # Errors become pages, as they do for people.
        "PROPAGATE_EXCEPTIONS": False,
        "SECRET_KEY": "only for tests",
        "SQLALCHEMY_DATABASE_URI": address or f"sqlite:///{database}",
        "STATEMENTS_FOLDER": database.parent / "statements",
        "BACKUPS_FOLDER": database.parent / "backups",
        "LOCKS_FOLDER": database.parent / "locks",
    }


@pytest.fixture(scope="session")
def made_app(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Flask:
    """The whole application, made once: reading checklists and compiling pages takes its time."""
    address = ""
    if ON_POSTGRESQL:
        address = new_database(request.getfixturevalue("postgresql"), "served")
    app = create_app(settings(tmp_path_factory.mktemp("served") / "test.sqlite", address=address))

    with app.app_context():
        writes = uncommitted_writes(db.engine)

    @app.after_request
    def nothing_is_left_behind(response: Response) -> Response:
        # A view that forgets its one commit leaves something behind.
        if response.status_code < 400:
            assert not (db.session.new or db.session.dirty or db.session.deleted)
            assert not writes.statements
        return response

    return app


class Writes(local):
    """What changed something since the last commit or rollback, in this thread.

    Mails, for instance, are made beside the answer, in a thread and a transaction of their own.
    """

    def __init__(self) -> None:
        self.statements: list[str] = []


def uncommitted_writes(engine: Engine) -> Writes:
    writes = Writes()

    @event.listens_for(engine, "before_cursor_execute")
    def note_writes(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            writes.statements.append(statement)

    for end in ("commit", "rollback"):
        event.listen(engine, end, lambda _connection: writes.statements.clear())
    return writes


@pytest.fixture
def app(made_app: Flask, migrated_database: Path) -> Iterator[Flask]:
    """The whole application on an empty database of the test's own, within its context."""
    with made_app.app_context():
        if ON_POSTGRESQL:
            newest = ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""
            empty_postgresql(db.engine, db.metadata, revision=newest)
        else:
            copy_in_place(migrated_database, database_of(made_app))
        yield made_app
        db.session.remove()
        db.engine.dispose()


def database_of(app: Flask) -> Path:
    return Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


def copy_in_place(source: Path, target: Path) -> None:
    for leftover in target.parent.glob(f"{target.name}*"):
        leftover.unlink()
    target.write_bytes(source.read_bytes())


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody at the desk who checks every page they open."""
    return Visitor(app)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    """The same in English, where every message reads as it stands in the program."""
    return Visitor(app, language="en")


@pytest.fixture
def example_town(app: Flask) -> str:
    """The key of the example town, with its three years."""
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    return "own-lindenbruck"

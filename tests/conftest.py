"""The application, its database and a visitor, for every test that needs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask_migrate import upgrade
from sqlalchemy import Engine, event

from app import create_app
from app.extensions import db
from tests.visitor import Visitor

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database made by the migrations, to be copied for each test."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite"
    app = create_app(settings(file))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.session.remove()
        # Closing the last connection moves everything into the one file that is copied.
        db.engine.dispose()
    return file


def settings(database: Path) -> dict[str, object]:
    return {
        "TESTING": True,
        # Errors become pages, as they do for people.
        "PROPAGATE_EXCEPTIONS": False,
        "SECRET_KEY": "only for tests",
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}",
        "STATEMENTS_FOLDER": database.parent / "statements",
    }


@pytest.fixture(scope="session")
def made_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole application, made once: reading checklists and compiling pages takes its time."""
    app = create_app(settings(tmp_path_factory.mktemp("served") / "test.sqlite"))

    with app.app_context():
        writes = uncommitted_writes(db.engine)

    @app.after_request
    def nothing_is_left_behind(response: Response) -> Response:
        # A view that forgets its one commit leaves something behind.
        if response.status_code < 400:
            assert not (db.session.new or db.session.dirty or db.session.deleted)
            assert not writes
        return response

    return app


def uncommitted_writes(engine: Engine) -> list[str]:
    """The statements that changed something since the last commit or rollback; a living list."""
    writes: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note_writes(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(statement)

    for end in ("commit", "rollback"):
        event.listen(engine, end, lambda _connection: writes.clear())
    return writes


@pytest.fixture
def app(made_app: Flask, migrated_database: Path) -> Iterator[Flask]:
    """The whole application on an empty database of the test's own, within its context."""
    file = Path(made_app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    file.write_bytes(migrated_database.read_bytes())
    with made_app.app_context():
        yield made_app
        db.session.remove()
        db.engine.dispose()


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

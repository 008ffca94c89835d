"""Whatever happens to the database, the reader hears what it is and what to do, on both engines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from flask_migrate import upgrade
from sqlalchemy import event, text
from werkzeug.test import TestResponse

from app import create_app
from app.extensions import MIGRATIONS, csrf, db
from app.municipalities.models import Municipality
from app.web.access import allows, everyone
from tests.builders import a_municipality
from tests.conftest import settings
from tests.postgresql import administering, new_database
from tests.visitor import Page, check_page

ENGINES = ("sqlite", "postgresql")
ENGLISH = {"Accept-Language": "en"}
KILL_THE_OTHERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""
TYPED = "nobody's business"


@pytest.fixture
def does() -> list[Callable[[], Any]]:
    """What the failing view does, put in by each test."""
    return []


@pytest.fixture(params=ENGINES)
def failing(
    request: pytest.FixtureRequest, tmp_path: Path, does: list[Callable[[], Any]]
) -> Iterator[Flask]:
    """The application on each engine, with one more view that does what a test asks for."""
    address = ""
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("postgresql"), "failing")
    yield from application(tmp_path / "test.sqlite", address, does)


@pytest.fixture
def failing_on_postgresql(
    postgresql: str, tmp_path: Path, does: list[Callable[[], Any]]
) -> Iterator[Flask]:
    address = new_database(postgresql, "failing")
    yield from application(tmp_path / "test.sqlite", address, does)


@pytest.fixture
def failing_on_sqlite(tmp_path: Path, does: list[Callable[[], Any]]) -> Iterator[Flask]:
    yield from application(tmp_path / "test.sqlite", "", does)


def application(file: Path, address: str, does: list[Callable[[], Any]]) -> Iterator[Flask]:
    app = create_app(settings(file, address=address))

    @app.route("/fails", methods=["GET", "POST"])
    @csrf.exempt
    @allows(everyone)
    def fails() -> str:
        for step in does:
            step()
        if request.method == "POST":
            db.session.commit()
        return "done"

    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        yield app
        db.session.remove()
        db.engine.dispose()


def opens(app: Flask) -> TestResponse:
    return asks(app, method="GET")


def sends(app: Flask) -> TestResponse:
    return asks(app, method="POST", data={"a-note": TYPED})


def asks(app: Flask, **sent: Any) -> TestResponse:
    """Ask as from outside, with a session of the request's own."""
    db.session.rollback()
    return Context().run(app.test_client().open, "/fails", headers=ENGLISH, buffered=True, **sent)


def told(response: TestResponse) -> tuple[int, str, str | None]:
    page = Page(response)
    check_page(page)
    return page.status, page.title, response.headers.get("Retry-After")


def stores(**fields: Any) -> Callable[[], None]:
    """Store a municipality with one unusual field."""

    def store() -> None:
        db.session.add(Municipality(**{"key": "own-a", "name": "A", **fields}))
        db.session.flush()

    return store


def runs(statement: str) -> Callable[[], None]:
    return lambda: db.session.execute(text(statement)) and None


@pytest.mark.parametrize("fields", [{"population": 2**63}, {"name": "a\udc80b"}])
def test_what_no_column_holds_is_refused_and_not_logged(
    failing: Flask,
    does: list[Callable[[], Any]],
    fields: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    does.append(stores(**fields))

    response = sends(failing)

    assert told(response) == (400, "This cannot be stored", None)
    assert TYPED in Page(response).text
    assert "INSERT" not in caplog.text
    assert db.session.query(Municipality).count() == 0


@pytest.mark.parametrize("fields", [{"population": 2**31}, {"name": "a\x00b"}])
def test_what_postgresql_alone_does_not_hold_is_refused(
    failing_on_postgresql: Flask, does: list[Callable[[], Any]], fields: dict[str, Any]
) -> None:
    does.append(stores(**fields))

    assert told(sends(failing_on_postgresql)) == (400, "This cannot be stored", None)


def test_an_address_with_a_number_no_column_holds_leads_nowhere(
    failing: Flask, does: list[Callable[[], Any]]
) -> None:
    does.append(lambda: db.session.get(Municipality, 2**70))

    assert told(opens(failing)) == (404, "This page does not exist", None)


def test_the_second_of_two_who_add_the_same_is_told_so(
    failing: Flask, does: list[Callable[[], Any]]
) -> None:
    a_municipality("A")
    does.append(stores(key="own-a"))

    assert told(sends(failing)) == (409, "Somebody else was a moment faster", None)


def test_a_rule_of_the_tables_that_is_broken_is_a_fault_of_ours(
    failing: Flask, does: list[Callable[[], Any]]
) -> None:
    does.append(stores(population=-1))

    assert told(sends(failing)) == (500, "Something went wrong on our side", None)


def test_a_table_that_is_missing_is_a_database_that_does_not_answer(
    failing: Flask, does: list[Callable[[], Any]]
) -> None:
    does.append(runs("SELECT * FROM missing"))

    assert told(opens(failing)) == (503, "The database does not answer", "10")


def test_after_a_failure_the_next_request_is_served(
    failing: Flask, does: list[Callable[[], Any]]
) -> None:
    does.append(runs("SELECT * FROM missing"))
    failed = sends(failing)
    does.clear()

    assert (failed.status_code, sends(failing).status_code) == (503, 200)


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "SET TRANSACTION READ ONLY; DELETE FROM municipality",
    ],
)
def test_too_slow_stopped_or_only_for_reading_is_away(
    failing_on_postgresql: Flask, does: list[Callable[[], Any]], statement: str
) -> None:
    does.extend(runs(part) for part in statement.split("; "))

    assert told(sends(failing_on_postgresql)) == (503, "The database does not answer", "10")


def test_connections_that_broke_while_nobody_used_them_cost_no_request(
    failing_on_postgresql: Flask, does: list[Callable[[], Any]]
) -> None:
    does.append(runs("SELECT 1"))
    opens(failing_on_postgresql)
    address = db.engine.url.render_as_string(hide_password=False)
    with administering(address) as engine, engine.connect() as connection:
        killed = connection.scalar(text(KILL_THE_OTHERS))

    assert killed
    assert opens(failing_on_postgresql).status_code == 200


def test_a_full_disk_saves_nothing_and_says_so_and_then_goes_on(
    failing_on_sqlite: Flask, does: list[Callable[[], Any]]
) -> None:
    def have_room(pages: int) -> None:
        event.listen(
            db.engine,
            "checkout",
            lambda driver, *_others: driver.execute(f"PRAGMA max_page_count={pages}"),
        )

    have_room(1)
    does.extend(stores(key=f"own-{number}", name="x" * 100_000) for number in range(2))
    full = sends(failing_on_sqlite)
    have_room(1_000_000)
    meanwhile = db.session.query(Municipality).count()

    again = sends(failing_on_sqlite)

    assert told(full) == (507, "Not saved: the server has no room left", "60")
    assert TYPED in Page(full).text
    assert (meanwhile, again.status_code) == (0, 200)


def test_a_file_that_is_no_database_asks_for_a_backup(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "test.sqlite"
    file.write_bytes(b"not a database" * 1_000)
    client = create_app(settings(file)).test_client()

    with caplog.at_level(logging.ERROR):
        response = client.get("/", headers=ENGLISH)

    assert told(response) == (503, "The database is damaged", "300")
    assert "Traceback" not in caplog.text


def test_a_damaged_page_asks_for_a_backup(
    failing_on_sqlite: Flask, does: list[Callable[[], Any]]
) -> None:
    for number in range(50):
        stores(key=f"own-{number}", name="x" * 5_000)()
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    file = Path(db.engine.url.database or "")
    content = bytearray(file.read_bytes())
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    file.write_bytes(content)
    does.append(runs("SELECT sum(length(name)) FROM municipality"))

    response = opens(failing_on_sqlite)

    assert told(response) == (503, "The database is damaged", "300")
    assert "must restore a backup" in Page(response).text

"""A server serves the database that fits the program, and says in one line why it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from app.extensions import db, migrations, reason_not_to_serve
from tests.conftest import ROOT, settings

UPGRADE = "flask --app wsgi ops upgrade"


def reason(file: Path) -> str:
    app = create_app(settings(file))
    found = reason_not_to_serve(app)
    with app.app_context():
        db.engine.dispose()
    return found


def newest(file: Path) -> str:
    with create_app(settings(file)).app_context():
        return migrations().newest


@pytest.fixture
def database(migrated_database: Path, tmp_path: Path) -> Path:
    file = tmp_path / "test.sqlite"
    file.write_bytes(migrated_database.read_bytes())
    return file


def stand_at(file: Path, revision: str) -> None:
    with create_app(settings(file)).app_context():
        with db.engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))  # noqa: S608
        db.engine.dispose()


def test_a_database_that_fits_is_served(database: Path) -> None:
    assert reason(database) == ""


def test_a_database_without_tables_is_not_served(tmp_path: Path) -> None:
    file = tmp_path / "test.sqlite"

    assert reason(file) == (
        f"The database stands at migration –, the program needs {newest(file)}. Run: {UPGRADE}"
    )


def test_a_newer_database_is_not_served(database: Path) -> None:
    stand_at(database, "9999")

    assert reason(database) == (
        "Migration 9999 is not known here: it needs a newer version of the program."
    )


@pytest.mark.parametrize("content", [b"no database at all" * 1_000])
def test_a_damaged_database_is_served_with_the_page_that_says_so(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "test.sqlite"
    file.write_bytes(content)

    assert reason(file) == ""


def test_a_database_that_is_away_is_served_for_it_may_come_back(tmp_path: Path) -> None:
    assert reason(tmp_path / "missing" / "test.sqlite") == ""


def test_gunicorn_ends_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "test.sqlite"
    environment = {
        **os.environ,
        "SECRET_KEY": "only for tests",
        "DATABASE_URL": f"sqlite:///{file}",
        "INSTANCE_FOLDER": str(tmp_path),
    }
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", "127.0.0.1:0"]

    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )

    assert ended.returncode != 0
    assert f"the program needs {newest(file)}. Run: {UPGRADE}\n" in ended.stderr
    assert "Traceback" not in ended.stderr

"""Is the server alive, and can it answer?"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.extensions import db
from tests.conftest import settings
from tests.visitor import Visitor


@pytest.fixture
def without_database(tmp_path: Path) -> Flask:
    return create_app(settings(tmp_path / "no-such-folder" / "test.sqlite"))


def test_a_server_is_alive_without_its_database(without_database: Flask) -> None:
    response = without_database.test_client().get("/healthz")

    assert (response.status_code, response.get_json()) == (200, {"status": "ok"})


def test_a_server_without_its_database_is_not_ready(without_database: Flask) -> None:
    response = without_database.test_client().get("/readyz")

    assert (response.status_code, response.get_json()) == (503, {"status": "database away"})


def test_a_migrated_database_is_ready(visitor: Visitor) -> None:
    response = visitor.gets("/readyz")

    assert (response.status_code, response.get_json()) == (200, {"status": "ok"})


def test_a_server_started_elsewhere_is_ready_too(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert visitor.gets("/readyz").status_code == 200


def test_a_database_at_another_migration_is_not_ready(visitor: Visitor) -> None:
    newest = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    response = visitor.gets("/readyz")

    assert response.status_code == 503
    assert response.get_json() == {
        "status": "migration needed",
        "database": "0000",
        "program": newest,
    }


def test_an_empty_database_is_not_ready(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path / "test.sqlite"))

    response = app.test_client().get("/readyz")

    assert (response.status_code, response.get_json()["database"]) == (503, None)

"""Every way to write the address of a database means one of two engines, set up as it must be."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.extensions import db
from app.storage.engines import database_url
from app.storage.problems import StorageProblem
from tests.conftest import settings


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("sqlite:////srv/check.sqlite", "sqlite:////srv/check.sqlite"),
        ("postgres://a:b%40c@host/check", "postgresql+psycopg://a:b%40c@host/check"),
        ("postgresql://a@host:5433/check", "postgresql+psycopg://a@host:5433/check"),
        ("postgresql+psycopg:///check?host=/run", "postgresql+psycopg:///check?host=%2Frun"),
    ],
)
def test_an_address_is_understood(written: str, understood: str) -> None:
    assert database_url(written) == understood


@pytest.mark.parametrize("written", ["mysql://a@host/check", "check.sqlite", "", "://"])
def test_another_address_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(StorageProblem) as refused:
        database_url(written)

    assert str(refused.value) == "DATABASE_URL must begin with sqlite:/// or postgresql://."


def test_sqlite_keeps_what_it_acknowledged(migrated_database: Path) -> None:
    with create_app(settings(migrated_database)).app_context():
        with db.engine.connect() as connection:
            found = {
                name: connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        db.engine.dispose()

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_postgresql_waits_for_nobody_for_ever(postgresql: str, tmp_path: Path) -> None:
    app: Flask = create_app(settings(tmp_path / "unused", address=postgresql))
    names = (
        "statement_timeout",
        "idle_in_transaction_session_timeout",
        "transaction_isolation",
        "timezone",
    )
    with app.app_context():
        with db.engine.connect() as connection:
            found = [connection.scalar(text(f"SHOW {name}")) for name in names]
        db.engine.dispose()

    assert found == ["10s", "30s", "read committed", "UTC"]

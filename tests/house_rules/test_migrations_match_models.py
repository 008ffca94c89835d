"""The migrations make exactly the tables of the models, and go up and down with data in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from app import create_app
from app.accounts.throttle_models import FailedAttempts
from app.assessments.models import Assessment
from app.assessments.queries import load_answer
from app.extensions import db, migrate, now
from tests.builders import an_answer, an_assessment
from tests.conftest import settings
from tests.postgresql import new_database

KEY = "mi_website"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without any table, on each engine."""
    address = ""
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("postgresql"), "migrated")
    app = create_app(settings(tmp_path / "test.sqlite", address=address))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return {*inspect(db.engine).get_table_names()} - {"alembic_version"}


def test_the_newest_migration_makes_the_tables_of_the_models(empty_app: Flask) -> None:
    upgrade()

    context = MigrationContext.configure(
        db.session.connection(), opts={"compare_type": True, "compare_server_default": True}
    )
    assert compare_metadata(context, db.metadata) == []


def test_the_migrations_make_the_same_constraints_as_the_models(
    empty_app: Flask,
) -> None:
    upgrade()
    migrated = checks_and_keys()
    downgrade(revision="base")

    db.create_all()

    assert migrated == checks_and_keys()


def checks_and_keys() -> dict[str, list[tuple[str | None, str]]]:
    """Name and content of every constraint of every table."""
    inspector = inspect(db.engine)
    return {
        table: sorted(
            [(one["name"], one["sqltext"]) for one in inspector.get_check_constraints(table)]
            + [
                (one["name"], str(one["column_names"]))
                for one in inspector.get_unique_constraints(table)
            ]
            + [
                (one["name"], f"{one['referred_table']} {one['options']}")
                for one in inspector.get_foreign_keys(table)
            ]
            + [(one["name"], str(one["column_names"])) for one in inspector.get_indexes(table)]
        )
        for table in tables()
    }


def test_there_is_one_newest_migration(made_app: Flask) -> None:
    with made_app.app_context():
        assert len(ScriptDirectory.from_config(migrate.get_config()).get_heads()) == 1


def test_down_and_up_again_leaves_nothing_and_makes_everything(empty_app: Flask) -> None:
    upgrade()
    made = tables()

    downgrade(revision="base")
    after_down = tables()
    upgrade()

    assert after_down == set()
    assert tables() == made == {*db.metadata.tables}


def test_down_goes_with_data_in_it_too(app: Flask) -> None:
    an_answer(an_assessment(), KEY, level=2, note="Größe")
    db.session.add(
        FailedAttempts(subject="0" * 64, failures=1, counted_from=now(), last_failed_at=now())
    )
    db.session.commit()
    db.session.remove()

    downgrade(revision="base")

    assert tables() == set()


def test_upgrading_twice_changes_nothing(app: Flask) -> None:
    answer = an_answer(an_assessment(), KEY, level=2, note="Größe")
    db.session.remove()

    upgrade()

    assessment = db.session.scalars(select(Assessment)).one()
    assert load_answer(assessment, KEY) == answer

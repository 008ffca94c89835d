"""Tables can be changed without losing what refers to them, and a revision is done whole or not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.assessments.models import StoredAnswer
from app.extensions import MIGRATIONS, db, migrate
from app.storage.migrating import refuse_orphans, set_up_for_migrations
from app.storage.problems import StorageProblem
from app.storage.tables import revision_of
from tests.builders import an_assessment
from tests.conftest import settings
from tests.postgresql import new_database

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("assessment", recreate="auto") as table:
        table.add_column(sa.Column("colour", sa.String(20), nullable=True))
        table.alter_column("respondent", type_=sa.String(300))
{steps}
"""


def make_anew(connection: Connection) -> None:
    """Change the table that answers refer to, as SQLite must: copy, drop, rename."""
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("assessment", recreate="always") as table:
        table.add_column(sa.Column("colour", sa.String(20), nullable=True))


def number_of_answers() -> int:
    return db.session.query(StoredAnswer).count()


@pytest.fixture
def self_check(migrated_database: Path, tmp_path: Path) -> Iterator[None]:
    """A self-check in SQLite; PostgreSQL changes its tables in place."""
    file = tmp_path / "test.sqlite"
    file.write_bytes(migrated_database.read_bytes())
    with create_app(settings(file)).app_context():
        an_assessment()
        db.session.remove()
        yield
        db.session.remove()
        db.engine.dispose()


def test_a_table_made_anew_keeps_what_refers_to_it(self_check: None) -> None:
    before = number_of_answers()
    db.session.remove()

    with (
        db.engine.connect() as connection,
        set_up_for_migrations(connection),
        connection.begin(),
    ):
        make_anew(connection)
        refuse_orphans(connection)

    assert number_of_answers() == before > 0


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    """The migrations of the program and a folder for further ones, on each engine."""
    address = ""
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("postgresql"), "migrating")
    with create_app(settings(tmp_path / "test.sqlite", address=address)).app_context():
        config = migrate.get_config()
        config.set_main_option("path_separator", "os")
        folders = (MIGRATIONS / "versions", tmp_path / "further")
        config.set_main_option("version_locations", os.pathsep.join(map(str, folders)))
        folders[1].mkdir()
        upgrade(config, "heads")
        an_assessment()
        db.session.remove()
        yield config
        db.session.remove()
        db.engine.dispose()


def add_revision(config: Config, *steps: str) -> None:
    """One more migration, that adds a column and then does these steps."""
    head = ScriptDirectory.from_config(config).get_current_head()
    folder = (config.get_main_option("version_locations") or "").split(os.pathsep)[1]
    lines = "".join(f"    {step}\n" for step in steps)
    Path(folder, "9999.py").write_text(REVISION.format(head=head, steps=lines), encoding="utf-8")


def revision_and_columns() -> tuple[str | None, set[str]]:
    with db.engine.connect() as connection:
        columns = sa.inspect(connection).get_columns("assessment")
        return revision_of(connection), {column["name"] for column in columns}


def test_a_revision_that_goes_well_is_there_with_everything_before(migrated: Config) -> None:
    answers = number_of_answers()
    db.session.remove()
    add_revision(migrated)

    upgrade(migrated, "heads")

    revision, columns = revision_and_columns()
    assert (revision, "colour" in columns) == ("9999", True)
    assert number_of_answers() == answers > 0


@pytest.mark.parametrize("step", ["raise ValueError('no')", "op.execute('DELETE FROM missing')"])
def test_a_revision_that_fails_leaves_nothing_behind(migrated: Config, step: str) -> None:
    before = revision_and_columns()
    add_revision(migrated, step)

    with pytest.raises((ValueError, DBAPIError)):
        upgrade(migrated, "heads")

    assert revision_and_columns() == before


@pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
def test_rows_that_would_refer_to_nothing_undo_the_revision(migrated: Config) -> None:
    before = revision_and_columns()
    add_revision(migrated, "op.execute('DELETE FROM assessment')")

    with pytest.raises(StorageProblem) as refused:
        upgrade(migrated, "heads")

    assert str(refused.value) == (
        "The migration would leave rows in stored_answer that refer to nothing."
    )
    assert revision_and_columns() == before
    assert number_of_answers() > 0


def test_afterwards_foreign_keys_are_watched_again(self_check: None) -> None:
    with db.engine.connect() as connection:
        with set_up_for_migrations(connection):
            connection.commit()
        watched = connection.scalar(text("PRAGMA foreign_keys"))

    assert watched == 1

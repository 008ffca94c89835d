"""How Alembic meets the application's database."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.storage.migrating import refuse_orphans, set_up_for_migrations

migrate = current_app.extensions["migrate"]
metadata = migrate.db.metadata


def run_migrations() -> None:
    with migrate.db.engine.connect() as connection, set_up_for_migrations(connection):
        # Each revision is one transaction, on SQLite too: done whole, or not at all.
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transaction_per_migration=True,
            transactional_ddl=True,
            on_version_apply=refuse_what_dangles,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def refuse_what_dangles(*, ctx: Any, **_others: object) -> None:
    connection: Connection = ctx.connection
    refuse_orphans(connection)


run_migrations()

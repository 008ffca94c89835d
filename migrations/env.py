"""How Alembic meets the application's database."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
metadata = migrate.db.metadata


def run_migrations() -> None:
    with migrate.db.engine.connect() as connection:
        # Alembic manages the transaction of each revision; ours must not begin one of its own.
        context.configure(connection=connection, target_metadata=metadata, **migrate.configure_args)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()

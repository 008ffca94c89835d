"""Which migration the database stands at, which one the program needs, and the way between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import N_
from app.storage.engines import database_file
from app.storage.file_systems import refuse_network
from app.storage.problems import StorageProblem
from app.storage.tables import revision_of, snapshot


@dataclass(frozen=True)
class Migrations:
    """The program's migrations: the newest, all, and how to come to stand at one of them."""

    newest: str
    known: frozenset[str]
    migrate: Callable[[str], None]

    def refuse_unknown(self, revision: str | None) -> None:
        """Raise StorageProblem for what a newer program made."""
        if revision is not None and revision not in self.known:
            raise StorageProblem(
                N_(
                    "Migration {revision} is not known here:"
                    " it needs a newer version of the program."
                ),
                revision=revision,
            )


def refuse_to_serve(engine: Engine, migrations: Migrations) -> None:
    """Raise StorageProblem where serving would do harm; a database that is away may come back."""
    file = database_file(engine)
    if file:
        refuse_network(file.parent)
    try:
        with snapshot(engine) as connection:
            revision = revision_of(connection)
    except SQLAlchemyError:
        return
    migrations.refuse_unknown(revision)
    if revision != migrations.newest:
        raise StorageProblem(
            N_(
                "The database stands at migration {revision}, the program needs {newest}."
                " Run: {command}"
            ),
            revision=revision or "–",
            newest=migrations.newest,
            command="flask --app wsgi ops upgrade",
        )

"""What the engines promise the application about a commit when the power fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from app.extensions import db
from app.storage.engines import is_sqlite
from bench.results import Goal, Result

# SQLite answers with numbers: 2 is FULL, which calls fsync with every commit.
WANTED: Mapping[str, Mapping[str, str]] = {
    "SQLite": {
        "PRAGMA journal_mode": "wal",
        "PRAGMA synchronous": "2",
        "PRAGMA foreign_keys": "1",
    },
    "PostgreSQL": {
        "SHOW fsync": "on",
        "SHOW synchronous_commit": "on",
        "SHOW full_page_writes": "on",
    },
}


@dataclass(frozen=True)
class Figures:
    engine: str
    found: Mapping[str, str]

    @property
    def differing(self) -> Mapping[str, str]:
        wanted = WANTED[self.engine]
        return {asked: told for asked, told in self.found.items() if told != wanted[asked]}

    def results(self) -> Iterator[Result]:
        theme = f"What a commit promises, {self.engine}"
        for asked, told in self.found.items():
            is_right = int(asked not in self.differing)
            yield Result(theme, asked, is_right, "right", Goal(1, at_least=True), note=told)


def durable_settings() -> Figures:
    """As the application's own connections have them; needs an app context."""
    with db.engine.connect() as connection:
        engine = "SQLite" if is_sqlite(db.engine) else "PostgreSQL"
        found = {asked: str(connection.scalar(text(asked))) for asked in WANTED[engine]}
    return Figures(engine, found)

"""Where experiments are made: an empty folder, a server of PostgreSQL, and how much of it all."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from flask import Flask

from tests.postgresql import new_database
from tests.reliability.installation import Installation, an_empty_database, install
from tests.reliability.profiles import Profile

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRESQL)


@dataclass(frozen=True)
class Ground:
    folder: Path
    postgresql: str
    """The address of a server."""
    profile: Profile
    _numbers: count[int] = field(default_factory=count)

    def install(
        self, engine: str, *, people: int = 1, places: int = 1, workers: int | None = None
    ) -> Installation:
        """A new installation on this engine, for one experiment alone."""
        folder, address = self._new(engine)
        return install(
            folder,
            postgresql=address,
            people=people,
            places=places,
            workers=workers or self.profile.workers,
        )

    def application(self, engine: str) -> Flask:
        """The application alone, on a new and empty database."""
        folder, address = self._new(engine)
        return an_empty_database(folder, postgresql=address)

    def server_for_copies(self, engine: str) -> str:
        return self.postgresql if engine == POSTGRESQL else ""

    def _new(self, engine: str) -> tuple[Path, str]:
        number = next(self._numbers)
        address = ""
        if engine == POSTGRESQL:
            address = new_database(self.postgresql, f"ground_{number}")
        return self.folder / f"ground-{number}", address

"""`flask ops backup` while people save: put back elsewhere, it has what was acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.results import Goal, Result
from tests.postgresql import new_database
from tests.reliability.evidence import Evidence, examine
from tests.reliability.installation import Installation, an_app
from tests.reliability.savers import Acknowledged, saving
from tests.serving import serving_with


@dataclass(frozen=True)
class Figures:
    engine: str
    backups: int
    acknowledged: int
    """Before the last backup began."""
    refused: int
    """Savers that heard an error meanwhile."""
    restored: tuple[Evidence, ...]
    """What each restored copy lacks of what was acknowledged before its backup began."""

    def results(self) -> Iterator[Result]:
        theme = f"{self.backups} backups under load, {self.engine}"
        lost, torn, damages = (
            sum(getattr(one, name) for one in self.restored) for name in ("lost", "torn", "damages")
        )
        yield Result(theme, "acknowledged before the last one", self.acknowledged, "answers")
        yield Result(theme, "missing after restoring", lost, "answers", Goal(0))
        yield Result(theme, "torn after restoring", torn, "answers", Goal(0))
        yield Result(theme, "damages of restored files", damages, "", Goal(0))
        yield Result(theme, "savers answered with an error", self.refused, "requests", Goal(0))


class Elsewhere:
    """A fresh place to put a backup back, again and again."""

    def __init__(self, folder: Path, *, postgresql: str = "") -> None:
        """`postgresql` is the address of a server, if copies shall be restored there."""
        self._file = folder / "restored.sqlite"
        self._server = postgresql
        address = new_database(postgresql, "restored") if postgresql else ""
        self._app = an_app(self._file, postgresql=address)

    def examine(self, backup: Path, acknowledged: list[Acknowledged]) -> Evidence:
        """Put it back into an empty database, and look for what must be there."""
        for leftover in self._file.parent.glob(f"{self._file.name}*"):
            leftover.unlink()
        if self._server:
            new_database(self._server, "restored")
        flask_ops(self._app, "restore", backup)
        return examine(self._app, acknowledged)


def backups_under_load(
    installation: Installation, elsewhere: Elsewhere, *, backups: int, saves: int
) -> Figures:
    """So many backups one after the other, and before each so many more answers."""
    restored, acknowledged = [], 0
    with (
        serving_with(installation.log, installation.environment) as server,
        saving(installation, server.port) as crowd,
    ):
        for number in range(backups):
            crowd.wait_for(saves)
            file = installation.folder / f"copy-{number}"
            before = crowd.acknowledged
            flask_ops(installation.app, "backup", file)
            acknowledged = len(before)
            restored.append(elsewhere.examine(file, before))
    return Figures(
        engine=installation.engine_name,
        backups=backups,
        acknowledged=acknowledged,
        refused=len(crowd.refused) + crowd.broken,
        restored=tuple(restored),
    )


def flask_ops(app: Flask, command: str, file: Path) -> None:
    done = app.test_cli_runner().invoke(args=["ops", command, str(file)])
    if done.exit_code:
        raise RuntimeError(f"flask ops {command}: {done.output}")

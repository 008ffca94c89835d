"""The whole product as people run it: gunicorn, a database made by the migrations, an example."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.assessments.queries import VersionedAnswer, find_assessment, load_answer
from tests.builders import CHECKLIST, a_municipality, an_answer, an_assessment

ROOT = Path(__file__).parents[2]
EXAMPLE_TOWN = "own-lindenbruck"
START_TIMEOUT = 120
SHOWN_OF_THE_LOG = 4000


@dataclass(frozen=True)
class Check:
    """One self-check, as its own test sees it: its addresses, and what the database holds."""

    app: Flask
    origin: str
    municipality: str
    year: int = 2026

    def url(self, page: str = "") -> str:
        below = f"/{page}" if page else ""
        return f"{self.desk}/{CHECKLIST}/{self.year}{below}"

    @property
    def desk(self) -> str:
        return f"{self.origin}/municipalities/{self.municipality}"

    def stored(self, criterion_key: str) -> VersionedAnswer:
        """What the server has stored by now."""
        with self.app.app_context():
            assessment = find_assessment(self.municipality, CHECKLIST, self.year)
            assert assessment
            return load_answer(assessment, criterion_key)

    def note(self, criterion_key: str) -> str:
        return self.stored(criterion_key).answer.note

    def answer(self, criterion_key: str, **fields: Any) -> None:
        """Record an answer past the browser, as somebody else would."""
        with self.app.app_context():
            assessment = find_assessment(self.municipality, CHECKLIST, self.year)
            assert assessment
            an_answer(assessment, criterion_key, **fields)


@dataclass(frozen=True)
class Site:
    """A running server, and the same database from behind."""

    app: Flask
    origin: str

    def new_check(self, name: str = "Musterort", **levels: int) -> Check:
        """A draft of a municipality of its own; `levels` are answers by criterion key."""
        with self.app.app_context():
            municipality = a_municipality(name)
            an_assessment(municipality)
            check = Check(self.app, self.origin, municipality.key)
        for criterion_key, level in levels.items():
            check.answer(criterion_key, level=level)
        return check

    def example(self, year: int = 2026) -> Check:
        return Check(self.app, self.origin, EXAMPLE_TOWN, year)


@contextmanager
def serving(database: Path, *, mode: str = "desk") -> Iterator[Site]:
    """Serve this database with the example town in it, on a free port, until the block ends."""
    folder = database.parent
    address = f"sqlite:///{database}"
    settings = {"SECRET_KEY": "only for tests", "SQLALCHEMY_DATABASE_URI": address, "MODE": mode}
    app = create_app(settings)
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    environment = {
        **os.environ,
        "SECRET_KEY": "only for tests",
        "DATABASE_URL": address,
        "MODE": mode,
        "INSTANCE_FOLDER": str(folder),
    }
    log = folder / "server.log"
    with log.open("wb") as written, socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        # The server inherits the open port, so that nobody can take it in between.
        command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"fd://{door.fileno()}"]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=written, pass_fds=[door.fileno()]
        )
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/healthz", server, log)
        yield Site(app, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=START_TIMEOUT)
    written_log = log.read_text(encoding="utf-8")
    assert "Traceback" not in written_log, written_log[-SHOWN_OF_THE_LOG:]


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=START_TIMEOUT):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")

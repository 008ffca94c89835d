"""The whole product as people run it: gunicorn, a database made by the migrations, an example."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.assessments.queries import VersionedAnswer, find_assessment, load_answer
from tests.builders import CHECKLIST, a_municipality, an_answer, an_assessment
from tests.domain.checklist_writing import write_version
from tests.languages import write_arabic, write_three_languages
from tests.serving import ROOT, Gunicorn, serving_with

EXAMPLE_TOWN = "own-lindenbruck"
REPLACES = (
    "version: 1.0.0",
    "criteria:",
    "  - {kind: changed, from: [b], to: [b]}",
    "  - {kind: retired, from: [c]}",
)


@dataclass(frozen=True)
class Check:
    """One self-check, as its own test sees it: its addresses, and what the database holds."""

    app: Flask
    origin: str
    municipality: str
    year: int = 2026
    checklist: str = CHECKLIST

    def url(self, page: str = "") -> str:
        below = f"/{page}" if page else ""
        return f"{self.desk}/{self.checklist}/{self.year}{below}"

    @property
    def desk(self) -> str:
        return f"{self.origin}/municipalities/{self.municipality}"

    def stored(self, criterion_key: str) -> VersionedAnswer:
        """What the server has stored by now."""
        with self.app.app_context():
            assessment = find_assessment(self.municipality, self.checklist, self.year)
            assert assessment
            return load_answer(assessment, criterion_key)

    def note(self, criterion_key: str) -> str:
        return self.stored(criterion_key).answer.note

    def answer(self, criterion_key: str, **fields: Any) -> None:
        """Record an answer past the browser, as somebody else would."""
        with self.app.app_context():
            assessment = find_assessment(self.municipality, self.checklist, self.year)
            assert assessment
            an_answer(assessment, criterion_key, **fields)


@dataclass(frozen=True)
class Site:
    """A running server, and the same database from behind."""

    app: Flask
    server: Gunicorn

    @property
    def origin(self) -> str:
        return self.server.origin

    def new_check(
        self, name: str = "Musterort", *, checklist: str = CHECKLIST, **levels: int
    ) -> Check:
        """A draft of a municipality of its own; `levels` are answers by criterion key."""
        with self.app.app_context():
            municipality = a_municipality(name)
            an_assessment(municipality, checklist=checklist)
            check = Check(self.app, self.origin, municipality.key, checklist=checklist)
        for criterion_key, level in levels.items():
            check.answer(criterion_key, level=level)
        return check

    def example(self, year: int = 2026) -> Check:
        return Check(self.app, self.origin, EXAMPLE_TOWN, year)


@contextmanager
def serving(
    database: Path, *, mode: str = "desk", is_in_three_languages: bool = False
) -> Iterator[Site]:
    """Serve this database with the example town in it, on a free port, until the block ends.

    In three languages, pages and a checklist of its own speak the Arabic of tests/languages.py.
    """
    folder = database.parent
    address = f"sqlite:///{database}"
    own_checklists = folder / "own_checklists"
    write_version(own_checklists, "abcde", "1.0.0", is_published=True)
    write_version(own_checklists, "abdef", "1.1.0", replaces=REPLACES, is_published=True)
    own_translations = folder / "own_translations" if is_in_three_languages else None
    if own_translations:
        write_arabic(own_translations)
        write_three_languages(own_checklists)
    settings = {
        "SECRET_KEY": "only for tests",
        "SQLALCHEMY_DATABASE_URI": address,
        "MODE": mode,
        "CHECKLIST_FOLDERS": (ROOT / "checklists", own_checklists),
        "OWN_TRANSLATIONS_FOLDER": own_translations,
    }
    app = create_app(settings)
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    environment = {
        "SECRET_KEY": "only for tests",
        "DATABASE_URL": address,
        "MODE": mode,
        "INSTANCE_FOLDER": str(folder),
        "OWN_CHECKLISTS_FOLDER": str(own_checklists),
        "OWN_TRANSLATIONS_FOLDER": str(own_translations or ""),
    }
    with serving_with(folder / "server.log", environment) as server:
        yield Site(app, server)

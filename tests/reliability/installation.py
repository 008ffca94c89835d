"""An installation for many towns: its database, its people, and places for each to write at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.accounts.actions import give_roles
from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.assessments.queries import VersionedAnswer, load_answer
from app.extensions import MIGRATIONS, db
from app.storage.engines import is_sqlite
from app.web.checklists import checklists
from tests.builders import CHECKLIST, PASSWORD, a_municipality, address, an_assessment
from tests.conftest import settings
from tests.web.server import server_environment

PUBLIC_HOST = "check.example.de"


@dataclass(frozen=True)
class Place:
    """One criterion of one self-check: what one person answers."""

    assessment_id: int
    criterion_key: str
    assessment_address: str
    section_address: str

    @property
    def address(self) -> str:
        return f"{self.assessment_address}/criteria/{self.criterion_key}"

    def assessment(self) -> Assessment:
        """Needs an app context."""
        return db.session.get_one(Assessment, self.assessment_id)

    def stored_in(self, app: Flask) -> VersionedAnswer:
        """What the database holds about it by now."""
        with app.app_context():
            stored = load_answer(self.assessment(), self.criterion_key)
            db.session.remove()
        return stored


@dataclass(frozen=True)
class Installation:
    """A database made by the migrations, with people in it who may answer everywhere."""

    app: Flask
    folder: Path
    environment: dict[str, str]
    """With these settings a server serves it."""
    emails: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def engine_name(self) -> str:
        with self.app.app_context():
            return "SQLite" if is_sqlite(db.engine) else "PostgreSQL"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


def install(
    folder: Path, *, postgresql: str = "", people: int = 1, places: int = 1, workers: int = 2
) -> Installation:
    """Into this folder, or into an empty database of PostgreSQL at this address."""
    app = an_empty_database(folder, postgresql=postgresql)
    # An empty password, as the tests' PostgreSQL has it, is none that a server starts with.
    url = str(app.config["SQLALCHEMY_DATABASE_URI"]).replace("postgres:@", "postgres@")
    environment = {
        **server_environment(folder),
        "DATABASE_URL": url,
        "TRUSTED_HOSTS": f"{PUBLIC_HOST}, 127.0.0.1",
        "WORKERS": str(workers),
    }
    with app.app_context():
        assessments, found = [], []
        while len(found) < places:
            assessments.append(an_assessment(a_municipality(f"Ort {len(assessments) + 1}")))
            found += places_of(assessments[-1])
        emails = _let_in(people, assessments)
        db.session.remove()
        db.engine.dispose()
    return Installation(app, folder, environment, emails, tuple(found[:places]))


def an_empty_database(folder: Path, *, postgresql: str = "") -> Flask:
    """The application on a new database, seen from behind."""
    folder.mkdir(parents=True, exist_ok=True)
    app = an_app(folder / "check.sqlite", postgresql=postgresql)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        db.session.remove()
        db.engine.dispose()
    return app


def an_app(file: Path, *, postgresql: str = "") -> Flask:
    return create_app(settings(file, address=postgresql))


def places_of(assessment: Assessment) -> list[Place]:
    """Every criterion of a self-check."""
    checklist = checklists().latest(CHECKLIST)
    return [
        Place(
            assessment.id,
            criterion.key,
            address(assessment),
            address(assessment, f"sections/{checklist.lineage[criterion.key][-1].key}"),
        )
        for criterion in checklist.criteria
    ]


def _let_in(people: int, assessments: list[Assessment]) -> tuple[str, ...]:
    """Accounts with the usual password, hashed once for all, who are editors everywhere."""
    kept = hash_password(PASSWORD)
    emails = tuple(f"person-{number}@example.org" for number in range(people))
    for email in emails:
        account = Account(email=email, name=email.partition("@")[0], password_hash=kept)
        db.session.add(account)
        db.session.flush()
        for assessment in assessments:
            give_roles(account, assessment.municipality, [Role.EDITOR], by="desk")
    db.session.commit()
    return emails

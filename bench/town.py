"""An installation in a folder of its own, with a municipality that answered everything."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.assessments.actions import record_answer, start_assessment
from app.domain.answers import State
from app.domain.checklist import Checklist, Section
from app.domain.editing import Edit
from app.domain.library import MAIN_CHECKLIST
from app.domain.scope import Scope
from app.extensions import db
from app.municipalities.actions import add_own
from app.web.checklists import checklists

ROOT = Path(__file__).parent.parent
YEAR = 2026
SECRET = "only for measuring"  # noqa: S105
NOTE = "Beschluss vom 12. Mai; Liste der Sprachen liegt im Bürgerbüro."


@dataclass(frozen=True)
class Town:
    """A municipality whose main checklist is answered, in a database of its own."""

    app: Flask
    database: Path
    folder: Path

    @property
    def checklist(self) -> Checklist:
        with self.app.app_context():
            return checklists().latest(MAIN_CHECKLIST)

    def copied(self, name: str) -> Town:
        """The same town on a copy of its database, so that two can be changed."""
        copy = self.folder / f"{name}.sqlite"
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        return Town(application_on(copy), copy, self.folder)

    def changes(self) -> int:
        """How often its answers were changed, all together."""
        with closing(sqlite3.connect(self.database)) as connection:
            summed = "SELECT sum(version) FROM stored_answer WHERE assessment_id = 1"
            return int(connection.execute(summed).fetchone()[0])

    @property
    def desk(self) -> str:
        return "/municipalities/own-musterort"

    @property
    def address(self) -> str:
        return f"{self.desk}/{MAIN_CHECKLIST}/{YEAR}"

    @property
    def section(self) -> Section:
        """A section of four criteria, or the nearest to that."""
        sections = [node for node in self.checklist.nodes if node.criteria]
        return min(sections, key=lambda node: abs(len(node.criteria) - 4))

    @property
    def next_section(self) -> Section:
        sections = [node for node in self.checklist.nodes if node.criteria]
        return sections[sections.index(self.section) + 1]

    @property
    def section_address(self) -> str:
        return f"{self.address}/sections/{self.section.key}"


@contextmanager
def installation() -> Iterator[Path]:
    """A folder that every application of this run uses as its instance; gone afterwards."""
    with TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        before = os.environ.get("INSTANCE_FOLDER")
        os.environ.update(INSTANCE_FOLDER=name)
        try:
            yield Path(name)
        finally:
            os.environ.pop("INSTANCE_FOLDER")
            if before is not None:
                os.environ["INSTANCE_FOLDER"] = before


def found_town(folder: Path, name: str = "town") -> Town:
    """The application on a new database, with one municipality and its answers in it."""
    database = folder / f"{name}.sqlite"
    app = application_on(database)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        _answer_everything()
    return Town(app, database, folder)


def application_on(database: Path) -> Flask:
    return create_app({"SECRET_KEY": SECRET, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}"})


def _answer_everything() -> None:
    municipality = add_own("Musterort", country="Deutschland", population=9400)
    checklist = checklists().latest(MAIN_CHECKLIST)
    assessment = start_assessment(municipality, checklist, year=YEAR, scope=Scope.FULL, by="desk")
    for number, criterion in enumerate(checklist.criteria):
        levels = criterion.scale.levels
        # The lowest levels in turn, so that each criterion keeps a gap to its target.
        level = levels[number % (len(levels) - 1)].value
        edit = Edit(0, {"state": State.LEVEL, "level": level, "note": NOTE})
        record_answer(assessment, criterion.key, edit=edit, by="desk")
    db.session.commit()


def earlier_years(town: Town, years: int) -> None:
    """Store earlier years of the town itself, fully answered, until it has that many."""
    chance = random.Random(years)
    keys = [criterion.key for criterion in town.checklist.criteria]
    numbers = range(2, years + 1)
    moment = "2026-01-15 10:00:00.000000"
    with closing(sqlite3.connect(town.database)) as connection, connection:
        connection.executemany(
            "INSERT INTO assessment (id, municipality_id, checklist_key, checklist_version, year,"
            " scope, respondent, started_at) VALUES (?, 1, ?, ?, ?, 'full', '', ?)",
            [
                (number, MAIN_CHECKLIST, town.checklist.version, YEAR + 1 - number, moment)
                for number in numbers
            ],
        )
        connection.executemany(
            "INSERT INTO stored_answer (assessment_id, criterion_key, state, level, reason, note,"
            " version, changed_at, changed_by) VALUES (?, ?, 'level', ?, '', ?, 1, ?, 'desk')",
            [
                (number, key, chance.randrange(4), NOTE, moment)
                for number in numbers
                for key in keys
            ],
        )


def crowd(town: Town, assessments: int) -> None:
    """Store that many assessments of other municipalities beside it, fully answered."""
    chance = random.Random(assessments)
    keys = [criterion.key for criterion in town.checklist.criteria]
    numbers = range(2, assessments + 1)
    moment = "2026-01-15 10:00:00.000000"
    with sqlite3.connect(town.database) as connection:
        connection.executemany(
            "INSERT INTO municipality (id, key, name, kind, association, district, state,"
            " population, is_example, added_at)"
            " VALUES (?, ?, ?, 'Gemeinde', '', '', 'Hessen', 9000, 0, ?)",
            [(number, f"own-{number}", f"Ort {number}", moment) for number in numbers],
        )
        connection.executemany(
            "INSERT INTO assessment (id, municipality_id, checklist_key, checklist_version, year,"
            " scope, respondent, started_at) VALUES (?, ?, ?, ?, ?, 'full', '', ?)",
            [
                (number, number, MAIN_CHECKLIST, town.checklist.version, YEAR, moment)
                for number in numbers
            ],
        )
        connection.executemany(
            "INSERT INTO stored_answer (assessment_id, criterion_key, state, level, reason, note,"
            " version, changed_at, changed_by) VALUES (?, ?, 'level', ?, '', '', 1, ?, 'desk')",
            ((number, key, chance.randrange(4), moment) for number in numbers for key in keys),
        )
    connection.close()

"""A checklist of two versions, and a municipality that answered both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.assessments.actions import start_assessment
from app.assessments.models import Assessment
from app.domain.checklist_files import read_checklist
from app.domain.published import publish
from app.domain.scope import Scope
from app.extensions import db
from app.municipalities.models import Municipality
from app.web.checklists import checklists
from tests.builders import a_municipality, an_answer
from tests.domain.checklist_folders import changed
from tests.domain.checklist_writing import write_version

LEVELS = ", ".join(f"{{value: {value}, points: {25 * value}}}" for value in range(5))
REPLACES = (
    "version: 1.0.0",
    "criteria:",
    "  - {kind: retired, from: [c]}",
    "  - {kind: new, to: [d]}",
)

AYear = Callable[..., Assessment]


@pytest.fixture
def two_versions(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a checklist of its own: a, b, c in 1.0.0 and a, b, d in 1.1.0."""
    _publish_in_two_languages(tmp_path, write_version(tmp_path, "abc", levels=LEVELS))
    newer = write_version(tmp_path, "abd", "1.1.0", levels=LEVELS, replaces=REPLACES)
    _publish_in_two_languages(tmp_path, newer)
    monkeypatch.setitem(app.config, "CHECKLIST_FOLDERS", (tmp_path,))
    # Read anew at the next question, and put back afterwards.
    monkeypatch.delitem(app.extensions, "checklists")
    return app


def _publish_in_two_languages(root: Path, folder: Path) -> None:
    structure = folder / "checklist.yaml"
    content = changed(structure.read_text("utf-8"), "languages: [de]", "languages: [de, en]")
    structure.write_text(content, "utf-8")
    (folder / "en.yaml").write_bytes((folder / "de.yaml").read_bytes())
    publish(root, read_checklist(folder))


@pytest.fixture
def a_year(two_versions: Flask) -> AYear:
    """A self-check of one year; a number is a level, anything else the fields of an answer."""
    town: list[Municipality] = []

    def make(
        year: int,
        version: str = "1.0.0",
        *,
        scope: Scope = Scope.FULL,
        **answers: int | Mapping[str, Any],
    ) -> Assessment:
        town[:] = town or [a_municipality()]
        checklist = checklists().get("example", version)
        assessment = start_assessment(town[0], checklist, year=year, scope=scope, by="desk")
        for key, said in answers.items():
            an_answer(assessment, key, **({"level": said} if isinstance(said, int) else said))
        db.session.commit()
        return assessment

    return make


@pytest.fixture
def worked(a_year: AYear) -> Assessment:
    """The worked bridge: the later one of two years that differ in version and answers."""
    a_year(2025, a=2, b=2, c=0)
    return a_year(2026, "1.1.0", a=3, b=2, d=0)

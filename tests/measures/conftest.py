"""Two years of one municipality, the second one with a newer version of its checklist."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.assessments.actions import start_assessment
from app.assessments.models import Assessment
from app.domain.scope import Scope
from app.extensions import db
from app.web.checklists import checklists
from tests.builders import a_municipality
from tests.domain.checklist_writing import write_version

REPLACES = (
    "version: 1.0.0",
    "criteria:",
    "  - {kind: reworded, from: [a], to: [anew]}",
    "  - {kind: split, from: [b], to: [b_one, b_two]}",
    "  - {kind: changed, from: [c], to: [c]}",
    "  - {kind: retired, from: [d]}",
)


@pytest.fixture
def two_years(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Assessment, Assessment]:
    """The drafts of 2025 and 2026: a was reworded, b split, c changed, d retired, e is the same."""
    write_version(tmp_path, "abcde", is_published=True)
    keys = ("anew", "b_one", "b_two", "c", "e")
    write_version(tmp_path, keys, "1.1.0", replaces=REPLACES, is_published=True)
    monkeypatch.setitem(app.config, "CHECKLIST_FOLDERS", (tmp_path,))
    # Read anew, and forgotten again afterwards.
    monkeypatch.setitem(app.extensions, "checklists", None)
    monkeypatch.delitem(app.extensions, "checklists")
    town = a_municipality()
    then, now = (
        start_assessment(
            town, checklists().get("example", version), year=year, scope=Scope.FULL, by="desk"
        )
        for version, year in (("1.0.0", 2025), ("1.1.0", 2026))
    )
    db.session.commit()
    return then, now

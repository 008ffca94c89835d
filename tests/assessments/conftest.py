"""A library of checklists of a test's own, read anew as by a program that is started again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.domain.checklist_writing import write_version


@pytest.fixture
def library(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Read the folder of checklists anew, as a program does that is started again."""
    write_version(tmp_path, "abcde", is_published=True)

    def read_again() -> Path:
        monkeypatch.setitem(app.config, "CHECKLIST_FOLDERS", (tmp_path,))
        monkeypatch.setitem(app.extensions, "checklists", None)
        monkeypatch.delitem(app.extensions, "checklists")
        return tmp_path

    read_again()
    return read_again

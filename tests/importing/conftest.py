"""A town to import into."""

from __future__ import annotations

import pytest
from flask import Flask

from app.municipalities.models import Municipality
from tests.builders import a_municipality


@pytest.fixture
def town(app: Flask) -> Municipality:
    return a_municipality("Wiederkehr")

"""The ground for the short profile of every experiment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.ground import Ground
from tests.reliability.profiles import SHORT


@pytest.fixture
def ground(tmp_path: Path, postgresql: str) -> Ground:
    return Ground(tmp_path, postgresql, SHORT)

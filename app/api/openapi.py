"""The description of the interface, read once from the file beside this module."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "openapi.yaml"


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI document, as JSON knows it."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))

"""Say something in another language than the visitor's own: for a room, or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import request
from flask_babel import force_locale

_FOUND_ONCE = ("language", "translations")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is in this language, texts of checklists and numbers as well."""
    # The request keeps its language once found; it is to find this one, and its own again after.
    kept = cast(Any, request)._get_current_object().__dict__
    own = {name: kept.pop(name) for name in _FOUND_ONCE if name in kept}
    with force_locale(language):
        try:
            yield
        finally:
            for name in _FOUND_ONCE:
                kept.pop(name, None)
            kept.update(own)

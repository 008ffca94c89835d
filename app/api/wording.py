"""The words of the page about the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.api.openapi import description

WHAT_IT_GIVES: Mapping[str, object] = {
    "index": _l("Where to go on from here"),
    "describe": _l("The description of the interface (OpenAPI 3.1)"),
    "list_checklists": _l("The checklists, every published version"),
    "show_checklist": _l("One version: structure, scales, weights and words"),
    "list_municipalities": _l("The municipalities you may read"),
    "list_assessments": _l("The self-checks of a municipality"),
    "show_assessment": _l("One self-check, complete: answers, notes, targets and results"),
    "show_results": _l("The numbers of a self-check and its levels, without reasons and notes"),
    "compare_years": _l(
        "Two years beside each other, and the line of all; notes with the scope “notes” alone"
    ),
}
"""By the name of each operation in the description."""


def endpoints() -> list[tuple[str, object, str]]:
    """Every address with what it gives and the scope it needs, as the description lists them."""
    asked = [(path, ways["get"]) for path, ways in description()["paths"].items()]
    return [(path, WHAT_IT_GIVES[way["operationId"]], _scope(way)) for path, way in asked]


def _scope(way: Mapping[str, Any]) -> str:
    """The scope that a token needs; empty where none does."""
    return "".join(name for one in way["security"] for name in one.get("token", ()))

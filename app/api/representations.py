"""What the lists hold, and self-checks and comparisons without the texts that people wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import request, url_for

from app.assessments.models import Assessment
from app.domain.checklist import Checklist
from app.files.assessment_document import HASH, Document, hash_of
from app.municipalities.models import Municipality

Item = TypeVar("Item")

RESULTS_FORMAT = "willkommenscheck-results"
OF_RESULTS = (
    "engine_version",
    "municipality",
    "checklist",
    "year",
    "scope",
    "respondent",
    "reference_date",
    "finished",
    "results",
)
"""What the document of a self-check says that is neither an answer nor a note."""
OF_LEVELS = ("criterion", "state", "level", "target", "target_is_proposal", "importance")
"""What an answer says that is no text."""
TEXTS_OF_DECISIONS = ("reason", "minority")
"""What was written about the decision that an answer comes from."""


def index_document() -> Document:
    """Where to go on from here."""
    return {
        "version": 1,
        "links": {
            "openapi": url_for("api.describe"),
            "documentation": url_for("api.explain"),
            "checklists": url_for("api.list_checklists"),
            "municipalities": url_for("api.list_municipalities"),
        },
    }


def list_document(
    found: Sequence[Item],
    limit: int,
    *,
    told: Callable[[Item], Document],
    place: Callable[[Item], str],
) -> Document:
    """A page of a list. One more than `limit` was looked for, to know whether it goes on."""
    shown = found[:limit]
    goes_on = len(found) > limit
    return {
        "items": [told(one) for one in shown],
        "next": _next_page(place(shown[-1]), limit) if goes_on else None,
    }


def _next_page(after: str, limit: int) -> str:
    asked: dict[str, Any] = {**(request.view_args or {}), "after": after, "limit": limit}
    return url_for(request.endpoint or "", **asked)


def checklist_item(checklist: Checklist) -> Document:
    return {
        "key": checklist.key,
        "version": checklist.version,
        "title": dict(checklist.title.by_language),
        "languages": list(checklist.languages),
        "criteria": len(checklist.criteria),
        "structure_fingerprint": checklist.structure_fingerprint,
        "wording_fingerprint": checklist.wording_fingerprint,
        "links": {
            "self": url_for("api.show_checklist", key=checklist.key, version=checklist.version)
        },
    }


def municipality_item(municipality: Municipality) -> Document:
    return {
        "key": municipality.key,
        "name": municipality.name,
        "kind": municipality.kind,
        "association": municipality.association,
        "district": municipality.district,
        "state": municipality.state,
        "population": municipality.population,
        "is_example": municipality.is_example,
        "links": {"assessments": url_for("api.list_assessments", municipality=municipality.key)},
    }


def assessment_item(assessment: Assessment) -> Document:
    named: dict[str, Any] = {
        "municipality": assessment.municipality.key,
        "checklist": assessment.checklist_key,
    }
    here = {**named, "year": assessment.year}
    finished, archived = assessment.finished_at, assessment.archived_at
    return {
        "checklist": assessment.checklist_key,
        "checklist_version": assessment.checklist_version,
        "year": assessment.year,
        "scope": assessment.scope.value,
        "started_at": assessment.started_at.isoformat(),
        "finished_at": finished.isoformat() if finished else None,
        "archived_at": archived.isoformat() if archived else None,
        "links": {
            "self": url_for("api.show_assessment", **here),
            "results": url_for("api.show_results", **here),
            "comparisons": url_for("api.compare_years", **named),
        },
    }


def results_of(content: bytes) -> Document:
    """The results within the document of a self-check, the kept ones of a finished one."""
    document = json.loads(content)
    told = {name: document[name] for name in OF_RESULTS}
    levels = [_level_of(answer) for answer in document["answers"]]
    return {"format": RESULTS_FORMAT, "format_version": 1, **told, "levels": levels}


def _level_of(answer: Document) -> Document:
    """The answer without its texts; where it comes from only if a workshop decided it."""
    level = {name: answer[name] for name in OF_LEVELS}
    origin = answer.get("origin")
    if origin is None:
        return level
    told = {name: value for name, value in origin.items() if name not in TEXTS_OF_DECISIONS}
    return {**level, "origin": told}


def without_texts(document: Document) -> Document:
    """A comparison without the reasons and notes of then and now, and with a hash of its own."""
    comparison = document["comparison"]
    if comparison is not None:
        pairs = [
            {**pair, "then": _without_text(pair["then"]), "now": _without_text(pair["now"])}
            for pair in comparison["criteria"]
        ]
        comparison = {**comparison, "criteria": pairs}
    bare = {**document, "comparison": comparison}
    return {**bare, HASH: hash_of(bare)}


def _without_text(answer: Document) -> Document:
    return {"state": answer["state"], "level": answer["level"]}

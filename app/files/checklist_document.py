"""A checklist version as one JSON document: its structure, and its words in every language.

What may be asked of it is described in docs/api.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.domain.checklist import Checklist, Criterion, Level, Scale, Section, Text
from app.files.score_table import score_document

FORMAT, FORMAT_VERSION = "willkommenscheck-checklist", 1

Document = Mapping[str, Any]


def checklist_document(checklist: Checklist) -> Document:
    """The whole version; weights and thresholds are exact, as they are calculated with."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "key": checklist.key,
        "version": checklist.version,
        "structure_fingerprint": checklist.structure_fingerprint,
        "wording_fingerprint": checklist.wording_fingerprint,
        "languages": list(checklist.languages),
        "title": _text(checklist.title),
        "description": _text(checklist.description),
        "total_aggregate": checklist.total_aggregate.value,
        "completeness": _exact(checklist.completeness),
        "scales": [_scale(scale) for scale in checklist.scales.values()],
        "dimensions": [_node(checklist, node) for node in checklist.dimensions],
        "indices": [
            {"key": index.key, "title": _text(index.title), "criteria": list(index.criteria)}
            for index in checklist.indices
        ],
        "bands": [
            {"key": band.key, "start": _exact(band.start), "label": _text(band.label)}
            for band in checklist.bands
        ],
    }


def _scale(scale: Scale) -> Document:
    return {"key": scale.key, "levels": [_level(level) for level in scale.levels]}


def _level(level: Level) -> Document:
    return {
        "value": level.value,
        "points": score_document(level.points),
        "label": _text(level.label),
        "meaning": _text(level.meaning),
    }


def _node(checklist: Checklist, node: Section) -> Document:
    """A dimension or section with all that is below it."""
    return {
        "key": node.key,
        "title": _text(node.title),
        "short_title": _text(node.short_title),
        "weight": _exact(node.weight),
        "aggregate": node.aggregate.value,
        "criteria": [_criterion(checklist, criterion) for criterion in node.criteria],
        "sections": [_node(checklist, below) for below in node.sections],
    }


def _criterion(checklist: Checklist, criterion: Criterion) -> Document:
    return {
        "key": criterion.key,
        "number": checklist.numbers[criterion.key],
        "scale": criterion.scale.key,
        "weight": _exact(criterion.weight),
        "core": criterion.core,
        "scored": criterion.scored,
        "influence": criterion.influence.value if criterion.influence else None,
        "effort": [effort.value for effort in criterion.effort],
        "allows_not_applicable": criterion.allows_not_applicable,
        "sources": list(criterion.sources),
        "title": _text(criterion.title),
        "question": _text(criterion.question),
        "help": _text(criterion.help),
        "not_applicable_hint": _text(criterion.not_applicable_hint),
        "level_texts": _by_level(criterion.level_texts),
        "next_steps": _by_level(criterion.next_steps),
    }


def _by_level(texts: Mapping[int, Text]) -> list[Document]:
    return [{"level": level, "text": _text(text)} for level, text in sorted(texts.items())]


def _text(text: Text | None) -> Document | None:
    """Each language that has the text."""
    return dict(text.by_language) if text else None


def _exact(value: Fraction) -> str:
    return str(value)

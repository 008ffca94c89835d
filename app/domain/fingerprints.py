"""The fingerprints of a checklist: one of its structure, one of its words.

Both are taken from the meaning, not from the file: comments, formatting and the order of keys
do not count, and a default that is written out counts as if it were left out. What equals its
default leaves no trace, so a field that a later release adds leaves old fingerprints as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from fractions import Fraction
from typing import Any

from app.domain.checklist import Checklist, Scale, Text
from app.domain.checklist_texts import all_scales, all_texts
from app.domain.replacements import Predecessor, Replacement, ReplacementKind

# The languages belong to the words: a translation that is added changes no score.
_NOT_STRUCTURE = {
    "languages",
    "unchecked_languages",
    "incomplete_languages",
    "whole",
    "structure_fingerprint",
    "wording_fingerprint",
    "scales",
    "predecessor",
}


def structure_fingerprint(checklist: Checklist) -> str:
    """SHA-256, in hex, of all that is not a text: tree, keys, weights, scales, mapping …

    Fractions count by value (0.5 is 1/2); the order of sections, criteria and levels counts.
    """
    meaning = _structure(checklist)
    meaning["scales"] = {key: _structure(scale) for key, scale in all_scales(checklist).items()}
    if checklist.predecessor is not None:
        meaning["predecessor"] = _predecessor(checklist.predecessor, checklist=checklist)
    return _sha256(meaning)


def wording_fingerprint(checklist: Checklist) -> str:
    """SHA-256, in hex, of every text in every language, the languages and the unchecked ones."""
    return _sha256(
        {
            "languages": list(checklist.languages),
            "unchecked": sorted(checklist.unchecked_languages),
            "texts": {
                "/".join(path): dict(text.by_language)
                for path, text in all_texts(checklist).items()
            },
        }
    )


def _sha256(meaning: Mapping[str, Any]) -> str:
    canonical = json.dumps(meaning, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _structure(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that are neither texts nor at their default."""
    found = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if field.name in _NOT_STRUCTURE or content == _default(field):
            continue
        plain = _plain(content)
        if plain is not None:
            found[field.name] = plain
    return found


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _plain(content: Any) -> Any:
    """A value as JSON knows it; None for what holds only texts."""
    match content:
        case Text() | Mapping():  # The only mappings besides the scales are texts by level.
            return None
        case Scale():
            return content.key
        case Enum() | Fraction():
            return str(content)
        case tuple():
            return [_plain(item) for item in content]
        case bool() | int() | str():
            return content
        case _:
            return _structure(content)


def _predecessor(predecessor: Predecessor, *, checklist: Checklist) -> dict[str, Any]:
    """The mapping without the lines that say what is so anyway; their order does not count."""
    lines = [
        [replacement.kind.value, sorted(replacement.old), sorted(replacement.new)]
        for replacement in predecessor.replacements
        if not _is_implied(replacement, checklist=checklist)
    ]
    return {"version": predecessor.version, "replacements": sorted(lines)}


def _is_implied(replacement: Replacement, *, checklist: Checklist) -> bool:
    if replacement.kind is ReplacementKind.SAME:
        return replacement.old == replacement.new
    if replacement.kind is ReplacementKind.RETIRED:
        return not any(key in checklist.criteria_by_key for key in replacement.old)
    return False

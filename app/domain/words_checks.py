"""What is wrong with the words of a language, compared with the structure and each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.domain.errors import N_, Problem
from app.domain.file_parts import Part
from app.domain.outline import Outline

_OPTIONAL = {
    "description",
    "meaning",
    "short_title",
    "help",
    "not_applicable_hint",
    "levels",
    "next_steps",
}

_NO_CRITERION = N_("checklist.yaml has no criterion “{key}”")
_NO_NODE = N_("checklist.yaml has no dimension or section “{key}”")
_NO_BAND = N_("checklist.yaml has no band “{key}”")
_NO_INDEX = N_("checklist.yaml has no index “{key}”")
_NO_SCALE = N_("checklist.yaml has no scale “{key}”")
_NO_LEVEL = N_("the scale has no level {key}")
_NO_STEP = N_("from level {key} there is no step up")

_CRITERION_MISSING = N_("the words of criterion “{key}” are missing")
_NODE_MISSING = N_("the words of dimension or section “{key}” are missing")
_BAND_MISSING = N_("the word for band “{key}” is missing")
_INDEX_MISSING = N_("the title of index “{key}” is missing")
_SCALE_MISSING = N_("the words of scale “{key}” are missing")
_LEVEL_MISSING = N_("the words of level {key} are missing")


def words_problems(outline: Outline, words: Part) -> Iterator[Problem]:
    """Words that are missing, and words for what the structure does not have."""
    if words.is_block:
        yield from _block_problems(outline, words)
        yield from _level_problems(outline, words)


def _block_problems(outline: Outline, words: Part) -> Iterator[Problem]:
    has_tree = bool(outline.criterion_keys)
    for name, keys, unknown, missing in (
        ("criteria", outline.criterion_keys, _NO_CRITERION, _CRITERION_MISSING),
        ("nodes", outline.node_keys, _NO_NODE, _NODE_MISSING),
        ("bands", outline.band_keys, _NO_BAND, _BAND_MISSING),
        ("indices", outline.index_keys, _NO_INDEX, _INDEX_MISSING),
        ("scales", tuple(outline.scales), _NO_SCALE, _SCALE_MISSING),
    ):
        part = words.part(name)
        # Without a tree all would be unknown; the structure's own check says so.
        is_known = has_tree or name not in ("criteria", "nodes")
        # A block that must be there, or is no block, is the shape's matter.
        is_missing = name in ("bands", "indices") and not words.has(name)
        if is_known and (part.is_block or is_missing):
            yield from _unlike(part, keys, unknown=unknown, missing=missing)


def _level_problems(outline: Outline, words: Part) -> Iterator[Problem]:
    for key, values in outline.scales.items():
        scale = words.part("scales").part(key)
        if values is not None and scale.is_block and scale.has_only_numbers:
            yield from _unlike(scale, values, unknown=_NO_LEVEL, missing=_LEVEL_MISSING)
    for key, values in outline.values_by_criterion.items():
        if values is not None:
            criterion = words.part("criteria").part(key)
            yield from _unknown(criterion.part("levels"), values, _NO_LEVEL)
            yield from _step_problems(criterion.part("next_steps"), values)


def _unlike(
    part: Part, expected: Collection[str | int], *, unknown: str, missing: str
) -> Iterator[Problem]:
    yield from _unknown(part, expected, unknown)
    for key in dict.fromkeys(expected):
        if not part.has(key):
            yield part.wrong_key(missing, key=key)


def _unknown(part: Part, expected: Collection[str | int], message: str) -> Iterator[Problem]:
    known = set(expected)
    for key, entry in part.entries():
        if key not in known:
            yield entry.wrong_key(message, key=key)


def _step_problems(steps: Part, values: tuple[int, ...]) -> Iterator[Problem]:
    yield from _unknown(steps, values, _NO_LEVEL)
    highest = max(values)
    if steps.has(highest):
        yield steps.part(highest).wrong_key(_NO_STEP, key=highest)


def substitute_problems(first: Part, other: Part, *, language: str) -> Iterator[Problem]:
    """Texts that another language has and the first language, which stands in for all, lacks.

    `language` is the code of the first.
    """
    for key, entry in other.entries():
        if first.has(key) or key == "checked":
            if entry.is_block:
                yield from substitute_problems(first.part(key), entry, language=language)
        elif key in _OPTIONAL or (isinstance(key, int) and entry.text is not None):
            message = N_("the first language, {language}, has no such text to stand in for others")
            yield entry.wrong_key(message, language=language)

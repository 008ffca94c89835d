"""Every text of a checklist, under the path it has in a language file."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checklist import Checklist, Criterion, Scale, Section, Text

TextPath = tuple[str, ...]
"""Where a text stands in a language file, e.g. ("criteria", "mi_website", "question")."""


def all_texts(checklist: Checklist) -> dict[TextPath, Text]:
    """Every text that exists in at least one language, in the order of the language files."""
    return {path: text for path, text in _texts(checklist) if text is not None}


def all_scales(checklist: Checklist) -> dict[str, Scale]:
    """Every scale by key, the checklist's own and those its criteria use."""
    used = {criterion.scale.key: criterion.scale for criterion in checklist.criteria}
    return {**checklist.scales, **used}


def criterion_texts(criterion: Criterion) -> Iterator[tuple[TextPath, Text | None]]:
    """The texts of one criterion, each with its path below the criterion's key."""
    yield ("title",), criterion.title
    yield ("question",), criterion.question
    yield ("help",), criterion.help
    yield ("not_applicable_hint",), criterion.not_applicable_hint
    for value, text in sorted(criterion.level_texts.items()):
        yield ("levels", str(value)), text
    for value, text in sorted(criterion.next_steps.items()):
        yield ("next_steps", str(value)), text


def _texts(checklist: Checklist) -> Iterator[tuple[TextPath, Text | None]]:
    yield ("title",), checklist.title
    yield ("description",), checklist.description
    for scale in all_scales(checklist).values():
        yield from _scale_texts(scale)
    for band in checklist.bands:
        yield ("bands", band.key), band.label
    for node in checklist.nodes:
        yield from _node_texts(node)
    for index in checklist.indices:
        yield ("indices", index.key), index.title
    for criterion in checklist.criteria:
        for path, text in criterion_texts(criterion):
            yield ("criteria", criterion.key, *path), text


def _scale_texts(scale: Scale) -> Iterator[tuple[TextPath, Text | None]]:
    for level in scale.levels:
        yield ("scales", scale.key, str(level.value), "label"), level.label
        yield ("scales", scale.key, str(level.value), "meaning"), level.meaning


def _node_texts(node: Section) -> Iterator[tuple[TextPath, Text | None]]:
    yield ("nodes", node.key, "title"), node.title
    yield ("nodes", node.key, "short_title"), node.short_title

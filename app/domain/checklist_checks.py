"""What is wrong with the meaning of checklist.yaml, found in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, pairwise

from app.domain.checklist import CORE, TOTAL
from app.domain.errors import N_, Problem
from app.domain.file_parts import Part, repeated
from app.domain.outline import Outline
from app.domain.replaces_checks import replaces_problems


def structure_problems(outline: Outline) -> Iterator[Problem]:
    """Everything that is wrong with what the structure says, beyond its shape."""
    yield from _key_problems(outline)
    yield from _language_problems(outline)
    for _, scale in outline.structure.part("scales").entries():
        yield from _scale_problems(scale)
    yield from _band_problems(outline.structure.part("bands").items())
    yield from _section_problems(outline.nodes)
    yield from _scale_name_problems(outline)
    yield from _effort_problems(outline)
    yield from _repeated_source_problems(outline)
    yield from _index_problems(outline)
    yield from replaces_problems(outline)


def folder_problems(structure: Part, *, key: str, version: str) -> Iterator[Problem]:
    """Where the file's own key and version are not those of its folders."""
    for name, folder, message in (
        ("key", key, N_("the key is “{given}”, but the folder above is called “{folder}”")),
        ("version", version, N_("the version is “{given}”, but the folder is called “{folder}”")),
    ):
        part = structure.part(name)
        if part.text is not None and part.text != folder:
            yield part.wrong(message, given=part.text, folder=folder)


def source_problems(outline: Outline, known: Collection[str] | None) -> Iterator[Problem]:
    """Sources that are not in sources.yaml; `known` are its keys, None where there is no file."""
    for criterion in outline.criteria:
        for key, source in criterion.part("sources").texts():
            if known is not None and key not in known:
                yield source.wrong(N_("there is no source “{key}” in sources.yaml"), key=key)


def _key_problems(outline: Outline) -> Iterator[Problem]:
    """Criteria, nodes and indices share one name space."""
    indices = outline.structure.part("indices").items()
    named = [part.part("key") for part in chain(outline.nodes, outline.criteria, indices)]
    named.sort(key=lambda key: key.file.place(key.path))
    yield from repeated(named, N_("the key “{key}” is used twice"))
    for key in named:
        if key.text == TOTAL:
            yield key.wrong(N_("the key “total” is taken"))
    for part in chain(outline.nodes, outline.criteria):
        key = part.part("key")
        if key.text == CORE:
            yield key.wrong(N_("the key “core” is kept for the index of the core criteria"))
    bands = outline.structure.part("bands").items()
    yield from repeated((b.part("key") for b in bands), N_("the key “{key}” is used twice"))


def _language_problems(outline: Outline) -> Iterator[Problem]:
    languages = outline.structure.part("languages").items()
    yield from repeated(languages, N_("the language “{key}” is listed twice"))


def _scale_problems(scale: Part) -> Iterator[Problem]:
    levels = scale.part("levels")
    if isinstance(levels.content, list) and not levels.content:
        yield levels.wrong_key(N_("a scale needs a level"))
    yield from _repeated_levels(level.part("value") for level in levels.items())
    for lower, higher in pairwise(levels.items()):
        points, points_before = higher.part("points"), lower.part("points").exact
        if points_before is not None and points.exact is not None and points.exact < points_before:
            message = N_("the points fall from {before} to {points}")
            yield points.wrong(message, before=points_before, points=points.exact)


def _repeated_levels(values: Iterable[Part]) -> Iterator[Problem]:
    seen = set()
    for value in values:
        if value.whole_number is not None and value.whole_number in seen:
            yield value.wrong(N_("the level {level} is listed twice"), level=value.whole_number)
        seen.add(value.whole_number)


def _band_problems(bands: list[Part]) -> Iterator[Problem]:
    starts = [band.part("from") for band in bands]
    if starts and starts[0].exact not in (None, 0):
        yield starts[0].wrong(N_("the first band must start at 0"))
    for lower, higher in pairwise(starts):
        if lower.exact is not None and higher.exact is not None and higher.exact <= lower.exact:
            message = N_("the bands must rise: {start} comes after {before}")
            yield higher.wrong(message, start=higher.exact, before=lower.exact)


def _section_problems(nodes: Iterable[Part]) -> Iterator[Problem]:
    for node in nodes:
        # A list that is something else is the shape's matter.
        empty = (node.part(name).content in (None, []) for name in ("criteria", "sections"))
        if node.is_block and all(empty):
            message = N_("the section “{key}” has neither criteria nor sections")
            yield node.wrong(message, key=node.part("key").text or "")


def _scale_name_problems(outline: Outline) -> Iterator[Problem]:
    named = [criterion.part("scale") for criterion in outline.criteria]
    for name in (outline.structure.part("default_scale"), *named):
        if name.text is not None and name.text not in outline.scales:
            yield name.wrong(N_("there is no scale “{key}”"), key=name.text)


def _repeated_source_problems(outline: Outline) -> Iterator[Problem]:
    for criterion in outline.criteria:
        sources = criterion.part("sources").items()
        yield from repeated(sources, N_("the source “{key}” is named twice"))


def _effort_problems(outline: Outline) -> Iterator[Problem]:
    for criterion in outline.criteria:
        values = outline.values_by_criterion.get(criterion.part("key").text or "")
        efforts = criterion.part("effort").items()
        if values is not None and len(efforts) >= len(values):
            message = N_("more efforts than steps: a scale of {levels} levels has {steps}")
            steps = len(values) - 1
            yield efforts[steps].wrong(message, levels=len(values), steps=steps)


def _index_problems(outline: Outline) -> Iterator[Problem]:
    has_core = any(
        criterion.part("core").content not in (None, False) for criterion in outline.criteria
    )
    known = set(outline.criterion_keys)
    for index in outline.structure.part("indices").items():
        members = index.part("criteria")
        is_core = members.text == CORE
        if index.part("key").text == CORE and members.content is not None and not is_core:
            yield members.wrong(N_("the index “core” must say “criteria: core”"))
        if is_core and known and not has_core:
            yield members.wrong(N_("no criterion is marked “core: true”"))
        yield from repeated(members.items(), N_("the criterion “{key}” is named twice"))
        for key, member in members.texts():
            if known and key not in known:
                yield member.wrong(N_("there is no criterion “{key}”"), key=key)

"""What is different between two versions of a checklist, by meaning and not by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.checklist import Checklist, Criterion, Scale, Section, Text
from app.domain.checklist_texts import TextPath, all_scales, all_texts
from app.domain.errors import N_
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.versions import compose

Kind = ReplacementKind

_BECAME = {
    Kind.REWORDED: N_("{old} is reworded as {new}"),
    Kind.CHANGED: N_("{old} is changed in meaning, it is now {new}"),
    Kind.SPLIT: N_("{old} is split into {new}"),
    Kind.MERGED: N_("{old} are merged into {new}"),
    Kind.RETIRED: N_("{old} is no longer asked"),
    Kind.NEW: N_("{new} is new"),
}
_CHANGED = N_("{new} is changed in meaning")
_SETTING = N_("{subject}: {name} was {old}, is now {new}")
_MOVED = N_("{subject} moved from {old} to {new}")
_ORDER = N_("{subject}: the order is now {new}")
_GONE = N_("{subject} is gone")
_ADDED = N_("{subject} is new")
_TEXT = N_("{subject} ({language}): was “{old}”, is now “{new}”")
_TEXT_GONE = N_("{subject} ({language}): “{old}” is gone")
_TEXT_ADDED = N_("{subject} ({language}): “{new}” is new")


@dataclass(frozen=True)
class Difference:
    """One difference; `message` and `facts` as in a Problem."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.facts)


def diff(
    old: Checklist, new: Checklist, *, between: Sequence[Checklist] = ()
) -> tuple[Difference, ...]:
    """Every difference in meaning: first criteria, then tree, rules, scales, and texts.

    `between` are the versions between the two, oldest first.
    """
    lines = compose((old, *between, new))
    partners = {
        line.new[0]: line.old[0] for line in lines if len(line.old) == 1 and len(line.new) == 1
    }
    return (
        *_criteria_that_became_others(lines),
        *_criteria(old, new, partners=partners),
        *_nodes(old, new, partners=partners),
        *_whole(old, new, partners=partners),
        *_texts(old, new, partners=partners),
    )


def _criteria_that_became_others(lines: Iterable[Replacement]) -> Iterator[Difference]:
    for line in lines:
        if line.kind is not Kind.SAME:
            facts = {"old": ", ".join(line.old), "new": ", ".join(line.new)}
            keeps_its_key = line.kind is Kind.CHANGED and line.old == line.new
            yield Difference(_CHANGED if keeps_its_key else _BECAME[line.kind], facts)


def _criteria(
    old: Checklist, new: Checklist, *, partners: Mapping[str, str]
) -> Iterator[Difference]:
    for key, old_key in partners.items():
        before, after = old.criteria_by_key[old_key], new.criteria_by_key[key]
        yield from _changes(key, _criterion_settings(before), _criterion_settings(after))
        yield from _moved(key, old.lineage[old_key][-1].key, new.lineage[key][-1].key)


def _nodes(old: Checklist, new: Checklist, *, partners: Mapping[str, str]) -> Iterator[Difference]:
    parents_before, parents_after = _parents(old), _parents(new)
    yield from _gone_and_added(old.nodes_by_key, new.nodes_by_key)
    yield from _order("dimensions", _keys(old.dimensions), _keys(new.dimensions))
    for key, after in new.nodes_by_key.items():
        before = old.nodes_by_key.get(key)
        if before is None:
            continue
        yield from _changes(key, _node_settings(before), _node_settings(after))
        yield from _moved(key, parents_before[key], parents_after[key])
        yield from _order(key, _keys(before.sections), _keys(after.sections))
        names_now = {old_key: new_key for new_key, old_key in partners.items()}
        criteria_before = [names_now.get(each.key, "") for each in before.criteria]
        yield from _order(key, criteria_before, _keys(after.criteria))


def _whole(old: Checklist, new: Checklist, *, partners: Mapping[str, str]) -> Iterator[Difference]:
    yield from _changes("checklist", _checklist_settings(old), _checklist_settings(new))
    bands_before = {f"bands.{band.key}": {"from": str(band.start)} for band in old.bands}
    bands_after = {f"bands.{band.key}": {"from": str(band.start)} for band in new.bands}
    names_now = {old_key: new_key for new_key, old_key in partners.items()}
    indices_before = {
        f"indices.{index.key}": {"criteria": _list(names_now.get(k, k) for k in index.criteria)}
        for index in old.indices
    }
    indices_after = {
        f"indices.{index.key}": {"criteria": _list(index.criteria)} for index in new.indices
    }
    scales_before = {f"scales.{key}": _levels(scale) for key, scale in all_scales(old).items()}
    scales_after = {f"scales.{key}": _levels(scale) for key, scale in all_scales(new).items()}
    for before, after in (
        (bands_before, bands_after),
        (indices_before, indices_after),
        (scales_before, scales_after),
    ):
        yield from _gone_and_added(before, after)
        for subject in after:
            if subject in before:
                yield from _changes(subject, before[subject], after[subject])


def _texts(old: Checklist, new: Checklist, *, partners: Mapping[str, str]) -> Iterator[Difference]:
    """Texts of what is in both versions, in the languages that both have."""
    names_now = {old_key: new_key for new_key, old_key in partners.items()}
    before = {_path_now(path, names_now): text for path, text in all_texts(old).items()}
    after = all_texts(new)
    owners = {path[:2] for path in before} & {path[:2] for path in after}
    for path in dict.fromkeys([*after, *before]):
        if len(path) > 1 and path[:2] not in owners:
            continue
        for language in new.languages:
            if language in old.languages:
                yield from _text(
                    path,
                    language,
                    old=_in(language, before.get(path)),
                    new=_in(language, after.get(path)),
                )


def _in(language: str, text: Text | None) -> str | None:
    return text.by_language.get(language) if text is not None else None


def _path_now(path: TextPath, names_now: Mapping[str, str]) -> TextPath:
    """The path under which an old text stands today; "" as key where its criterion is gone."""
    if path[0] == "criteria":
        return (path[0], names_now.get(path[1], ""), *path[2:])
    return path


def _text(
    path: TextPath, language: str, *, old: str | None, new: str | None
) -> Iterator[Difference]:
    facts = {"subject": ".".join(path), "language": language, "old": old, "new": new}
    if old is None and new is not None:
        yield Difference(_TEXT_ADDED, facts)
    elif old is not None and new is None:
        yield Difference(_TEXT_GONE, facts)
    elif old != new:
        yield Difference(_TEXT, facts)


def _changes(subject: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys([*new, *old]):
        before, after = old.get(name, "–"), new.get(name, "–")
        if before != after:
            facts = {"subject": subject, "name": name, "old": before, "new": after}
            yield Difference(_SETTING, facts)


def _moved(subject: str, old: str, new: str) -> Iterator[Difference]:
    if old != new:
        yield Difference(_MOVED, {"subject": subject, "old": old, "new": new})


def _order(subject: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """A change of order among what is in both; what comes or goes is told elsewhere."""
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before != after:
        yield Difference(_ORDER, {"subject": subject, "new": ", ".join(new)})


def _gone_and_added(old: Iterable[str], new: Iterable[str]) -> Iterator[Difference]:
    before, after = list(old), list(new)
    yield from (Difference(_GONE, {"subject": key}) for key in before if key not in after)
    yield from (Difference(_ADDED, {"subject": key}) for key in after if key not in before)


def _criterion_settings(criterion: Criterion) -> dict[str, str]:
    """What is set on a criterion, named and written as in its file."""
    return {
        "scale": criterion.scale.key,
        "weight": str(criterion.weight),
        "core": _yes_no(criterion.core),
        "scored": _yes_no(criterion.scored),
        "influence": str(criterion.influence or "–"),
        "effort": _list(criterion.effort),
        "not_applicable": _yes_no(criterion.allows_not_applicable),
        "sources": _list(criterion.sources),
    }


def _node_settings(node: Section) -> dict[str, str]:
    return {"weight": str(node.weight), "aggregate": str(node.aggregate)}


def _checklist_settings(checklist: Checklist) -> dict[str, str]:
    return {
        "total.aggregate": str(checklist.total_aggregate),
        "total.completeness": str(checklist.completeness),
        "languages": _list(checklist.languages),
        "unchecked": _list(sorted(checklist.unchecked_languages)),
    }


def _levels(scale: Scale) -> dict[str, str]:
    return {f"levels.{level.value}.points": str(level.points) for level in scale.levels}


def _parents(checklist: Checklist) -> dict[str, str]:
    """The node above each node; the dimensions are below `dimensions`."""
    parents = {dimension.key: "dimensions" for dimension in checklist.dimensions}
    for node in checklist.nodes:
        parents.update({section.key: node.key for section in node.sections})
    return parents


def _keys(parts: Iterable[Criterion] | Iterable[Section]) -> list[str]:
    return [part.key for part in parts]


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _yes_no(value: bool) -> str:
    return "true" if value else "false"

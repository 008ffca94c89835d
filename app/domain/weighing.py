"""Which criteria and nodes make up each number of a checklist, and with which weight.

Worked out once per checklist and kept, because scores are asked for far more often than
checklists are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm, prod

from app.domain.checklist import TOTAL, Aggregate, Checklist, Criterion, Section

KEPT_CHECKLISTS = 32

Bits = Mapping[str, int]
"""One bit for each criterion, so that sets of criteria are counted quickly."""


@dataclass(frozen=True)
class Member:
    """A criterion or a node that goes straight into a number, with its weight there."""

    key: str
    weight: Fraction
    is_node: bool


@dataclass(frozen=True)
class Part:
    """One number of a checklist: the total, a node or an index.

    `members` are what the number is made of; `unscored` are the criteria that stand among them
    but outside the sum; `counted` is the set of criteria, as bits, that its counts cover.
    """

    key: str
    aggregate: Aggregate
    members: tuple[Member, ...]
    counted: int
    unscored: tuple[str, ...] = ()

    @cached_property
    def has_nodes(self) -> bool:
        return any(member.is_node for member in self.members)

    @cached_property
    def whole_weights(self) -> tuple[tuple[str, int], ...]:
        """The members' keys with their weights as whole numbers in the same proportion."""
        weights = in_whole_numbers(member.weight for member in self.members)
        return tuple(zip((member.key for member in self.members), weights, strict=True))


@dataclass(frozen=True)
class Weighing:
    """A checklist laid out for scoring: its parts, and the points and weight of each criterion."""

    checklist: Checklist
    bits: Bits
    total: Part
    nodes: tuple[Part, ...]
    indices: tuple[Part, ...]

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Every part by its key: the total, then nodes in checklist order, then indices."""
        return {part.key: part for part in (self.total, *self.nodes, *self.indices)}

    @cached_property
    def point_unit(self) -> int:
        """Points times this are whole numbers, on every scale of the checklist."""
        scales = [criterion.scale for criterion in self.checklist.criteria]
        return lcm(*(level.points.denominator for scale in scales for level in scale.levels))

    @cached_property
    def points(self) -> Mapping[str, Mapping[int, int]]:
        """Points times `point_unit`, by criterion and level value, from lowest to highest."""
        unit = self.point_unit
        return {
            criterion.key: {
                level.value: int(level.points * unit) for level in criterion.scale.levels
            }
            for criterion in self.checklist.criteria
        }

    @cached_property
    def weights(self) -> Mapping[str, Fraction]:
        """The weight of each criterion in the whole: up to and including its dimension."""
        return {
            criterion.key: criterion.weight
            * prod(node.weight for node in self.checklist.lineage[criterion.key])
            for criterion in self.checklist.criteria
        }


class _SameObject:
    """Compares checklists as objects, which is quick; their contents are not even hashable."""

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist

    def __hash__(self) -> int:
        return id(self.checklist)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameObject) and self.checklist is other.checklist


def weighing_of(checklist: Checklist) -> Weighing:
    """How the numbers of this checklist are made; worked out at the first call and kept."""
    return _weighing_of(_SameObject(checklist))


@lru_cache(maxsize=KEPT_CHECKLISTS)
def _weighing_of(same: _SameObject) -> Weighing:
    checklist = same.checklist
    bits = {key: 1 << place for place, key in enumerate(checklist.criteria_by_key)}
    whole = Section(
        TOTAL,
        checklist.title,
        sections=checklist.dimensions,
        aggregate=checklist.total_aggregate,
    )
    return Weighing(
        checklist,
        bits,
        total=_node_part(whole, bits),
        nodes=tuple(_node_part(node, bits) for node in checklist.nodes),
        indices=tuple(
            index_part(checklist, index.key, criteria=index.criteria, bits=bits)
            for index in checklist.indices
        ),
    )


def index_part(checklist: Checklist, key: str, *, criteria: Iterable[str], bits: Bits) -> Part:
    """A number over these criteria by their own weights, whether they are scored or not.

    KeyError where the checklist has no such criterion.
    """
    chosen = [checklist.criteria_by_key[name] for name in dict.fromkeys(criteria)]
    members = tuple(_member(criterion) for criterion in chosen)
    return Part(key, Aggregate.MEAN, members, _bit_set(chosen, bits))


def in_whole_numbers(weights: Iterable[Fraction]) -> tuple[int, ...]:
    """Whole numbers in the same proportion.

    >>> in_whole_numbers([Fraction(1, 2), Fraction(1, 3), Fraction(0)])
    (3, 2, 0)
    """
    weights = tuple(weights)
    unit = lcm(*(weight.denominator for weight in weights))
    return tuple(int(weight * unit) for weight in weights)


def _node_part(node: Section, bits: Bits) -> Part:
    pooled = node.aggregate is Aggregate.POOLED
    among = node.all_criteria() if pooled else node.criteria
    return Part(
        node.key,
        node.aggregate,
        members=tuple(_pool(node) if pooled else _children(node)),
        counted=_bit_set((c for c in node.all_criteria() if c.scored), bits),
        unscored=tuple(criterion.key for criterion in among if not criterion.scored),
    )


def _children(node: Section) -> Iterator[Member]:
    yield from (_member(criterion) for criterion in node.criteria if criterion.scored)
    yield from (Member(section.key, section.weight, is_node=True) for section in node.sections)


def _pool(node: Section) -> Iterator[Member]:
    yield from (_member(criterion) for criterion in node.criteria if criterion.scored)
    for section in node.sections:
        for member in _pool(section):
            yield Member(member.key, member.weight * section.weight, is_node=False)


def _member(criterion: Criterion) -> Member:
    return Member(criterion.key, criterion.weight, is_node=False)


def _bit_set(criteria: Iterable[Criterion], bits: Bits) -> int:
    return sum(bits[criterion.key] for criterion in criteria)

"""What to do first, and whether that would stay so if one had weighed things differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.answers import USUAL_IMPORTANCE, AnswerSheet
from app.domain.checklist import Checklist, Section
from app.domain.gaps import Assumption, Gap, find_gaps
from app.domain.weighing import weighing_of

MOST_NEXT_STEPS = 5
FACTORS = (Fraction(2), Fraction(1, 2))
"""What each dimension's weight is multiplied with, one after the other."""


class VariantKind(StrEnum):
    """What a variant supposes otherwise."""

    IMPORTANCE = "importance"
    """Every criterion is equally important."""
    WEIGHTS = "weights"
    """Every criterion and node weighs 1."""
    UNKNOWN = "unknown"
    """What is unknown turns out to be at the lowest level."""
    DIMENSION_WEIGHTS = "dimension_weights"
    """One dimension weighs twice or half as much."""


@dataclass(frozen=True)
class Robustness:
    """In how many variants a criterion stays among the first five, and what speaks against it.

    There are 3 + 2 × dimensions variants; `depends_on` names each kind in which it drops out.
    """

    in_first_five: int
    variants: int
    depends_on: tuple[VariantKind, ...]

    @property
    def is_certain(self) -> bool:
        """It is among the first five in every variant."""
        return self.in_first_five == self.variants


@dataclass(frozen=True)
class NextStep:
    """A gap put forward to be closed first, and how firmly it stands there."""

    gap: Gap
    robustness: Robustness


@dataclass(frozen=True)
class Variant:
    """One way to look at the same answers."""

    kind: VariantKind
    assumption: Assumption


def first_five(checklist: Checklist, sheet: AnswerSheet) -> tuple[NextStep, ...]:
    """The most urgent gaps, five at most, each tested against every variant."""
    gaps = find_gaps(checklist, sheet)[:MOST_NEXT_STEPS]
    firsts = [
        (variant.kind, _first_keys(checklist, sheet, assuming=variant.assumption))
        for variant in variants(checklist)
    ]
    return tuple(NextStep(gap, _robustness(gap.criterion.key, firsts)) for gap in gaps)


def variants(checklist: Checklist) -> Iterator[Variant]:
    """All importances usual, all weights 1, unknown as lowest, each dimension doubled, halved."""
    yield Variant(VariantKind.IMPORTANCE, Assumption(importance=USUAL_IMPORTANCE))
    yield Variant(VariantKind.WEIGHTS, Assumption(weight_of=lambda key: Fraction(1)))
    yield Variant(VariantKind.UNKNOWN, Assumption(unknown_is_lowest=True))
    for factor in FACTORS:
        for dimension in checklist.dimensions:
            assumption = _with_dimension_times(checklist, dimension, factor=factor)
            yield Variant(VariantKind.DIMENSION_WEIGHTS, assumption)


def _with_dimension_times(
    checklist: Checklist, dimension: Section, *, factor: Fraction
) -> Assumption:
    below = frozenset(criterion.key for criterion in dimension.all_criteria())
    weights = weighing_of(checklist).weights

    def weight_of(key: str) -> Fraction:
        return weights[key] * factor if key in below else weights[key]

    return Assumption(weight_of=weight_of)


def _first_keys(
    checklist: Checklist,
    sheet: AnswerSheet,
    *,
    assuming: Assumption,
) -> frozenset[str]:
    gaps = find_gaps(checklist, sheet, assuming=assuming)
    return frozenset(gap.criterion.key for gap in gaps[:MOST_NEXT_STEPS])


def _robustness(key: str, firsts: list[tuple[VariantKind, frozenset[str]]]) -> Robustness:
    against = [kind for kind, first in firsts if key not in first]
    return Robustness(
        in_first_five=len(firsts) - len(against),
        variants=len(firsts),
        depends_on=tuple(dict.fromkeys(against)),
    )

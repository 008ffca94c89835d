"""Small checklists built directly, without files, for tests that read like the rules."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.domain.answers import Answer, State
from app.domain.checklist import (
    Aggregate,
    Checklist,
    Criterion,
    Effort,
    Index,
    Influence,
    Level,
    Scale,
    Section,
    Text,
)

Number = Fraction | int | str

UNKNOWN = Answer(State.UNKNOWN)
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE, reason="Es gibt hier keine Unterkunft.")


def text(words: str) -> Text:
    return Text({"de": words})


def scale(points: Mapping[int, Number], *, key: str = "steps") -> Scale:
    """A scale of level values and their points, from lowest to highest."""
    levels = (
        Level(value, Fraction(worth), text(f"Stufe {value}")) for value, worth in points.items()
    )
    return Scale(key, tuple(levels))


FIVE_LEVELS = scale({0: 0, 1: 25, 2: 50, 3: 75, 4: 100})
FOUR_LEVELS = scale({0: 0, 1: "100/3", 2: "200/3", 3: 100})
THREE_LEVELS = scale({1: 0, 2: 50, 3: 100}, key="three")


def criterion(
    key: str,
    *,
    weight: Number = 1,
    scale: Scale = FIVE_LEVELS,
    scored: bool = True,
    core: bool = False,
    effort: str = "",
    influence: Influence | None = None,
    allows_not_applicable: bool = True,
) -> Criterion:
    """A criterion; `effort` is written as one letter for each step: "SSM"."""
    return Criterion(
        key,
        scale,
        title=text(key),
        question=text(f"{key}?"),
        weight=Fraction(weight),
        scored=scored,
        core=core,
        effort=tuple(Effort(letter) for letter in effort),
        influence=influence,
        allows_not_applicable=allows_not_applicable,
    )


def section(
    key: str,
    *children: Criterion | Section,
    weight: Number = 1,
    aggregate: Aggregate = Aggregate.POOLED,
) -> Section:
    return Section(
        key,
        text(key),
        criteria=tuple(child for child in children if isinstance(child, Criterion)),
        sections=tuple(child for child in children if isinstance(child, Section)),
        weight=Fraction(weight),
        aggregate=aggregate,
    )


def checklist(
    *dimensions: Section,
    total: Aggregate = Aggregate.MEAN,
    indices: Mapping[str, tuple[str, ...]] | None = None,
) -> Checklist:
    return Checklist(
        key="example",
        version="1.0.0",
        languages=("de",),
        title=text("Beispiel"),
        dimensions=dimensions,
        total_aggregate=total,
        indices=tuple(Index(key, text(key), keys) for key, keys in (indices or {}).items()),
    )


def levels(**by_criterion: int) -> dict[str, Answer]:
    """A sheet of levels only."""
    return {key: Answer.at(level) for key, level in by_criterion.items()}

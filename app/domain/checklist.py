"""A checklist: its dimensions, sections, criteria, scales and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from app.domain.replacements import Predecessor

CORE = "core"
TOTAL = "total"


class Aggregate(StrEnum):
    """How a node's score is made: pooled over all criteria below, or the mean of its children."""

    POOLED = "pooled"
    MEAN = "mean"


class Influence(StrEnum):
    """Whose decision a criterion is. The order is the order of work."""

    OWN = "own"
    SHARED = "shared"
    ADVOCATE = "advocate"


class Effort(StrEnum):
    """What a step to the next level takes: about a month, half a year, or a council decision."""

    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


@dataclass(frozen=True)
class ShownText:
    """A text as a reader gets it: in which language, and whether that stands in for another."""

    text: str
    language: str
    is_substitute: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Text:
    """One text in several languages, the checklist's first language first.

    The first language that has the text stands in for a missing one.

    >>> Text({"de": "Willkommen", "en": "Welcome"}).in_language("en")
    'Welcome'
    >>> Text({"de": "Willkommen"}).shown("en")
    ShownText(text='Willkommen', language='de', is_substitute=True)
    """

    by_language: Mapping[str, str]

    def in_language(self, language: str) -> str:
        return self.shown(language).text

    def shown(self, language: str) -> ShownText:
        if language in self.by_language:
            return ShownText(self.by_language[language], language, is_substitute=False)
        substitute, text = next(iter(self.by_language.items()))
        return ShownText(text, substitute, is_substitute=True)


@dataclass(frozen=True)
class Level:
    """One step of a scale: its stored value, its exact points (0–100), its words."""

    value: int
    points: Fraction
    label: Text
    meaning: Text | None = None


@dataclass(frozen=True)
class Scale:
    """Levels from lowest to highest; points never fall."""

    key: str
    levels: tuple[Level, ...]

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {level.value: position for position, level in enumerate(self.levels)}

    def position(self, value: int) -> int:
        """The place of a level on the scale, from 0; KeyError if the scale has no such level."""
        return self._positions[value]

    def has(self, value: int) -> bool:
        return value in self._positions

    def level(self, value: int) -> Level:
        return self.levels[self.position(value)]

    @property
    def lowest(self) -> Level:
        return self.levels[0]

    @property
    def highest(self) -> Level:
        return self.levels[-1]


@dataclass(frozen=True)
class Criterion:
    """One question of the checklist, answered with one level of its scale."""

    key: str
    scale: Scale
    title: Text
    question: Text
    weight: Fraction = Fraction(1)
    core: bool = False
    scored: bool = True
    influence: Influence | None = None
    effort: tuple[Effort, ...] = ()
    """Effort of the step from level n to n+1, by position; empty where unknown."""
    allows_not_applicable: bool = True
    sources: tuple[str, ...] = ()
    help: Text | None = None
    not_applicable_hint: Text | None = None
    level_texts: Mapping[int, Text] = field(default_factory=dict)
    """What a level means for this criterion, by level value."""
    next_steps: Mapping[int, Text] = field(default_factory=dict)
    """The concrete step from this level value to the next."""

    def effort_from(self, value: int) -> Effort | None:
        """Effort of the step up from this level; None at the top, or where it is unknown."""
        position = self.scale.position(value)
        return self.effort[position] if position < len(self.effort) else None


@dataclass(frozen=True)
class Section:
    """A node of the tree. It may hold criteria and further sections; criteria come first."""

    key: str
    title: Text
    criteria: tuple[Criterion, ...] = ()
    sections: tuple[Section, ...] = ()
    weight: Fraction = Fraction(1)
    aggregate: Aggregate = Aggregate.POOLED
    short_title: Text | None = None

    def all_criteria(self) -> Iterator[Criterion]:
        """Every criterion below, in checklist order."""
        yield from self.criteria
        for section in self.sections:
            yield from section.all_criteria()

    def walk(self) -> Iterator[Section]:
        """This node and every node below, parents before children."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True)
class Index:
    """A named extra total over some criteria, by their own weights."""

    key: str
    title: Text
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """The word for scores from here up to the next band."""

    key: str
    start: Fraction
    label: Text


@dataclass(frozen=True)
class Checklist:
    """One version of a checklist. Once published it never changes; it is only replaced."""

    key: str
    version: str
    languages: tuple[str, ...]
    title: Text
    dimensions: tuple[Section, ...]
    description: Text | None = None
    scales: Mapping[str, Scale] = field(default_factory=dict)
    total_aggregate: Aggregate = Aggregate.MEAN
    completeness: Fraction = Fraction(4, 5)
    """The share of applicable criteria that must be answered before the total is shown."""
    bands: tuple[Band, ...] = ()
    indices: tuple[Index, ...] = ()
    predecessor: Predecessor | None = None
    unchecked_languages: frozenset[str] = frozenset()
    incomplete_languages: frozenset[str] = frozenset()
    whole: Checklist | None = field(default=None, compare=False, repr=False)
    """The checklist that this is the short form of."""
    structure_fingerprint: str = ""
    wording_fingerprint: str = ""

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in checklist order."""
        return tuple(c for dimension in self.dimensions for c in dimension.all_criteria())

    @cached_property
    def criteria_by_key(self) -> Mapping[str, Criterion]:
        return {criterion.key: criterion for criterion in self.criteria}

    @cached_property
    def core_criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the short form; empty where the checklist offers none."""
        return tuple(criterion for criterion in self.criteria if criterion.core)

    @cached_property
    def short_form(self) -> Checklist:
        """The same checklist asking its core criteria only; what asks nothing then is left out."""
        keys = {criterion.key for criterion in self.core_criteria}
        return replace(
            self,
            dimensions=tuple(
                _narrowed(node, keys) for node in self.dimensions if _asks(node, keys)
            ),
            indices=tuple(index for index in self.indices if keys.issuperset(index.criteria)),
            whole=self,
        )

    @cached_property
    def nodes(self) -> tuple[Section, ...]:
        """Every dimension and section, in checklist order, parents before children."""
        return tuple(node for dimension in self.dimensions for node in dimension.walk())

    @cached_property
    def nodes_by_key(self) -> Mapping[str, Section]:
        return {node.key: node for node in self.nodes}

    @cached_property
    def lineage(self) -> Mapping[str, tuple[Section, ...]]:
        """The nodes above each criterion, from its dimension down."""
        found: dict[str, tuple[Section, ...]] = {}

        def visit(node: Section, above: tuple[Section, ...]) -> None:
            here = (*above, node)
            for criterion in node.criteria:
                found[criterion.key] = here
            for section in node.sections:
                visit(section, here)

        for dimension in self.dimensions:
            visit(dimension, ())
        return found

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """What people call them aloud: “2” a dimension, “2.3” its third criterion.

        The short form keeps the numbers of the whole: one criterion has one number.
        """
        if self.whole is not None:
            return self.whole.numbers
        found: dict[str, str] = {}
        for place, dimension in enumerate(self.dimensions, start=1):
            found[dimension.key] = str(place)
            for number, criterion in enumerate(dimension.all_criteria(), start=1):
                found[criterion.key] = f"{place}.{number}"
        return found

    def band_of(self, rounded: int) -> Band | None:
        """The band of a rounded score, or None where the checklist names no bands."""
        reached = [band for band in self.bands if band.start <= rounded]
        return reached[-1] if reached else None


def _asks(node: Section, keys: set[str]) -> bool:
    return any(criterion.key in keys for criterion in node.all_criteria())


def _narrowed(node: Section, keys: set[str]) -> Section:
    return replace(
        node,
        criteria=tuple(criterion for criterion in node.criteria if criterion.key in keys),
        sections=tuple(_narrowed(below, keys) for below in node.sections if _asks(below, keys)),
    )

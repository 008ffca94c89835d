"""Random checklists and answer sheets: any tree, scales, weights, aggregates, states."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from app.domain.answers import OPEN, Answer
from app.domain.checklist import Aggregate, Checklist, Criterion, Effort, Influence, Scale, Section
from tests.domain import checklists as build

unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For tests that draw whole checklists: a busy machine is no failure."""

WEIGHTS = st.sampled_from([Fraction(w) for w in ("0", "1/3", "1/2", "1", "2", "2.5")])
AGGREGATES = st.sampled_from(Aggregate)
POINTS = st.fractions(min_value=0, max_value=100, max_denominator=12)


@st.composite
def scales(draw: st.DrawFn, *, full_range: bool = False) -> Scale:
    """Up to six levels with any rising values; with `full_range` worth 0 at first, 100 at last."""
    between = sorted(draw(st.lists(POINTS, min_size=1, max_size=4)))
    points = [Fraction(0), *between, Fraction(100)] if full_range else between
    lowest, stride = draw(st.integers(-2, 2)), draw(st.integers(1, 2))
    values = range(lowest, lowest + stride * len(points), stride)
    return build.scale(dict(zip(values, points, strict=True)))


@st.composite
def checklists(draw: st.DrawFn, *, full_range: bool = False) -> Checklist:
    """A checklist of one to three dimensions, nested up to three deep, with an index or two."""
    numbers = count()
    some_scales = draw(st.lists(scales(full_range=full_range), min_size=1, max_size=2))

    def criterion() -> Criterion:
        scale = draw(st.sampled_from(some_scales))
        return Criterion(
            f"criterion_{next(numbers)}",
            scale,
            build.text("Titel"),
            build.text("Frage?"),
            weight=draw(WEIGHTS),
            scored=draw(st.sampled_from([True, True, True, False])),
            influence=draw(st.none() | st.sampled_from(Influence)),
            effort=tuple(draw(st.lists(st.sampled_from(Effort), max_size=len(scale.levels) - 1))),
        )

    def node(depth: int) -> Section:
        criteria = tuple(criterion() for _ in range(draw(st.integers(0, 2))))
        fewest = 0 if criteria or not depth else 1
        size = draw(st.integers(fewest, 2)) if depth else 0
        return Section(
            f"node_{next(numbers)}",
            build.text("Knoten"),
            criteria=criteria or (() if size else (criterion(),)),
            sections=tuple(node(depth - 1) for _ in range(size)),
            weight=draw(WEIGHTS),
            aggregate=draw(AGGREGATES),
        )

    dimensions = tuple(node(2) for _ in range(draw(st.integers(1, 3))))
    keys = [c.key for dimension in dimensions for c in dimension.all_criteria()]
    named = st.lists(st.sampled_from(keys), min_size=1, unique=True).map(tuple)
    return build.checklist(
        *dimensions,
        total=draw(AGGREGATES),
        indices=draw(st.dictionaries(st.sampled_from(["core", "steering"]), named)),
    )


@st.composite
def answers(draw: st.DrawFn, scale: Scale) -> Answer:
    """Any answer on this scale, with or without a target and an importance."""
    values = [level.value for level in scale.levels]
    at_a_level = st.sampled_from(values).map(Answer.at)
    answer = draw(at_a_level | st.sampled_from([OPEN, build.UNKNOWN, build.NOT_APPLICABLE]))
    return Answer(
        answer.state,
        answer.level,
        reason=answer.reason,
        target=draw(st.none() | st.sampled_from(values)),
        importance=draw(st.sampled_from([None, 1, 2, 3])),
    )


@st.composite
def sheets(draw: st.DrawFn, checklist: Checklist) -> dict[str, Answer]:
    """Answers to some of the criteria, in any order."""
    chosen = draw(st.lists(st.sampled_from(checklist.criteria), unique_by=lambda c: c.key))
    return {criterion.key: draw(answers(criterion.scale)) for criterion in chosen}


@st.composite
def answered_checklists(
    draw: st.DrawFn, *, full_range: bool = False
) -> tuple[Checklist, dict[str, Answer]]:
    """A checklist with a sheet for it."""
    checklist = draw(checklists(full_range=full_range))
    return checklist, draw(sheets(checklist))

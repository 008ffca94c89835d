"""What is missing up to the target, and in which order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from app.domain.answers import OPEN, Answer
from app.domain.checklist import Checklist, Effort, Influence
from app.domain.gaps import Gap, find_gaps, propose_target
from app.domain.scoring import UnknownLevel
from tests.domain.checklists import (
    FIVE_LEVELS,
    FOUR_LEVELS,
    NOT_APPLICABLE,
    THREE_LEVELS,
    UNKNOWN,
    checklist,
    criterion,
    levels,
    scale,
    section,
)
from tests.domain.strategies import answered_checklists, unhurried

TWO_LEVELS = scale({0: 0, 1: 100}, key="yes_no")
ONE_LEVEL = scale({7: 100}, key="only")
SPREAD = scale({-10: 0, 0: 20, 5: 60, 50: 100}, key="spread")


def order(a_checklist: Checklist, sheet) -> list[str]:
    return [gap.criterion.key for gap in find_gaps(a_checklist, sheet)]


def at(level: int, *, target: int | None = None, importance: int | None = None) -> Answer:
    return replace(Answer.at(level), target=target, importance=importance)


@pytest.mark.parametrize(
    ("of", "level", "target"),
    [
        (FOUR_LEVELS, 0, 2),
        (FOUR_LEVELS, 1, 2),
        (FOUR_LEVELS, 2, 3),
        (FOUR_LEVELS, 3, 3),
        (FOUR_LEVELS, None, 2),
        (FIVE_LEVELS, 2, 3),
        (THREE_LEVELS, 1, 3),
        (THREE_LEVELS, None, 3),
        (TWO_LEVELS, 0, 1),
        (TWO_LEVELS, None, 1),
        (ONE_LEVEL, 7, 7),
        (ONE_LEVEL, None, 7),
        (SPREAD, -10, 5),
        (SPREAD, 5, 50),
    ],
)
def test_the_proposal_is_the_next_level_and_at_least_the_third_lowest(of, level, target):
    assert propose_target(criterion("a", scale=of), level) == target


def test_no_target_is_proposed_for_a_level_off_the_scale():
    with pytest.raises(UnknownLevel):
        propose_target(criterion("a", scale=THREE_LEVELS), 0)


def test_a_gap_tells_all_it_rests_on():
    weighted = criterion("a", weight="1/2", scale=FOUR_LEVELS, effort="SML")
    one = checklist(section("dimension", section("inner", weighted, weight=3), weight=2))

    (gap,) = find_gaps(one, {"a": at(1, importance=3)})

    assert gap == Gap(
        criterion=weighted,
        level=1,
        target=2,
        is_proposal=True,
        steps=1,
        importance=3,
        weight=Fraction(3),
        priority=Fraction(9),
        effort=Effort.MEDIUM,
    )


def test_a_chosen_target_is_no_proposal_and_steps_are_positions():
    one = checklist(section("only", criterion("a", scale=SPREAD)))

    (gap,) = find_gaps(one, {"a": at(-10, target=50)})

    assert (gap.is_proposal, gap.steps, gap.priority) == (False, 3, 6)


@pytest.mark.parametrize(
    "answer",
    [
        OPEN,
        UNKNOWN,
        NOT_APPLICABLE,
        replace(UNKNOWN, target=4),
        Answer.at(4),
        at(3, target=3),
        at(3, target=1),
    ],
)
def test_without_a_level_or_below_no_target_there_is_no_gap(answer):
    assert find_gaps(checklist(section("only", criterion("a"))), {"a": answer}) == ()


def test_an_unscored_criterion_has_no_gap():
    one = checklist(section("only", criterion("a", scored=False)))

    assert find_gaps(one, levels(a=0)) == ()


@pytest.mark.parametrize("answer", [at(9), at(0, target=9)])
def test_a_level_or_target_off_the_scale_is_refused(answer):
    with pytest.raises(UnknownLevel):
        find_gaps(checklist(section("only", criterion("a"))), {"a": answer})


def test_priority_is_steps_times_importance_times_all_weights():
    mixed = checklist(
        section("heavy", criterion("one_step"), weight=2),
        section("light", criterion("two_steps"), criterion("important"), criterion("usual")),
    )
    sheet = {
        "one_step": at(1),
        "two_steps": at(0, target=3),
        "important": at(1, importance=3),
        "usual": at(1, importance=1),
    }

    found = [(gap.criterion.key, gap.priority) for gap in find_gaps(mixed, sheet)]

    assert found == [("two_steps", 6), ("one_step", 4), ("important", 3), ("usual", 1)]


def test_a_gap_of_weight_zero_comes_last():
    two = checklist(section("only", criterion("a", weight=0), criterion("b", weight="1/3")))

    assert order(two, {"a": at(0, importance=3), "b": at(1)}) == ["b", "a"]


def test_equal_priorities_go_by_effort_then_influence_then_checklist_order():
    own, shared, advocate = Influence
    tied = checklist(
        section(
            "only",
            criterion("unknown_effort", influence=own),
            criterion("large", effort="LL", influence=own),
            criterion("small_nobody", effort="SL"),
            criterion("small_advocate", effort="SL", influence=advocate),
            criterion("small_shared", effort="SL", influence=shared),
            criterion("small_own", effort="SL", influence=own),
            criterion("small_own_later", effort="SL", influence=own),
            criterion("medium", effort="MS", influence=own),
        )
    )

    assert order(tied, {c.key: Answer.at(0) for c in tied.criteria}) == [
        "small_own",
        "small_own_later",
        "small_shared",
        "small_advocate",
        "small_nobody",
        "medium",
        "large",
        "unknown_effort",
    ]


def test_the_effort_is_that_of_the_next_step():
    two = checklist(section("only", criterion("a", effort="LSS"), criterion("b", effort="SLL")))

    assert order(two, levels(a=1, b=1)) == ["a", "b"]


@unhurried
@given(answered_checklists())
def test_gaps_are_sorted_and_every_one_is_a_real_distance(case):
    a_checklist, sheet = case

    gaps = find_gaps(a_checklist, sheet)

    assert [gap.priority for gap in gaps] == sorted((g.priority for g in gaps), reverse=True)
    for gap in gaps:
        position = gap.criterion.scale.position
        assert gap.steps == position(gap.target) - position(gap.level) > 0
        assert gap.criterion.scored
        assert gap.is_proposal == (sheet[gap.criterion.key].target is None)
    assert order(a_checklist, dict(reversed(sheet.items()))) == [g.criterion.key for g in gaps]

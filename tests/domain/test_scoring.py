"""Scores: the worked numbers of the rules, then what holds for any checklist."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import OPEN, Answer, State
from app.domain.checklist import Aggregate, Checklist, Section
from app.domain.rounding import half_up_to
from app.domain.scoring import Score, ScoreCard, UnknownLevel, score_checklist
from app.domain.scoring import score_criteria_as_index as score_as_index
from tests.domain.checklists import (
    FOUR_LEVELS,
    NOT_APPLICABLE,
    THREE_LEVELS,
    UNKNOWN,
    checklist,
    criterion,
    levels,
    scale,
    section,
    text,
)
from tests.domain.strategies import answered_checklists, unhurried

MEAN, POOLED = Aggregate.MEAN, Aggregate.POOLED


def of_one_dimension(*criteria) -> Checklist:
    return checklist(section("only", *criteria))


def total_of(a_checklist, sheet) -> Score:
    return score_checklist(a_checklist, sheet).total


def test_unknown_and_open_leave_the_sum_and_widen_the_range():
    four = of_one_dimension(*(criterion(key) for key in "abcd"))

    total = total_of(four, {**levels(a=4, b=2), "c": UNKNOWN})

    assert total == Score(
        exact=Fraction(75),
        lowest=Fraction("37.5"),
        highest=Fraction("87.5"),
        answered=2,
        applicable=4,
        asked=4,
        unknown=1,
        not_applicable=0,
    )
    assert (total.open, total.completeness, total.is_complete) == (1, Fraction(1, 2), False)


def test_not_applicable_narrows_the_range_and_unknown_does_not():
    four = of_one_dimension(*(criterion(key) for key in "abcd"))

    as_unknown = total_of(four, {**levels(a=4, b=2), "c": UNKNOWN})
    as_open = total_of(four, levels(a=4, b=2))
    as_not_applicable = total_of(four, {**levels(a=4, b=2), "c": NOT_APPLICABLE})

    assert (as_unknown.lowest, as_unknown.highest) == (as_open.lowest, as_open.highest)
    assert (as_not_applicable.lowest, as_not_applicable.highest) == (50, Fraction(250, 3))


def test_weight_zero_stays_zero():
    two = of_one_dimension(criterion("a"), criterion("b", weight=0))

    total = total_of(two, levels(a=4, b=0))

    assert (total.exact, total.answered, total.applicable) == (100, 2, 2)


def test_only_weight_zero_is_no_statement():
    two = of_one_dimension(criterion("a", weight=0), criterion("b", weight=0))

    total = total_of(two, levels(a=4, b=0))

    assert (total.exact, total.lowest, total.highest, total.rounded) == (None, None, None, None)
    assert (total.answered, total.completeness) == (2, 1)


def test_not_applicable_neither_pulls_down_nor_up():
    two = of_one_dimension(criterion("a"), criterion("b"))

    total = total_of(two, {**levels(a=4), "b": NOT_APPLICABLE})

    assert (total.exact, total.answered, total.applicable) == (100, 1, 1)
    assert (total.asked, total.not_applicable, total.is_complete) == (2, 1, True)


def test_levels_of_different_scales_meet_at_their_points():
    two = of_one_dimension(criterion("a"), criterion("b", scale=THREE_LEVELS))

    assert total_of(two, levels(a=2, b=2)).exact == 50


def test_level_zero_is_an_answer():
    one = of_one_dimension(criterion("a"))

    total = total_of(one, levels(a=0))

    assert (total.exact, total.rounded, total.answered, total.applicable) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("aggregate", "shown"),
    [(POOLED, "80.0"), (MEAN, "66.7")],
)
def test_pooled_and_mean_weigh_sections_differently(aggregate, shown):
    two_sections = section(
        "dimension",
        section("good", criterion("a"), criterion("b"), weight=2),
        section("poor", criterion("c")),
        aggregate=aggregate,
    )

    score = score_checklist(checklist(two_sections), levels(a=4, b=4, c=0)).nodes["dimension"]

    assert score.exact is not None
    assert str(half_up_to(score.exact, 1)) == shown


def test_a_dimension_that_does_not_apply_leaves_the_total():
    two = checklist(
        section("first", criterion("a"), criterion("b")), section("second", criterion("c"))
    )

    card = score_checklist(two, {**levels(a=4, b=1), "c": NOT_APPLICABLE})

    assert card.nodes["second"].exact is None
    assert card.nodes["second"].completeness is None
    assert (card.nodes["second"].lowest, card.nodes["second"].highest) == (None, None)
    assert card.total.exact == card.nodes["first"].exact == Fraction("62.5")
    assert card.total.rounded == 63


def test_a_checklist_with_nothing_answered_has_a_range_but_no_score():
    card = score_checklist(of_one_dimension(criterion("a"), criterion("b")), {})

    assert (card.total.exact, card.total.lowest, card.total.highest) == (None, 0, 100)
    assert (card.total.completeness, card.total.open) == (0, 2)


def test_the_range_counts_open_criteria_in_dimensions_that_are_none_today():
    two = checklist(section("first", criterion("a")), section("second", criterion("b")))

    total = total_of(two, levels(a=2))

    assert (total.exact, total.lowest, total.highest) == (50, 25, 75)


def test_a_pooled_total_includes_the_weights_of_the_dimensions():
    heavy = section("heavy", criterion("a"), weight=2)
    light = section("light", criterion("b"), criterion("c"))

    pooled = total_of(checklist(heavy, light, total=POOLED), levels(a=4, b=0, c=0))
    mean = total_of(checklist(heavy, light), levels(a=4, b=0, c=0))

    assert (pooled.exact, mean.exact) == (50, Fraction(200, 3))


def test_a_mean_node_weighs_criteria_and_sections_alike():
    mixed = section(
        "dimension",
        criterion("a", weight=2),
        section("below", criterion("b"), criterion("c"), weight="1/2"),
        aggregate=MEAN,
    )

    score = score_checklist(checklist(mixed), levels(a=4, b=0, c=0)).nodes["dimension"]

    assert score.exact == 80


def test_a_section_without_a_value_leaves_its_mean_parent():
    mixed = section(
        "dimension",
        section("valued", criterion("a")),
        section("weightless", criterion("b", weight=0)),
        section("open", criterion("c")),
        aggregate=MEAN,
    )

    card = score_checklist(checklist(mixed), levels(a=1, b=4))

    assert card.nodes["dimension"].exact == 25
    assert (card.nodes["weightless"].exact, card.nodes["open"].exact) == (None, None)


def test_weights_of_sections_multiply_on_the_way_down():
    deep = section(
        "dimension",
        section("outer", section("inner", criterion("a", weight=3), weight="1/2"), weight=2),
        criterion("b"),
    )

    score = score_checklist(checklist(deep), levels(a=4, b=0)).nodes["dimension"]

    assert score.exact == 75


def test_an_unscored_criterion_counts_only_in_an_index_that_names_it():
    with_extra = checklist(
        section("only", criterion("a"), criterion("extra", scored=False)),
        indices={"steering": ("a", "extra")},
    )

    card = score_checklist(with_extra, levels(a=4, extra=0))

    assert (card.total.exact, card.total.asked) == (100, 1)
    assert (card.nodes["only"].exact, card.nodes["only"].asked) == (100, 1)
    assert (card.indices["steering"].exact, card.indices["steering"].asked) == (50, 2)


def test_an_index_uses_the_weights_of_its_criteria_and_of_nothing_above():
    weighted = checklist(
        section("heavy", criterion("a", weight=3), weight=5),
        section("light", criterion("b")),
        indices={"core": ("a", "b")},
    )
    sheet = levels(a=4, b=0)

    assert score_checklist(weighted, sheet).indices["core"].exact == 75
    assert (
        score_as_index(weighted, ("a", "b"), sheet)
        == score_checklist(weighted, sheet).indices["core"]
    )


def test_the_short_form_counts_its_own_criteria_only():
    long = of_one_dimension(*(criterion(key) for key in "abcd"))

    short = score_as_index(long, ["a", "b"], {**levels(a=4, c=0), "b": UNKNOWN})

    assert (short.exact, short.lowest, short.highest) == (100, 50, 100)
    assert (short.answered, short.applicable, short.asked) == (1, 2, 2)


def test_the_short_form_of_a_checklist_without_the_criterion_is_a_mistake():
    with pytest.raises(KeyError):
        score_as_index(of_one_dimension(criterion("a")), ["z"], {})


@pytest.mark.parametrize(
    ("answered", "of", "is_shown"),
    [(4, 5, True), (8, 10, True), (79, 100, False), (0, 0, False), (1, 1, True)],
)
def test_exactly_four_fifths_still_show(answered, of, is_shown):
    score = Score(Fraction(50), Fraction(0), Fraction(100), answered, of, of, 0, 0)

    assert score.is_shown(Fraction(4, 5)) is is_shown


@pytest.mark.parametrize(
    ("sizes", "part", "moved"),
    [((12,), "d0", "2.8"), ((2,), "d0", "16.7"), ((12, 12, 12), "total", "0.9")],
)
def test_one_step_on_one_criterion_moves_a_number_by_this_much(sizes, part, moved):
    dimensions = (
        section(f"d{d}", *(criterion(f"c{d}_{n}", scale=FOUR_LEVELS) for n in range(size)))
        for d, size in enumerate(sizes)
    )
    some = checklist(*dimensions)
    before = {c.key: Answer.at(1) for c in some.criteria}
    after = {**before, "c0_1": Answer.at(2)}

    values = []
    for sheet in (before, after):
        card = score_checklist(some, sheet)
        score = card.total if part == "total" else card.nodes[part]
        values.append(score.exact)

    assert str(half_up_to(values[1] - values[0], 1)) == moved


def test_another_label_for_a_level_changes_no_score():
    level = replace(FOUR_LEVELS.levels[1], label=text("Anders benannt"))
    renamed = replace(FOUR_LEVELS, levels=(FOUR_LEVELS.levels[0], level, *FOUR_LEVELS.levels[2:]))

    before = score_checklist(of_one_dimension(criterion("a", scale=FOUR_LEVELS)), levels(a=1))
    after = score_checklist(of_one_dimension(criterion("a", scale=renamed)), levels(a=1))

    assert after == before


def test_scores_stay_exact():
    three = of_one_dimension(*(criterion(key, scale=FOUR_LEVELS) for key in "abc"))

    assert total_of(three, levels(a=1, b=1, c=1)).exact == Fraction(100, 3)


def test_a_level_off_the_scale_is_refused():
    one = of_one_dimension(criterion("a", scale=THREE_LEVELS))

    with pytest.raises(UnknownLevel) as refused:
        score_checklist(one, levels(a=0))

    assert (refused.value.criterion, refused.value.level) == ("a", 0)


def test_answers_to_criteria_of_another_version_are_passed_over():
    one = of_one_dimension(criterion("a"))

    assert score_checklist(one, levels(a=4, gone=99)) == score_checklist(one, levels(a=4))


def test_two_levels_may_be_worth_the_same_and_need_not_be_even():
    uneven = scale({1: 10, 2: 10, 5: "33.4"})

    assert total_of(of_one_dimension(criterion("a", scale=uneven)), levels(a=2)).exact == 10
    assert total_of(of_one_dimension(criterion("a", scale=uneven)), {}).highest == Fraction("33.4")


def test_an_open_answer_with_a_target_is_still_open():
    one = of_one_dimension(criterion("a"))

    assert score_checklist(one, {"a": replace(OPEN, target=4)}) == score_checklist(one, {})


def test_parts_come_in_checklist_order_with_parents_first():
    nested = checklist(
        section("one", section("one_a", criterion("a")), section("one_b", criterion("b"))),
        section("two", criterion("c")),
        indices={"steering": ("a",), "core": ("b",)},
    )

    card = score_checklist(nested, {})

    assert list(card.nodes) == ["one", "one_a", "one_b", "two"]
    assert list(card.indices) == ["steering", "core"]


def all_scores(card: ScoreCard) -> list[Score]:
    return [card.total, *card.nodes.values(), *card.indices.values()]


@unhurried
@given(answered_checklists())
def test_every_number_is_none_or_between_0_and_100_and_counts_add_up(case):
    for score in all_scores(score_checklist(*case)):
        values = (score.exact, score.lowest, score.highest)
        assert all(value is None or 0 <= value <= 100 for value in values)
        assert score.lowest is None or score.lowest <= score.highest
        assert (score.lowest is None) == (score.highest is None)
        assert score.exact is None or score.lowest is not None
        assert score.applicable + score.not_applicable == score.asked
        assert min(score.answered, score.unknown, score.open, score.not_applicable) >= 0
        assert score.completeness is None or 0 <= score.completeness <= 1


@unhurried
@given(answered_checklists(full_range=True))
def test_on_scales_from_0_to_100_the_score_lies_within_its_range(case):
    for score in all_scores(score_checklist(*case)):
        if score.exact is not None:
            assert score.lowest <= score.exact <= score.highest


@unhurried
@given(answered_checklists())
def test_a_complete_score_is_its_own_range(case):
    for score in all_scores(score_checklist(*case)):
        if score.is_complete:
            assert score.lowest == score.exact == score.highest


@unhurried
@given(answered_checklists())
def test_the_range_is_the_score_of_the_sheet_with_the_missing_levels_filled_in(case):
    a_checklist, sheet = case
    card = score_checklist(a_checklist, sheet)
    missing = [
        c
        for c in a_checklist.criteria
        if sheet.get(c.key, OPEN).state in (State.OPEN, State.UNKNOWN)
    ]

    worst = {**sheet, **{c.key: Answer.at(c.scale.lowest.value) for c in missing}}
    best = {**sheet, **{c.key: Answer.at(c.scale.highest.value) for c in missing}}

    assert [score.lowest for score in all_scores(card)] == [
        score.exact for score in all_scores(score_checklist(a_checklist, worst))
    ]
    assert [score.highest for score in all_scores(card)] == [
        score.exact for score in all_scores(score_checklist(a_checklist, best))
    ]


@unhurried
@given(answered_checklists(), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(case, random):
    a_checklist, sheet = case
    rows = list(sheet.items())
    random.shuffle(rows)

    assert score_checklist(a_checklist, dict(rows)) == score_checklist(a_checklist, sheet)


@unhurried
@given(answered_checklists(), st.randoms(use_true_random=False))
def test_shuffling_sections_and_criteria_changes_no_value(case, random):
    a_checklist, sheet = case

    def shuffled(node: Section) -> Section:
        sections = [shuffled(section) for section in node.sections]
        return replace(
            node,
            criteria=tuple(random.sample(node.criteria, len(node.criteria))),
            sections=tuple(random.sample(sections, len(sections))),
        )

    dimensions = [shuffled(dimension) for dimension in a_checklist.dimensions]
    other = replace(a_checklist, dimensions=tuple(random.sample(dimensions, len(dimensions))))

    assert score_checklist(other, sheet) == score_checklist(a_checklist, sheet)


@unhurried
@given(answered_checklists())
def test_without_the_range_everything_else_is_the_same(case):
    quick = all_scores(score_checklist(*case, with_range=False))
    whole = all_scores(score_checklist(*case))

    assert quick == [replace(score, lowest=None, highest=None) for score in whole]


def pooled_by_hand(node: Section, sheet) -> Fraction | None:
    """The rule written as plainly as possible: every criterion below with all weights between."""
    found = []

    def visit(here: Section, weight: Fraction) -> None:
        for c in here.criteria:
            level = sheet.get(c.key, OPEN).level
            if c.scored and level is not None:
                found.append((weight * c.weight, c.scale.level(level).points))
        for below in here.sections:
            visit(below, weight * below.weight)

    visit(node, Fraction(1))
    weight = sum(w for w, _ in found)
    return sum((w * points for w, points in found), start=Fraction(0)) / weight if weight else None


def mean_by_hand(node: Section, sheet) -> Fraction | None:
    found = [
        (c.weight, c.scale.level(sheet[c.key].level).points)
        for c in node.criteria
        if c.scored and sheet.get(c.key, OPEN).level is not None
    ]
    for below in node.sections:
        value = (pooled_by_hand if below.aggregate is POOLED else mean_by_hand)(below, sheet)
        if value is not None:
            found.append((below.weight, value))
    weight = sum(w for w, _ in found)
    return sum((w * points for w, points in found), start=Fraction(0)) / weight if weight else None


@unhurried
@given(answered_checklists())
def test_every_node_and_the_total_follow_the_rule_as_written(case):
    a_checklist, sheet = case
    whole = Section(
        "total",
        a_checklist.title,
        sections=a_checklist.dimensions,
        aggregate=a_checklist.total_aggregate,
    )
    card = score_checklist(a_checklist, sheet)

    for node in (whole, *a_checklist.nodes):
        by_hand = (pooled_by_hand if node.aggregate is POOLED else mean_by_hand)(node, sheet)
        score = card.total if node is whole else card.nodes[node.key]
        assert score.exact == by_hand

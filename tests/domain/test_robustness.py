"""Whether the first five would stay the first five."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given

from app.domain.answers import Answer, State
from app.domain.checklist import Checklist, Section
from app.domain.gaps import find_gaps
from app.domain.robustness import Robustness, VariantKind, first_five, variants
from tests.domain.checklists import UNKNOWN, checklist, criterion, levels, section
from tests.domain.strategies import answered_checklists, unhurried


def three_dimensions(*, weights: tuple[str, str, str] = ("1", "1", "1")) -> Checklist:
    """Nine criteria: a1 to a3, b1 to b3, c1 to c3."""
    return checklist(
        *(
            section(name, *(criterion(f"{name}{number}") for number in (1, 2, 3)), weight=weight)
            for name, weight in zip("abc", weights, strict=True)
        )
    )


def by_key(a_checklist, sheet) -> dict[str, Robustness]:
    steps = first_five(a_checklist, sheet)
    return {step.gap.criterion.key: step.robustness for step in steps}


def test_three_dimensions_make_nine_variants():
    kinds = [variant.kind for variant in variants(three_dimensions())]

    assert kinds == [
        VariantKind.IMPORTANCE,
        VariantKind.WEIGHTS,
        VariantKind.UNKNOWN,
        *[VariantKind.DIMENSION_WEIGHTS] * 6,
    ]


def test_up_to_five_gaps_are_certain():
    found = by_key(three_dimensions(), levels(a1=0, b1=1, c1=0, c2=3))

    assert list(found) == ["a1", "c1", "b1", "c2"]
    assert set(found.values()) == {Robustness(in_first_five=9, variants=9, depends_on=())}
    assert all(robustness.is_certain for robustness in found.values())


def test_at_most_five_are_put_forward_most_urgent_first():
    nine = three_dimensions()
    sheet = {c.key: Answer.at(0) for c in nine.criteria}

    steps = first_five(nine, sheet)

    assert [step.gap for step in steps] == list(find_gaps(nine, sheet)[:5])


def test_a_tie_broken_by_order_falls_when_a_dimension_weighs_otherwise():
    nine = three_dimensions()

    found = by_key(nine, {c.key: Answer.at(0) for c in nine.criteria})

    # a1, a2, a3, b1, b2 lead by checklist order alone. All of a leave when a is halved, a3 also
    # when b or c is doubled; b1 and b2 leave when b is halved or c is doubled.
    dimension_weights = (VariantKind.DIMENSION_WEIGHTS,)
    assert found == {
        "a1": Robustness(8, 9, dimension_weights),
        "a2": Robustness(8, 9, dimension_weights),
        "a3": Robustness(6, 9, dimension_weights),
        "b1": Robustness(7, 9, dimension_weights),
        "b2": Robustness(7, 9, dimension_weights),
    }


def test_importance_is_named_where_it_decides():
    six = checklist(section("only", *(criterion(key) for key in "abcdef")))
    sheet = {key: Answer.at(0) for key in "abcde"}
    sheet["f"] = replace(Answer.at(0), importance=3)

    assert by_key(six, sheet)["f"] == Robustness(4, 5, (VariantKind.IMPORTANCE,))


def test_weights_are_named_where_they_decide():
    six = checklist(section("only", *(criterion(key) for key in "abcde"), criterion("f", weight=2)))

    found = by_key(six, {key: Answer.at(0) for key in "abcdef"})

    assert found["f"] == Robustness(4, 5, (VariantKind.WEIGHTS,))
    assert found["a"].is_certain


def test_the_weights_of_sections_and_dimensions_are_weights_too():
    heavy = section("heavy", section("inner", criterion("f"), weight=3), weight="1/2")
    light = section("light", *(criterion(key) for key in "abcde"))

    found = by_key(checklist(light, heavy), {key: Answer.at(0) for key in "abcdef"})

    assert next(iter(found)) == "f"
    assert found["f"].depends_on == (VariantKind.WEIGHTS, VariantKind.DIMENSION_WEIGHTS)


def test_what_is_unknown_may_turn_out_worse_and_push_others_out():
    six = checklist(section("only", criterion("u"), *(criterion(key) for key in "abcde")))
    sheet = {**{key: Answer.at(1) for key in "abcde"}, "u": UNKNOWN}

    found = by_key(six, sheet)

    assert list(found) == ["a", "b", "c", "d", "e"]
    assert found["e"] == Robustness(4, 5, (VariantKind.UNKNOWN,))
    assert found["d"].is_certain


def test_a_dimension_of_weight_zero_cannot_be_doubled_into_the_first_five():
    found = by_key(
        three_dimensions(weights=("0", "1", "1")),
        {f"{d}{n}": Answer.at(0) for d in "abc" for n in (1, 2)},
    )

    assert list(found) == ["b1", "b2", "c1", "c2", "a1"]
    assert found["a1"].in_first_five == 8 + 1


def test_no_gap_means_no_next_step():
    assert first_five(three_dimensions(), {}) == ()


@unhurried
@given(answered_checklists())
def test_every_variant_is_the_same_search_over_another_checklist_or_sheet(case):
    a_checklist, sheet = case
    lowest = {
        c.key: replace(sheet[c.key], state=State.LEVEL, level=c.scale.lowest.value)
        for c in a_checklist.criteria
        if c.key in sheet and sheet[c.key].state is State.UNKNOWN
    }
    worlds = [
        (a_checklist, {key: replace(answer, importance=2) for key, answer in sheet.items()}),
        (_all_ones(a_checklist), sheet),
        (a_checklist, {**sheet, **lowest}),
        *(
            (_reweighed(a_checklist, place, factor), sheet)
            for factor in (Fraction(2), Fraction(1, 2))
            for place in range(len(a_checklist.dimensions))
        ),
    ]

    for variant, world in zip(variants(a_checklist), worlds, strict=True):
        assumed = find_gaps(a_checklist, sheet, assuming=variant.assumption)
        assert [g.criterion.key for g in assumed] == [g.criterion.key for g in find_gaps(*world)]


def _reweighed(a_checklist: Checklist, place: int, factor: Fraction) -> Checklist:
    dimensions = list(a_checklist.dimensions)
    dimensions[place] = replace(dimensions[place], weight=dimensions[place].weight * factor)
    return replace(a_checklist, dimensions=tuple(dimensions))


def _all_ones(a_checklist: Checklist) -> Checklist:
    def with_ones(node: Section) -> Section:
        return replace(
            node,
            weight=Fraction(1),
            criteria=tuple(replace(c, weight=Fraction(1)) for c in node.criteria),
            sections=tuple(with_ones(below) for below in node.sections),
        )

    return replace(a_checklist, dimensions=tuple(with_ones(d) for d in a_checklist.dimensions))

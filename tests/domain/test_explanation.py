"""How a number is made."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from app.domain.checklist import Aggregate
from app.domain.explanation import (
    Contribution,
    LeftOut,
    LeftOutReason,
    MemberKind,
    PartKind,
    UnknownPart,
    explain,
    explain_criteria_as_index,
)
from app.domain.scoring import score_checklist
from tests.domain.checklists import (
    NOT_APPLICABLE,
    UNKNOWN,
    checklist,
    criterion,
    levels,
    section,
)
from tests.domain.strategies import answered_checklists, unhurried

CRITERION, NODE = MemberKind.CRITERION, MemberKind.NODE


def test_a_pooled_number_names_each_criterion_with_its_share():
    dimension = section(
        "dimension",
        section("heavy", criterion("a"), weight=3),
        criterion("b"),
    )

    explanation = explain(checklist(dimension), levels(a=4, b=2), "dimension")

    assert (explanation.kind, explanation.aggregate) == (PartKind.NODE, Aggregate.POOLED)
    assert explanation.contributions == (
        Contribution("b", CRITERION, Fraction(1), Fraction(50), Fraction(1, 4), Fraction("12.5")),
        Contribution("a", CRITERION, Fraction(3), Fraction(100), Fraction(3, 4), Fraction(75)),
    )
    assert explanation.score.exact == Fraction("87.5")
    assert explanation.left_out == ()


def test_a_mean_names_its_direct_children():
    two = checklist(
        section("first", criterion("a"), criterion("b"), weight=2),
        section("second", criterion("c")),
    )

    explanation = explain(two, levels(a=4, b=2, c=0), "total")

    assert (explanation.kind, explanation.aggregate) == (PartKind.TOTAL, Aggregate.MEAN)
    assert explanation.contributions == (
        Contribution("first", NODE, Fraction(2), Fraction(75), Fraction(2, 3), Fraction(50)),
        Contribution("second", NODE, Fraction(1), Fraction(0), Fraction(1, 3), Fraction(0)),
    )


def test_what_is_left_out_is_named_with_the_reason():
    mixed = section(
        "dimension",
        criterion("open"),
        criterion("unknown"),
        criterion("elsewhere"),
        criterion("weightless", weight=0),
        criterion("extra", scored=False, weight=2),
        criterion("valued"),
        section("silent", criterion("below")),
        section("light", criterion("also_below"), weight=0),
        aggregate=Aggregate.MEAN,
    )
    sheet = {
        **levels(weightless=4, extra=4, valued=1, also_below=2),
        "unknown": UNKNOWN,
        "elsewhere": NOT_APPLICABLE,
    }

    explanation = explain(checklist(mixed), sheet, "dimension")

    one, none = Fraction(1), Fraction(0)
    assert [contribution.key for contribution in explanation.contributions] == ["valued"]
    assert explanation.left_out == (
        LeftOut("open", CRITERION, one, None, LeftOutReason.OPEN),
        LeftOut("unknown", CRITERION, one, None, LeftOutReason.UNKNOWN),
        LeftOut("elsewhere", CRITERION, one, None, LeftOutReason.NOT_APPLICABLE),
        LeftOut("weightless", CRITERION, none, Fraction(100), LeftOutReason.NO_WEIGHT),
        LeftOut("silent", NODE, one, None, LeftOutReason.NO_STATEMENT),
        LeftOut("light", NODE, none, Fraction(50), LeftOutReason.NO_WEIGHT),
        LeftOut("extra", CRITERION, Fraction(2), Fraction(100), LeftOutReason.UNSCORED),
    )


def test_an_index_is_explained_by_its_criteria_even_unscored_ones():
    one = checklist(
        section("only", criterion("a"), criterion("extra", scored=False, weight=3)),
        indices={"steering": ("a", "extra")},
    )

    explanation = explain(one, levels(a=4, extra=0), "steering")

    assert (explanation.kind, explanation.score.exact) == (PartKind.INDEX, 25)
    assert [each.share for each in explanation.contributions] == [Fraction(1, 4), Fraction(3, 4)]
    assert explanation.left_out == ()


def test_the_short_form_is_explained_as_the_core():
    one = checklist(section("only", criterion("a", core=True), criterion("b")))

    explanation = explain_criteria_as_index(one, ["a"], levels(a=3, b=0))

    assert (explanation.part, explanation.kind) == ("core", PartKind.INDEX)
    assert [(each.key, each.points) for each in explanation.contributions] == [("a", 75)]


def test_no_statement_has_no_contributions():
    one = checklist(section("only", criterion("a")))

    explanation = explain(one, {}, "only")

    assert (explanation.score.exact, explanation.contributions) == (None, ())
    assert [each.reason for each in explanation.left_out] == [LeftOutReason.OPEN]


@pytest.mark.parametrize("part", ["elsewhere", "a", "", "Total"])
def test_a_part_that_does_not_exist_is_refused(part):
    with pytest.raises(UnknownPart):
        explain(checklist(section("only", criterion("a"))), {}, part)


@unhurried
@given(answered_checklists())
def test_contributions_add_up_exactly_to_the_score(case):
    a_checklist, sheet = case
    card = score_checklist(a_checklist, sheet)

    for key, score in {"total": card.total, **card.nodes, **card.indices}.items():
        explanation = explain(a_checklist, sheet, key)
        assert explanation.score == score
        assert sum(each.points for each in explanation.contributions) == (score.exact or 0)
        assert sum(each.share for each in explanation.contributions) == (score.exact is not None)


@unhurried
@given(answered_checklists())
def test_every_member_is_either_counted_or_left_out_with_a_reason(case):
    a_checklist, sheet = case

    for node in a_checklist.nodes:
        explanation = explain(a_checklist, sheet, node.key)
        if node.aggregate is Aggregate.POOLED:
            expected = [c.key for c in node.all_criteria()]
        else:
            expected = [each.key for each in (*node.criteria, *node.sections)]
        named = [each.key for each in (*explanation.contributions, *explanation.left_out)]
        assert sorted(named) == sorted(expected)

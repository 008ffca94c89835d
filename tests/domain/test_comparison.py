"""Two years beside each other: what can be compared, the bridge, and what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import Answer
from app.domain.checklist import Checklist, Section
from app.domain.comparison import (
    NOT_ASKED_NOW,
    Comparison,
    Movement,
    Reckoning,
    YearReport,
    compare,
)
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.report import make_report
from app.domain.rounding import half_up_to
from app.domain.scope import Scope
from app.domain.versions import REASONS
from tests.domain.small_checklists import checklist, criterion, scale
from tests.domain.strategies import AGGREGATES, WEIGHTS, checklists, sheets, unhurried
from tests.domain.years import NOT_APPLICABLE, UNKNOWN, a_year

Kind = ReplacementKind
FIRST = checklist("ABC", "1.0.0")
SECOND = checklist(
    "ABD",
    "1.1.0",
    replaces="1.0.0",
    mapping=[Replacement(Kind.RETIRED, ("C",)), Replacement(Kind.NEW, (), ("D",))],
)


def two_years(
    then: Mapping[str, int | Answer],
    now: Mapping[str, int | Answer],
    *,
    old: Checklist = FIRST,
    new: Checklist = FIRST,
) -> Comparison:
    return compare(a_year(old, then, year=2025), a_year(new, now, year=2026))


def in_tenths(comparison: Comparison) -> dict[str, str]:
    assert comparison.bridge
    return {
        part.cause.value: str(half_up_to(part.difference, 1)) for part in comparison.bridge.shown
    }


def test_the_worked_bridge_adds_up() -> None:
    compared = two_years({"A": 2, "B": 2, "C": 0}, {"A": 3, "B": 2, "D": 0}, new=SECOND)

    assert compared.bridge
    assert (compared.bridge.start, compared.bridge.end) == (Fraction(100, 3), Fraction(125, 3))
    assert in_tenths(compared) == {"dropped": "16.7", "practice": "12.5", "added": "-20.8"}
    assert (compared.overall.shared_then, compared.overall.shared_now) == (50, Fraction(125, 2))


def test_what_does_not_apply_any_more_is_no_change_of_practice() -> None:
    compared = two_years({"A": 2, "B": 0}, {"A": 2, "B": NOT_APPLICABLE})

    assert in_tenths(compared) == {"states": "25.0"}


def test_two_of_four_criteria_are_comparable_and_the_rest_has_its_reason() -> None:
    compared = two_years({"A": 2, "B": 2, "C": 0}, {"A": 3, "B": 2, "D": 0}, new=SECOND)

    rest = [
        ([c.key for c in line.old], [c.key for c in line.new], line.reason)
        for line in compared.rest
    ]
    assert (len(compared.pairs), compared.total, compared.share) == (2, 4, Fraction(1, 2))
    assert rest == [([], ["D"], REASONS[Kind.NEW]), (["C"], [], REASONS[Kind.RETIRED])]


def test_levels_that_moved_and_states_that_changed_are_told_apart() -> None:
    compared = two_years({"A": 2, "B": 3, "C": UNKNOWN}, {"A": 3, "B": 1, "C": 0})

    assert [(pair.new.key, pair.movement, pair.steps) for pair in compared.moved] == [
        ("A", Movement.UP, 1),
        ("B", Movement.DOWN, -2),
        ("C", Movement.STATE, None),
    ]
    assert len(compared.answered_twice) == 2


def test_a_target_of_then_is_held_against_the_level_of_today() -> None:
    then = {"A": replace(Answer.at(1), target=3), "B": Answer.at(1), "C": UNKNOWN}

    compared = two_years(then, {"A": 2, "B": 2, "C": 4})

    assert [(pair.new.key, pair.target, pair.reckoning) for pair in compared.reckoned] == [
        ("A", 3, Reckoning.MISSED),
        ("B", 2, Reckoning.REACHED),
    ]


def test_the_short_form_compares_what_both_years_asked() -> None:
    core = checklist([criterion("A", core=True), criterion("B")])
    then = a_year(core, {"A": 1, "B": 2}, year=2025)
    now = a_year(core, {"A": 2}, scope=Scope.SHORT)

    compared = compare(then, now)

    assert (len(compared.pairs), compared.total) == (1, 2)
    assert [(line.old[0].key, line.reason) for line in compared.rest] == [("B", NOT_ASKED_NOW)]


@pytest.mark.parametrize(
    ("then", "now", "reason"),
    [
        ({}, {"A": 1}, "The earlier year has no score: nothing is answered that counts."),
        (
            {"C": 1},
            {"A": 1},
            "Of the criteria that both years share, none counted in the earlier year.",
        ),
        (
            {"A": 1},
            {"A": UNKNOWN, "D": 1},
            "Of the criteria that both years share, none counts in the later year.",
        ),
    ],
)
def test_where_a_station_has_no_score_there_is_no_bridge_but_a_reason(
    then: Mapping[str, int | Answer], now: Mapping[str, int | Answer], reason: str
) -> None:
    compared = two_years(then, now, new=SECOND)

    assert (compared.bridge, compared.why_no_bridge) == (None, reason)


def test_other_points_under_the_same_key_are_no_comparison() -> None:
    other = checklist([criterion("A", scale=scale(0, 50, 100)), criterion("B")], "1.1.0")

    compared = two_years({"A": 1, "B": 1}, {"A": 1, "B": 1}, new=other)

    assert [pair.new.key for pair in compared.pairs] == ["B"]
    assert next(line.reason for line in compared.rest) == REASONS[Kind.CHANGED]


def test_rules_that_changed_are_a_part_of_their_own() -> None:
    heavier = checklist([criterion("A", weight=Fraction(3)), criterion("B")], "1.1.0")

    compared = two_years({"A": 0, "B": 4}, {"A": 0, "B": 4}, old=checklist("AB"), new=heavier)

    assert in_tenths(compared) == {"rules": "-25.0"}


@st.composite
def a_later_version(draw: st.DrawFn, old: Checklist) -> tuple[Checklist, tuple[Replacement, ...]]:
    """Its criteria renamed, reweighted, sorted anew, and further ones; and the account of it."""
    lines, criteria = [], []
    for each in draw(st.permutations(old.criteria)):
        kind = draw(st.sampled_from([Kind.SAME, Kind.REWORDED, Kind.CHANGED, Kind.RETIRED]))
        name = f"{each.key}_anew" if kind is Kind.REWORDED else each.key
        if kind is not Kind.RETIRED:
            criteria.append(replace(each, key=name, weight=draw(WEIGHTS)))
        lines.append(Replacement(kind, (each.key,), () if kind is Kind.RETIRED else (name,)))
    further = [criterion(f"further_{number}") for number in range(draw(st.integers(0, 2)))]
    lines += [Replacement(Kind.NEW, (), (each.key,)) for each in further]
    criteria += further or ([] if criteria else [criterion("only")])
    cut = draw(st.integers(0, len(criteria)))
    dimensions = [
        Section(key, old.title, criteria=tuple(part), aggregate=draw(AGGREGATES))
        for key, part in (("left", criteria[:cut]), ("right", criteria[cut:]))
        if part
    ]
    new = replace(
        old,
        version="2.0.0",
        dimensions=tuple(dimensions),
        indices=(),
        total_aggregate=draw(AGGREGATES),
    )
    return Checklist(**{f.name: getattr(new, f.name) for f in fields(Checklist)}), tuple(lines)


@st.composite
def compared_years(draw: st.DrawFn) -> Comparison:
    old = draw(checklists())
    new, lines = draw(a_later_version(old))
    then = YearReport(2025, make_report(old, draw(sheets(old)), scope=Scope.FULL))
    now = YearReport(2026, make_report(new, draw(sheets(new)), scope=Scope.FULL))
    return compare(then, now, lines=lines)


@unhurried
@given(compared_years())
def test_the_parts_add_up_exactly_for_any_two_versions(compared: Comparison) -> None:
    then, now = compared.overall.full_then, compared.overall.full_now
    assert then
    assert now
    if compared.bridge is None:
        assert compared.why_no_bridge
        return
    parts = sum((part.difference for part in compared.bridge.shown), Fraction(0))
    assert (compared.bridge.start, compared.bridge.end) == (then.exact, now.exact)
    assert then.exact is not None
    assert then.exact + parts == now.exact


@unhurried
@given(st.data())
def test_a_year_compared_with_itself_has_moved_nowhere(data: st.DataObject) -> None:
    made = data.draw(checklists())
    year = YearReport(2026, make_report(made, data.draw(sheets(made)), scope=Scope.FULL))

    compared = compare(year, year)

    assert (compared.moved, compared.rest, compared.share) == ((), (), 1)
    assert [value.difference or 0 for value in compared.profile] == [0] * len(compared.profile)
    assert compared.bridge is None or compared.bridge.shown == ()


@unhurried
@given(st.data())
def test_the_order_of_sections_and_criteria_changes_no_number(data: st.DataObject) -> None:
    made = data.draw(checklists())
    sheet_then, sheet_now = data.draw(sheets(made)), data.draw(sheets(made))
    turned = replace(made, dimensions=tuple(map(_turned, reversed(made.dimensions))))

    straight, shuffled = (
        compare(
            YearReport(2025, make_report(made, sheet_then, scope=Scope.FULL)),
            YearReport(2026, make_report(now, sheet_now, scope=Scope.FULL)),
        )
        for now in (made, turned)
    )

    assert shuffled.bridge == straight.bridge
    assert values_by_key(shuffled) == values_by_key(straight)
    assert {p.new.key: p.steps for p in shuffled.pairs} == {
        p.new.key: p.steps for p in straight.pairs
    }


@unhurried
@given(st.data())
def test_a_criterion_put_into_the_middle_leaves_all_others_where_they_were(
    data: st.DataObject,
) -> None:
    made = data.draw(checklists())
    sheet = data.draw(sheets(made))
    first, *others = made.dimensions
    place = data.draw(st.integers(0, len(first.criteria)))
    criteria = (*first.criteria[:place], criterion("inserted"), *first.criteria[place:])
    wider = replace(made, dimensions=(replace(first, criteria=criteria), *others))

    compared = compare(
        YearReport(2025, make_report(made, sheet, scope=Scope.FULL)),
        YearReport(2026, make_report(wider, sheet, scope=Scope.FULL)),
    )

    assert [pair.before for pair in compared.pairs] == [pair.after for pair in compared.pairs]
    assert [[c.key for c in line.new] for line in compared.rest] == [["inserted"]]
    assert compared.moved == ()


def _turned(node: Section) -> Section:
    return replace(
        node, criteria=node.criteria[::-1], sections=tuple(map(_turned, node.sections[::-1]))
    )


def values_by_key(compared: Comparison) -> dict[str, tuple[object, object]]:
    return {
        value.node.key: (value.shared_then, value.shared_now)
        for value in compared.profile
        if value.node
    }

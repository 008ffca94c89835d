"""What became of criteria from version to version, and how comparable versions are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.checklist import Checklist
from app.domain.replacements import ReplacementKind
from app.domain.versions import (
    comparability,
    compose,
    mapping,
    mapping_faults,
    version_order,
)
from tests.domain.small_checklists import became, checklist, criterion, scale


def test_versions_are_ordered_number_by_number() -> None:
    versions = ["1.10.0", "1.9.0", "2.0", "1.9", "10.0.0"]

    assert sorted(versions, key=version_order) == ["1.9", "1.9.0", "1.10.0", "2.0", "10.0.0"]


def test_keys_that_nobody_lists_are_the_same_retired_or_new() -> None:
    old = checklist("abc")
    new = checklist("abd", "2.0.0", replaces="1.0.0")

    assert mapping(old, new) == (
        became("same", "a", "a"),
        became("same", "b", "b"),
        became("new", "", "d"),
        became("retired", "c"),
    )


def test_listed_lines_stand_and_the_rest_is_implied() -> None:
    lines = [
        became("reworded", "web", "website"),
        became("split", "work_housing", "work housing"),
        became("changed", "leadership", "leadership"),
    ]
    old = checklist(["web", "work_housing", "leadership", "gone"])
    new = checklist(
        ["website", "housing", "work", "leadership"], "2.0.0", replaces="1.0.0", mapping=lines
    )

    assert mapping(old, new) == (*lines, became("retired", "gone"))


def test_a_key_that_was_listed_away_and_comes_back_is_new() -> None:
    old = checklist("ab")
    new = checklist("ac", "2.0.0", replaces="1.0.0", mapping=[became("reworded", "a", "c")])

    assert mapping(old, new) == (
        became("new", "", "a"),
        became("reworded", "a", "c"),
        became("retired", "b"),
    )


def test_a_mapping_for_another_version_does_not_count() -> None:
    old = checklist("ab")
    new = checklist("ab", "3.0.0", replaces="2.0.0", mapping=[became("changed", "a", "a")])

    assert mapping(old, new) == (became("same", "a", "a"), became("same", "b", "b"))


def test_equal_keys_on_different_scales_are_never_comparable() -> None:
    old = checklist([criterion("a", scale=scale(0, 50, 100)), "b"])
    new = checklist([criterion("a", scale=scale(0, 60, 100)), "b"], "2.0.0", replaces="1.0.0")

    assert mapping(old, new) == (became("changed", "a", "a"), became("same", "b", "b"))


def test_two_of_four_criteria_are_comparable() -> None:
    old = checklist("ABC")
    new = checklist("ABD", "2.0.0", replaces="1.0.0")

    found = comparability(old, new)

    assert found.pairs == (("A", "A"), ("B", "B"))
    assert (found.shared, found.total, found.share) == (2, 4, Fraction(1, 2))
    assert found.rest == (became("new", "", "D"), became("retired", "C"))


def test_a_reworded_pair_counts_once_though_its_key_has_changed() -> None:
    old = checklist(["web", "a"])
    new = checklist(
        ["website", "a"], "2.0.0", replaces="1.0.0", mapping=[became("reworded", "web", "website")]
    )

    found = comparability(old, new)

    assert (found.pairs, found.total) == ((("web", "website"), ("a", "a")), 2)


def test_a_changed_key_counts_once_and_is_not_comparable() -> None:
    old = checklist("ab")
    new = checklist("ab", "2.0.0", replaces="1.0.0", mapping=[became("changed", "a", "a")])

    found = comparability(old, new)

    assert (found.pairs, found.total) == ((("b", "b"),), 2)


def test_24_of_30_criteria_are_comparable() -> None:
    old = checklist([f"c{number}" for number in range(27)])
    new = checklist([f"c{number}" for number in range(3, 30)], "2.0.0", replaces="1.0.0")

    found = comparability(old, new)

    assert (found.shared, found.total, found.share) == (24, 30, Fraction(4, 5))


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (("same", "a", "a"), ("same", "a", "a"), ("same", "a", "a")),
        (("reworded", "a", "b"), ("same", "b", "b"), ("reworded", "a", "b")),
        (("reworded", "a", "b"), ("reworded", "b", "a"), ("reworded", "a", "a")),
        (("reworded", "a", "b"), ("changed", "b", "b"), ("changed", "a", "b")),
        (("changed", "a", "a"), ("same", "a", "a"), ("changed", "a", "a")),
        (("split", "a", "b c"), ("merged", "b c", "d"), ("changed", "a", "d")),
        (("split", "a", "b c"), ("same", "b", "b"), ("changed", "a", "b")),
        (("same", "a", "a"), ("split", "a", "b c"), ("split", "a", "b c")),
        (("same", "a", "a"), ("retired", "a", ""), ("retired", "a", "")),
        (("new", "", "a"), ("reworded", "a", "b"), ("new", "", "b")),
    ],
)
def test_one_link_that_is_not_comparable_breaks_the_chain(
    first: tuple[str, str, str], second: tuple[str, str, str], whole: tuple[str, str, str]
) -> None:
    one = checklist([*first[1].split(), "stays"])
    two = checklist([*first[2].split(), "stays"], "2", replaces="1.0.0", mapping=[became(*first)])
    three = checklist([*second[2].split(), "stays"], "3", replaces="2", mapping=[became(*second)])

    account = compose((one, two, three))

    assert sorted(account, key=str) == sorted(
        (became(*whole), became("same", "stays", "stays")), key=str
    )


def test_what_appears_and_vanishes_on_the_way_leaves_no_line() -> None:
    one = checklist("a")
    two = checklist("ab", "2", replaces="1.0.0")
    three = checklist("a", "3", replaces="2")

    assert compose((one, two, three)) == (became("same", "a", "a"),)


def test_a_key_that_pauses_for_a_version_is_not_comparable() -> None:
    one = checklist("ab")
    two = checklist("a", "2", replaces="1.0.0")
    three = checklist("ab", "3", replaces="2")

    found = comparability(one, three, between=(two,))

    assert found.rest == (became("new", "", "b"), became("retired", "b"))
    assert (found.shared, found.total) == (1, 2)


def test_a_chain_has_at_least_two_versions() -> None:
    with pytest.raises(ValueError, match="at least two"):
        compose((checklist("a"),))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (became("changed", "a", "a"), None),
        (became("split", "a", "a b"), None),
        (None, "list it under replaces as “changed”"),
        (became("same", "a", "a"), "the kind must be “changed”"),
        (became("reworded", "a", "a"), "the kind must be “changed”"),
    ],
)
def test_other_points_under_the_same_key_must_be_listed_as_changed(
    line: object, message: str | None
) -> None:
    old = checklist([criterion("a", scale=scale(0, 100))])
    new = checklist(
        [criterion("a", scale=scale(0, 50, 100)), "b"],
        "2.0.0",
        replaces="1.0.0",
        mapping=[line] if line else [],  # type: ignore[list-item]
    )

    faults = [fault.message.format(**fault.facts) for fault in mapping_faults(old, new)]

    start = "the levels or points of “a” are not those of version 1.0.0: "
    assert faults == ([start + message] if message else [])


def test_a_mapping_from_a_key_that_never_was_is_a_fault_of_its_line() -> None:
    old = checklist("a")
    lines = [became("same", "a", "a"), became("merged", "x y", "b")]
    new = checklist("ab", "2.0.0", replaces="1.0.0", mapping=lines)

    faults = list(mapping_faults(old, new))

    assert [(fault.line, fault.facts["key"]) for fault in faults] == [(1, "x"), (1, "y")]


KEYS = st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Checklist, ...]:
    """Three versions, each with a random mapping from the one before."""
    versions = [checklist(draw(KEYS), "1")]
    for number in ("2", "3"):
        old = list(versions[-1].criteria_by_key)
        new = draw(KEYS)
        lines = []
        for kind in draw(st.lists(st.sampled_from(["reworded", "changed", "split", "merged"]))):
            many_old, many_new = 1 + (kind == "merged"), 1 + (kind == "split")
            if len(old) >= many_old and len(new) >= many_new:
                taken_old = [old.pop() for _ in range(many_old)]
                taken_new = [new.pop() for _ in range(many_new)]
                lines.append(became(kind, " ".join(taken_old), " ".join(taken_new)))
        keys = [*new, *(key for line in lines for key in line.new)]
        versions.append(
            checklist(sorted(keys), number, replaces=versions[-1].version, mapping=lines)
        )
    return tuple(versions)


@given(chains())
def test_every_criterion_of_both_ends_stands_in_the_account_exactly_once(
    chain: tuple[Checklist, ...],
) -> None:
    account = compose(chain)

    assert sorted(key for line in account for key in line.old) == sorted(chain[0].criteria_by_key)
    assert sorted(key for line in account for key in line.new) == sorted(chain[-1].criteria_by_key)


@given(chains())
def test_a_pair_is_comparable_only_if_each_link_is(chain: tuple[Checklist, ...]) -> None:
    links = [mapping(chain[0], chain[1]), mapping(chain[1], chain[2])]
    steps = [
        {line.old[0]: line.new[0] for line in link if line.kind.is_comparable} for link in links
    ]
    expected = {(old, steps[1][middle]) for old, middle in steps[0].items() if middle in steps[1]}

    found = comparability(chain[0], chain[2], between=(chain[1],))

    assert set(found.pairs) == expected
    assert found.shared <= found.total
    assert all(line.kind is not ReplacementKind.SAME for line in found.rest)

"""What may be shown of a round: nothing from which the votes of a few can be computed."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agreement import AgreementWord
from app.domain.disclosure import DISTRIBUTION_FROM, Disclosed, GroupVotes, ShownGroup, disclose
from app.domain.tally import Tally, empty_tally
from tests.domain.ballots import given_away, votes

EDGES = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 12])


@st.composite
def tallies(draw: st.DrawFn, positions: int) -> Tally:
    return Tally(
        tuple(draw(EDGES) if draw(st.booleans()) else 0 for _ in range(positions)),
        unknown=draw(EDGES),
        not_applicable=draw(st.sampled_from([0, 0, 0, 1, 5])),
    )


@st.composite
def rooms(draw: st.DrawFn) -> list[GroupVotes]:
    """Up to five groups; some have no paper, some no phones."""
    positions = draw(st.integers(1, 5))
    some = tallies(positions) | st.just(empty_tally(positions))
    return [
        GroupVotes(f"group_{number}", draw(some), draw(some))
        for number in range(draw(st.integers(0, 5)))
    ]


def shown_keys(result: Disclosed) -> list[str]:
    return [group.key for group in result.groups]


@pytest.mark.parametrize(
    ("group", "voted", "levels"),
    [
        pytest.param(votes("a", 0, 0), 0, None, id="nobody"),
        pytest.param(votes("a", 1, 3), 4, None, id="four"),
        pytest.param(votes("a", 1, 4), 5, (1, 4), id="five"),
        pytest.param(votes("a", 0, 5), 5, (0, 5), id="five who say the same"),
        pytest.param(votes("a", 1, 3, unknown=1), 5, None, id="four level votes of five"),
        pytest.param(votes("a", 1, 0, unknown=20), 21, None, id="one level vote of many"),
        pytest.param(votes("a", 0, 0, unknown=5), 5, (0, 0), id="five who do not know"),
        pytest.param(votes("a", 0, 0, unknown=4), 4, None, id="four who do not know"),
        pytest.param(
            votes("a", 0, 0, unknown=2, not_applicable=3), 5, (0, 0), id="five without a level"
        ),
        pytest.param(votes("a", 0, 0, paper=Tally((2, 3))), 5, (2, 3), id="five on paper"),
        pytest.param(votes("a", 2, 2, paper=Tally((9, 9))), 22, None, id="four by phone"),
        pytest.param(votes("a", 2, 3, paper=Tally((0, 1))), 6, (2, 4), id="five by phone"),
        pytest.param(
            votes("a", 0, 0, unknown=1, paper=Tally((9, 9))), 19, None, id="one unknown by phone"
        ),
        pytest.param(
            votes("a", 0, 4, unknown=9, paper=Tally((9, 9))), 31, None, id="four levels by phone"
        ),
    ],
)
def test_the_total_is_shown_once_nobody_can_be_picked_out(group, voted, levels):
    result = disclose([group])

    assert result.voted == voted
    assert (result.total and result.total.levels) == levels


def test_without_a_total_nothing_else_is_shown():
    result = disclose([votes("a", 2, 2), votes("b", 0, 0, unknown=9), votes("c", 0, 0)])

    assert result == Disclosed(13, withheld=("a", "b"))
    assert (result.level_votes, result.median, result.middle_half) == (0, None, None)
    assert (result.agreement, result.word) == (None, None)


def test_without_groups_there_is_nothing():
    assert disclose([]) == Disclosed(0)


def test_what_is_said_of_the_whole_room_comes_from_the_total():
    result = disclose([votes("a", 4, 0, 0, 0, unknown=2), votes("b", 0, 0, 0, 1)])

    assert result.total == Tally((4, 0, 0, 1), unknown=2)
    assert (result.level_votes, result.median) == (5, 0)
    assert result.middle_half == (0, 0)
    assert round(result.agreement, 4) == 0.2781
    assert result.word is AgreementWord.SOME_SPREAD


def test_a_group_shows_number_and_median_from_five_and_its_distribution_from_ten():
    one, two = votes("one", 4, 6, unknown=9), votes("two", 5, 5, unknown=1)

    result = disclose([votes("small", 4, 5), votes("other", 5, 0), one, two])

    assert result.groups == (
        ShownGroup("small", 9, Fraction(1), None),
        ShownGroup("other", 5, Fraction(0), None),
        ShownGroup("one", 10, Fraction(1), one.phone),
        ShownGroup("two", 10, Fraction(1, 2), two.phone),
    )


@pytest.mark.parametrize(
    ("sizes", "with_distribution"),
    [
        pytest.param((12, 6), [], id="six would be what is left of the total"),
        pytest.param((12, 14, 6), ["group_1"], id="the smaller one covers the six"),
        pytest.param((12, 6, 5), ["group_0"], id="eleven are left together"),
        pytest.param((12, 11), ["group_0", "group_1"], id="nobody is left"),
    ],
)
def test_no_distribution_of_fewer_than_ten_can_be_subtracted(sizes, with_distribution):
    groups = [votes(f"group_{number}", size, 0) for number, size in enumerate(sizes)]

    result = disclose(groups)

    assert [group.key for group in result.groups if group.tally] == with_distribution


@pytest.mark.parametrize(
    ("by_phone", "on_paper", "other", "with_distribution"),
    [
        pytest.param((2, 3), (0, 9), votes("b", 6, 6), [], id="whoever typed nine knows the five"),
        pytest.param((4, 6), (0, 9), votes("b", 6, 6), ["a", "b"], id="ten by phone"),
        pytest.param((0, 0), (5, 9), votes("b", 6, 6), ["a", "b"], id="all on paper"),
        pytest.param(
            (6, 6),
            (0, 0),
            votes("b", 2, 3, paper=Tally((0, 9))),
            [],
            id="five by phone would be what is left of those by phone",
        ),
    ],
)
def test_who_typed_the_paper_sees_no_distribution_of_fewer_than_ten_phones(
    by_phone, on_paper, other, with_distribution
):
    result = disclose([votes("a", *by_phone, paper=Tally(on_paper)), other])

    assert [group.key for group in result.groups] == ["a", "b"]
    assert [group.key for group in result.groups if group.tally] == with_distribution


@settings(deadline=None)
@given(rooms())
def test_what_is_left_beside_the_distributions_is_nobody_or_ten(groups):
    result = disclose(groups)

    tallied = {group.key for group in result.groups if group.tally}
    left = [group.all for group in groups if group.key not in tallied]
    if tallied:
        number = sum(tally.level_votes for tally in left)
        assert sum(tally.people for tally in left) == 0 or number >= DISTRIBUTION_FROM


@pytest.mark.parametrize(
    ("groups", "shown", "withheld"),
    [
        pytest.param([votes("a", 0, 9), votes("b", 3, 0)], "", "ab", id="the rest would be three"),
        pytest.param([votes("a", 0, 9), votes("b", 5, 0)], "ab", "", id="both are enough"),
        pytest.param(
            [votes("a", 0, 9), votes("b", 6, 0), votes("c", 4, 0)],
            "a",
            "bc",
            id="the smallest goes with the rest",
        ),
        pytest.param(
            [votes("a", 0, 9), votes("b", 4, 0), votes("c", 1, 0)],
            "a",
            "bc",
            id="two small ones are a rest of five",
        ),
        pytest.param(
            [votes("a", 6, 0), votes("b", 6, 0), votes("c", 1, 0)],
            "a",
            "bc",
            id="of equal ones the later goes",
        ),
        pytest.param(
            [votes("a", 0, 9), votes("b", 5, 0), votes("c", 0, 0, unknown=2)],
            "a",
            "bc",
            id="the rest would be two people without a level",
        ),
        pytest.param(
            [votes("a", 0, 9), votes("b", 0, 0, unknown=5)],
            "a",
            "b",
            id="a group without a level vote has nothing to show",
        ),
        pytest.param(
            [votes("a", 5, 4), votes("b", 0, 5), votes("silent", 0, 0)],
            "ab",
            "",
            id="a group without a vote is not spoken of",
        ),
        pytest.param(
            [votes("a", 0, 9), votes("b", 1, 2, paper=Tally((3, 0)))],
            "",
            "ab",
            id="three by phone among six",
        ),
        pytest.param(
            [votes("a", 0, 9), votes("b", 0, 0, paper=Tally((3, 3)))],
            "ab",
            "",
            id="six on paper alone",
        ),
        pytest.param(
            [votes("a", 0, 5), votes("b", 0, 6), votes("c", 0, 0, paper=Tally((3, 0)))],
            "b",
            "ac",
            id="three on paper are a rest of three",
        ),
        pytest.param(
            [votes("a", 0, 5, unknown=2, paper=Tally((1, 0))), votes("b", 0, 5)],
            "ab",
            "",
            id="seven people by phone, two without a level",
        ),
    ],
)
def test_groups_are_shown_only_where_the_rest_cannot_be_computed(groups, shown, withheld):
    result = disclose(groups)

    assert result.total is not None
    assert (shown_keys(result), list(result.withheld)) == (list(shown), list(withheld))


@pytest.mark.parametrize(
    ("threshold", "shown"), [(1, "ab"), (5, "ab"), (6, "ab"), (7, ""), (9, ""), (18, None)]
)
def test_a_workshop_may_raise_the_threshold_and_never_lower_it(threshold, shown):
    result = disclose([votes("a", 0, 9), votes("b", 6, 0)], threshold=threshold)

    assert (None if result.total is None else "".join(shown_keys(result))) == shown


def test_a_lowered_threshold_protects_four_people_still():
    assert disclose([votes("a", 2, 2)], threshold=2).total is None


def test_head_count_stands_beside_group_balanced_where_every_group_is_shown():
    result = disclose([votes("a", 0, 0, 0, 0, 15), votes("b", 0, 10, 0, 0, 0)])

    assert (result.head_count_mean, result.group_balanced_mean) == (Fraction(14, 5), Fraction(5, 2))


def test_three_groups_below_ten_are_balanced_to_one_decimal():
    result = disclose([votes("a", 0, 5, 1), votes("b", 0, 2, 5), votes("c", 1, 7, 1)])

    # Exactly (7/6 + 12/7 + 9/9) / 3, which is 1.2936….
    assert (result.head_count_mean, result.group_balanced_mean) == (
        Fraction(28, 22),
        Fraction("1.3"),
    )


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([votes("a", 0, 0, 0, 0, 9), votes("b", 0, 3, 0, 0, 0)], id="three are hidden"),
        pytest.param([votes("a", 0, 4, 1), votes("b", 0, 2, 7)], id="two groups below ten"),
        pytest.param(
            [votes("a", 0, 4, 1), votes("b", 0, 2, 7), votes("c", 0, 9, 9)],
            id="two groups below ten beside a larger one",
        ),
        pytest.param([votes("a", 0, 9, 11), votes("b", 0, 2, 3)], id="one group of five"),
        pytest.param([votes("a", 0, 9), votes("b", 0, 0, unknown=6)], id="one has no levels"),
        pytest.param([votes("a", 0, 9), votes("b", 0, 0)], id="there is one group only"),
        pytest.param([votes("a", 0, 0, unknown=9)], id="there are no levels at all"),
    ],
)
def test_the_two_means_are_left_out_where_they_would_give_a_group_away(groups):
    result = disclose(groups)

    assert result.total is not None
    assert (result.head_count_mean, result.group_balanced_mean) == (None, None)


@settings(max_examples=600, deadline=None)
@given(rooms(), st.integers(5, 9))
def test_whatever_is_taken_off_the_total_leaves_nobody_or_enough(groups, threshold):
    result = disclose(groups, threshold=threshold)

    if result.total is not None:
        for size in range(len(result.groups) + 1):
            for taken in combinations(shown_keys(result), size):
                left = [group for group in groups if group.key not in taken]
                by_phone = [group.phone for group in left]
                for tallies_left in (by_phone, [group.all for group in left]):
                    for measure in ("level_votes", "people"):
                        number = sum(getattr(tally, measure) for tally in tallies_left)
                        assert number == 0 or number >= threshold


@settings(max_examples=600, deadline=None)
@given(rooms(), st.integers(5, 9))
def test_nothing_of_a_few_can_be_computed_from_what_is_shown(groups, threshold):
    result = disclose(groups, threshold=threshold)

    assert given_away(result, groups, threshold=threshold) == set()


@settings(deadline=None)
@given(rooms(), st.integers(5, 9))
def test_every_group_that_voted_is_shown_or_named_as_withheld(groups, threshold):
    voting = [group.key for group in groups if group.all.people]

    result = disclose(groups, threshold=threshold)

    assert sorted([*shown_keys(result), *result.withheld]) == sorted(voting)
    assert shown_keys(result) == [key for key in voting if key in shown_keys(result)]
    assert list(result.withheld) == [key for key in voting if key in result.withheld]
    assert result.voted == sum(group.all.people for group in groups)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(5, 12), st.integers(5, 12)), min_size=1, max_size=5))
def test_nothing_is_withheld_where_every_group_is_large_enough(sizes):
    groups = [votes(f"group_{number}", *levels) for number, levels in enumerate(sizes)]

    result = disclose(groups)

    assert result.withheld == ()
    assert len(result.groups) == len(groups)


def test_the_one_who_computes_finds_what_a_careless_page_would_give_away():
    groups = [votes("a", 0, 9), votes("b", 3, 0)]
    careless = Disclosed(
        12, total=Tally((3, 9)), groups=(ShownGroup("a", 9, Fraction(1), None),), withheld=("b",)
    )

    assert given_away(careless, groups, threshold=5) == {3}

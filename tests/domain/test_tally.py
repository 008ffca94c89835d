"""Counting votes: exact medians, quartiles and means; who could not say is counted apart."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tally import Tally, empty_tally, mean_of_means

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=7).map(tuple)


def lined_up(levels: tuple[int, ...]) -> list[Fraction]:
    return [Fraction(place) for place, count in enumerate(levels) for _ in range(count)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0, 1, 1, 0), "3/2"),
        ((1, 0, 0, 1), "3/2"),
        ((0, 2, 1, 0), "1"),
        ((0, 0, 0, 1), "3"),
        ((3, 0, 0, 0), "0"),
        ((2, 0, 0, 0, 3), "4"),
        ((2, 0, 0, 0, 2), "2"),
    ],
)
def test_the_median_of_two_levels_lies_between_them_and_is_never_rounded(levels, expected):
    assert Tally(levels).median == Fraction(expected)


@pytest.mark.parametrize(
    ("levels", "lower", "upper"),
    [
        ((1, 0, 0, 0), "0", "0"),
        ((1, 1, 0, 0), "1/4", "3/4"),
        ((1, 1, 1, 1), "3/4", "9/4"),
        ((1, 1, 1, 1, 1), "1", "3"),
        ((5, 0, 0, 0, 5), "0", "4"),
        ((0, 9, 0, 0), "1", "1"),
    ],
)
def test_the_middle_half_is_interpolated_with_both_ends_counted_in(levels, lower, upper):
    assert Tally(levels).middle_half == (Fraction(lower), Fraction(upper))


@given(COUNTS.filter(lambda levels: sum(levels) > 1))
def test_median_quartiles_and_mean_are_those_of_all_votes_lined_up(levels):
    tally, all_votes = Tally(levels), lined_up(levels)

    lower, middle, upper = quantiles(all_votes, n=4, method="inclusive")

    assert (tally.median, tally.middle_half) == (middle, (lower, upper))
    assert (tally.median, tally.mean) == (median(all_votes), mean(all_votes))


@given(COUNTS, st.integers(0, 9), st.integers(0, 9))
def test_who_could_not_say_is_counted_and_moves_nothing(levels, unknown, not_applicable):
    plain = Tally(levels)

    tally = Tally(levels, unknown=unknown, not_applicable=not_applicable)

    assert tally.people == plain.level_votes + unknown + not_applicable
    assert tally.level_votes == plain.level_votes == sum(levels)
    assert (tally.median, tally.middle_half, tally.mean) == (
        plain.median,
        plain.middle_half,
        plain.mean,
    )


@pytest.mark.parametrize("tally", [empty_tally(4), Tally((0, 0), unknown=3, not_applicable=2)])
def test_without_a_level_vote_there_is_no_middle(tally):
    assert (tally.median, tally.middle_half, tally.mean) == (None, None, None)


def test_two_tallies_are_counted_together():
    phone, paper = Tally((1, 2, 0), unknown=1), Tally((0, 1, 4), unknown=2, not_applicable=3)

    assert phone + paper == Tally((1, 3, 4), unknown=3, not_applicable=3)


def test_nothing_added_changes_nothing():
    tally = Tally((1, 2, 0), unknown=1, not_applicable=4)

    assert tally + empty_tally(3) == tally


def test_tallies_of_different_scales_are_not_added():
    with pytest.raises(ValueError, match="shorter"):
        Tally((1, 2, 0)) + Tally((1, 2))


def test_head_count_and_group_balanced_differ_where_groups_differ_in_size():
    administration, associations = Tally((0, 0, 0, 0, 9)), Tally((0, 3, 0, 0, 0))

    assert (administration + associations).mean == Fraction("3.25")
    assert mean_of_means([administration, associations]) == Fraction("2.5")


def test_a_group_without_level_votes_does_not_weigh_in_the_balance():
    silent = Tally((0, 0, 0), unknown=6)

    assert mean_of_means([Tally((0, 0, 7)), silent]) == 2
    assert mean_of_means([silent]) is None

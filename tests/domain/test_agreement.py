"""How close votes are, against published values, and the word beside the number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agreement import AgreementWord, agreement, agreement_word

AGREED, TWO_CAMPS, SOME_SPREAD = (
    AgreementWord.AGREED,
    AgreementWord.TWO_CAMPS,
    AgreementWord.SOME_SPREAD,
)
COUNTS = st.lists(st.integers(0, 200), min_size=2, max_size=8).filter(any)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.7257),
        ([5, 0, 0, 0, 5], 0.0),
        ([0, 0, 10, 0, 0], 1.0),
        ([2, 2, 2, 2, 2], 0.4340),
        ([0, 3, 0, 3, 0], 0.5850),
        ([0, 0, 3, 3, 0], 0.8074),
        ([4, 0, 0, 1], 0.2781),
        ([1, 0, 0, 0], 1.0),
    ],
)
def test_agreement_is_what_tastle_and_wierman_say(counts, expected):
    assert round(agreement(counts), 4) == expected


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 0, 0]])
def test_without_votes_there_is_no_agreement_and_no_word(counts):
    assert (agreement(counts), agreement_word(counts)) == (None, None)


def test_on_a_scale_of_one_level_everybody_agrees():
    assert (agreement([7]), agreement_word([7])) == (1.0, AGREED)


@given(COUNTS)
def test_agreement_is_whole_only_where_all_chose_the_same(counts):
    chosen = [count for count in counts if count]

    assert (agreement(counts) == 1.0) == (len(chosen) == 1)


@given(st.integers(2, 8), st.integers(1, 500))
def test_two_equal_camps_at_the_ends_have_no_agreement(levels, size):
    assert agreement([size, *[0] * (levels - 2), size]) == 0.0


@given(COUNTS)
def test_agreement_lies_between_nothing_and_one(counts):
    assert 0.0 <= agreement(counts) <= 1.0


@given(COUNTS)
def test_a_mirrored_scale_says_the_same(counts):
    mirrored = counts[::-1]

    assert (agreement(counts), agreement_word(counts)) == (
        agreement(mirrored),
        agreement_word(mirrored),
    )


@given(COUNTS, st.integers(2, 9))
def test_agreement_does_not_depend_on_how_many_came(counts, times):
    assert agreement([count * times for count in counts]) == pytest.approx(agreement(counts))


def test_three_quarters_exactly_is_agreed():
    assert agreement([1, 0, 6, 0, 1]) == 0.75
    assert agreement_word([1, 0, 6, 0, 1]) is AGREED


def test_a_little_less_than_three_quarters_is_some_spread():
    just_below = [100, 0, 599, 0, 100]

    assert round(agreement(just_below), 3) == 0.750
    assert agreement_word(just_below) is SOME_SPREAD


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        pytest.param([3, 2, 2, 3], SOME_SPREAD, id="between them are more than in a camp"),
        pytest.param([3, 2, 1, 4], SOME_SPREAD, id="between them are as many as in a camp"),
        pytest.param([3, 1, 1, 5], TWO_CAMPS, id="between them are fewer than in either"),
        pytest.param([3, 0, 0, 3, 4], TWO_CAMPS, id="camps of exactly 30 %"),
        pytest.param([29, 0, 42, 0, 29], SOME_SPREAD, id="camps of 29 %"),
        pytest.param([30, 0, 0, 41, 29], TWO_CAMPS, id="one camp of exactly 30 %, one larger"),
        pytest.param([5, 0, 0, 0, 5], TWO_CAMPS, id="the ends"),
        pytest.param([0, 5, 5, 0], SOME_SPREAD, id="adjacent levels on a scale of four"),
        pytest.param([0, 0, 5, 5, 0], AGREED, id="adjacent levels on a scale of five"),
        pytest.param([5, 5], SOME_SPREAD, id="a scale of two levels has no camps"),
        pytest.param([5, 0, 5], TWO_CAMPS, id="a scale of three levels"),
        pytest.param([0, 3, 0, 3, 0], TWO_CAMPS, id="one empty level between them"),
        pytest.param([3, 3, 0, 3, 0], TWO_CAMPS, id="a third camp beside the lower one"),
        pytest.param([2, 2, 2, 2, 2], SOME_SPREAD, id="evenly spread"),
        pytest.param([0, 0, 0, 0, 0, 5, 0, 5, 0, 0, 0, 0], AGREED, id="camps close by are agreed"),
    ],
)
def test_the_word_is_agreed_then_two_camps_then_some_spread(counts, word):
    assert agreement_word(counts) is word


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ([1, 0, 0, 0], None),
        ([4, 0, 0, 0], None),
        ([2, 0, 0, 2], None),
        ([5, 0, 0, 0], AGREED),
        ([2, 0, 0, 3], TWO_CAMPS),
        ([1, 1, 1, 2], SOME_SPREAD),
    ],
)
def test_no_word_is_said_below_five_votes(counts, word):
    assert agreement_word(counts) is word

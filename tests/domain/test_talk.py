"""Which talk a result calls for."""

from __future__ import annotations

import pytest

from app.domain.disclosure import Disclosed, disclose
from app.domain.talk import Prompt, has_many_unknown, prompt_for
from app.domain.tally import Tally
from tests.domain.ballots import votes


@pytest.mark.parametrize(
    ("levels", "unknown", "not_applicable", "prompt"),
    [
        ((2, 0, 0, 2), 0, 0, Prompt.TOO_FEW),
        ((2, 0, 0, 2), 9, 0, Prompt.TOO_FEW),
        ((0, 0, 0, 0), 0, 0, Prompt.TOO_FEW),
        ((0, 0, 0, 6), 3, 0, Prompt.MANY_UNKNOWN),
        ((0, 0, 0, 7), 3, 0, Prompt.AGREED),
        ((3, 0, 0, 3), 3, 0, Prompt.MANY_UNKNOWN),
        ((0, 0, 0, 0), 5, 0, Prompt.MANY_UNKNOWN),
        ((0, 0, 0, 5), 4, 3, Prompt.MANY_UNKNOWN),
        ((0, 0, 0, 6), 0, 2, Prompt.SCOPE_UNCLEAR),
        ((0, 0, 0, 7), 0, 2, Prompt.AGREED),
        ((0, 0, 0, 0), 0, 5, Prompt.SCOPE_UNCLEAR),
        ((3, 0, 0, 3), 0, 2, Prompt.SCOPE_UNCLEAR),
        ((3, 0, 0, 3), 1, 1, Prompt.TWO_CAMPS),
        ((2, 2, 2, 2), 0, 0, Prompt.SOME_SPREAD),
        ((0, 0, 8, 0), 0, 0, Prompt.AGREED),
    ],
)
def test_what_nobody_knows_and_whom_it_does_not_concern_come_before_the_spread(
    levels, unknown, not_applicable, prompt
):
    result = disclose([votes("a", *levels, unknown=unknown, not_applicable=not_applicable)])

    assert prompt_for(result) is prompt


def test_a_result_without_a_total_is_too_little_to_talk_about():
    assert prompt_for(Disclosed(4)) is Prompt.TOO_FEW


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally((4,), unknown=2), True),
        (Tally((3,), unknown=2, not_applicable=1), True),
        (Tally((5,), unknown=2), False),
        (Tally((0,)), False),
    ],
)
def test_many_is_a_third_of_all_who_voted(tally, expected):
    assert has_many_unknown(tally) is expected

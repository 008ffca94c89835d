"""How differently groups see the same thing, the widest apart first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.domain.disclosure import Disclosed, disclose
from app.domain.perception import PerceptionRow, perception_map
from tests.domain.ballots import votes


def result(**levels: int) -> Disclosed:
    """Six of each group choose the position given."""
    return disclose(
        [
            votes(key, *(6 if position == level else 0 for position in range(4)))
            for key, level in levels.items()
        ]
    )


def test_a_row_holds_a_dot_for_each_shown_group_the_room_and_the_administration():
    seen = result(administration=3, newcomers=1)

    rows = perception_map([("language", seen, Fraction(2))])

    assert rows == (
        PerceptionRow("language", seen.groups, room=Fraction(2), own=Fraction(2), distance=2),
    )


@pytest.mark.parametrize(
    ("levels", "own", "distance"),
    [
        ({"a": 0, "b": 3}, None, 3),
        ({"a": 1, "b": 2}, Fraction(3), 2),
        ({"a": 1, "b": 2}, Fraction(0), 2),
        ({"a": 1, "b": 1}, Fraction(1), 0),
        ({"a": 1}, None, 0),
        ({"a": 1}, Fraction(3), 2),
        ({}, Fraction(3), 0),
    ],
)
def test_the_distance_is_from_the_lowest_to_the_highest_of_groups_and_own_view(
    levels, own, distance
):
    (row,) = perception_map([("only", result(**levels) if levels else Disclosed(0), own)])

    assert row.distance == distance


def test_the_whole_room_is_no_end_of_the_distance():
    hidden = disclose([votes("a", 0, 0, 0, 9), votes("b", 3, 0, 0, 0)])

    (row,) = perception_map([("only", hidden, Fraction(0))])

    assert (row.groups, row.room, row.own, row.distance) == ((), 3, 0, 0)


def test_the_widest_apart_come_first_and_equal_ones_in_the_order_given():
    rows = [
        ("near", result(a=1, b=2), None),
        ("same", result(a=1, b=1), None),
        ("far", result(a=0, b=3), None),
        ("near_too", result(a=3, b=2), None),
    ]

    assert [row.key for row in perception_map(rows)] == ["far", "near", "near_too", "same"]


def test_a_row_without_a_single_dot_is_left_out():
    nobody_knew = disclose([votes("a", 0, 0, unknown=9)])
    rows = [
        ("nothing", Disclosed(3), None),
        ("unknown", nobody_knew, None),
        ("own", Disclosed(3), Fraction(0)),
        ("own_alone", nobody_knew, Fraction(1)),
    ]

    assert [row.key for row in perception_map(rows)] == ["own", "own_alone"]

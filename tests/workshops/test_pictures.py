"""The pictures of a workshop: what they say, and that chart and table say the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from flask import Flask

from app.charts.perception import MOST_GROUPS, MOST_ROWS
from app.domain.checklist import Criterion, Level, Scale, Text
from app.domain.disclosure import Disclosed, GroupVotes, ShownGroup, disclose
from app.domain.perception import PerceptionRow
from app.domain.tally import Tally
from app.reports.pictures import DRAWN, Picture
from app.workshops.pictures import (
    perception_picture,
    result_picture,
    tally_picture,
)
from app.workshops.sentences import distribution_sentence, level_number, perception_sentence
from tests.charts.reading import texts

NAMES = ("Not in place", "First steps", "Partly", "Throughout")


def a_scale(*values: int) -> Scale:
    levels = [
        Level(value, Fraction(0), Text({"en": name}))
        for value, name in zip(values, NAMES, strict=False)
    ]
    return Scale("steps", tuple(levels))


def a_criterion(key: str = "interpreting", title: str = "Interpreting") -> Criterion:
    return Criterion(key, a_scale(0, 1, 2, 3), Text({"en": title}), Text({"en": "?"}))


CRITERION = a_criterion()
CRITERIA = {"interpreting": CRITERION, "housing": a_criterion("housing", "Finding a home")}
GROUPS = {"hall": "Town hall", "newcomers": "Newcomers", "clubs": "Clubs"}


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def revealed(tally: Tally) -> Disclosed:
    return disclose([GroupVotes("hall", tally, Tally(len(tally.levels) * (0,)))])


def shown(**medians: str) -> tuple[ShownGroup, ...]:
    return tuple(ShownGroup(key, 6, Fraction(median), None) for key, median in medians.items())


def a_row(
    key: str = "interpreting",
    *,
    own: int | None = None,
    room: int | None = None,
    distance: str = "0",
    **medians: str,
) -> PerceptionRow:
    places = [None if one is None else Fraction(one) for one in (room, own)]
    return PerceptionRow(key, shown(**medians), places[0], places[1], Fraction(distance))


APART = a_row(own=3, room=1, distance="3", hall="2", newcomers="0")


@pytest.mark.parametrize(
    ("tally", "sentence"),
    [
        (
            Tally((4, 12, 14, 1)),
            "31 votes: most often “Partly” (level 2). The median is 1, "
            "the middle half of the votes lies between level 1 and level 2.",
        ),
        (
            Tally((0, 0, 6, 0), unknown=1, not_applicable=2),
            "6 votes: most often “Partly” (level 2). The median is 2, the middle half of the "
            "votes lies at level 2. Beside that: 1 does not know and 2 say that it does not apply.",
        ),
        (
            Tally((3, 0, 0, 3), unknown=2),
            "6 votes: most often “Not in place” (level 0) and “Throughout” (level 3). The median "
            "is 1.5, the middle half of the votes lies between level 0 and level 3. "
            "Beside that: 2 do not know.",
        ),
        (
            Tally((2, 2, 2, 2)),
            "8 votes: no level stands out. The median is 1.5, the middle half of the votes lies "
            "between level 0 and level 3.",
        ),
        (
            Tally((0, 0, 0, 0), unknown=4, not_applicable=1),
            "Nobody chose a level. Beside that: 4 do not know and 1 says that it does not apply.",
        ),
    ],
)
def test_a_round_is_told_in_plain_sentences(tally: Tally, sentence: str) -> None:
    assert distribution_sentence(tally, CRITERION) == sentence


def test_a_place_between_two_levels_is_named_by_their_values_not_by_its_position() -> None:
    uneven = a_scale(1, 2, 5)

    places = [Fraction(0), Fraction(1), Fraction(3, 2), Fraction(2), None]
    assert [level_number(uneven, place) for place in places] == ["1", "2", "3.5", "5", "–"]


def test_the_table_counts_every_vote_and_the_chart_prints_the_same() -> None:
    picture = result_picture(revealed(Tally((1, 2, 4, 3), unknown=2, not_applicable=1)), CRITERION)

    assert picture is not None
    assert picture.words.title == "Votes on “Interpreting”"
    assert picture.table_head == ["Answer", "Votes", "Share of the levels"]
    assert picture.table_rows == [
        ["0 Not in place", "1", "10 %"],
        ["1 First steps", "2", "20 %"],
        ["2 Partly", "4", "40 %"],
        ["3 Throughout", "3", "30 %"],
        ["Don’t know", "2", "–"],
        ["Does not apply", "1", "–"],
    ]
    assert texts(picture.svg)[:2] == ["median: 2", "middle half: 1 to 3"]
    for label, votes, _ in picture.table_rows[:4]:
        assert {label, votes} <= set(texts(picture.svg_narrow))


def test_while_too_few_have_voted_there_is_no_picture() -> None:
    assert result_picture(revealed(Tally((1, 1, 1, 1))), CRITERION) is None


def test_nobody_with_a_level_leaves_bars_and_middle_away() -> None:
    picture = tally_picture(Tally((0, 0, 0, 0), unknown=6), CRITERION, name="result", title="Votes")

    assert "chart-bar" not in picture.svg
    assert "chart-median" not in picture.svg
    assert [row[2] for row in picture.table_rows] == 6 * ["–"]


def test_two_hundred_who_look_at_one_round_get_one_drawing() -> None:
    votes = Tally((17, 2, 4, 3))
    before = DRAWN.drawings

    seen = {tally_picture(votes, CRITERION, name="many", title="Votes").svg for _ in range(200)}

    assert len(seen) == 1
    assert DRAWN.drawings == before + 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "There is nothing to show yet."),
        (
            [APART, a_row("housing", distance="1/2", hall="1", clubs="1/2")],
            "Farthest apart is “Interpreting”: Newcomers at 0, Self-check at 3.",
        ),
        (
            [a_row("housing", own=2, distance="3/2", hall="1/2", clubs="1/2", newcomers="2")],
            "Farthest apart is “Finding a home”: Town hall and Clubs at 0.5, "
            "Newcomers and Self-check at 2.",
        ),
        (
            [a_row(own=1, distance="1", hall="1", clubs="1", newcomers="2")],
            "Farthest apart is “Interpreting”: 2 groups and Self-check at 1, Newcomers at 2.",
        ),
        (
            [a_row(own=1, hall="1"), a_row("housing", own=2, room=1)],
            "Where there are several views of a criterion, they are alike.",
        ),
    ],
)
def test_the_map_names_who_is_farthest_apart(rows: list[PerceptionRow], sentence: str) -> None:
    assert perception_sentence(rows, CRITERIA, GROUPS, most=MOST_ROWS) == sentence


def test_a_map_of_many_criteria_says_how_many_it_draws() -> None:
    sentence = perception_sentence(3 * [APART], CRITERIA, GROUPS, most=2)

    assert sentence.endswith("at 3. The chart shows the 2 criteria farthest apart.")


def the_map() -> Picture:
    rows = [APART, a_row("housing", room=2, hall="5/2")]
    return perception_picture(rows, CRITERIA, GROUPS)


def test_the_table_of_the_map_has_every_group_and_a_dash_for_what_is_not_shown() -> None:
    picture = the_map()

    assert picture.table_head == [
        "Criterion", "Town hall", "Newcomers", "Clubs", "Self-check", "All together", "Distance"
    ]  # fmt: skip
    assert [[str(cell) for cell in row] for row in picture.table_rows] == [
        ["Interpreting", "2", "0", "–", "3", "1", "3"],
        ["Finding a home", "2.5", "–", "–", "–", "2", "–"],
    ]
    assert picture.numeric == (1, 2, 3, 4, 5, 6)


def test_the_chart_of_the_map_names_its_ends_and_the_levels() -> None:
    said = texts(the_map().svg)

    # Once in the legend, once at the end of the line.
    assert [said.count(name) for name in ("Newcomers", "Self-check", "Town hall")] == [2, 2, 1]
    assert {"0", "Not in place", "Distance", "all together"} <= set(said)
    assert "Clubs" not in said


def test_other_names_of_groups_are_another_drawing() -> None:
    other = perception_picture([APART], CRITERIA, {**GROUPS, "hall": "Administration"})

    assert other.key != perception_picture([APART], CRITERIA, GROUPS).key
    assert "Administration" in texts(other.svg)


def test_more_groups_than_shapes_stay_in_the_table() -> None:
    many = {f"g{number}": f"Group {number}" for number in range(MOST_GROUPS + 2)}
    row = PerceptionRow(
        "housing", shown(**dict.fromkeys(many, "1")), None, Fraction(2), Fraction(1)
    )

    picture = perception_picture([row], CRITERIA, many)

    assert len(picture.table_rows[0]) == 1 + len(many) + 3
    assert "Group 7" in texts(picture.svg)
    assert "Group 8" not in texts(picture.svg)

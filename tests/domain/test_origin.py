"""Where an answer comes from: kept whole, and gone as soon as somebody chooses otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import Answer, State
from app.domain.editing import Edit
from app.domain.origin import How, Origin
from tests.domain.strategies import unhurried

ORIGIN = Origin(date(2026, 5, 12), "Ideen", 2, 14, 18, Fraction(3, 2), How.MAJORITY, "Ja", "Nein")
DECIDED = replace(Answer.at(2), reason="früher", origin=ORIGIN)
COUNTS = st.integers(0, 1_000_000)

origins = st.builds(
    Origin,
    day=st.dates(),
    title=st.text(max_size=200),
    round=st.none() | st.integers(1, 1_000),
    voted=COUNTS,
    present=COUNTS,
    median=st.none() | st.fractions(0, 10, max_denominator=10),
    how=st.sampled_from(How),
    reason=st.text(max_size=2_000),
    minority=st.text(max_size=2_000),
)


@unhurried
@given(origins)
def test_what_is_written_is_read_again(origin: Origin) -> None:
    written = json.dumps(origin.as_record())

    assert Origin.from_record(json.loads(written)) == origin


def test_only_day_and_how_are_needed_and_unknown_fields_are_skipped() -> None:
    read = Origin.from_record({"day": "2026-05-12", "how": "agreed", "weather": "rain"})

    assert read == Origin(date(2026, 5, 12), "", None, 0, 0, None, How.AGREED)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": None}, "day cannot be None"),
        ({"day": "12. Mai"}, "Invalid isoformat string: '12. Mai'"),
        ({"how": "loudly"}, "'loudly' is not a valid How"),
        ({"median": "1.5"}, "median cannot be '1.5'"),
        ({"median": 2}, "median cannot be 2"),
        ({"median": "1/0"}, "median cannot be '1/0'"),
        ({"voted": -1}, "voted cannot be -1"),
        ({"voted": True}, "voted cannot be True"),
        ({"round": "2"}, "round cannot be '2'"),
        ({"round": 0}, "round cannot be 0"),
        ({"title": 7}, "title is a text of at most 200 characters"),
        ({"minority": "x" * 2_001}, "minority is a text of at most 2000 characters"),
    ],
)
def test_what_is_wrong_is_told(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as refused:
        Origin.from_record({**ORIGIN.as_record(), **wrong})

    assert str(refused.value) == told


def test_what_is_no_record_is_told() -> None:
    with pytest.raises(ValueError, match="an origin cannot be"):
        Origin.from_record(["2026-05-12"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({"note": "Beleg"}, ORIGIN),
        ({"target": 3, "importance": 1}, ORIGIN),
        ({"state": State.LEVEL, "level": 2, "reason": "früher", "note": "Beleg"}, ORIGIN),
        ({"state": State.NOT_APPLICABLE, "level": None, "reason": ""}, ORIGIN),
        ({"state": State.LEVEL, "level": 1}, None),
        ({"state": State.UNKNOWN, "level": None}, None),
        ({"reason": "heute"}, None),
        ({"state": State.LEVEL, "level": 1, "origin": ORIGIN}, ORIGIN),
    ],
)
def test_another_choice_than_the_workshops_has_no_origin(
    fields: dict[str, Any], origin: Origin | None
) -> None:
    assert Edit(1, fields).on(DECIDED).origin == origin


def test_a_decision_without_the_reason_it_needs_is_not_kept_as_one() -> None:
    edit = Edit(1, {"state": State.NOT_APPLICABLE, "level": None, "origin": ORIGIN})

    assert edit.on(Answer.at(2)) == Answer.at(2)


def test_a_decision_is_touched_as_a_whole() -> None:
    edit = Edit(1, {"state": State.LEVEL, "level": 2, "origin": ORIGIN})

    assert edit.touched(Answer.at(2)).fields == edit.fields


def test_what_was_postponed_is_no_answer() -> None:
    with pytest.raises(ValueError, match="what was postponed is no answer"):
        replace(Answer.at(2), origin=replace(ORIGIN, how=How.POSTPONED))

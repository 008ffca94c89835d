"""The agenda that writes itself: the most pressing first, as far as time allows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agenda import GOOD_NEWS_MINUTES, Agenda, AgendaItem, Candidate, Reason, plan_agenda


def divided(key: str, disagreement: float | None = 0.5, **changes) -> Candidate:
    """A criterion the room does not agree on; ten minutes long unless told otherwise."""
    plain = Candidate(
        key,
        minutes=10,
        disagreement=disagreement,
        gap=1,
        importance=2,
        is_agreed=False,
        median=Fraction(1),
    )
    return replace(plain, **changes)


def agreed(key: str, median: int | None, **changes) -> Candidate:
    middle = None if median is None else Fraction(median)
    return divided(key, 0.125, is_agreed=True, median=middle, **changes)


def keys(agenda: Agenda) -> list[str]:
    return [item.candidate.key for item in agenda.items]


def left_out(agenda: Agenda) -> list[str]:
    return [candidate.key for candidate in agenda.left_out]


def test_priority_is_disagreement_times_gap_times_importance():
    far = divided("far", 0.25, gap=3, importance=3)

    agenda = plan_agenda([far], minutes=60)

    assert agenda == Agenda(
        items=(AgendaItem(far, Reason.DISAGREEMENT, 2.25),),
        left_out=(),
        to_find_out=(),
        minutes_used=10,
    )


def test_the_most_pressing_comes_first():
    candidates = [
        divided("small", 0.25),
        divided("important", 0.25, importance=3),
        divided("divided", 0.75),
        divided("far", 0.25, gap=3, importance=3),
    ]

    assert keys(plan_agenda(candidates, minutes=60)) == ["far", "divided", "important", "small"]


def test_equal_priorities_go_by_disagreement_and_then_by_the_order_given():
    candidates = [
        divided("less", 0.25, gap=2),
        divided("first", 0.5),
        divided("second", 0.5),
        divided("more", 1.0, importance=1),
    ]

    assert keys(plan_agenda(candidates, minutes=60)) == ["more", "first", "second", "less"]


def test_what_no_longer_fits_is_skipped_and_what_comes_after_may_still_fit():
    candidates = [
        divided("long", 0.75, minutes=20),
        divided("too_long", 0.5, minutes=15),
        divided("short", 0.25, minutes=10),
        divided("no_more", 0.125, minutes=1),
    ]

    agenda = plan_agenda(candidates, minutes=30)

    assert keys(agenda) == ["long", "short"]
    assert left_out(agenda) == ["too_long", "no_more"]
    assert agenda.minutes_used == 30


def test_one_good_news_opens_the_talk_and_is_only_told():
    candidates = [divided("a"), agreed("good", 2), agreed("best", 3), agreed("as_good", 3)]

    agenda = plan_agenda(candidates, minutes=60)

    assert [(item.candidate.key, item.reason) for item in agenda.items] == [
        ("best", Reason.GOOD_NEWS),
        ("a", Reason.DISAGREEMENT),
    ]
    assert [item.minutes for item in agenda.items] == [GOOD_NEWS_MINUTES, 10]
    assert agenda.minutes_used == 12


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, []), (1, []), (2, ["good"]), (9, ["good"]), (10, ["a"]), (11, ["a"]), (12, ["good", "a"])],
)
def test_the_good_news_is_told_if_time_is_left_over(minutes, expected):
    assert keys(plan_agenda([divided("a"), agreed("good", 3)], minutes=minutes)) == expected


def test_what_is_agreed_needs_no_talk_and_is_not_missed():
    agenda = plan_agenda([agreed("a", 3, gap=3), agreed("b", 2), agreed("c", None)], minutes=60)

    assert (keys(agenda), left_out(agenda)) == (["a"], [])


def test_a_target_that_is_reached_is_talked_about_last():
    candidates = [divided("reached", 0.9, gap=0), divided("small", 0.1)]

    assert keys(plan_agenda(candidates, minutes=60)) == ["small", "reached"]


def test_what_had_too_few_votes_is_left_out_last():
    candidates = [divided("few", None), divided("no_time", minutes=90)]

    agenda = plan_agenda(candidates, minutes=60)

    assert (keys(agenda), left_out(agenda)) == ([], ["no_time", "few"])


def test_what_many_do_not_know_is_to_be_found_out_whether_it_is_talked_about_or_not():
    candidates = [
        divided("known"),
        divided("talked_about", many_unknown=True),
        divided("nobody_knows", None, many_unknown=True),
    ]

    agenda = plan_agenda(candidates, minutes=60)

    assert agenda.to_find_out == ("talked_about", "nobody_knows")
    assert (keys(agenda), left_out(agenda)) == (["known", "talked_about"], [])


def test_without_candidates_the_agenda_is_empty():
    assert plan_agenda([], minutes=60) == Agenda((), (), (), 0)


@st.composite
def rooms(draw: st.DrawFn) -> list[Candidate]:
    return [
        Candidate(
            f"criterion_{number}",
            minutes=draw(st.integers(1, 30)),
            disagreement=draw(st.none() | st.floats(0, 1)),
            gap=draw(st.integers(0, 4)),
            importance=draw(st.integers(1, 3)),
            is_agreed=draw(st.booleans()),
            median=draw(st.none() | st.fractions(0, 4, max_denominator=2)),
            many_unknown=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@given(rooms(), st.integers(0, 120))
def test_an_agenda_never_takes_longer_than_there_is_time(candidates, minutes):
    agenda = plan_agenda(candidates, minutes=minutes)

    assert agenda.minutes_used == sum(item.minutes for item in agenda.items) <= minutes


@given(rooms(), st.integers(0, 120))
def test_everything_that_divides_the_room_is_on_the_agenda_or_left_out(candidates, minutes):
    agenda = plan_agenda(candidates, minutes=minutes)

    talks = [item for item in agenda.items if item.reason is Reason.DISAGREEMENT]
    named = [*(item.candidate for item in talks), *agenda.left_out]
    assert len(named) == len(set(named))
    assert set(named) >= {each for each in candidates if each.disagreement and not each.is_agreed}
    assert [item.priority for item in talks] == sorted(
        (item.priority for item in talks), reverse=True
    )


@given(rooms(), st.integers(0, 120))
def test_nothing_that_is_left_out_would_still_have_fitted(candidates, minutes):
    agenda = plan_agenda(candidates, minutes=minutes)

    talked = sum(x.minutes for x in agenda.items if x.reason is Reason.DISAGREEMENT)
    missing = [each for each in agenda.left_out if each.disagreement]
    assert all(each.minutes > minutes - talked for each in missing)

"""What measures are expected to change, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import OPEN, Answer, AnswerSheet, State
from app.domain.checklist import Checklist
from app.domain.following import Ways, follow, ways_to
from app.domain.forecast import (
    NO_LEVEL_NOW,
    Balance,
    Reckoned,
    Verdict,
    balance,
    expected_effects,
    expected_sheet,
    reckon,
    without_measure,
)
from app.domain.gaps import find_gaps
from app.domain.measure import Effect, MeasureState, PlannedMeasure
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.report import make_report
from app.domain.scope import Scope
from app.domain.versions import compose
from tests.domain import small_checklists as small
from tests.domain.checklists import NOT_APPLICABLE, UNKNOWN
from tests.domain.strategies import answered_checklists, unhurried

Drawn = tuple[Checklist, AnswerSheet, list[PlannedMeasure]]


def a_measure(*effects: Effect, **fields: object) -> PlannedMeasure:
    usual = {"number": 1, "title": "Runder Tisch", "state": MeasureState.DECIDED}
    usual |= {"checklist_key": "example", "year": 2026, "effects": effects}
    return PlannedMeasure(**{**usual, **fields})  # type: ignore[arg-type]


@st.composite
def planned(draw: st.DrawFn) -> Drawn:
    """A checklist with answers, and measures for it; some effects name what it does not have."""
    checklist, sheet = draw(answered_checklists())
    keys = st.sampled_from([*checklist.criteria_by_key, "nowhere"])
    level = st.none() | st.integers(-3, 9)
    effect = st.builds(Effect, criterion_key=keys, before=level, after=level)
    states = st.sampled_from(MeasureState)
    effects = st.lists(effect, max_size=4, unique_by=lambda one: one.criterion_key)
    drawn = draw(st.lists(st.tuples(states, effects), max_size=4))
    measures = [
        a_measure(*found, number=number, state=state, dropped_because="Geld fehlt")
        for number, (state, found) in enumerate(drawn)
    ]
    return checklist, sheet, measures


@unhurried
@given(planned())
def test_no_criterion_is_expected_below_its_level_of_today(drawn: Drawn) -> None:
    checklist, sheet, measures = drawn
    later = expected_sheet(checklist, sheet, measures)
    for key, answer in sheet.items():
        position = checklist.criteria_by_key[key].scale.position
        if answer.level is not None:
            reached = later[key].level
            assert reached is not None
            assert position(reached) >= position(answer.level)
        if answer.state is State.NOT_APPLICABLE:
            assert later[key] == answer


@unhurried
@given(planned(), st.randoms())
def test_the_order_of_the_measures_does_not_matter(drawn: Drawn, chance: object) -> None:
    checklist, sheet, measures = drawn
    shuffled = list(measures)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert expected_sheet(checklist, sheet, shuffled) == expected_sheet(checklist, sheet, measures)
    assert expected_effects(checklist, sheet, shuffled) == expected_effects(
        checklist, sheet, measures
    )


@unhurried
@given(planned())
def test_without_measures_everything_stays_as_it_is(drawn: Drawn) -> None:
    checklist, sheet, measures = drawn
    assert expected_sheet(checklist, sheet, []) == sheet
    dropped = [replace(one, state=MeasureState.DROPPED) for one in measures]
    assert expected_sheet(checklist, sheet, dropped) == sheet
    assert expected_effects(checklist, sheet, dropped) == ()


@unhurried
@given(planned())
def test_the_list_of_effects_says_what_the_sheet_of_the_forecast_says(drawn: Drawn) -> None:
    checklist, sheet, measures = drawn
    later = expected_sheet(checklist, sheet, measures)
    told = {one.criterion.key: one.after for one in expected_effects(checklist, sheet, measures)}
    changed = {key: answer.level for key, answer in later.items() if answer != sheet.get(key, OPEN)}
    assert changed.items() <= told.items()
    # The report is made from that sheet alone.
    assert make_report(checklist, later, scope=Scope.FULL).sheet == later


def test_what_nobody_knew_gets_the_expected_level_and_what_does_not_apply_stays() -> None:
    checklist = small.checklist(["a", "b", "c", "d"])
    sheet = {"a": UNKNOWN, "b": NOT_APPLICABLE, "d": Answer.at(3)}
    measure = a_measure(*(Effect(key, after=2, by_year=2027) for key in "abcd"))
    later = expected_sheet(checklist, sheet, [measure])
    assert [later[key].level for key in "abcd"] == [2, None, 2, 3]
    found = expected_effects(checklist, sheet, [measure])
    assert [(one.criterion.key, one.now, one.after, one.by_year) for one in found] == [
        ("a", None, 2, 2027),
        ("c", None, 2, 2027),
        ("d", 3, 3, 2027),
    ]
    assert [one.changes_something for one in found] == [True, True, False]


def test_gaps_that_nothing_is_planned_for() -> None:
    checklist = small.checklist(["a", "b", "c"])
    gaps = find_gaps(checklist, {key: Answer.at(0) for key in "abc"})
    measures = [
        a_measure(Effect("a")),
        a_measure(Effect("b", after=2), state=MeasureState.DROPPED, dropped_because="x"),
    ]
    assert {gap.criterion.key for gap in without_measure(gaps, measures)} == {"b", "c"}


@pytest.mark.parametrize(
    ("before", "after", "now", "verdict"),
    [
        (1, 2, 3, Verdict.EXCEEDED),
        (1, 2, 2, Verdict.REACHED),
        (0, 3, 2, Verdict.PARTLY),
        (0, 3, 1, Verdict.PARTLY),
        (1, 2, 1, Verdict.MISSED),
        (1, 2, 0, Verdict.MISSED),
        (None, 2, 0, Verdict.MISSED),
        (None, 2, 1, Verdict.PARTLY),
        (None, 2, 2, Verdict.REACHED),
        (2, 2, 2, Verdict.REACHED),
        (2, 2, 1, Verdict.MISSED),
        (1, 2, None, Verdict.NO_STATEMENT),
        (1, 9, 2, Verdict.NO_STATEMENT),
        (9, 2, 2, Verdict.NO_STATEMENT),
    ],
)
def test_the_verdict_about_one_effect(
    before: int | None, after: int, now: int | None, verdict: Verdict
) -> None:
    sheet = {"a": UNKNOWN if now is None else Answer.at(now)}
    found = _reckoned([a_measure(Effect("a", before, after))], sheet)
    assert [one.verdict for one in found] == [verdict]
    assert [one.reason for one in found] == [
        NO_LEVEL_NOW if verdict is Verdict.NO_STATEMENT else ""
    ]


def test_where_no_start_was_named_the_answer_of_then_is_the_start() -> None:
    measures = [a_measure(Effect("a", after=3))]
    found = _reckoned(measures, {"a": Answer.at(1)}, then={"a": Answer.at(1)})
    assert [(one.effect.before, one.verdict) for one in found] == [(1, Verdict.MISSED)]


def test_an_effect_is_reckoned_on_the_reworded_successor_and_on_no_other() -> None:
    old = small.checklist(["a", "b", "c", "d", "e"])
    kind = ReplacementKind
    new = small.checklist(
        ["a2", "b", "c1", "c2", "e"],
        "2.0.0",
        replaces="1.0.0",
        mapping=[
            Replacement(kind.REWORDED, ("a",), ("a2",)),
            Replacement(kind.CHANGED, ("b",), ("b",)),
            Replacement(kind.SPLIT, ("c",), ("c1", "c2")),
            Replacement(kind.RETIRED, ("d",)),
        ],
    )
    ways = ways_to(new, lines=compose((old, new)))
    measure = a_measure(*(Effect(key, 1, 2) for key in "abcde"))
    sheet = {key: Answer.at(2) for key in new.criteria_by_key}
    found = reckon([measure], ways, then={}, now=sheet)
    assert [(one.criterion and one.criterion.key, one.verdict, one.reason) for one in found] == [
        ("a2", Verdict.REACHED, ""),
        (None, Verdict.NO_STATEMENT, "changed in meaning"),
        (None, Verdict.NO_STATEMENT, "split"),
        (None, Verdict.NO_STATEMENT, "no longer asked"),
        ("e", Verdict.REACHED, ""),
    ]
    followed = follow(measure.effects, ways)
    assert [one.criterion_key for one in followed.effects] == ["a2", "e"]
    assert [(one.criterion_key, why) for one, why in followed.lost] == [
        ("b", "changed in meaning"),
        ("c", "split"),
        ("d", "no longer asked"),
    ]


def test_what_the_short_form_does_not_ask_is_not_reckoned() -> None:
    old, short = small.checklist(["a", "b"]), small.checklist(["a"])
    ways = ways_to(short, lines=compose((old, old)))
    assert (ways.why_not("a"), ways.why_not("b"), ways.why_not("never")) == (
        "",
        "not asked in the short form of the later year",
        "no longer asked",
    )


def test_the_balance_counts_what_was_expected_and_tells_the_rest_apart() -> None:
    measures = [
        a_measure(Effect("a", 1, 2), Effect("b", 1, 2), Effect("c", 1, 3, by_year=2028)),
        a_measure(Effect("d", 1, 2), Effect("e", 1)),
        a_measure(Effect("a", 0, 1), state=MeasureState.DROPPED, dropped_because="Geld fehlt"),
        a_measure(Effect("a", 1, 2), state=MeasureState.DONE, done_on=date(2026, 5, 1)),
    ]
    sheet = {"a": Answer.at(3), "b": Answer.at(1), "c": Answer.at(2), "d": UNKNOWN}
    found = _reckoned(measures, sheet)
    assert balance(found, year=2027) == Balance(
        reached=2, expected=4, waiting=1, unclear=1, dropped=1
    )
    assert balance(found, year=2028).waiting == 0
    assert balance([], year=2027) == Balance(0, 0, 0, 0, 0)


def _reckoned(
    measures: list[PlannedMeasure], sheet: AnswerSheet, *, then: AnswerSheet | None = None
) -> tuple[Reckoned, ...]:
    checklist = small.checklist(["a", "b", "c", "d", "e"])
    return reckon(measures, _same(checklist), then=then or {}, now=sheet)


def _same(checklist: Checklist) -> Ways:
    return ways_to(checklist, lines=compose((checklist, checklist)))

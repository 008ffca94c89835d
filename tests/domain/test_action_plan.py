"""The action plan: overdue first, every measure once along the road, and who carries too many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.action_plan import MANY, Load, Quarter, by_quarter, in_order, loads
from app.domain.measure import MeasureState, PlannedMeasure, still_open

TODAY = date(2026, 11, 26)

a_day = st.dates(date(2024, 1, 1), date(2030, 12, 31))
a_plan = st.lists(
    st.builds(
        PlannedMeasure,
        number=st.integers(1, 10_000),
        title=st.just("Flyer"),
        state=st.sampled_from(MeasureState),
        checklist_key=st.just("in2"),
        year=st.just(2026),
        due=st.none() | a_day,
        responsible=st.sampled_from(["", "Hauptamt", "hauptamt ", "Bürgerbüro"]),
    ),
    unique_by=lambda one: one.number,
    max_size=30,
)


def a_measure(
    number: int, state: MeasureState = MeasureState.PROPOSED, **fields: object
) -> PlannedMeasure:
    usual = {"title": "Flyer", "checklist_key": "in2", "year": 2026}
    return PlannedMeasure(number=number, state=state, **{**usual, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), Quarter(2026, 1)),
        (date(2026, 3, 31), Quarter(2026, 1)),
        (date(2026, 4, 1), Quarter(2026, 2)),
        (date(2026, 9, 30), Quarter(2026, 3)),
        (date(2026, 12, 31), Quarter(2026, 4)),
    ],
)
def test_a_quarter_has_three_months(day: date, quarter: Quarter) -> None:
    assert Quarter.of(day) == quarter


def test_what_is_late_leads_and_what_was_dropped_ends() -> None:
    late = a_measure(1, due=TODAY - timedelta(days=1))
    later = a_measure(2, MeasureState.UNDER_WAY, due=TODAY - timedelta(days=9))
    due_today = a_measure(3, due=TODAY)
    undated = a_measure(4)
    finished = a_measure(5, MeasureState.DONE, due=TODAY - timedelta(days=99))
    given_up = a_measure(6, MeasureState.DROPPED, due=TODAY - timedelta(days=99))

    ordered = in_order([given_up, undated, finished, due_today, late, later], today=TODAY)

    assert [one.number for one in ordered] == [2, 1, 3, 4, 5, 6]


@given(a_plan)
def test_the_road_neither_loses_nor_doubles_a_measure(plan: list[PlannedMeasure]) -> None:
    road = by_quarter(plan)

    assert sorted(one.number for _, found in road for one in found) == sorted(
        one.number for one in plan
    )
    quarters = [quarter for quarter, _ in road]
    assert len(quarters) == len(set(quarters))
    assert [one for one in quarters if one] == sorted(one for one in quarters if one)
    assert None not in quarters[:-1]
    assert all(
        (Quarter.of(one.due) if one.due else None) == quarter
        for quarter, found in road
        for one in found
    )


@given(a_plan)
def test_the_order_neither_loses_nor_doubles_a_measure(plan: list[PlannedMeasure]) -> None:
    ordered = in_order(plan, today=TODAY)
    late = [one.is_overdue(TODAY) for one in ordered]

    assert sorted(one.number for one in ordered) == sorted(one.number for one in plan)
    assert late == sorted(late, reverse=True)


@given(a_plan)
def test_every_open_measure_with_a_name_is_somebodys_load(plan: list[PlannedMeasure]) -> None:
    counted = sum(load.measures for load in loads(plan))

    assert counted == sum(bool(one.responsible) for one in still_open(plan))
    assert len(loads(plan)) <= 2


def test_ten_open_measures_can_be_carried_and_eleven_cannot() -> None:
    ten = [a_measure(number, responsible="Hauptamt") for number in range(MANY)]
    eleven = [*ten, a_measure(99, MeasureState.UNDER_WAY, responsible=" hauptamt")]
    finished = [*ten, a_measure(99, MeasureState.DONE, responsible="Hauptamt")]

    assert loads(ten) == (Load("Hauptamt", 10),)
    assert not loads(ten)[0].is_too_much
    assert loads(eleven) == (Load("Hauptamt", 11),)
    assert loads(eleven)[0].is_too_much
    assert loads(finished) == (Load("Hauptamt", 10),)


def test_it_is_not_late_on_the_day_it_is_due_nor_once_it_is_over() -> None:
    yesterday = TODAY - timedelta(days=1)

    assert not a_measure(1, due=TODAY).is_overdue(TODAY)
    assert a_measure(1, due=yesterday).is_overdue(TODAY)
    assert not a_measure(1, MeasureState.DONE, due=yesterday).is_overdue(TODAY)
    assert not a_measure(1, MeasureState.DROPPED, due=yesterday).is_overdue(TODAY)
    assert not a_measure(1).is_overdue(TODAY)

"""Change of territory: who comes from whom, which years lie on both sides, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.territory import (
    ChangeKind,
    TerritoryChange,
    Unit,
    as_key,
    begins_later,
    breaks_in,
    changes_concerning,
    crossed_by,
    predecessors_of,
)
from app.domain.territory_checks import problems_of

A, B, C, D = (Unit(f"0723300{n}", name) for n, name in enumerate("ABCD"))
KEYS = [unit.key for unit in (A, B, C, D)]
units = st.sampled_from([A, B, C, D])
sides = st.lists(units, min_size=1, max_size=3, unique=True).map(tuple)
changes = st.lists(
    st.builds(TerritoryChange, st.sampled_from(ChangeKind), st.integers(1990, 2030), sides, sides),
    max_size=8,
)


def merged(year: int, *before: Unit, into: Unit, day: date | None = None) -> TerritoryChange:
    return TerritoryChange(ChangeKind.MERGED, year, before, (into,), day)


def split(year: int, before: Unit, *after: Unit) -> TerritoryChange:
    return TerritoryChange(ChangeKind.SPLIT, year, (before,), after)


def renamed(year: int, before: Unit, after: Unit) -> TerritoryChange:
    return TerritoryChange(ChangeKind.RENAMED, year, (before,), (after,))


def area(year: int, before: Sequence[Unit], after: Sequence[Unit]) -> TerritoryChange:
    return TerritoryChange(ChangeKind.AREA, year, tuple(before), tuple(after))


def names_before(unit: Unit, *known: TerritoryChange) -> list[str]:
    return [one.unit.name for one in predecessors_of(unit.key, known)]


def said(change: TerritoryChange, *known: TerritoryChange) -> list[tuple[str, int, str, str]]:
    return [(p.place, p.number, p.part, str(p)) for p in problems_of(change, known)]


def test_a_successor_names_its_predecessors_and_theirs_the_nearest_first() -> None:
    known = [merged(2004, A, B, into=C), merged(2019, C, D, into=Unit("07233009", "E"))]

    assert names_before(Unit("07233009", "E"), *known) == ["C", "D", "A", "B"]
    assert names_before(A, *known) == []


def test_who_took_others_in_comes_from_them_and_not_from_itself() -> None:
    assert names_before(A, merged(2019, A, B, into=A)) == ["B"]


def test_what_came_apart_again_goes_back_in_time_and_ends() -> None:
    known = [merged(2000, A, B, into=A), area(2010, [A], [A, B]), merged(2015, A, C, into=A)]

    assert names_before(A, *known) == ["C", "B"]
    assert names_before(B, *known) == ["A"]


def test_what_came_later_is_nobodys_predecessor() -> None:
    known = [renamed(2010, A, B), merged(2020, C, D, into=A)]

    assert names_before(B, *known) == ["A"]


def test_who_moved_a_boundary_and_goes_on_is_no_predecessor() -> None:
    assert names_before(A, area(2010, [A, B], [A, B])) == []
    assert names_before(A, area(2010, [A, B], [A])) == ["B"]
    assert names_before(B, area(2010, [A], [A, B])) == ["A"]


@given(changes)
def test_predecessors_end_whatever_goes_round_and_nobody_is_their_own(
    known: list[TerritoryChange],
) -> None:
    for key in KEYS:
        found = [one.unit.key for one in predecessors_of(key, known)]

        assert len(found) == len(set(found))
        assert key not in found


@given(changes, st.lists(st.integers(1990, 2030), max_size=6))
def test_every_change_within_a_line_stands_before_exactly_one_year(
    known: list[TerritoryChange], years: list[int]
) -> None:
    told = breaks_in(years, known)

    assert set(told) <= set(years)
    within = [c for c in known if years and min(years) < c.year <= max(years)]
    assert sum(len(found) for found in told.values()) == len(within)


def test_a_comparison_crosses_what_holds_from_a_year_after_the_earlier_one() -> None:
    known = [merged(2018, A, B, into=C), renamed(2020, C, D)]

    assert crossed_by(2017, 2018, known) == (known[0],)
    assert crossed_by(2018, 2019, known) == ()
    assert crossed_by(2010, 2030, known) == tuple(known)
    assert breaks_in([2016, 2019, 2020], known) == {2019: (known[0],), 2020: (known[1],)}


def test_only_those_that_name_a_key_concern_it() -> None:
    known = [merged(2018, A, B, into=C), merged(2001, A, D, into=A)]

    assert changes_concerning(A.key, known) == (known[1], known[0])
    assert changes_concerning(D.key, known) == (known[1],)


@pytest.mark.parametrize(
    "change",
    [
        merged(2019, A, B, into=C),
        merged(2019, A, B, into=A),
        split(2019, A, B, C),
        renamed(2019, A, Unit(A.key, "Anders")),
        renamed(2019, A, Unit(B.key, "A")),
        area(2019, [A, B], [A, B]),
        area(2019, [A], [A, B]),
    ],
)
def test_what_happens_in_germany_is_no_problem(change: TerritoryChange) -> None:
    assert problems_of(change) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (merged(2019, A, into=B), ("predecessors", 1, "key", "At least two municipalities merge.")),
        (
            TerritoryChange(ChangeKind.MERGED, 2019, (A, B), (C, D)),
            ("successors", 1, "key", "A merger makes one municipality."),
        ),
        (split(2019, A, B), ("successors", 1, "key", "A split makes at least two municipalities.")),
        (
            split(2019, A, B, A),
            (
                "successors",
                1,
                "key",
                "In a split the old one ends. If it goes on under its key, choose “boundaries "
                "changed”.",
            ),
        ),
        (renamed(2019, A, A), ("successors", 0, "name", "Name and key are the same as before.")),
        (
            area(2019, [A], [A]),
            ("predecessors", 1, "key", "Please name the other municipality, too."),
        ),
        (
            area(2019, [A], [B]),
            (
                "successors",
                0,
                "key",
                "When boundaries change, at least one key stands on both sides.",
            ),
        ),
        (
            merged(1989, A, B, into=C),
            ("year", 0, "key", "Please enter a year from 1990 to 2100."),
        ),
        (
            merged(2019, A, B, into=C, day=date(2017, 1, 1)),
            (
                "day",
                0,
                "key",
                "The day lies in the year from which the change holds, or in the one before.",
            ),
        ),
        (merged(2019, A, A, into=C), ("predecessors", 0, "key", "This key stands here twice.")),
        (
            renamed(2019, A, Unit("7233", "B")),
            (
                "successors",
                0,
                "key",
                "A key has 8 digits (or 9 of an association, 5 of a district).",
            ),
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_place(
    change: TerritoryChange, problem: tuple[str, int, str, str]
) -> None:
    assert problem in said(change)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    change = TerritoryChange(ChangeKind.RENAMED, 0, (Unit("x", ""),), ())

    assert [(p.place, p.part) for p in problems_of(change)] == [
        ("year", "key"),
        ("predecessors", "key"),
        ("predecessors", "name"),
        ("successors", "key"),
    ]


def test_the_same_change_is_not_recorded_twice_however_it_is_spelt() -> None:
    again = merged(2019, Unit(B.key, "Bee"), A, into=C)

    assert said(again, merged(2019, A, B, into=C)) == [
        ("kind", 0, "key", "This change is recorded already.")
    ]
    assert said(merged(2020, A, B, into=C), merged(2019, A, B, into=C)) == []


def test_at_one_time_nobody_becomes_their_own_predecessor() -> None:
    back = merged(2019, C, D, into=A)

    assert [p[0] for p in said(back, merged(2019, A, B, into=C))] == ["successors"]
    assert said(merged(2020, C, D, into=A), merged(2019, A, B, into=C)) == []


def test_on_different_days_of_a_year_it_may_go_back() -> None:
    first = merged(2019, A, B, into=C, day=date(2019, 1, 1))

    assert said(merged(2019, C, D, into=A, day=date(2019, 7, 1)), first) == []


def test_keys_are_taken_as_people_type_them() -> None:
    assert [as_key(text) for text in ("07 233 501", "072335008501", "072330000000", " x ")] == [
        "07233501",
        "07233501",
        "07233",
        "x",
    ]


def test_a_change_begins_on_its_day_or_with_its_year() -> None:
    today = date(2026, 5, 1)

    assert begins_later(renamed(2027, A, B), today)
    assert not begins_later(renamed(2026, A, B), today)
    assert begins_later(merged(2026, A, B, into=C, day=date(2026, 5, 2)), today)
    assert not begins_later(merged(2027, A, B, into=C, day=date(2026, 4, 1)), today)

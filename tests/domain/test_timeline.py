"""All years in one view: no zero where nothing was asked, and rows that stay with their keys."""

from __future__ import annotations

from app.domain.library import Library
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.timeline import CriterionOverYears, criteria_over, line_over
from tests.domain.small_checklists import checklist
from tests.domain.years import a_year

Kind = ReplacementKind
FIRST = checklist(["web", "team", "house"], "1.0.0")
SECOND = checklist(
    ["homepage", "team", "work"],
    "1.1.0",
    replaces="1.0.0",
    mapping=[
        Replacement(Kind.REWORDED, ("web",), ("homepage",)),
        Replacement(Kind.RETIRED, ("house",)),
    ],
)
LIBRARY = Library((FIRST, SECOND))


def levels(row: CriterionOverYears) -> list[int | None]:
    return [cell.answer.level if cell else None for cell in row.cells]


def test_a_year_without_an_assessment_is_a_gap_in_the_line() -> None:
    years = [a_year(FIRST, {"web": 1}, year=2023), a_year(FIRST, {"web": 2}, year=2025)]

    assert [(point.year, point.of is None) for point in line_over(years)] == [
        (2023, False),
        (2024, True),
        (2025, False),
    ]


def test_no_year_has_no_line() -> None:
    assert line_over([]) == ()


def test_a_reworded_criterion_keeps_its_row_and_others_stand_alone() -> None:
    years = [
        a_year(SECOND, {"homepage": 3, "team": 0, "work": 1}, year=2026),
        a_year(FIRST, {"web": 1, "team": 2, "house": 4}, year=2024),
        a_year(FIRST, {"web": 2, "house": 3}, year=2025),
    ]

    rows = criteria_over(years, LIBRARY.lines_between)

    assert {row.criterion.key: levels(row) for row in rows} == {
        "homepage": [1, 2, 3],
        "team": [2, None, 0],
        "work": [None, None, 1],
        "house": [4, 3, None],
    }


def test_a_version_that_came_out_earlier_may_be_answered_later() -> None:
    years = [a_year(SECOND, {"homepage": 3}, year=2025), a_year(FIRST, {"web": 1}, year=2026)]

    rows = criteria_over(years, LIBRARY.lines_between)

    assert {row.criterion.key: levels(row) for row in rows}["web"] == [3, 1]

"""A comparison as a document: what changed around the municipality never changes a number."""

from __future__ import annotations

from hypothesis import given

from app.domain.comparison import Comparison
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.domain.timeline import line_over
from app.files.assessment_document import HASH
from app.files.comparison_document import ComparisonRecord, Document, comparison_document
from tests.domain.strategies import unhurried
from tests.domain.test_comparison import compared_years
from tests.domain.test_territory import changes

TOLD = {"territory_changes", HASH}


def document(compared: Comparison, *known: TerritoryChange) -> Document:
    return comparison_document(
        ComparisonRecord(
            municipality_key="07233001",
            municipality_name="A",
            checklist_key="example",
            year=compared.after.year,
            comparison=compared,
            line=line_over([compared.before, compared.after]),
            finished_at={},
            territory_changes=known,
        )
    )


@unhurried
@given(compared_years(), changes)
def test_no_change_of_territory_changes_a_number(
    compared: Comparison, known: list[TerritoryChange]
) -> None:
    plain, told = document(compared), document(compared, *known)

    assert {n: v for n, v in told.items() if n not in TOLD} == {
        n: v for n, v in plain.items() if n not in TOLD
    }
    assert len(told["territory_changes"]) == len(known)


@unhurried
@given(compared_years())
def test_a_change_is_told_with_both_sides_and_whether_it_lies_between(
    compared: Comparison,
) -> None:
    a, b, c = (Unit(f"0723300{n}", name) for n, name in enumerate("ABC"))
    known = [
        TerritoryChange(ChangeKind.MERGED, year, (a, b), (c,))
        for year in (compared.before.year, compared.after.year)
    ]

    told = document(compared, *known)["territory_changes"]

    assert [one["lies_between"] for one in told] == [False, True]
    assert told[0] | {"year": 0, "lies_between": True} == {
        "kind": "merged",
        "year": 0,
        "day": None,
        "predecessors": [{"key": a.key, "name": "A"}, {"key": b.key, "name": "B"}],
        "successors": [{"key": c.key, "name": "C"}],
        "note": "",
        "lies_between": True,
    }

"""Years on both sides of a change of territory: said before the numbers, and everywhere beside."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.extensions import db
from app.municipalities.models import Municipality
from app.territory.actions import record_change
from tests.builders import (
    CHECKLIST,
    a_municipality,
    address,
    an_account,
    an_assessment,
    every_answer,
)
from tests.charts.reading import classed, texts
from tests.visitor import Page, Visitor

GONE = Unit("07233901", "Altdorf")


@pytest.fixture
def later(app: Flask) -> Assessment:
    """The last of three years of a municipality."""
    first = an_assessment(year=2023)
    every_answer(first, level=1)
    for year in (2025, 2026):
        every_answer(an_assessment(first.municipality, year=year), level=2)
    return an_assessment_of(first.municipality, 2026)


def an_assessment_of(place: Municipality, year: int) -> Assessment:
    return db.session.scalars(
        db.select(Assessment).filter_by(municipality_id=place.id, year=year)
    ).one()


def takes_in(
    place: Municipality, *others: Unit, year: int = 2025, kind: ChangeKind = ChangeKind.MERGED
) -> None:
    own = Unit(place.key, place.name)
    record_change(TerritoryChange(kind, year, (own, *(others or (GONE,))), (own,)), by="desk")
    db.session.commit()


def years_of(reader: Visitor, assessment: Assessment, query: str = "") -> Page:
    return reader.opens(address(assessment, "years") + query)


def test_a_notice_stands_before_the_numbers_where_a_change_lies_between(
    reader: Visitor, later: Assessment
) -> None:
    takes_in(later.municipality)

    page = years_of(reader, later, "?with=2023")

    title = "Please check: The territory changed between 2023 and 2026"
    assert page.of_class("p", "kern-title") == [title]
    assert page.text.index(title) < page.text.index("What can be compared")
    assert "2025: Musterort took in Altdorf." in page.texts("li")


def test_years_on_one_side_of_it_have_no_notice(reader: Visitor, later: Assessment) -> None:
    takes_in(later.municipality)

    page = years_of(reader, later)

    assert page.of_class("p", "kern-title") == []
    assert "territory" in page.ids


def test_another_name_alone_is_said_and_is_no_warning(reader: Visitor, later: Assessment) -> None:
    key, name = later.municipality.key, later.municipality.name
    change = TerritoryChange(ChangeKind.RENAMED, 2025, (Unit(key, name),), (Unit(key, "Neuort"),))
    record_change(change, by="desk")

    page = years_of(reader, later, "?with=2023")

    assert page.of_class("p", "kern-title") == []
    assert page.texts("li").count("2025: Musterort is called Neuort since.") == 2


def test_the_line_breaks_there_and_sentence_and_table_say_so(
    reader: Visitor, later: Assessment
) -> None:
    whole = reader.gets(address(later, "years/line.svg")).data
    takes_in(later.municipality, year=2026)

    page = years_of(reader, later)
    cut = reader.gets(address(later, "years/line.svg")).data

    # 2024 is missing: the only line leads from 2025 to 2026.
    assert len(classed(whole.decode(), "chart-line")) == 1 + len(
        classed(cut.decode(), "chart-line")
    )
    assert "merger" in texts(cut)
    assert "no self-check; 2025: 66.7; 2026: 66.7. 2026: Musterort took in Altdorf." in page.text
    told = [row[-1] for row in page.table("The line over the years")]
    assert told == ["–", "–", "–", "2026: Musterort took in Altdorf."]


def test_the_years_of_the_criteria_say_it_too(reader: Visitor, later: Assessment) -> None:
    takes_in(later.municipality)

    page = years_of(reader, later)

    heads = [text for text in page.texts("th") if text.startswith(("2023", "2025", "2026"))]
    assert heads[-3:] == ["2023", "2025 merger", "2026"]
    assert len(page.of_class("td", "after-break")) == 36


def test_files_carry_it(reader: Visitor, later: Assessment) -> None:
    takes_in(later.municipality)

    document = json.loads(reader.gets(address(later, "years.json?with=2023")).data)
    book = openpyxl.load_workbook(BytesIO(reader.gets(address(later, "years.xlsx")).data))
    in_csv = reader.gets(address(later, "years.csv?with=2023")).data.decode("utf-8-sig")

    assert document["territory_changes"] == [
        {
            "kind": "merged",
            "year": 2025,
            "day": None,
            "predecessors": [
                {"key": "own-musterort", "name": "Musterort"},
                {"key": GONE.key, "name": "Altdorf"},
            ],
            "successors": [{"key": "own-musterort", "name": "Musterort"}],
            "note": "",
            "lies_between": True,
        }
    ]
    assert [list(row) for row in book["Changes of territory"].values] == [
        ["Year", "What happened", "Between the two years"],
        ["2025", "2025: Musterort took in Altdorf.", "no"],
    ]
    assert [cell.value for cell in book["Criteria over the years"][1]] == [
        "Criterion",
        "2023",
        "2025 (merger)",
        "2026",
    ]
    assert '"2025";"2025: Musterort took in Altdorf.";"yes"' in in_csv


def test_without_a_change_no_file_says_anything(reader: Visitor, later: Assessment) -> None:
    book = openpyxl.load_workbook(BytesIO(reader.gets(address(later, "years.xlsx")).data))

    assert "Changes of territory" not in book.sheetnames
    assert json.loads(reader.gets(address(later, "years.json")).data)["territory_changes"] == []


def test_every_number_of_the_page_stays_what_it_was(reader: Visitor, later: Assessment) -> None:
    def numbers() -> list[list[list[str]]]:
        page = years_of(reader, later, "?with=2023")
        line = [row[:6] for row in page.table("The line over the years")]
        rest = ("Values then and now", "Criteria and years", "The bridge from 2023 to 2026")
        return [line, *(page.table(caption) for caption in rest)]

    before = numbers()
    takes_in(later.municipality)

    assert numbers() == before


def test_predecessors_stand_with_their_self_checks_for_who_may_read_them(
    app: Flask, later: Assessment
) -> None:
    before = a_municipality("Vorort")
    old = an_assessment(before, year=2024)
    an_assessment(before, checklist="haltefaktoren", year=2022)
    takes_in(later.municipality, Unit(before.key, "Vorort"), GONE)
    here = {later.municipality: [Role.VIEWER]}
    an_account("one@example.org", roles=here)
    an_account("both@example.org", roles=here | {before: [Role.VIEWER]})
    an_account("moderates@example.org", roles=here | {before: [Role.MODERATOR]})

    seen = {}
    for name in ("one", "both", "moderates"):
        visitor = Visitor(app, language="en")
        visitor.logs_in(f"{name}@example.org")
        page = years_of(visitor, later)
        assert "Altdorf (07233901), until 2025" in page.texts("li")
        seen[name] = [href for words, href in page.links if words.startswith("self-check of")]

    assert seen == {"one": [], "both": [address(old)], "moderates": []}
    assert CHECKLIST in address(old)


def test_the_page_a_browser_keeps_learns_of_a_change(reader: Visitor, later: Assessment) -> None:
    where = address(later, "years")
    tag = reader.gets(where).headers["ETag"]

    takes_in(later.municipality)

    assert reader.gets(where, headers={"If-None-Match": tag}).status_code == 200


def test_the_desk_draws_the_break_as_well(reader: Visitor, later: Assessment) -> None:
    takes_in(later.municipality)

    page = reader.opens(f"/municipalities/{later.municipality.key}")

    assert 'class="chart-break"' in page.html
    assert page.table("The line over the years")[2][-1] == "2025: Musterort took in Altdorf."

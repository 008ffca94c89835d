"""The plan as CSV and XLSX: every field, real numbers and days, and nothing that computes."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.accounts.models import Account
from app.accounts.queries import places_of
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.domain.checklist import Effort
from app.domain.measure import MeasureState
from tests.assessments.people import logged_in, somebody
from tests.builders import an_assessment
from tests.measures.plans import a_measure, days_ago, done, expected, plan
from tests.visitor import Visitor

HEAD = [
    "Measure",
    "State",
    "Responsible",
    "Due",
    "Overdue",
    "Criteria",
    "Dimension",
    "Effort",
    "Cost in euros",
    "Source of funding",
    "Partners",
    "Begins",
    "What else is to be known",
    "Self-check",
    "Comes from",
    "Done on",
    "Why it was dropped",
    "Progress",
]


@pytest.fixture
def emil(app: Flask) -> Account:
    return somebody(an_assessment(year=2025), "Emil Engel", Role.EDITOR)


@pytest.fixture
def reader(app: Flask, emil: Account) -> Visitor:
    return logged_in(app, emil)


@pytest.fixture
def assessment(app: Flask, emil: Account) -> Assessment:
    [place] = places_of(emil)
    assessment = an_assessment(place)
    a_measure(
        assessment,
        "=cmd()",
        by=emil.key,
        notes=("+49 angerufen", "zweite"),
        note="@SUM(A1)",
        responsible="-1+1",
        start=date(2020, 1, 2),
        due=days_ago(5),
        effort=Effort.LARGE,
        cost=1500,
        funding="https://example.org",
        state=MeasureState.UNDER_WAY,
        effects=(expected(year=2030),),
    )
    return assessment


def rows_of(visitor: Visitor, address: str) -> list[list[str]]:
    text = visitor.gets(address).get_data().decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_csv_holds_every_field_and_no_formula(reader: Visitor, assessment: Assessment) -> None:
    [name], head, row = rows_of(reader, plan(assessment, "/plan.csv"))

    assert (name, head) == ("Action plan", HEAD)
    told = dict(zip(head, row, strict=True))
    assert told["Measure"] == "'=cmd()"
    assert told["Responsible"] == "'-1+1"
    assert told["What else is to be known"] == "'@SUM(A1)"
    assert (told["Due"], told["Overdue"]) == (days_ago(5).isoformat(), "overdue")
    assert (told["Begins"], told["Cost in euros"]) == ("2020-01-02", "1500")
    assert told["Criteria"] == "1.1 Knowing the language needs: from 1 to 2 by 2030"
    assert told["Progress"].splitlines()[0].endswith(", Emil Engel: +49 angerufen")
    assert (told["State"], told["Effort"], told["Done on"]) == ("under way", "large", "")


def test_the_workbook_holds_numbers_days_and_bare_texts(
    reader: Visitor, assessment: Assessment
) -> None:
    response = reader.gets(plan(assessment, "/plan.xlsx"))
    sheet = load_workbook(BytesIO(response.get_data()))["Action plan"]

    head, row = list(sheet.iter_rows())
    assert [cell.value for cell in head] == HEAD
    told = dict(zip(HEAD, row, strict=True))
    assert (told["Measure"].value, told["Measure"].data_type) == ("=cmd()", "s")
    assert told["Cost in euros"].value == 1500
    assert told["Begins"].value == datetime(2020, 1, 2)
    assert told["Source of funding"].hyperlink is None
    assert (
        f"{assessment.municipality.key}-action-plan.xlsx"
        in (response.headers["Content-Disposition"])
    )


def test_files_hold_what_the_page_shows(reader: Visitor, assessment: Assessment) -> None:
    done(a_measure(assessment, "Fertig"))

    def titles(query: str) -> list[str]:
        return [row[0] for row in rows_of(reader, f"{plan(assessment, '/plan.csv')}{query}")[2:]]

    assert titles("") == ["'=cmd()"]
    assert titles("?state=done") == ["Fertig"]
    assert titles("?state=all&year=2026") == ["'=cmd()", "Fertig"]
    page = reader.opens(f"{plan(assessment)}?state=done")
    assert any(where.endswith("/plan.csv?state=done") for _, where in page.links)


def test_heads_are_in_the_readers_language(
    app: Flask, assessment: Assessment, emil: Account
) -> None:
    visitor = Visitor(app)
    visitor.logs_in(emil.email)

    _, head, _ = rows_of(visitor, plan(assessment, "/plan.csv"))

    assert head[:4] == ["Maßnahme", "Stand", "Zuständig", "Fällig"]

"""The audit trail of a municipality: coordinators read it and take it along."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from app.accounts.events import InvitationWithdrawn
from app.accounts.roles import Role
from app.audit.actions import record
from app.audit.models import AuditEntry
from app.extensions import db
from app.files.spreadsheet import harmless
from app.municipalities.models import Municipality
from tests.builders import a_municipality, an_account, an_assessment
from tests.visitor import Visitor

EMAIL = "erika@example.org"
CAPTION = "What was done, newest first"


@pytest.fixture
def place(app: Flask) -> Municipality:
    return a_municipality("Musterort")


@pytest.fixture
def coordinating(reader: Visitor, place: Municipality) -> Visitor:
    an_account(EMAIL, name="Erika Muster", roles={place: [Role.COORDINATOR]})
    reader.logs_in(EMAIL)
    return reader


def trail(place: Municipality, suffix: str = "") -> str:
    return f"/municipalities/{place.key}/trail{suffix}"


def rows_of(visitor: Visitor, place: Municipality) -> list[list[str]]:
    """The table that is taken along, without its mark."""
    text = visitor.gets(trail(place, ".csv")).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_what_was_done_is_told_newest_first(coordinating: Visitor, place: Municipality) -> None:
    fields = {"email": "neu@example.org", "roles": ["editor", "viewer"]}
    coordinating.posts(f"/municipalities/{place.key}/people", fields)

    page = coordinating.opens(trail(place))

    assert [row[1:] for row in page.table(CAPTION)] == [
        ["Erika Muster", "invited neu@example.org as Filling in, Reading"],
        ["this desk", "gave Erika Muster the roles: Coordination"],
    ]


def test_it_leads_to_the_history_of_answers(coordinating: Visitor, place: Municipality) -> None:
    an_assessment(place, year=2026)

    page = coordinating.opens(trail(place))

    address = f"/municipalities/{place.key}/in2_willkommenskultur/2026/history"
    assert address in {href for _, href in page.links}


def test_a_long_trail_goes_on_behind_a_link(coordinating: Visitor, place: Municipality) -> None:
    for number in range(120):
        record(InvitationWithdrawn(f"{number}@example.org"), by="", municipality_id=place.id)

    seen, page = [], coordinating.opens(trail(place))
    seen.append([row[2] for row in page.table(CAPTION)])
    while "Earlier entries" in dict(page.links):
        page = coordinating.follows(page, "Earlier entries")
        seen.append([row[2] for row in page.table(CAPTION)])

    assert [len(rows) for rows in seen] == [50, 50, 21]
    every = [words for rows in seen for words in rows]
    assert every[0] == "withdrew the invitation of 119@example.org"
    assert len(set(every)) == 121


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "٣"])
def test_a_strange_page_number_is_no_error(
    coordinating: Visitor, place: Municipality, before: str
) -> None:
    page = coordinating.opens(trail(place, f"?before={before}"))

    assert len(page.table(CAPTION)) == 1


def test_nobody_sees_the_trail_of_another_municipality(
    coordinating: Visitor, place: Municipality
) -> None:
    other = a_municipality("Nachbarort")
    record(InvitationWithdrawn("geheim@example.org"), by="", municipality_id=other.id)

    answers = [coordinating.gets(trail(other, end)).status_code for end in ("", ".csv")]

    assert answers == [404, 404]
    assert "geheim@example.org" not in coordinating.opens(trail(place)).html


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.MODERATOR])
def test_only_coordinators_read_it(reader: Visitor, place: Municipality, role: Role) -> None:
    an_account(EMAIL, roles={place: [role]})
    reader.logs_in(EMAIL)

    assert [reader.gets(trail(place, end)).status_code for end in ("", ".csv")] == [403, 403]
    assert "Audit trail" not in dict(reader.opens(f"/municipalities/{place.key}").links)


def test_the_table_holds_everything_for_a_german_spreadsheet(
    coordinating: Visitor, place: Municipality
) -> None:
    for number in range(60):
        record(InvitationWithdrawn(f"{number}@example.org"), by="", municipality_id=place.id)

    response = coordinating.gets(trail(place, ".csv"))

    assert response.mimetype == "text/csv"
    name = f"audit-trail-{place.key}.csv"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert response.data.startswith(b'\xef\xbb\xbf"When (UTC)";"Who";"What";')
    rows = rows_of(coordinating, place)
    assert len(rows) == 62
    assert rows[1][1:] == [
        "somebody unknown",
        "withdrew the invitation of 59@example.org",
        "",
        "invitation_withdrawn",
        '{"email": "59@example.org"}',
    ]


def test_no_cell_is_a_formula(coordinating: Visitor, place: Municipality) -> None:
    name = '=HYPERLINK("https://evil.example";"Klick")'
    coordinating.presses(coordinating.opens("/account"), "Save the name", {"name": name})
    coordinating.posts(
        f"/municipalities/{place.key}/people", {"email": "neu@example.org", "roles": "editor"}
    )

    assert rows_of(coordinating, place)[1][1] == f"'{name}"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("  =1", "'  =1"),
        ("\t1", "'\t1"),
        ("\r1", "'\r1"),
        ("\n1", "'\n1"),
        ("＝1", "'＝1"),
        ("", ""),
        ("a=1", "a=1"),
        ("'x", "'x"),
    ],
)
def test_what_would_begin_a_formula_gets_an_apostrophe(cell: str, written: str) -> None:
    assert harmless(cell) == written


def test_an_event_this_program_never_knew_is_shown_by_its_name(
    coordinating: Visitor, place: Municipality
) -> None:
    db.session.add(AuditEntry(municipality_id=place.id, by="desk", event="of_old", facts={}))

    assert coordinating.opens(trail(place)).table(CAPTION)[0][1:] == ["this desk", "of_old"]

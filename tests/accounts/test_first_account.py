"""From one desk to people: the first account takes everything over, and the desk closes."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.queries import find_account, memberships_of
from app.assessments.queries import find_assessment, history, load_answers
from app.audit.queries import audit_trail
from app.extensions import db
from tests.builders import CHECKLIST, PASSWORD, a_municipality, an_account, an_answer, an_assessment
from tests.meanwhile import posts_meanwhile
from tests.visitor import Page, Visitor

EMAIL = "erika@example.org"
CHOSEN = {"name": "Erika Muster", "email": EMAIL, "new_password": PASSWORD}


def begin(visitor: Visitor, *, status: int = 200, **fields: str) -> Page:
    page = visitor.follows(visitor.opens("/"), "Work with colleagues: make accounts")
    return visitor.presses(page, "Create my account", {**CHOSEN, **fields}, status=status)


def test_the_first_account_coordinates_everything_the_desk_has_filled_in(reader: Visitor) -> None:
    places = [a_municipality("Musterort"), a_municipality("Nachbarort")]

    page = begin(reader)

    assert page.messages == ["Your account is there, with everything this desk has filled in."]
    account = find_account(EMAIL)
    assert account
    assert [(key, role) for key, _, role, _ in memberships_of(account.id)] == [
        (place.key, "coordinator") for place in places
    ]
    assert [(one.event, one.facts) for one in audit_trail(None)][-1:] == [
        ("accounts_begun", {"municipalities": 2})
    ]


def test_not_an_answer_a_note_or_a_change_is_lost(reader: Visitor) -> None:
    place = a_municipality("Musterort")
    assessment = an_assessment(place)
    for level in (1, 2):
        an_answer(assessment, "mi_website", level=level, note=f"Notiz {level}")
    an_answer(assessment, "mi_language_needs", level=3)
    before = [load_answers(assessment), [vars_of(change) for change in history(assessment)]]

    begin(reader)

    db.session.expire_all()
    found = find_assessment(place.key, CHECKLIST, 2026)
    assert found
    assert [load_answers(found), [vars_of(one) for one in history(found)]] == before
    page = reader.opens(f"/municipalities/{place.key}/{CHECKLIST}/2026/sections/mi_written")
    assert page.fields["mi_website-note"] == "Notiz 2"


def vars_of(change: object) -> dict[str, object]:
    return {name: value for name, value in vars(change).items() if not name.startswith("_")}


def test_the_desk_is_closed_from_then_on(app: Flask, reader: Visitor) -> None:
    place = a_municipality("Musterort")
    desk = Visitor(app, language="en")
    desk.opens(f"/municipalities/{place.key}")

    begin(reader)

    assert desk.opens(f"/municipalities/{place.key}").title == "Log in"
    assert desk.opens("/accounts/begin").title == "Log in"
    desk.posts("/accounts/begin", {**CHOSEN, "email": "dieb@example.org"}, status=401)
    assert db.session.query(Account).count() == 1
    assert desk.logs_in(EMAIL).address == "/"


def test_without_any_municipality_the_first_account_may_add_one(reader: Visitor) -> None:
    begin(reader)

    assert reader.opens("/start").title == "Which municipality?"


def test_the_example_town_belongs_to_nobody(reader: Visitor, example_town: str) -> None:
    begin(reader)

    account = find_account(EMAIL)
    assert account
    assert memberships_of(account.id) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, "Please enter a name."),
        ({"email": "erika"}, "Please enter an e-mail address such as name@example.org."),
        ({"new_password": "erika muster"}, "This password consists mainly of your name"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_desk_stays_open(
    reader: Visitor, fields: dict[str, str], problem: str
) -> None:
    page = begin(reader, status=422, **fields)

    assert [found.startswith(problem) for found in page.problems] == [True]
    assert find_account(EMAIL) is None
    assert reader.opens("/start").title == "Which municipality?"


def test_the_address_of_a_demo_identity_is_taken(reader: Visitor) -> None:
    an_account(EMAIL).is_demo = True

    page = begin(reader, status=422)

    assert page.problems == ["This address belongs to an identity of the demo already."]


def test_of_two_who_begin_at_the_same_moment_one_takes_over(reader: Visitor) -> None:
    place = a_municipality()
    other = db.insert(Account).values(
        email="other@example.org", name="Other", is_operator=False, is_disabled=False, is_demo=False
    )

    page = posts_meanwhile(reader, "/accounts/begin", CHOSEN, other)

    assert page.status == 302
    assert find_account(EMAIL) is None
    assert reader.opens("/log-in").messages == [
        "Somebody else made the first account a moment ago. Please log in."
    ]
    assert reader.gets(f"/municipalities/{place.key}").status_code == 302

"""Erase a municipality: confirmed twice, gone from every table and from the bytes of the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.actions import give_roles
from app.accounts.models import Account
from app.accounts.roles import Role
from app.assessments.actions import discard
from app.assessments.queries import assessments_of
from app.audit.queries import audit_trail
from app.commands.erasing import erase_municipality
from app.extensions import db
from app.holdings.erasing import Holdings, erase, holdings_of, wipe_traces
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from tests.builders import PASSWORD, a_municipality, an_account, an_assessment
from tests.holdings.conftest import CANARY, COORDINATOR, fill_in
from tests.holdings.test_taking_out import TAKEN_OUT
from tests.visitor import Page, Visitor


def erasure_page(reader: Visitor, place: Municipality) -> Page:
    reader.logs_in(COORDINATOR)
    return reader.opens(f"/municipalities/{place.key}/settings/erase")


def rows(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(db.metadata.tables[table])) or 0


def traces(app: Flask, word: str) -> dict[str, int]:
    """How often a word stands in the raw bytes of the database's files, by file."""
    file = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    return {
        part.name.removeprefix(file.name): part.read_bytes().lower().count(word.lower().encode())
        for part in sorted(file.parent.glob(f"{file.name}*"))
    }


def test_the_page_says_what_goes(reader: Visitor, place: Municipality) -> None:
    page = erasure_page(reader, place)

    assert holdings_of(place) == Holdings(
        self_checks=3,
        answers=6,
        changes=74,
        people=2,
        accounts=2,
        trail_entries=13,
        workshops=1,
        measures=1,
        territory_changes=0,
    )
    assert page.texts("li")[-8:-3] == [
        "3 self-checks, with 6 answers, and 74 changes in the history",
        "the roles of 2 people, every invitation",
        "2 accounts of people who have no role anywhere else",
        "1 workshop, 1 measure",
        "13 lines of the audit trail",
    ]
    assert "the last of them goes after 30 days" in page.text


def test_with_name_and_password_everything_is_gone(
    app: Flask, reader: Visitor, place: Municipality
) -> None:
    page = erasure_page(reader, place)
    other = an_assessment(a_municipality("Anderswo"))
    key, name = place.key, place.name

    farewell = reader.presses(
        page, "Erase for good", {"confirm": f" {name} ", "password": PASSWORD}
    )

    assert farewell.title == "Log in"
    assert farewell.messages == [f"{name} is erased, with everything that belonged to it."]
    assert {table: rows(table) for table in TAKEN_OUT if table != "audit_entry"} == {
        "answer_change": 0,
        "api_token": 0,
        "assessment": 1,
        "assignment": 0,
        "council_paper": 0,
        "import_draft": 0,
        "invitation": 0,
        "measure": 0,
        "measure_effect": 0,
        "measure_note": 0,
        "membership": 0,
        "plan_feed": 0,
        "public_summary": 0,
        "snapshot": 0,
        "stored_answer": 36,
        "workshop": 0,
        "workshop_decision": 0,
        "workshop_dot": 0,
        "workshop_group": 0,
        "workshop_has_voted": 0,
        "workshop_idea": 0,
        "workshop_item": 0,
        "workshop_participant": 0,
        "workshop_round": 0,
        "workshop_tally": 0,
        "workshop_vote": 0,
    }
    assert assessments_of(other.municipality)
    assert [(one.event, one.facts) for one in audit_trail(None)] == [
        ("municipality_erased", {"key": key, "place": name})
    ]
    # The other one tells that the other municipality began a self-check.
    assert rows("audit_entry") == 2
    assert rows("account") == 0
    assert rows("login_session") == 0


@pytest.mark.sqlite
def test_nothing_of_it_stands_in_the_files(
    app: Flask, reader: Visitor, place: Municipality
) -> None:
    page = erasure_page(reader, place)
    before = traces(app, CANARY)
    assert sum(before.values()) > 1000

    reader.presses(page, "Erase for good", {"confirm": place.name, "password": PASSWORD})

    db.session.remove()
    # Name and key in the line that stays, and nowhere else.
    assert {name: count for name, count in traces(app, CANARY).items() if count} == {"": 2}


@pytest.mark.sqlite
def test_what_was_discarded_before_is_gone_from_the_files_too(
    app: Flask, place: Municipality
) -> None:
    for _ in range(3):
        for assessment in assessments_of(place):
            discard(assessment, by="account-1")
        db.session.commit()
        fill_in(an_assessment(place))

    erase(place, by="console")
    db.session.commit()
    wipe_traces()

    assert {name: count for name, count in traces(app, CANARY).items() if count} == {"": 2}


@pytest.mark.sqlite
def test_the_second_file_is_empty_afterwards(app: Flask, place: Municipality) -> None:
    erase(place, by="console")
    db.session.commit()

    wipe_traces()

    file = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    assert file.with_name(f"{file.name}-wal").stat().st_size == 0


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, ["Please type the name exactly as it stands above.", "Please enter your password."]),
        ({"confirm": "Musterort"}, ["Please type the name exactly as it stands above."]),
        ({"password": ""}, ["Please enter your password."]),
        ({"password": "not this one at all"}, ["This password is not right."]),
    ],
)
def test_without_name_and_password_nothing_is_erased(
    reader: Visitor, place: Municipality, typed: dict[str, str], problems: list[str]
) -> None:
    page = erasure_page(reader, place)
    right = {"confirm": place.name, "password": PASSWORD} if typed else {}

    again = reader.presses(page, "Erase for good", {**right, **typed}, status=422)

    assert again.problems == problems
    assert PASSWORD not in again.html
    assert find_municipality(place.key)


def test_guessing_the_password_there_gets_slow_too(reader: Visitor, place: Municipality) -> None:
    page = erasure_page(reader, place)
    wrong = {"confirm": place.name, "password": "not this one at all"}
    for _ in range(5):
        reader.presses(page, "Erase for good", wrong, status=422)

    right = {**wrong, "password": PASSWORD}
    again = reader.presses(page, "Erase for good", right, status=429)

    assert again.response.headers["Retry-After"]
    assert find_municipality(place.key)


def test_whoever_has_a_role_elsewhere_or_runs_the_installation_stays(
    reader: Visitor, place: Municipality
) -> None:
    other = a_municipality("Anderswo")
    an_account("beide@example.org", roles={place: [Role.EDITOR], other: [Role.VIEWER]})
    an_account("otto@example.org", roles={place: [Role.VIEWER]}, is_operator=True)
    page = erasure_page(reader, place)

    reader.presses(page, "Erase for good", {"confirm": place.name, "password": PASSWORD})

    assert db.session.scalars(select(Account.email).order_by(Account.id)).all() == [
        "beide@example.org",
        "otto@example.org",
    ]
    assert rows("membership") == 1


def test_whoever_has_a_role_elsewhere_stays_logged_in(reader: Visitor, place: Municipality) -> None:
    other = a_municipality("Anderswo")
    coordinator = db.session.scalars(select(Account).filter_by(email=COORDINATOR)).one()
    give_roles(coordinator, other, [Role.VIEWER], by="desk")
    page, key = erasure_page(reader, place), place.key

    farewell = reader.presses(page, "Erase for good", {"confirm": place.name, "password": PASSWORD})

    assert farewell.address == "/"
    assert reader.opens(f"/municipalities/{other.key}").title == "Anderswo"
    assert reader.gets(f"/municipalities/{key}").status_code == 404


def test_nothing_the_installation_heard_of_those_who_left_stays(
    app: Flask, reader: Visitor, place: Municipality
) -> None:
    entrance = reader.opens("/log-in")
    reader.presses(entrance, "Log in", {"email": COORDINATOR, "password": "wrong"}, status=422)
    assert [one.event for one in audit_trail(None)] == ["log_in_refused"]

    erase(place, by="console")
    db.session.commit()

    assert [one.event for one in audit_trail(None)] == ["municipality_erased"]


def test_in_the_demo_the_example_town_stays(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MODE", "demo")
    app.test_cli_runner().invoke(args=["demo", "load"])
    reader.presses(reader.opens("/"), "Anna Adler")
    address = "/municipalities/own-lindenbruck/settings/erase"

    page = reader.opens(address)
    reader.posts(address, {"confirm": "Lindenbruck"}, status=403)

    assert "In the demo the example towns stay" in page.text
    assert "Erase for good" not in page.texts("button")
    assert find_municipality("own-lindenbruck")


def test_an_erasure_undone_leaves_everything(app: Flask, place: Municipality) -> None:
    before = {table: rows(table) for table in TAKEN_OUT}

    erase(place, by="console")
    db.session.rollback()

    assert {table: rows(table) for table in TAKEN_OUT} == before


def test_the_command_erases_once_the_name_is_typed(app: Flask, place: Municipality) -> None:
    key, name = place.key, place.name

    done = app.test_cli_runner().invoke(erase_municipality, [key], input=f"{name}\n")

    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        f"{name}: 3 self-checks, 74 changes, 2 people.",
        f"Type its name to erase it: {name}",
        f"{name} is erased.",
        "Backups made before still hold it, for 30 days.",
    ]
    assert find_municipality(key) is None
    assert [(one.event, one.by) for one in audit_trail(None)] == [
        ("municipality_erased", "console")
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["own-nowhere"], "No municipality here has the key “own-nowhere”."),
        (["{key}", "--confirm", "Musterort"], "That is not its name. Nothing was erased."),
    ],
)
def test_the_command_erases_nothing_by_mistake(
    app: Flask, place: Municipality, arguments: list[str], complaint: str
) -> None:
    given = [one.format(key=place.key) for one in arguments]

    refused = app.test_cli_runner().invoke(erase_municipality, given)

    assert refused.exit_code == 1
    assert complaint in refused.output
    assert find_municipality(place.key)


def test_the_command_leaves_the_demo_its_towns(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MODE", "demo")
    app.test_cli_runner().invoke(args=["demo", "load"])

    refused = app.test_cli_runner().invoke(
        erase_municipality, ["own-lindental", "--confirm", "Lindental"]
    )

    assert refused.exit_code == 1
    assert "In the demo the example towns stay." in refused.output
    assert find_municipality("own-lindental")

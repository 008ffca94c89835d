"""The demo: everybody one may be is one click away, and sees what they may and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account, LoginSession
from app.extensions import db
from app.municipalities.models import Municipality
from tests.builders import CHECKLIST, a_municipality, an_account
from tests.visitor import Page, Visitor

TOWN, ASSOCIATION = "own-lindenbruck", "own-lindental"
TOWN_DESK, ASSOCIATION_DESK = f"/municipalities/{TOWN}", f"/municipalities/{ASSOCIATION}"
SECTION = f"{TOWN_DESK}/{CHECKLIST}/2026/sections/mi_needs_and_standards"
DESK = "Your own municipality"
GERMERSHEIM = "07334007"


@pytest.fixture
def demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The demo as `run.py demo` makes it."""
    monkeypatch.setitem(app.config, "MODE", "demo")
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    yield app


@pytest.fixture
def guest(demo: Flask) -> Visitor:
    return Visitor(demo, language="en")


def be(guest: Visitor, name: str) -> Page:
    """The page after one click on somebody at the front door."""
    return guest.presses(guest.opens("/"), name)


def test_the_front_door_offers_everybody_one_may_be(guest: Visitor) -> None:
    page = guest.opens("/")

    names = [words for form in page.forms for words, button in form.buttons if "value" in button]
    assert [name for name in names if name != "Deutsch"] == [
        "Anna Adler",
        "Emil Engel",
        "Vera Vogt",
        "Mona Maurer",
        "Karim Kaya",
        "Otto Oertel",
        DESK,
    ]
    assert page.of_class("span", "identity-meaning")[:2] == [
        "Lindenbruck: Coordination, Moderation; Lindental: Filling in",
        "Lindenbruck: Filling in",
    ]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Anna Adler", "/"),
        ("Emil Engel", TOWN_DESK),
        ("Vera Vogt", TOWN_DESK),
        ("Mona Maurer", TOWN_DESK),
        ("Karim Kaya", ASSOCIATION_DESK),
        ("Otto Oertel", "/operation"),
        (DESK, "/"),
    ],
)
def test_one_click_leads_to_where_the_work_is(guest: Visitor, name: str, address: str) -> None:
    assert be(guest, name).address == address


@pytest.mark.parametrize(
    ("name", "reads", "fills_in", "starts", "sees_the_association", "operates"),
    [
        ("Anna Adler", 200, 200, 200, 200, 403),
        ("Emil Engel", 200, 200, 403, 404, 403),
        ("Vera Vogt", 200, 403, 403, 404, 403),
        ("Mona Maurer", 403, 403, 403, 404, 403),
        ("Karim Kaya", 404, 404, 404, 200, 403),
        ("Otto Oertel", 404, 404, 404, 404, 200),
        (DESK, 200, 200, 200, 200, 403),
    ],
)
def test_everybody_sees_what_they_may_and_no_more(
    guest: Visitor,
    name: str,
    reads: int,
    fills_in: int,
    starts: int,
    sees_the_association: int,
    operates: int,
) -> None:
    be(guest, name)
    addresses = (
        f"{TOWN_DESK}/{CHECKLIST}/2026/result",
        SECTION,
        f"/start/{TOWN}",
        ASSOCIATION_DESK,
        "/operation",
    )

    answers = tuple(guest.gets(address).status_code for address in addresses)

    assert answers == (reads, fills_in, starts, sees_the_association, operates)


def test_every_page_says_who_one_is_and_makes_somebody_else_with_one_click(guest: Visitor) -> None:
    be(guest, "Emil Engel")

    pages = [guest.opens(address) for address in (TOWN_DESK, SECTION, "/about", "/account")]
    changed = guest.presses(pages[-1], "Otto Oertel")

    told = {page.texts("aside")[0].partition(" Anna Adler")[0] for page in pages}
    assert told == {"Demo: you are Emil Engel. Lindenbruck: Filling in"}

    assert changed.address == "/operation"
    assert "Demo: you are Otto Oertel." in changed.texts("aside")[0]


def test_also_a_page_that_is_not_open_offers_to_be_somebody_else(guest: Visitor) -> None:
    be(guest, "Vera Vogt")

    page = guest.opens(SECTION, status=403)

    assert guest.presses(page, "Emil Engel").address == TOWN_DESK


def test_whoever_becomes_somebody_else_leaves_no_log_in_behind(guest: Visitor) -> None:
    page = be(guest, "Emil Engel")

    guest.presses(page, "Vera Vogt")

    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_ones_own_municipality_is_found_begun_and_there_again(guest: Visitor) -> None:
    page = be(guest, DESK)
    assert "Demo: you are on your own, without an account." in page.texts("aside")[0]
    begun = guest.presses(guest.opens(f"/start/{GERMERSHEIM}"), "Begin")

    again = guest.presses(guest.presses(begun, "Emil Engel"), "your own municipality")

    assert begun.address.startswith(f"/municipalities/{GERMERSHEIM}/{CHECKLIST}/")
    assert [address for words, address in again.links if words.startswith("Germersheim")] == [
        f"{begun.address}/next"
    ]


def test_an_identity_nobody_has_is_not_there(guest: Visitor) -> None:
    guest.posts("/log-in/as", {"identity": "account-999"}, status=404)


def test_with_an_account_of_ones_own_the_desk_is_no_longer_offered(guest: Visitor) -> None:
    an_account("erika@example.org", roles={a_municipality(): []})

    page = guest.opens("/")

    assert DESK not in page.texts("button")
    guest.posts("/log-in/as", {"identity": "desk"}, status=404)


@pytest.mark.parametrize("mode", ["desk", "server"])
def test_outside_the_demo_nobody_becomes_anybody_with_a_click(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setitem(app.config, "MODE", mode)

    page = reader.opens("/log-in")

    assert page.of_class("ul", "identities") == []
    assert page.texts("aside") == []
    reader.posts("/log-in/as", {"identity": "desk"}, status=404)


@pytest.mark.parametrize("mode", ["desk", "server"])
def test_outside_the_demo_the_example_town_comes_without_people(
    app: Flask, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setitem(app.config, "MODE", mode)

    loaded = app.test_cli_runner().invoke(args=["demo", "load"])

    assert loaded.exit_code == 0
    assert db.session.scalars(select(Municipality.key)).all() == [TOWN]
    assert db.session.scalars(select(Account.id)).all() == []

"""The front door greets each kind of person with what is theirs, and with nothing else."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask

from app.accounts.roles import Role
from tests.builders import a_municipality, an_account, an_assessment
from tests.visitor import Page, Visitor

EMAIL = "erika@example.org"


def headings(page: Page) -> list[str]:
    return page.texts("h2")


def test_nobody_is_asked_to_log_in_and_sees_no_municipality(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MODE", "server")
    an_assessment(a_municipality("Geheimhausen"))

    page = reader.opens("/")

    assert headings(page) == ["Go on with your self-check"]
    assert ("Log in", "/log-in") in page.links
    assert "Geheimhausen" not in page.html


def test_the_desk_starts_goes_on_and_may_make_accounts(reader: Visitor) -> None:
    begun = an_assessment(a_municipality("Musterort"))

    page = reader.opens("/")

    assert headings(page) == ["Your self-checks", "Start a self-check"]
    assert f"Musterort {begun.year}" in page.texts("a")
    assert ("Work with colleagues: make accounts", "/accounts/begin") in page.links


def test_with_one_municipality_it_is_there_with_the_roles(reader: Visitor) -> None:
    place, other = a_municipality("Musterort"), a_municipality("Anderswo")
    an_account(EMAIL, roles={place: [Role.COORDINATOR, Role.EDITOR]})
    an_account("karl@example.org", roles={other: [Role.COORDINATOR]})

    reader.logs_in(EMAIL)
    page = reader.opens("/")

    assert page.of_class("li", "task") == ["Musterort Coordination, Filling in"]
    assert ("Musterort", f"/municipalities/{place.key}") in page.links
    assert "Anderswo" not in page.html


def test_with_several_each_is_there_by_name(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MODE", "server")
    places = [a_municipality(name) for name in ("Waldau", "Adelheim", "Seeheim")]
    roles = {place: [role] for place, role in zip(places, [*Role][:3], strict=True)}
    an_account(EMAIL, roles=roles)
    reader = Visitor(app, language="en")
    reader.logs_in(EMAIL)

    page = reader.opens("/")

    assert headings(page) == ["Your municipalities"]
    assert page.of_class("li", "task") == [
        "Adelheim Filling in",
        "Seeheim Reading",
        "Waldau Coordination",
    ]


def test_who_only_operates_is_led_to_the_operation(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MODE", "server")
    secret = pyotp.random_base32()
    an_account(EMAIL, is_operator=True, totp_secret=secret)
    an_assessment(a_municipality("Geheimhausen"))
    reader.presses(reader.logs_in(EMAIL), "Log in", {"code": pyotp.TOTP(secret).now()})

    page = reader.opens("/")

    assert headings(page) == ["Run this installation"]
    assert page.links.count(("Operation", "/operation")) == 1
    assert ("To the operation", "/operation") in page.links
    assert "Geheimhausen" not in page.html


def test_an_account_without_a_role_hears_whom_to_ask(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MODE", "server")
    an_account(EMAIL)
    reader.logs_in(EMAIL)

    page = reader.opens("/")

    assert headings(page) == []
    assert "You have no role in any municipality at the moment." in page.text
    assert page.of_class("ul", "doors") == []


@pytest.mark.parametrize(
    ("role", "starts", "settles"),
    [
        (Role.COORDINATOR, True, True),
        (Role.EDITOR, False, False),
        (Role.VIEWER, False, False),
        (Role.MODERATOR, False, False),
    ],
)
def test_the_desk_of_a_municipality_offers_what_one_may_do(
    reader: Visitor, role: Role, starts: bool, settles: bool
) -> None:
    place = a_municipality()
    an_account(EMAIL, roles={place: [role]})
    reader.logs_in(EMAIL)

    addresses = [href for _, href in reader.opens(f"/municipalities/{place.key}").links]

    assert (f"/start/{place.key}" in addresses) is starts
    assert (f"/municipalities/{place.key}/settings" in addresses) is settles

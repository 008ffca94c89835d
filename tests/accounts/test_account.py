"""One's own account: name, password, log-ins, what is stored, and leaving for good."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.accounts.models import Account
from app.accounts.queries import find_account, members_of
from app.accounts.roles import Role
from app.audit.queries import audit_trail
from app.extensions import db
from app.municipalities.models import Municipality
from tests.builders import PASSWORD, a_municipality, an_account, an_answer, an_assessment, stored
from tests.visitor import Visitor

EMAIL = "erika@example.org"
BETTER = "vier wilde gänse fliegen tief"


@pytest.fixture
def place(app: Flask) -> Municipality:
    return a_municipality("Musterort")


@pytest.fixture
def account(place: Municipality) -> Account:
    return an_account(EMAIL, roles={place: [Role.EDITOR]})


@pytest.fixture
def inside(reader: Visitor, account: Account) -> Visitor:
    """Somebody who is logged in."""
    reader.logs_in(EMAIL)
    return reader


def another_browser(app: Flask) -> Visitor:
    other = Visitor(app, language="en")
    other.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"
    other.logs_in(EMAIL)
    return other


def is_inside(visitor: Visitor) -> bool:
    return visitor.gets("/account").status_code == 200


def change_password(visitor: Visitor, old: str, new: str, *, status: int = 200) -> list[str]:
    """The problems at the fields, or what is said after a change."""
    page = visitor.opens("/account/password")
    fields = {"password": old, "new_password": new}
    page = visitor.presses(page, "Set the password", fields, status=status)
    assert new not in page.html
    return page.problems or page.messages


def test_a_new_name_stands_everywhere_also_where_one_wrote_before(
    inside: Visitor, account: Account, place: Municipality
) -> None:
    assessment = an_assessment(place)
    an_answer(assessment, "mi_website", by=account.key, level=1)

    page = inside.presses(inside.opens("/account"), "Save the name", {"name": "Erika Neu"})

    assert page.messages == ["Saved."]
    assert "Erika Neu" in page.of_class("div", "who")[0]
    key = place.key
    history = inside.opens(f"/municipalities/{key}/in2_willkommenskultur/2026/history")
    assert history.table("Changes of answers, newest first")[0][1] == "Erika Neu"


@pytest.mark.parametrize("name", ["", "   ", "zwei\nZeilen", "x" * 201])
def test_a_name_is_one_short_line(inside: Visitor, account: Account, name: str) -> None:
    inside.presses(inside.opens("/account"), "Save the name", {"name": name}, status=422)

    db.session.expire_all()
    assert account.name == "Erika Muster"


def test_a_new_password_ends_every_other_log_in_and_keeps_this_one(
    app: Flask, inside: Visitor
) -> None:
    other = another_browser(app)

    said = change_password(inside, PASSWORD, BETTER)

    assert said == ["Your new password is set. Every other log-in has ended."]
    assert (is_inside(inside), is_inside(other)) == (True, False)
    assert Visitor(app, language="en").logs_in(EMAIL, BETTER).address == "/"


def test_the_cookie_from_before_a_new_password_is_worth_nothing(
    app: Flask, inside: Visitor
) -> None:
    cookie = inside.client.get_cookie("willkommenscheck")
    assert cookie

    change_password(inside, PASSWORD, BETTER)

    thief = Visitor(app, language="en")
    thief.client.set_cookie("willkommenscheck", cookie.value)
    assert not is_inside(thief)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("not my password", BETTER, "This is not your password."),
        ("", BETTER, "Please enter your password."),
        (
            PASSWORD,
            "kurz",
            "This password is too short. Please take at least 12 characters, for example four or "
            "five words.",
        ),
    ],
)
def test_without_the_old_password_or_a_good_new_one_nothing_changes(
    app: Flask, inside: Visitor, old: str, new: str, problem: str
) -> None:
    assert change_password(inside, old, new, status=422) == [problem]

    assert Visitor(app, language="en").logs_in(EMAIL).address == "/"


def test_guessing_the_old_password_is_as_slow_as_at_a_log_in(
    reader: Visitor, account: Account
) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        reader.logs_in(EMAIL)
        for _ in range(5):
            change_password(reader, "wrong words here", BETTER, status=422)
        said = change_password(reader, PASSWORD, BETTER, status=429)

    assert said == ["Too many tries. Please wait 30 seconds, then try again."]


def test_log_ins_are_listed_and_one_can_be_ended(app: Flask, inside: Visitor) -> None:
    other = another_browser(app)
    page = inside.opens("/account")
    assert [text.partition(" since")[0] for text in page.of_class("li", "task")[-2:]] == [
        "Firefox, Windows",
        "Unknown browser this one",
    ]
    end = next(words for form in page.forms for words, _ in form.buttons if "Firefox" in words)

    page = inside.presses(page, end)

    assert page.messages == ["This log-in has ended."]
    assert (is_inside(inside), is_inside(other)) == (True, False)


def test_all_other_log_ins_can_be_ended_at_once(app: Flask, inside: Visitor) -> None:
    others = [another_browser(app) for _ in range(2)]

    page = inside.presses(inside.opens("/account"), "End all others")

    assert page.messages == ["Every other log-in has ended."]
    assert [is_inside(one) for one in (inside, *others)] == [True, False, False]


def test_nobody_ends_the_log_in_of_somebody_else(app: Flask, inside: Visitor) -> None:
    an_account("fremd@example.org")
    stranger = Visitor(app, language="en")
    stranger.logs_in("fremd@example.org")

    answers = [
        stranger.posts(f"/account/log-ins/{number}/end", {}, status=404).status
        for number in (1, 999, 2**31, 10**30)
    ]

    assert answers == [404] * 4
    assert is_inside(inside)


def test_one_can_take_along_what_is_stored_and_no_secret_is_in_it(
    inside: Visitor, account: Account, place: Municipality
) -> None:
    an_answer(an_assessment(place), "mi_website", by=account.key, level=1, note="Geheime Notiz")

    response = inside.gets("/account/data.json")

    told: dict[str, Any] = json.loads(response.data)
    assert {name: told["account"][name] for name in ("email", "name", "has_second_factor")} == {
        "email": EMAIL,
        "name": "Erika Muster",
        "has_second_factor": False,
    }
    assert [(one["municipality"], one["role"]) for one in told["roles"]] == [(place.key, "editor")]
    assert [entry["event"] for entry in told["audit_trail"]] == ["logged_in"]
    assert (len(told["log_ins"]), told["changed_answers"]) == (1, 1)
    written = response.get_data(as_text=True)
    assert "argon2" not in written
    assert "Geheime Notiz" not in written


def test_a_deleted_account_leaves_what_it_wrote_and_no_name(
    app: Flask, inside: Visitor, account: Account, place: Municipality
) -> None:
    an_account("chefin@example.org", name="Chefin", roles={place: [Role.COORDINATOR]})
    assessment = an_assessment(place)
    an_answer(assessment, "mi_website", by=account.key, level=2, note="Bleibt.")
    key = account.key
    page = inside.follows(inside.opens("/account"), "Delete your account …")

    page = inside.presses(page, "Delete my account", {"email": "ERIKA@example.org"})

    assert page.messages == ["Your account is deleted. Thank you for your work."]
    assert not is_inside(inside)
    assert find_account(EMAIL) is None
    assert [member.account.name for member in members_of(place)] == ["Chefin"]
    assert stored(assessment, "mi_website").note == "Bleibt."
    newest = audit_trail(place.id)[0]
    assert (newest.by, newest.event) == (key, "account_deleted")
    chief = Visitor(app, language="en")
    chief.logs_in("chefin@example.org")
    history = chief.opens(f"/municipalities/{place.key}/in2_willkommenskultur/2026/history")
    assert history.table("Changes of answers, newest first")[0][1] == "somebody who has left"


def test_a_later_account_never_gets_the_key_of_a_deleted_one(
    inside: Visitor, account: Account
) -> None:
    key = account.key
    inside.posts("/account/delete", {"email": EMAIL})

    assert an_account("neu@example.org").key != key


def test_an_account_is_deleted_only_against_its_address(inside: Visitor) -> None:
    page = inside.opens("/account/delete")

    page = inside.presses(page, "Delete my account", {"email": "x@example.org"}, status=422)

    assert page.problems == ["This is not the address of your account."]
    assert is_inside(inside)


def test_the_last_coordinator_cannot_delete_their_account(reader: Visitor) -> None:
    first, second = a_municipality("Musterort"), a_municipality("Nachbarort")
    an_account("zwei@example.org", roles={first: [Role.COORDINATOR]})
    an_account(EMAIL, roles={first: [Role.COORDINATOR], second: [Role.COORDINATOR]})
    reader.logs_in(EMAIL)

    page = reader.presses(
        reader.opens("/account/delete"), "Delete my account", {"email": EMAIL}, status=422
    )

    assert page.problems == [
        "Nobody else coordinates Nachbarort. Make somebody else coordinator first."
    ]
    assert len(members_of(first)) == 2
    assert [one.event for one in audit_trail(first.id)] == ["roles_given"] * 2


@pytest.mark.parametrize(("others", "remain"), [(0, 1), (1, 1)])
def test_the_last_operator_cannot_delete_their_account(
    app: Flask, reader: Visitor, others: int, remain: int
) -> None:
    an_account(EMAIL)
    reader.logs_in(EMAIL)
    for number in range(others):
        an_account(f"betrieb{number}@example.org", is_operator=True)
    account = find_account(EMAIL)
    assert account
    # Set up past the second factor, which operators need before anything else.
    account.is_operator, account.totp_secret = True, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    reader.posts("/account/delete", {"email": EMAIL}, status=200 if others else 422)

    operators = db.session.query(Account).filter_by(is_operator=True).count()
    assert operators == remain


@pytest.fixture
def demo(app: Flask, reader: Visitor, place: Municipality) -> Visitor:
    """Somebody who is an identity of the demo."""
    account = an_account("anna@lindenbruck.example", name="Anna", roles={place: [Role.EDITOR]})
    account.is_demo = True
    before, app.config["MODE"] = app.config["MODE"], "demo"
    reader.presses(reader.opens("/log-in"), "Anna")
    yield reader
    app.config["MODE"] = before


def test_an_identity_of_the_demo_hears_what_it_cannot_change(demo: Visitor) -> None:
    page = demo.opens("/account")

    assert "An identity of the demo" in page.text
    addresses = {address for _, address in page.links}
    assert addresses & {"/account/password", "/account/delete", "/account/second-factor"} == set()


@pytest.mark.parametrize(
    "address",
    [
        "/account/password",
        "/account/delete",
        "/account/second-factor",
        "/account/second-factor/codes",
        "/account/second-factor/remove",
    ],
)
def test_the_server_refuses_what_an_identity_of_the_demo_cannot_change(
    demo: Visitor, address: str
) -> None:
    fields = {"password": "x", "new_password": BETTER, "email": "anna@lindenbruck.example"}

    demo.posts(address, {**fields, "code": "123456"}, status=403)

    assert is_inside(demo)
    assert find_account("anna@lindenbruck.example")

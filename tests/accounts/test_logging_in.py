"""Logging in and out: who gets in, who does not, and what ends a log-in."""

from __future__ import annotations

import pyotp
import pytest
import time_machine
from flask import Flask

from app.accounts.actions import change_password, give_roles, switch_off_second_factor
from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.queries import audit_trail
from app.extensions import db
from tests.builders import PASSWORD, a_municipality, an_account
from tests.meanwhile import posts_meanwhile
from tests.visitor import Visitor

EMAIL = "erika@example.org"
WRONG = "E-mail address or password is not right."


def test_with_the_right_password_somebody_gets_in_and_sees_their_municipality(
    reader: Visitor,
) -> None:
    place = a_municipality("Musterort")
    an_account(EMAIL, roles={place: [Role.EDITOR]})

    page = reader.logs_in(EMAIL)

    assert page.address == "/"
    assert ("Musterort", f"/municipalities/{place.key}") in page.links
    assert "Erika Muster" in page.of_class("div", "who")[0]


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "another long password"), ("nobody@example.org", PASSWORD), (EMAIL, PASSWORD.upper())],
)
def test_whoever_is_wrong_hears_the_same(reader: Visitor, email: str, password: str) -> None:
    an_account(EMAIL)
    entrance = reader.opens("/log-in")

    page = reader.presses(entrance, "Log in", {"email": email, "password": password}, status=422)

    assert WRONG in page.text
    assert page.fields["email"] == email
    assert password not in page.html


def test_after_logging_in_one_goes_on_where_one_wanted_to(reader: Visitor) -> None:
    place = a_municipality()
    an_account(EMAIL, roles={place: [Role.VIEWER]})
    entrance = reader.opens(f"/municipalities/{place.key}")
    assert entrance.title == "Log in"

    page = reader.presses(entrance, "Log in", {"email": EMAIL, "password": PASSWORD})

    assert page.address == f"/municipalities/{place.key}"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example"]
)
def test_nobody_is_led_elsewhere_after_logging_in(reader: Visitor, elsewhere: str) -> None:
    an_account(EMAIL)
    sent = {"csrf_token": reader.token(), "email": EMAIL, "password": PASSWORD}

    response = reader.asks(
        reader.client.post, "/log-in", query_string={"next": elsewhere}, data=sent
    )

    assert response.headers["Location"] == "/"


def saved_cookie(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("willkommenscheck")
    assert cookie
    return cookie.value


def is_let_in(app: Flask, cookie: str) -> bool:
    """Whether a browser with this cookie, kept from before, still gets in."""
    thief = Visitor(app, language="en")
    thief.client.set_cookie("willkommenscheck", cookie)
    return thief.gets("/account").status_code == 200


def test_a_cookie_from_before_logging_out_is_worth_nothing(app: Flask, reader: Visitor) -> None:
    an_account(EMAIL)
    reader.logs_in(EMAIL)
    cookie = saved_cookie(reader)
    assert is_let_in(app, cookie)

    reader.presses(reader.opens("/account"), "Log out")

    assert not is_let_in(app, cookie)


def test_a_new_password_ends_every_log_in(app: Flask, reader: Visitor) -> None:
    account = an_account(EMAIL)
    reader.logs_in(EMAIL)
    cookie = saved_cookie(reader)

    change_password(account, "ganz andere lange worte")
    db.session.commit()

    assert not is_let_in(app, cookie)


def test_other_roles_end_every_log_in(app: Flask, reader: Visitor) -> None:
    place = a_municipality()
    account = an_account(EMAIL, roles={place: [Role.VIEWER]})
    reader.logs_in(EMAIL)
    cookie = saved_cookie(reader)

    give_roles(account, place, [Role.EDITOR, Role.COORDINATOR], by="desk")
    db.session.commit()

    assert not is_let_in(app, cookie)


def test_a_disabled_account_is_out_at_once(app: Flask, reader: Visitor) -> None:
    account = an_account(EMAIL)
    reader.logs_in(EMAIL)
    cookie = saved_cookie(reader)

    account.is_disabled = True
    db.session.commit()

    assert not is_let_in(app, cookie)


@pytest.mark.parametrize(("minutes", "holds"), [(59, True), (61, False)])
def test_a_log_in_without_a_sign_of_life_ends_after_an_hour(
    app: Flask, reader: Visitor, minutes: int, holds: bool
) -> None:
    an_account(EMAIL)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        reader.logs_in(EMAIL)
        clock.shift(minutes * 60)

        assert is_let_in(app, saved_cookie(reader)) is holds


def test_a_log_in_with_signs_of_life_lasts_twelve_hours_and_no_longer(
    app: Flask, reader: Visitor
) -> None:
    an_account(EMAIL)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        reader.logs_in(EMAIL)
        answers = []
        for _ in range(13):
            clock.shift(59 * 60)
            answers.append(reader.gets("/account").status_code)

    assert answers == [200] * 12 + [302]


def test_the_second_factor_asks_for_a_code_and_takes_each_once(app: Flask, reader: Visitor) -> None:
    secret = pyotp.random_base32()
    an_account(EMAIL, totp_secret=secret)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        code = pyotp.TOTP(secret).now()
        step = reader.logs_in(EMAIL)
        assert step.title == "Your code"
        page = reader.presses(step, "Log in", {"code": code})
        assert page.address == "/"

        second = Visitor(app, language="en")
        again = second.presses(second.logs_in(EMAIL), "Log in", {"code": code}, status=422)

    assert "This code is not right, or it was used already." in again.text


def test_five_wrong_passwords_make_even_the_right_one_wait(reader: Visitor) -> None:
    an_account(EMAIL)
    wrong, right = ({"email": EMAIL, "password": typed} for typed in ("wrong words", PASSWORD))

    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        entrance = reader.opens("/log-in")
        for _ in range(5):
            reader.presses(entrance, "Log in", wrong, status=422)
        page = reader.presses(entrance, "Log in", right, status=429)

    assert page.response.headers["Retry-After"] == "30"
    assert "Too many tries. Please wait 30 seconds, then try again." in page.text


def test_what_was_typed_survives_the_end_of_a_log_in(reader: Visitor) -> None:
    place = a_municipality()
    an_account(EMAIL, roles={place: [Role.EDITOR]})
    note = "Zeile eins\nZeile zwei mit „Anführung“"

    page = reader.posts(
        f"/municipalities/{place.key}/in2_willkommenskultur/2026/sections/mi_written",
        {"mi_website-note": note, "mi_website-version": "0"},
        status=401,
    )

    assert page.title == "Please log in, then send this once more"
    assert page.fields["mi_website-note"] == note
    assert page.fields["mi_website-version"] == "0"


def test_a_page_that_saves_by_itself_hears_that_a_log_in_is_needed(reader: Visitor) -> None:
    place = a_municipality()
    an_account(EMAIL, roles={place: [Role.EDITOR]})

    reply = reader.saves(
        f"/municipalities/{place.key}/in2_willkommenskultur/2026/criteria/mi_website",
        {"mi_website-note": "x", "mi_website-version": "0"},
        status=401,
    )

    assert reply == {
        "errors": ["You are no longer logged in. Your text stays here."],
        "log_in": "/log-in",
    }


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/people", 200, []),
        ("/trail", 403, ["refused: not with this role"]),
        ("", 404, ["refused: no role in this municipality, or there is none"]),
    ],
)
def test_refused_access_stands_in_the_log(
    reader: Visitor, caplog: pytest.LogCaptureFixture, path: str, status: int, told: list[str]
) -> None:
    mine, theirs = a_municipality("Meinort"), a_municipality("Fremdort")
    an_account(EMAIL, roles={mine: [Role.VIEWER]})
    reader.logs_in(EMAIL)
    key = theirs.key if status == 404 else mine.key
    caplog.clear()

    response = reader.gets(f"/municipalities/{key}{path}")

    assert response.status_code == status
    assert caplog.messages == told


@pytest.mark.parametrize("typed", ["mein geheimes passwort", "x" * 300 + "@example.org"])
def test_what_is_no_address_never_gets_into_the_audit_trail(reader: Visitor, typed: str) -> None:
    an_account(EMAIL)
    entrance = reader.opens("/log-in")

    sent = {"email": typed, "password": PASSWORD}
    page = reader.presses(entrance, "Log in", sent, status=422)

    assert page.problems == ["Please enter an e-mail address such as name@example.org."]
    assert [entry.event for entry in audit_trail(None)] == []


def test_logging_in_anew_ends_the_log_in_this_browser_had(app: Flask, reader: Visitor) -> None:
    an_account(EMAIL)
    reader.logs_in(EMAIL)
    cookie, token = saved_cookie(reader), reader.token()
    assert is_let_in(app, cookie)

    reader.asks(
        reader.client.post,
        "/log-in",
        data={"csrf_token": token, "email": EMAIL, "password": PASSWORD},
    )

    assert reader.gets("/account").status_code == 200
    assert not is_let_in(app, cookie)


def test_a_first_step_counts_no_more_once_the_password_is_another(reader: Visitor) -> None:
    secret = pyotp.random_base32()
    account = an_account(EMAIL, totp_secret=secret)
    step = reader.logs_in(EMAIL)

    change_password(account, "ganz andere lange worte")
    page = reader.presses(step, "Log in", {"code": pyotp.TOTP(secret).now()})

    assert page.messages == ["That took too long. Please begin again."]
    assert reader.gets("/account").status_code == 302


def test_a_first_step_counts_no_more_once_there_is_no_second_factor(reader: Visitor) -> None:
    account = an_account(EMAIL, totp_secret=pyotp.random_base32())
    step = reader.logs_in(EMAIL)

    switch_off_second_factor(account, by="console")
    page = reader.presses(step, "Log in", {"code": "123456"})

    assert page.messages == ["That took too long. Please begin again."]
    assert reader.gets("/account").status_code == 302


def test_of_two_who_bring_the_same_code_at_once_one_gets_in(reader: Visitor) -> None:
    secret = pyotp.random_base32()
    account = an_account(EMAIL, totp_secret=secret)
    step = reader.logs_in(EMAIL)
    code = pyotp.TOTP(secret).now()
    used = db.update(Account).values(totp_step=2**31 - 1).where(Account.id == account.id)

    page = posts_meanwhile(reader, "/log-in/code", {**step.fields, "code": code}, used)

    assert (page.status, page.title) == (422, "Your code")
    assert reader.gets("/account").status_code == 302

"""The second factor on its pages: set up, used, renewed, removed."""

from __future__ import annotations

from collections.abc import Iterator

import pyotp
import pytest
import time_machine
from flask import Flask

from app.accounts.models import Account, RecoveryCode
from app.accounts.queries import find_account, recovery_codes_left
from app.extensions import db
from tests.builders import an_account
from tests.visitor import Page, Visitor

EMAIL = "erika@example.org"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/account/second-factor"


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def inside(reader: Visitor, clock: time_machine.Traveller) -> Visitor:
    """Somebody who is logged in, without a second factor so far."""
    an_account(EMAIL)
    reader.logs_in(EMAIL)
    return reader


def secret_on(page: Page) -> str:
    return page.of_class("code", "secret")[0]


def code_for(secret: str) -> str:
    return pyotp.TOTP(secret).now()


def set_up(visitor: Visitor) -> tuple[str, list[str]]:
    """The secret and the recovery codes after setting it up."""
    page = visitor.opens(PAGE)
    secret = secret_on(page)
    page = visitor.presses(page, "Switch it on", {"code": code_for(secret)})
    assert page.title == "Your recovery codes"
    return secret, [code.words for code in page.every("code")]


def logs_in_with(app: Flask, code: str, *, status: int = 200) -> Page:
    visitor = Visitor(app, language="en")
    return visitor.presses(visitor.logs_in(EMAIL), "Log in", {"code": code}, status=status)


def stored_account() -> Account:
    db.session.expire_all()
    account = find_account(EMAIL)
    assert account
    return account


def test_setting_it_up_shows_ten_codes_and_from_then_on_asks_for_one(
    app: Flask, inside: Visitor, clock: time_machine.Traveller
) -> None:
    secret, codes = set_up(inside)
    clock.shift(30)

    assert (len(set(codes)), recovery_codes_left(stored_account().id)) == (10, 10)
    assert stored_account().totp_secret == secret
    assert logs_in_with(app, code_for(secret)).address == "/"


def test_a_wrong_code_switches_nothing_on_and_keeps_the_key(inside: Visitor) -> None:
    page = inside.opens(PAGE)

    wrong = inside.presses(page, "Switch it on", {"code": "000000"}, status=422)

    assert "This code is not right. Does the clock of your device go right?" in wrong.text
    assert secret_on(wrong) == secret_on(page)
    assert stored_account().totp_secret is None


def test_the_key_comes_from_the_server_and_not_from_the_form(inside: Visitor) -> None:
    page = inside.opens(PAGE)

    fields = {"code": code_for(SECRET), "secret": SECRET, "new_secret": SECRET}
    inside.presses(page, "Switch it on", fields, status=422)

    assert stored_account().totp_secret is None


def test_setting_it_up_ends_every_other_log_in(app: Flask, inside: Visitor) -> None:
    other = Visitor(app, language="en")
    other.logs_in(EMAIL)

    set_up(inside)

    assert other.gets("/account").status_code == 302
    assert inside.gets("/account").status_code == 200


def test_the_code_it_was_set_up_with_is_used_up(app: Flask, inside: Visitor) -> None:
    secret, _ = set_up(inside)

    page = logs_in_with(app, code_for(secret), status=422)

    assert "This code is not right, or it was used already." in page.text


def test_a_recovery_code_works_once_however_it_is_typed(app: Flask, inside: Visitor) -> None:
    _, codes = set_up(inside)

    assert logs_in_with(app, f" {codes[0].lower().replace('-', ' ')} ").address == "/"
    logs_in_with(app, codes[0], status=422)

    assert recovery_codes_left(stored_account().id) == 9


def test_recovery_codes_are_kept_as_slow_hashes_alone(inside: Visitor) -> None:
    _, codes = set_up(inside)

    kept = db.session.scalars(db.select(RecoveryCode.code_hash)).all()
    assert [one.startswith("$argon2id$") for one in kept] == [True] * 10
    assert [code for code in codes if code in str(kept)] == []


def test_new_recovery_codes_replace_the_old_ones(
    app: Flask, inside: Visitor, clock: time_machine.Traveller
) -> None:
    secret, old = set_up(inside)
    clock.shift(30)

    page = inside.opens(PAGE)
    page = inside.presses(page, "Make new recovery codes", {"code": code_for(secret)})

    new = [code.words for code in page.every("code")]
    assert set(new) & set(old) == set()
    logs_in_with(app, old[0], status=422)
    assert logs_in_with(app, new[0]).address == "/"


@pytest.mark.parametrize("button", ["Make new recovery codes", "Remove the second factor"])
def test_without_a_right_code_nothing_changes(inside: Visitor, button: str) -> None:
    secret, _ = set_up(inside)
    below = {"Make new recovery codes": "codes", "Remove the second factor": "remove"}[button]

    page = inside.posts(f"{PAGE}/{below}", {"code": "000000"}, status=422)

    assert "This code is not right, or it was used already." in page.text
    assert stored_account().totp_secret == secret
    assert recovery_codes_left(stored_account().id) == 10


def test_guessing_codes_gets_slow(inside: Visitor) -> None:
    set_up(inside)
    for _ in range(5):
        inside.posts(f"{PAGE}/remove", {"code": "000000"}, status=422)

    page = inside.posts(f"{PAGE}/remove", {"code": "000000"}, status=429)

    assert "Please wait 30 seconds, then try again." in page.text


def test_it_can_be_removed_against_a_code(
    app: Flask, inside: Visitor, clock: time_machine.Traveller
) -> None:
    secret, _ = set_up(inside)
    clock.shift(30)

    page = inside.posts(f"{PAGE}/remove", {"code": code_for(secret)})

    assert page.messages == ["The second factor is removed."]
    assert (stored_account().totp_secret, recovery_codes_left(stored_account().id)) == (None, 0)
    assert Visitor(app, language="en").logs_in(EMAIL).address == "/"


def test_an_operator_sees_nothing_before_it_is_set_up_and_cannot_remove_it(
    reader: Visitor, clock: time_machine.Traveller
) -> None:
    an_account(EMAIL, is_operator=True)
    page = reader.logs_in(EMAIL)
    assert page.title == "How welcoming is your municipality?"
    for address in ("/account", "/account/data.json", "/account/password", "/account/delete"):
        assert reader.opens(address).title == "Set up the second factor"
    secret, _ = set_up(reader)
    clock.shift(30)

    page = reader.posts(f"{PAGE}/remove", {"code": code_for(secret)})

    assert page.messages == ["Whoever runs the installation needs the second factor."]
    assert stored_account().totp_secret == secret


def test_the_step_between_password_and_code_lasts_five_minutes(
    reader: Visitor, clock: time_machine.Traveller
) -> None:
    an_account(EMAIL, totp_secret=SECRET)
    page = reader.logs_in(EMAIL)
    clock.shift(5 * 60 + 1)

    page = reader.presses(page, "Log in", {"code": code_for(SECRET)})

    assert page.messages == ["That took too long. Please begin again."]
    assert reader.gets("/account").status_code == 302


def test_the_password_alone_opens_nothing(reader: Visitor, clock: time_machine.Traveller) -> None:
    an_account(EMAIL, totp_secret=SECRET)

    reader.logs_in(EMAIL)

    assert [reader.gets(address).status_code for address in ("/account", PAGE)] == [302, 302]

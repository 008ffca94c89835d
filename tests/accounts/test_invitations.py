"""Links that let somebody in: each works once, for its time, and is kept nowhere."""

from __future__ import annotations

import logging

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app.accounts.actions import (
    invite,
    invite_operator,
    make_account,
    make_password_link,
    withdraw,
)
from app.accounts.models import Account, Invitation
from app.accounts.passwords import hash_password
from app.accounts.queries import find_account, find_invitation, find_member, members_of
from app.accounts.roles import Role
from app.audit.queries import audit_trail
from app.extensions import db
from app.municipalities.models import Municipality
from tests.accounts.mailbox import mail_set_up
from tests.builders import PASSWORD, a_municipality, an_account
from tests.meanwhile import posts_meanwhile
from tests.visitor import Page, Visitor

EMAIL = "neu@example.org"
CHOSEN = {"name": "Nele Neu", "new_password": "vier wilde gänse fliegen tief"}


@pytest.fixture
def place(app: Flask) -> Municipality:
    return a_municipality("Musterort")


def a_link(place: Municipality, *roles: Role, email: str = EMAIL) -> str:
    """The address of an invitation."""
    token = invite(email, municipality=place, roles=roles or [Role.EDITOR], by="desk")
    db.session.commit()
    return f"/invitation/{token}"


def a_password_link(account: Account) -> str:
    token = make_password_link(account, by="")
    db.session.commit()
    return f"/invitation/{token}"


def roles_of(email: str, place: Municipality) -> tuple[Role, ...]:
    db.session.expire_all()
    account = find_account(email)
    member = find_member(place, account.id) if account else None
    return member.roles if member else ()


def comes_in(visitor: Visitor, link: str) -> Page:
    """The page after somebody new has taken an invitation up."""
    return visitor.presses(visitor.opens(link), "Accept and begin", CHOSEN)


def test_somebody_new_chooses_name_and_password_and_is_in(
    reader: Visitor, place: Municipality
) -> None:
    welcome = reader.opens(a_link(place, Role.EDITOR, Role.VIEWER))
    assert welcome.title == "You are invited"
    assert welcome.address == "/invitation"
    assert welcome.texts("strong") == ["Filling in", "Reading"]

    page = reader.presses(welcome, "Accept and begin", CHOSEN)

    assert (page.title, page.messages) == ("Musterort", ["Welcome to Musterort."])
    assert roles_of(EMAIL, place) == (Role.EDITOR, Role.VIEWER)
    newest = audit_trail(place.id)[0]
    assert (newest.event, newest.facts) == ("invitation_accepted", {"roles": ["editor", "viewer"]})


def test_the_new_password_works_from_then_on(
    app: Flask, reader: Visitor, place: Municipality
) -> None:
    comes_in(reader, a_link(place))

    assert Visitor(app, language="en").logs_in(EMAIL, CHOSEN["new_password"]).address == "/"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": "", "new_password": CHOSEN["new_password"]}, "Please enter a name."),
        ({"name": "Nele", "new_password": "hallo"}, "This password is too short."),
        ({"name": "Nele", "new_password": "sommer2024sommer"}, "This password is easily guessed"),
        ({"name": "Nele", "new_password": f"{EMAIL}123"}, "This password consists mainly of"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_link_still_holds(
    reader: Visitor, place: Municipality, fields: dict[str, str], problem: str
) -> None:
    link = a_link(place)

    page = reader.presses(reader.opens(link), "Accept and begin", fields, status=422)

    assert [found.startswith(problem) for found in page.problems] == [True]
    assert fields["new_password"] not in page.html
    assert comes_in(reader, link).title == "Musterort"


def test_somebody_with_an_account_logs_in_and_accepts(reader: Visitor, place: Municipality) -> None:
    an_account(EMAIL, name="Nele Neu")
    welcome = reader.opens(a_link(place, Role.VIEWER))
    log_in = reader.follows(welcome, "Log in")

    offered = reader.presses(log_in, "Log in", {"email": EMAIL, "password": PASSWORD})
    page = reader.presses(offered, "Accept as Nele Neu")

    assert page.messages == ["Welcome to Musterort."]
    assert roles_of(EMAIL, place) == (Role.VIEWER,)


def test_whoever_is_logged_in_accepts_with_their_own_account(
    reader: Visitor, place: Municipality
) -> None:
    an_account("anders@example.org", name="Andere Adresse")
    reader.logs_in("anders@example.org")

    reader.presses(reader.opens(a_link(place)), "Accept as Andere Adresse")

    assert roles_of("anders@example.org", place) == (Role.EDITOR,)
    assert find_account(EMAIL) is None


def test_a_link_never_makes_a_second_account_for_the_same_address(
    reader: Visitor, place: Municipality
) -> None:
    welcome = reader.opens(a_link(place))
    an_account(EMAIL, name="Schneller")

    page = reader.presses(welcome, "Accept and begin", CHOSEN)

    assert page.title == "Log in"
    assert db.session.query(Account).count() == 1
    assert roles_of(EMAIL, place) == ()


def test_roles_come_on_top_of_those_one_has(reader: Visitor, place: Municipality) -> None:
    an_account(EMAIL, name="Nele", roles={place: [Role.VIEWER, Role.EDITOR]})
    reader.logs_in(EMAIL)

    reader.presses(reader.opens(a_link(place, Role.EDITOR, Role.COORDINATOR)), "Accept as Nele")

    assert roles_of(EMAIL, place) == (Role.COORDINATOR, Role.EDITOR, Role.VIEWER)


def test_a_link_works_once(app: Flask, reader: Visitor, place: Municipality) -> None:
    link = a_link(place)
    late = Visitor(app, language="en")
    late_welcome = late.opens(link)

    comes_in(reader, link)

    # Also for whoever had its page open already.
    late.presses(late_welcome, "Accept and begin", {**CHOSEN, "name": "Zweite"}, status=410)
    page = Visitor(app, language="en").opens(link, status=410)
    assert page.title == "This link no longer holds"
    assert [member.account.name for member in members_of(place)] == ["Nele Neu"]


def test_looking_at_a_link_uses_nothing_up(app: Flask, place: Municipality) -> None:
    link = a_link(place)

    for _ in range(3):
        Visitor(app, language="en").opens(link)

    assert comes_in(Visitor(app, language="en"), link).title == "Musterort"


@pytest.mark.parametrize(
    ("kind", "hours", "status"),
    [
        ("invitation", 167, 200),
        ("invitation", 169, 410),
        ("password", 23, 200),
        ("password", 25, 410),
    ],
)
def test_an_invitation_holds_for_seven_days_and_a_password_link_for_one(
    reader: Visitor, place: Municipality, kind: str, hours: int, status: int
) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        link = a_link(place) if kind == "invitation" else a_password_link(an_account())
        clock.shift(hours * 3600)

        reader.opens(link, status=status)


def test_a_link_that_expires_while_its_page_is_open_lets_nobody_in(
    reader: Visitor, place: Municipality
) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        welcome = reader.opens(a_link(place))
        clock.shift(8 * 24 * 3600)

        reader.presses(welcome, "Accept and begin", CHOSEN, status=410)

    assert find_account(EMAIL) is None


def test_a_withdrawn_link_lets_nobody_in(reader: Visitor, place: Municipality) -> None:
    link = a_link(place)
    welcome = reader.opens(link)
    invitation = find_invitation(link.rpartition("/")[2])
    assert invitation
    withdraw(invitation, by="desk")
    db.session.commit()

    reader.presses(welcome, "Accept and begin", CHOSEN, status=410)

    assert find_account(EMAIL) is None


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "ä", "'--", "%F0%9F%98%80"])
def test_a_link_that_never_was_is_told_calmly(reader: Visitor, token: str) -> None:
    page = reader.opens(f"/invitation/{token}", status=410)

    assert page.title == "This link no longer holds"


def test_an_operator_is_invited_and_sets_up_the_second_factor_first(reader: Visitor) -> None:
    token = invite_operator(EMAIL, by="console")
    db.session.commit()

    page = comes_in(reader, f"/invitation/{token}")

    assert page.title == "Set up the second factor"
    account = find_account(EMAIL)
    assert account
    assert account.is_operator


def test_a_password_link_replaces_the_password_and_ends_every_log_in(
    app: Flask, reader: Visitor
) -> None:
    account = an_account(EMAIL)
    elsewhere = Visitor(app, language="en")
    elsewhere.logs_in(EMAIL)
    link = a_password_link(account)
    assert elsewhere.gets("/account").status_code == 200

    chosen = {"new_password": CHOSEN["new_password"]}
    page = reader.presses(reader.opens(link), "Set the password", chosen)

    assert page.messages == ["Your new password is set. Please log in with it."]
    assert elsewhere.gets("/account").status_code == 302
    reader.opens(link, status=410)
    old = Visitor(app, language="en")
    fields = {"email": EMAIL, "password": PASSWORD}
    old.presses(old.opens("/log-in"), "Log in", fields, status=422)
    assert old.logs_in(EMAIL, chosen["new_password"]).address == "/"


def test_a_newer_password_link_makes_the_older_one_worthless(reader: Visitor) -> None:
    account = an_account(EMAIL)
    older, newer = a_password_link(account), a_password_link(account)

    reader.opens(older, status=410)
    assert reader.opens(newer).title == "A new password"


def test_a_link_of_a_deleted_account_is_gone_with_it(app: Flask, reader: Visitor) -> None:
    link = a_password_link(an_account(EMAIL))
    reader.logs_in(EMAIL)
    reader.posts("/account/delete", {"email": EMAIL})

    Visitor(app, language="en").opens(link, status=410)


def test_the_address_with_the_token_is_left_at_once_without_a_referrer(
    reader: Visitor, place: Municipality
) -> None:
    response = reader.gets(a_link(place))

    assert (response.status_code, response.headers["Location"]) == (302, "/invitation")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_token_is_on_no_page_in_no_log_and_not_in_the_database(
    app: Flask, reader: Visitor, place: Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = a_link(place)
    token = link.rpartition("/")[2]

    pages = [reader.opens(link), comes_in(reader, link)]
    pages += [Visitor(app, language="en").opens(link, status=410)]

    assert [token in page.html for page in pages] == [False] * 3
    assert token not in caplog.text
    tables = db.metadata.tables.values()
    kept = [row for table in tables for row in db.session.execute(select(table))]
    assert EMAIL in str(kept)
    assert token not in str(kept)


def test_forgetting_a_password_brings_a_link_by_mail_to_those_who_have_an_account(
    app: Flask, reader: Visitor
) -> None:
    an_account(EMAIL)
    with mail_set_up(app) as mailbox:
        said = []
        for email in ("nobody@example.org", EMAIL):
            page = reader.presses(
                reader.opens("/log-in/forgotten"), "Send the link", {"email": email}
            )
            said.append(page.text.replace(email, "…"))
        mailbox.wait_for_one()

    assert said[0] == said[1]
    assert [recipient for recipient, _ in mailbox.mails] == [EMAIL]
    assert reader.opens(mailbox.link()).title == "A new password"


def test_an_address_in_other_letters_is_the_same_account(reader: Visitor) -> None:
    make_account(EMAIL, name="Nele", password_hash=hash_password(PASSWORD))

    assert reader.logs_in("NEU@Example.ORG").address == "/"


def test_after_a_link_that_no_longer_holds_one_logs_in_as_usual(reader: Visitor) -> None:
    an_account(EMAIL)
    reader.opens("/invitation/x", status=410)

    assert reader.logs_in(EMAIL).address == "/"


def test_of_two_who_use_a_password_link_at_once_one_chooses(app: Flask, reader: Visitor) -> None:
    account = an_account(EMAIL)
    reader.opens(a_password_link(account))
    used = db.update(Invitation).values(used_at=db.func.now())

    page = posts_meanwhile(reader, "/invitation", {"new_password": CHOSEN["new_password"]}, used)

    assert (page.status, page.title) == (410, "This link no longer holds")
    assert Visitor(app, language="en").logs_in(EMAIL).address == "/"


@pytest.fixture
def held(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many connections to the database were in use, each time a password was worked on."""
    found: list[int] = []
    slow = PasswordHasher.hash

    def noted(hasher: PasswordHasher, password: bytes) -> str:
        found.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return slow(hasher, password)

    monkeypatch.setattr(PasswordHasher, "hash", noted)
    return found


def test_nobody_who_writes_waits_for_the_work_on_a_password(
    app: Flask, reader: Visitor, place: Municipality, held: list[int]
) -> None:
    comes_in(reader, a_link(place))
    reader.posts(
        "/account/password", {"password": CHOSEN["new_password"], "new_password": PASSWORD}
    )
    account = find_account(EMAIL)
    assert account
    guest = Visitor(app, language="en")
    guest.presses(guest.opens(a_password_link(account)), "Set the password", CHOSEN)

    assert held == [0, 0, 0]


def test_nobody_waits_for_the_password_of_the_first_account(
    reader: Visitor, held: list[int]
) -> None:
    reader.posts("/accounts/begin", {**CHOSEN, "email": EMAIL})

    assert held == [0]


def test_a_password_link_says_whose_and_is_not_kept_for_somebody_else(reader: Visitor) -> None:
    an_account("jo@example.org", name="Jo Berger")
    page = reader.opens(a_password_link(an_account(EMAIL)))
    assert f"For the account: {EMAIL}" in page.text

    page = reader.logs_in("jo@example.org")

    assert page.address == "/"
    assert reader.opens("/invitation", status=410).title == "This link no longer holds"

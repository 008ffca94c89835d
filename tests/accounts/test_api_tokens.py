"""One's tokens for programs: made against the password, shown once, seen, ended, taken along."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.actions import delete_account, give_roles
from app.accounts.api_tokens import (
    DAYS,
    MOST_TOKENS,
    PREFIX,
    end_token,
    make_token,
    tokens_of,
)
from app.accounts.models import Account, ApiToken
from app.accounts.roles import Role
from app.accounts.token_scopes import TokenScope
from app.accounts.tokens import hash_token
from app.accounts.walls import walls_opened
from app.audit.queries import audit_trail
from app.audit.wording import event_words
from app.extensions import db
from app.municipalities.models import Municipality
from tests.builders import PASSWORD, a_municipality, an_account
from tests.visitor import Page, Visitor

ADDRESS = "/account/tokens"
TYPED = {"name": "Statistik des Kreises", "password": PASSWORD}


@pytest.fixture
def place(app: Flask) -> Municipality:
    return a_municipality("Musterort")


@pytest.fixture
def account(place: Municipality) -> Account:
    return an_account(roles={place: [Role.EDITOR]})


@pytest.fixture
def inside(reader: Visitor, account: Account) -> Visitor:
    reader.logs_in(account.email)
    return reader


def a_token(account: Account, name: str = "Karte", **chosen: object) -> ApiToken:
    told = {"scope": TokenScope.RESULTS, "municipality": None, "days": 30, **chosen}
    _, kept = make_token(account, name=name, **told)  # type: ignore[arg-type]
    db.session.commit()
    return kept


def shown_token(page: Page) -> str:
    return page.fields["token"] if "token" in page.fields else page.text_of("token")


def test_a_token_is_made_against_the_password_and_shown_once(
    inside: Visitor, account: Account, place: Municipality
) -> None:
    page = inside.follows(inside.opens("/account"), "Tokens for programs")

    made = inside.presses(page, "Make the token", TYPED)

    token = shown_token(made)
    assert re.fullmatch(rf"{PREFIX}[\w-]{{43}}", token)
    kept = db.session.scalars(select(ApiToken)).one()
    assert (kept.name, kept.scope, kept.account_id, kept.token_hash) == (
        "Statistik des Kreises",
        "results",
        account.id,
        hash_token(token),
    )
    # What is least is chosen at first: one municipality, and no texts.
    assert kept.municipality == place
    assert token not in inside.opens(ADDRESS).html


def test_a_token_holds_for_a_year_unless_something_else_is_chosen(
    inside: Visitor, account: Account
) -> None:
    for chosen in ({}, {"days": "30"}, {"days": "730"}):
        inside.presses(inside.opens(ADDRESS), "Make the token", {**TYPED, **chosen})

    held = [one.expires_at - one.made_at for one in reversed(tokens_of(account.id))]
    assert held == [timedelta(days=365), timedelta(days=30), timedelta(days=730)]
    assert max(DAYS) == 730


def test_tokens_are_seen_with_what_they_open_and_until_when(
    inside: Visitor, account: Account, place: Municipality
) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        used = a_token(account, "Karte", scope=TokenScope.NOTES, municipality=place)
        used.last_used_on = used.made_at.date()
        a_token(account, "Liste", scope=TokenScope.CHECKLISTS)
    page = inside.opens(ADDRESS)

    assert page.of_class("span", "task-title") == ["Liste expired", "Karte expired"]
    assert page.of_class("span", "task-hint") == [
        "reads: Checklists until April 1, 2026 · not used yet",
        "reads: Results and notes · Musterort until April 1, 2026 · last used on March 2, 2026",
    ]


def test_the_account_says_how_many_programs_may_read(inside: Visitor, account: Account) -> None:
    def said() -> bool:
        return "1 program may read in your name." in inside.opens("/account").text

    assert not said()
    a_token(account)
    assert said()
    with time_machine.travel("2020-01-01"):
        a_token(account, "Alt")
    assert said()


def test_a_token_is_ended_and_only_by_its_person(
    app: Flask, inside: Visitor, account: Account
) -> None:
    stranger = an_account("fremd@example.org")
    theirs, mine = a_token(stranger, "Fremd").id, a_token(account, "Karte").id
    page = inside.opens(ADDRESS)
    end = next(words for form in page.forms for words, _ in form.buttons if "Karte" in words)

    page = inside.presses(page, end)

    assert page.messages == ["The token “Karte” has ended."]
    assert tokens_of(account.id) == []
    for number in (theirs, mine, 999_999):
        inside.posts(f"{ADDRESS}/{number}/end", {}, status=404)
    assert [one.name for one in tokens_of(stranger.id)] == ["Fremd"]


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        (
            {"name": " ", "password": ""},
            ["Please enter what it is for.", "Please enter your password."],
        ),
        ({"name": "x" * 201}, ["At most 200 characters."]),
        ({"name": "a\nb"}, ["Please write this in one line."]),
        ({"scope": "everything"}, ["Please choose one."]),
        ({"days": "3650"}, ["Please choose one."]),
        ({"municipality": "own-nowhere"}, ["Please choose one."]),
        ({"municipality": ""}, ["Please choose one."]),
        ({"password": "nicht das richtige"}, ["This password is not right."]),
    ],
)
def test_what_cannot_be_makes_no_token(
    inside: Visitor, account: Account, typed: dict[str, str], problems: list[str]
) -> None:
    page = inside.opens(ADDRESS)

    again = inside.presses(page, "Make the token", {**TYPED, **typed}, status=422)

    assert again.problems == problems
    assert PASSWORD not in again.html
    assert tokens_of(account.id) == []


def test_the_municipality_of_others_cannot_be_chosen(inside: Visitor, account: Account) -> None:
    foreign = a_municipality("Anderswo")
    page = inside.opens(ADDRESS)

    again = inside.presses(
        page, "Make the token", {**TYPED, "municipality": foreign.key}, status=422
    )

    assert again.problems == ["Please choose one."]
    assert "Anderswo" not in again.html


def test_without_a_municipality_to_read_there_is_none_to_choose(
    reader: Visitor, place: Municipality
) -> None:
    account = an_account(roles={place: [Role.MODERATOR]})
    reader.logs_in(account.email)

    page = reader.opens(ADDRESS)
    reader.presses(page, "Make the token", TYPED)

    assert "Of which municipality?" not in page.text
    assert [one.municipality for one in tokens_of(account.id)] == [None]


def test_guessing_the_password_there_gets_slow_too(inside: Visitor, account: Account) -> None:
    wrong = {**TYPED, "password": "nicht das richtige"}
    for _ in range(5):
        inside.presses(inside.opens(ADDRESS), "Make the token", wrong, status=422)

    again = inside.presses(inside.opens(ADDRESS), "Make the token", TYPED, status=429)

    assert again.response.headers["Retry-After"]
    assert tokens_of(account.id) == []


def test_whoever_comes_by_single_sign_on_alone_needs_no_password(
    inside: Visitor, account: Account
) -> None:
    account.password_hash = None
    db.session.commit()

    page = inside.opens(ADDRESS)
    inside.presses(page, "Make the token", {"name": "Karte"})

    assert page.attributes("input")[-1].get("type") != "password"
    assert len(tokens_of(account.id)) == 1


def test_nobody_keeps_more_tokens_than_can_be_overseen(inside: Visitor, account: Account) -> None:
    for number in range(MOST_TOKENS):
        a_token(account, f"Karte {number}")

    again = inside.presses(inside.opens(ADDRESS), "Make the token", TYPED, status=422)

    assert again.problems == ["You have 20 tokens. End one of them first."]


def test_the_trail_tells_of_tokens_wherever_they_reach(
    app: Flask, account: Account, place: Municipality
) -> None:
    other = a_municipality("Nachbarort")
    give_roles(account, other, [Role.VIEWER], by="desk")
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        bound = a_token(account, "Karte", scope=TokenScope.NOTES, municipality=place)
        a_token(account, "Liste")
        end_token(bound, account)
    db.session.commit()

    made = "made the token “Karte” for a program (Results and notes, until April 1, 2026)"
    listed = "made the token “Liste” for a program (Results, until April 1, 2026)"
    ended = "ended the token “Karte” of a program"
    with app.test_request_context(headers={"Accept-Language": "en"}), walls_opened():
        told = {
            name: [event_words(one) for one in audit_trail(where) if "token" in one.event]
            for name, where in (("here", place.id), ("there", other.id), ("installation", None))
        }
    assert told == {
        "here": [ended, listed, made],
        "there": [listed],
        "installation": [],
    }


def test_tokens_are_taken_along_without_what_a_program_sends(
    inside: Visitor, account: Account, place: Municipality
) -> None:
    kept = a_token(account, municipality=place)

    response = inside.gets("/account/data.json")

    told = response.get_json()["tokens"]
    assert told == [
        {
            "name": "Karte",
            "scope": "results",
            "municipality": place.key,
            "made": f"{kept.made_at:%Y-%m-%dT%H:%M:%SZ}",
            "expires": f"{kept.expires_at:%Y-%m-%dT%H:%M:%SZ}",
            "last_used": None,
        }
    ]
    assert kept.token_hash not in response.get_data(as_text=True)


def test_tokens_go_with_the_account(account: Account, place: Municipality) -> None:
    an_account("chefin@example.org", roles={place: [Role.COORDINATOR]})
    a_token(account)

    delete_account(account)
    db.session.commit()

    assert db.session.scalars(select(ApiToken)).all() == []


def test_at_a_desk_without_accounts_there_are_no_tokens(visitor: Visitor) -> None:
    assert visitor.gets(ADDRESS).status_code == 403
    assert "Authorization" not in visitor.opens("/api").every("pre")[0].text


def test_an_identity_of_the_demo_has_no_tokens(app: Flask, reader: Visitor) -> None:
    account = an_account("anna@lindenbruck.example", name="Anna")
    account.is_demo = True
    before, app.config["MODE"] = app.config["MODE"], "demo"
    reader.presses(reader.opens("/log-in"), "Anna")

    links = {address for _, address in reader.opens("/account").links}
    status = reader.gets(ADDRESS).status_code

    app.config["MODE"] = before
    assert (ADDRESS in links, status) == (False, 403)

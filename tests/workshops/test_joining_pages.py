"""Coming in: by code or QR, in one's own language, for a group, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, Response
from sqlalchemy import func, select, update

from app.accounts.throttle import FREE_FOR_ADDRESSES
from app.accounts.throttle_models import FailedAttempts
from app.domain.join_codes import written
from app.extensions import db, now
from app.workshops.ballot_models import Participant
from app.workshops.ending import end
from app.workshops.joining import remove_participant, seat_of, set_lock
from app.workshops.models import Workshop
from app.workshops.queries import groups_of, people_in
from app.workshops.tickets import hand_out, new_ticket
from tests.visitor import Page, Visitor
from tests.workshops.phones import Phone, a_phone, ticket_of, with_ticket
from tests.workshops.rooms import a_running_workshop, people, revealed

WRONG = "With this code no workshop is open. Please compare it with the screen."
WAIT = "Too many tries. Please wait 30 seconds, then try again."


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody at the door."""
    return Phone(app, language="en")


def joins(phone: Visitor, code: str, *, status: int = 200) -> Page:
    """The page after typing this code."""
    return phone.presses(phone.opens("/join"), "Join", {"join_code": code}, status=status)


def by_qr(phone: Visitor, secret: str, *, status: int = 200) -> Page:
    """The page after the script has sent what the QR code brought along."""
    return phone.presses(phone.opens("/join"), "Join", {"secret": secret}, status=status)


def code_of(workshop: Workshop) -> str:
    assert workshop.code
    return written(workshop.code)


def secret_of(workshop: Workshop) -> str:
    assert workshop.secret
    return workshop.secret


def problems(page: Page) -> list[str]:
    return [one.words for one in page.every("div") if "kern-alert__body" in one.attributes["class"]]


def test_by_code_into_a_group_without_a_name(app: Flask, phone: Phone) -> None:
    workshop = a_running_workshop()

    groups = joins(phone, code_of(workshop))
    inside = phone.presses(groups, "Clubs")

    assert groups.title == "For whom do you speak?"
    assert inside.address == "/workshop"
    assert people_in(workshop) == 1
    seat = seat_of(ticket_of(app, phone))
    assert seat
    assert seat.group_id == groups_of(workshop)[2].id


def test_codes_are_read_however_people_type_them(phone: Phone) -> None:
    code = code_of(a_running_workshop())

    for typed in (code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        assert joins(Phone(phone.client.application, language="en"), typed).title == (
            "For whom do you speak?"
        )


def test_by_the_secret_of_the_qr_code(phone: Phone) -> None:
    workshop = a_running_workshop()

    page = by_qr(phone, secret_of(workshop))

    assert page.title == "For whom do you speak?"


def test_a_qr_code_of_another_day_asks_for_the_code(phone: Phone) -> None:
    a_running_workshop()

    page = by_qr(phone, "x" * 22, status=422)

    assert problems(page) == [WRONG]
    assert page.fields["secret"] == ""


@pytest.mark.parametrize("typed", ["ZZZZ-ZZZZ", "hello", "", "x" * 5000, "4711\x00", "𝟜𝟜𝟜𝟜-𝟜𝟜𝟜𝟜"])
def test_whatever_is_no_code_hears_the_same(phone: Phone, typed: str) -> None:
    a_running_workshop()

    page = joins(phone, typed, status=422)

    assert problems(page) == [WRONG]


def test_what_was_typed_stays(phone: Phone) -> None:
    page = joins(phone, "ZZZZ-2345", status=422)

    assert page.fields["join_code"] == "ZZZZ-2345"


def fail_often(phone: Phone, failures: int) -> None:
    """As if so many wrong codes had come from this address just now."""
    joins(phone, "ZZZZ-ZZZZ", status=422)
    db.session.execute(update(FailedAttempts).values(failures=failures))
    db.session.commit()


@time_machine.travel("2026-05-12 18:00:00+00:00", tick=False)
def test_after_three_hundred_wrong_codes_an_address_waits(phone: Phone) -> None:
    workshop = a_running_workshop()
    fail_often(phone, FREE_FOR_ADDRESSES - 1)
    assert problems(joins(phone, "ZZZZ-ZZZZ", status=422)) == [WRONG]

    page = joins(phone, code_of(workshop), status=429)

    assert problems(page) == [WAIT]
    assert page.response.headers["Retry-After"] == "30"
    later = now() - timedelta(minutes=11)
    db.session.execute(update(FailedAttempts).values(counted_from=later, last_failed_at=later))
    assert joins(phone, code_of(workshop)).title == "For whom do you speak?"


def test_a_right_code_and_a_qr_code_cost_nothing(app: Flask, phone: Phone) -> None:
    workshop = a_running_workshop()

    for _ in range(3):
        joins(Phone(app, language="en"), code_of(workshop))
        by_qr(Phone(app, language="en"), "x" * 22, status=422)

    assert db.session.scalar(select(func.count()).select_from(FailedAttempts)) == 0


def test_while_an_address_waits_the_qr_code_and_a_ticket_still_let_in(
    app: Flask, phone: Phone
) -> None:
    workshop = a_running_workshop()
    inside = a_phone(app, workshop)
    fail_often(phone, FREE_FOR_ADDRESSES)

    assert by_qr(phone, secret_of(workshop)).title == "For whom do you speak?"
    assert joins(inside, "ZZZZ-ZZZZ").address == "/workshop"


def test_wrong_codes_shut_nobody_out_of_the_log_in(app: Flask, phone: Phone) -> None:
    fail_often(phone, FREE_FOR_ADDRESSES)

    page = phone.posts("/log-in", {"email": "a@example.org", "password": "falsch"}, status=422)

    assert page.title == "Log in"


def test_who_is_in_already_keeps_the_seat(app: Flask) -> None:
    workshop = a_running_workshop()
    phone = a_phone(app, workshop)

    page = joins(phone, code_of(workshop))

    assert page.address == "/workshop"
    assert ticket_of(app, phone) == phone.ticket
    assert people_in(workshop) == 1


def test_who_moves_to_another_workshop_gets_its_ticket(app: Flask) -> None:
    here, there = a_running_workshop(), a_running_workshop()
    phone = a_phone(app, here)

    joins(phone, code_of(there))

    assert ticket_of(app, phone).workshop_id == there.id


def test_a_locked_and_a_full_room_say_so(phone: Phone) -> None:
    workshop = a_running_workshop()
    set_lock(workshop, is_locked=True)
    locked = joins(phone, code_of(workshop), status=422)
    set_lock(workshop, is_locked=False)
    people(workshop, 2)
    workshop.most_participants = 2

    full = joins(phone, code_of(workshop), status=422)

    assert problems(locked) == [
        "At the moment nobody can join this workshop. Please ask whoever moderates."
    ]
    assert problems(full) == [
        "As many people as planned have joined. Please ask whoever moderates."
    ]


def test_who_comes_in_last_hears_it_at_the_group(app: Flask) -> None:
    workshop = a_running_workshop()
    late = a_phone(app, workshop, sits=False)
    groups = late.opens("/workshop/group")
    people(workshop, 1)
    workshop.most_participants = 1

    page = late.presses(groups, "Clubs", status=422)

    assert "As many people as planned have joined. Please ask whoever moderates." in page.html
    assert people_in(workshop) == 1


def test_an_ended_workshop_lets_nobody_in(phone: Phone) -> None:
    workshop = a_running_workshop()
    code = code_of(workshop)
    end(workshop, by="desk")

    assert problems(joins(phone, code, status=422)) == [WRONG]


def test_a_removed_phone_is_told_kindly_and_gets_no_other_seat(app: Flask) -> None:
    workshop = a_running_workshop()
    phone = a_phone(app, workshop)
    seat = seat_of(phone.ticket)
    assert seat
    remove_participant(workshop, seat.sign, by="desk")

    pages = [joins(phone, code_of(workshop)), phone.opens("/workshop/group")]

    assert {page.title for page in pages} == {"This phone is no longer in the workshop"}
    assert people_in(workshop) == 0


def test_a_group_can_be_changed_until_somebody_has_voted(app: Flask) -> None:
    workshop = a_running_workshop()
    phone = a_phone(app, workshop)
    page = phone.presses(phone.opens("/workshop/group"), "Clubs")
    assert "You speak for: Clubs" in page.text

    revealed(workshop, {"2": [phone.ticket]})
    page = phone.presses(phone.opens("/workshop/group"), "Administration")

    assert "You have voted already. The group stays as it is." in page.html
    assert "You speak for: Clubs" in page.text


@pytest.mark.parametrize("group", ["", "0", "999999", "-1", "x"])
def test_a_group_that_is_not_there_is_not_taken(app: Flask, group: str) -> None:
    workshop = a_running_workshop()
    phone = a_phone(app, workshop, sits=False)

    page = phone.posts("/workshop/group", {"group": group}, status=422)

    assert "Please choose one of the groups." in page.html
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 0


def test_the_group_says_what_is_seen_before_anybody_votes(app: Flask) -> None:
    workshop = a_running_workshop()

    page = a_phone(app, workshop, sits=False).opens("/workshop/group")

    assert (
        "Nobody sees what you chose, neither during the workshop nor after it. Shown are only sums "
        "from 5 votes on; if all choose the same, that is visible. When the workshop ends, your "
        "phone is forgotten."
    ) in page.text


def test_a_group_without_a_name_in_this_language_is_marked(app: Flask) -> None:
    workshop = a_running_workshop()
    groups_of(workshop)[0].names = {"uk": "Адміністрація"}

    page = a_phone(app, workshop, sits=False).opens("/workshop/group")

    assert ("Адміністрація", "uk") in page.spoken


def test_the_language_comes_first_and_leads_back(phone: Phone) -> None:
    page = phone.presses(phone.opens("/join"), "Deutsch")

    assert (page.address, page.attributes("html")[0]["lang"]) == ("/join", "de")


@pytest.mark.parametrize("address", ["/workshop", "/workshop/group"])
def test_without_a_ticket_all_ways_lead_to_the_code(phone: Phone, address: str) -> None:
    assert phone.opens(address).address == "/join"


def test_a_ticket_that_we_did_not_sign_is_none(app: Flask) -> None:
    workshop = a_running_workshop()
    phone = with_ticket(app, new_ticket(workshop.id))
    name = app.config["WORKSHOP_COOKIE_NAME"]
    cookie = phone.client.get_cookie(name)
    assert cookie

    phone.client.set_cookie(name, f"{cookie.value[:-2]}xx")

    assert phone.opens("/workshop").address == "/join"


def test_the_ticket_is_for_no_script_and_no_other_site(app: Flask) -> None:
    response = Response()

    hand_out(new_ticket(1), response)

    told = response.headers["Set-Cookie"].split("; ")[1:]
    assert [one for one in told if not one.startswith("Expires=")] == [
        "Max-Age=7776000",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    ]


def test_leaving_lets_the_phone_forget(app: Flask) -> None:
    workshop = a_running_workshop()
    phone = a_phone(app, workshop)
    end(workshop, by="desk")

    page = phone.presses(phone.opens("/workshop"), "Let this phone forget the workshop")

    assert page.address == "/join"
    assert phone.opens("/workshop").address == "/join"

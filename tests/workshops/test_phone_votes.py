"""Votes from phones: kept at once, once each, and nothing of them leaves before the reveal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from app.extensions import db
from app.web.checklists import checklists
from app.workshops.ballot_models import Round, StoredTally, Vote
from app.workshops.ending import end
from app.workshops.joining import remove_participant, seat_of, signs_by_group
from app.workshops.models import Workshop
from app.workshops.queries import latest_rounds, votes_in
from app.workshops.rounds import close_rounds, open_rounds, turn_to
from app.workshops.tickets import Ticket, new_ticket
from app.workshops.voting import RoundIsOver, find_ballot, keep_choice, own_choices
from tests.builders import CHECKLIST
from tests.visitor import Page
from tests.workshops.phones import Phone, a_phone, with_ticket
from tests.workshops.rooms import (
    FIRST,
    a_round,
    a_running_workshop,
    criterion,
    people,
    revealed,
    vote,
)

TOO_LATE = "This rating was closed before your vote arrived. You can vote in the next round."
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def chosen_by(phone: Phone, round_: Round) -> str | None:
    """What is stored as this phone's choice."""
    seat = seat_of(phone.ticket)
    assert seat
    return own_choices(seat.participant_id, [round_.id]).get(round_.id)


def messages(page: Page) -> str:
    return page.of_class("div", "messages")[0]


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN":
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_vote_is_kept_in_two_statements(phone: Phone, workshop: Workshop) -> None:
    a_round(workshop)
    phone.token()

    with counted_statements() as asked:
        reply = phone.votes("2", criterion=FIRST)

    assert reply == {"kept": True, "choice": "2"}
    assert [statement.split()[0] for statement in asked] == ["SELECT", "INSERT"]


def test_a_vote_sent_again_by_a_retry_or_a_second_tab_is_one(
    phone: Phone, workshop: Workshop
) -> None:
    opened = a_round(workshop)

    for choice in ("1", "1", "3", "3"):
        phone.votes(choice, criterion=FIRST)

    assert chosen_by(phone, opened) == "3"
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 1


def test_a_late_vote_is_told_and_counts_nowhere(phone: Phone, workshop: Workshop) -> None:
    opened = a_round(workshop)
    page = phone.opens("/workshop")
    close_rounds(workshop, [opened])

    later = phone.presses(page, "Send", {"choice": "3"})
    script = phone.saves(
        "/workshop/vote", {"criterion": FIRST, "round": "1", "choice": "3"}, status=409
    )

    assert TOO_LATE in messages(later)
    assert script == {"over": True}
    assert votes_in([opened]) == {opened.id: 0}


def test_a_vote_for_a_round_before_does_not_slip_into_the_next(
    phone: Phone, workshop: Workshop
) -> None:
    revealed(workshop, {"1": [phone.ticket]})
    second = a_round(workshop)

    assert phone.votes("3", criterion=FIRST, number=1, status=409) == {"over": True}
    assert votes_in([second]) == {second.id: 0}


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"choice": "4"}, 422, "wrong"),
        ({"choice": ""}, 422, "wrong"),
        ({"choice": "2" * 5000}, 422, "wrong"),
        ({"choice": "2\x00"}, 422, "wrong"),
        ({"round": "2"}, 404, "gone"),
        ({"round": "9" * 40}, 404, "gone"),
        ({"round": "one"}, 404, "gone"),
        ({"criterion": "mi_website"}, 404, "gone"),
        ({"criterion": "x\x00"}, 404, "gone"),
        ({"criterion": "k" * 5000}, 404, "gone"),
    ],
)
def test_what_is_no_vote_is_not_kept(
    phone: Phone, workshop: Workshop, fields: dict[str, str], status: int, told: str
) -> None:
    opened = a_round(workshop)

    sent = {"criterion": FIRST, "round": "1", "choice": "2", **fields}
    reply = phone.saves("/workshop/vote", sent, status=status)

    assert reply == {told: True}
    assert votes_in([opened]) == {opened.id: 0}


def a_ticket_of_nobody(workshop: Workshop) -> Ticket:
    return new_ticket(workshop.id)


def a_ticket_of_another_room(_workshop: Workshop) -> Ticket:
    [[ticket], *_] = people(a_running_workshop(), 1)
    return ticket


def a_ticket_of_another_room_for_this_one(workshop: Workshop) -> Ticket:
    return Ticket(workshop.id, a_ticket_of_another_room(workshop).token)


@pytest.mark.parametrize(
    "ticket", [a_ticket_of_nobody, a_ticket_of_another_room, a_ticket_of_another_room_for_this_one]
)
def test_a_wrong_ticket_neither_votes_nor_learns_anything(
    app: Flask, workshop: Workshop, ticket: object
) -> None:
    opened = a_round(workshop)
    assert callable(ticket)
    phone = with_ticket(app, ticket(workshop))

    reply = phone.votes("2", criterion=FIRST, status=404)

    assert reply == {"gone": True}
    assert votes_in([opened]) == {opened.id: 0}


def test_a_vote_without_the_form_token_is_not_kept(phone: Phone, workshop: Workshop) -> None:
    opened = a_round(workshop)

    fields = {"csrf_token": "", "criterion": FIRST, "round": "1", "choice": "2"}
    phone.saves("/workshop/vote", fields, status=400)

    assert votes_in([opened]) == {opened.id: 0}


def test_every_criterion_can_be_voted_on(phone: Phone, workshop: Workshop) -> None:
    keys = [one.key for one in checklists().latest(CHECKLIST).criteria]
    open_rounds(workshop, keys)
    db.session.commit()

    replies = [phone.votes("unknown", criterion=key) for key in keys]

    assert replies == [{"kept": True, "choice": "unknown"}] * len(keys)
    assert set(votes_in(latest_rounds(workshop).values()).values()) == {1}


def test_whether_there_is_something_new_is_one_question(phone: Phone, workshop: Workshop) -> None:
    with counted_statements() as asked:
        first = phone.gets("/workshop/state.json")
    tag = {"If-None-Match": first.headers["ETag"]}
    same = phone.gets("/workshop/state.json", headers=tag)
    turn_to(workshop, FIRST)
    other = phone.gets("/workshop/state.json", headers=tag)

    assert (first.get_json(), len(asked)) == ({"revision": workshop.revision - 1}, 1)
    assert (same.status_code, same.get_data()) == (304, b"")
    assert (other.status_code, other.get_json()) == (200, {"revision": workshop.revision})


def test_the_page_says_of_which_revision_it_is(phone: Phone, workshop: Workshop) -> None:
    main = phone.opens("/workshop").attributes("main")[0]

    assert main["data-watch"] == "/workshop/state.json"
    assert main["data-revision"] == str(workshop.revision)


def test_a_ticket_that_holds_no_more_is_told_so(app: Flask, phone: Phone) -> None:
    stranger = Phone(app, language="en")
    workshop = db.session.get_one(Workshop, phone.ticket.workshop_id)
    end(workshop, by="desk")

    replies = [one.gets("/workshop/state.json").get_json() for one in (phone, stranger)]

    assert replies == [{"gone": True}, {"gone": True}]


def everything_that_leaves(phone: Phone) -> list[object]:
    """Pages and answers with their headers, byte for byte but for the form's token."""
    found: list[object] = []
    for address in ("/workshop", f"/workshop?criterion={FIRST}", "/workshop/group"):
        page = phone.gets(address)
        found += [page.status_code, TOKEN.sub("", page.get_data(as_text=True))]
        found.append(sorted(kv for kv in page.headers if kv[0] not in ("Set-Cookie", "Date")))
    state = phone.gets("/workshop/state.json")
    return [*found, state.get_data(), state.headers["ETag"], len(state.get_data())]


@pytest.mark.parametrize("has_voted", [True, False])
def test_before_the_reveal_no_byte_depends_on_what_others_chose(
    app: Flask, workshop: Workshop, has_voted: bool
) -> None:
    phone = a_phone(app, workshop)
    others, *_ = people(workshop, 12)
    opened = a_round(workshop)
    if has_voted:
        vote(opened, [phone.ticket], "2")

    def seen_after(*choices: str) -> list[object]:
        for number, ticket in enumerate(others):
            vote(opened, [ticket], choices[number % len(choices)])
        return everything_that_leaves(phone)

    alike = seen_after("0")
    assert seen_after("3") == alike
    assert seen_after("0", "3", "unknown", "not_applicable") == alike


def test_a_closed_round_tells_nothing_either(app: Flask, workshop: Workshop) -> None:
    phone = a_phone(app, workshop)
    others, *_ = people(workshop, 12)
    opened = a_round(workshop)
    vote(opened, others, "0")
    close_rounds(workshop, [opened])
    all_alike = everything_that_leaves(phone)

    # As if everybody had chosen otherwise.
    db.session.execute(update(StoredTally).values(choice="3"))

    assert everything_that_leaves(phone) == all_alike


@pytest.mark.parametrize("what", ["closed", "removed"])
def test_a_vote_that_was_under_way_when_it_was_too_late_is_not_kept(
    workshop: Workshop, what: str
) -> None:
    ((ticket,),) = people(workshop, 1)
    opened = a_round(workshop)
    ballot = find_ballot(ticket, FIRST, number=opened.number)
    if what == "closed":
        close_rounds(workshop, [opened])
    else:
        ((sign,),) = signs_by_group(workshop).values()
        remove_participant(workshop, sign, by="desk")
    db.session.commit()

    with pytest.raises(RoundIsOver):
        keep_choice(ballot, criterion(), choice="2")

    assert ballot.is_open
    assert votes_in([opened]) == {opened.id: 0}

"""The phone in the room: exactly one thing at a time."""

from __future__ import annotations

from flask import Flask

from app.domain.answers import State
from app.domain.origin import How
from app.extensions import db
from app.workshops.ballot_models import Round
from app.workshops.deciding import Basis, Settled, decide
from app.workshops.ending import discard, end
from app.workshops.joining import open_joining, remove_participant, seat_of
from app.workshops.models import Workshop
from app.workshops.queries import votes_in
from app.workshops.rounds import close_rounds, open_rounds, reveal, turn_to
from app.workshops.voting import own_choices
from tests.visitor import Page
from tests.workshops.phones import Phone, a_phone
from tests.workshops.rooms import (
    CRITERIA,
    FIRST,
    a_plan,
    a_round,
    a_running_workshop,
    a_workshop,
    people,
    revealed,
    vote,
)

QUESTION = "Do we know which languages the people moving here speak?"
SENT = "Sent: 2 – Established in parts. You can change it until the rating is closed."


def chosen_by(phone: Phone, round_: Round) -> str | None:
    """What is stored as this phone's choice."""
    seat = seat_of(phone.ticket)
    assert seat
    return own_choices(seat.participant_id, [round_.id]).get(round_.id)


def checked(page: Page) -> list[str]:
    return [one["value"] for one in page.attributes("input") if "checked" in one]


def messages(page: Page) -> str:
    return page.of_class("div", "messages")[0]


def sends(phone: Phone, choice: str, *, status: int = 200) -> Page:
    """The page after choosing and sending without a script."""
    return phone.presses(phone.opens("/workshop"), "Send", {"choice": choice}, status=status)


def test_before_it_begins_it_says_what_comes(app: Flask) -> None:
    workshop = a_workshop()
    open_joining(workshop, by="desk")
    phone = a_phone(app, workshop)

    page = phone.opens("/workshop")

    seat = seat_of(phone.ticket)
    assert seat
    assert page.title == "You are in"
    assert "The workshop begins soon." in page.text
    assert f"You speak for: Administration Your sign is {seat.sign}" in page.text


def test_with_nothing_open_it_says_what_it_is_about(phone: Phone, workshop: Workshop) -> None:
    turn_to(workshop, FIRST)

    page = phone.opens("/workshop")

    assert page.title == "Please look at the screen"
    assert "Now it is about: 1.1 Knowing the language needs" in page.text


def test_the_ballot_says_who_sees_what_is_chosen(phone: Phone, workshop: Workshop) -> None:
    a_round(workshop)

    page = phone.opens("/workshop")

    assert page.texts("summary")[-1] == "Who sees what I choose?"
    assert "Nobody sees what you chose, neither during the workshop nor after it." in page.texts(
        "p"
    )


def test_an_open_round_is_a_question_with_its_levels(phone: Phone, workshop: Workshop) -> None:
    a_round(workshop)

    page = phone.opens("/workshop")

    choices = [one["value"] for one in page.attributes("input") if one.get("name") == "choice"]
    assert page.title == QUESTION
    assert choices == ["0", "1", "2", "3", "unknown", "not_applicable"]
    assert checked(page) == []


def test_what_was_sent_is_said_and_can_be_changed(phone: Phone, workshop: Workshop) -> None:
    opened = a_round(workshop)

    page = sends(phone, "2")

    assert (page.texts("output"), checked(page)) == ([SENT], ["2"])
    page = sends(phone, "unknown")
    assert checked(page) == ["unknown"]
    assert chosen_by(phone, opened) == "unknown"
    assert votes_in([opened]) == {opened.id: 1}


def test_sending_without_a_choice_says_so(phone: Phone, workshop: Workshop) -> None:
    opened = a_round(workshop)

    page = phone.presses(phone.opens("/workshop"), "Send")

    assert "Please choose one of the answers first." in messages(page)
    assert votes_in([opened]) == {opened.id: 0}


def test_several_at_once_come_one_after_the_other(phone: Phone, workshop: Workshop) -> None:
    open_rounds(workshop, CRITERIA)

    first = phone.opens("/workshop")
    second = phone.presses(first, "Send", {"choice": "1"})
    back = phone.follows(second, "Back")
    onward = phone.follows(phone.follows(back, "Next question"), "Next question")
    again = phone.presses(onward, "Send", {"choice": "unknown"})
    through = phone.presses(again, "Send", {"choice": "3"})

    places = [page.of_class("span", "badge")[0] for page in (first, second, back, onward, again)]
    assert places == ["1 of 3", "2 of 3", "1 of 3", "3 of 3", "2 of 3"]
    assert checked(back) == ["1"]
    assert through.title == "You are through"
    assert through.of_class("span", "task-hint") == [
        "1 First steps",
        "3 Systematic and reviewed",
        "don’t know",
    ]


def test_a_closed_round_says_that_the_vote_counts(phone: Phone, workshop: Workshop) -> None:
    opened = a_round(workshop)
    vote(opened, [phone.ticket], "3")
    close_rounds(workshop, [opened])

    page = phone.opens("/workshop")

    assert page.title == "The rating is closed"
    assert "Your vote counts. From here on nobody can tell any more whose it was." in page.text


def test_after_a_silent_set_all_wait_for_the_screen(phone: Phone, workshop: Workshop) -> None:
    close_rounds(workshop, open_rounds(workshop, CRITERIA))

    assert phone.opens("/workshop").title == "The rating is closed"


def test_a_revealed_round_shows_what_the_projector_shows(phone: Phone, workshop: Workshop) -> None:
    clerks, migrants, clubs = people(workshop, 11, 6, 2)
    revealed(workshop, {"2": clerks, "3": migrants, "0": clubs})

    page = phone.opens("/workshop")

    assert page.title == "Knowing the language needs"
    assert "19 of 20 have voted" in page.text
    assert page.table("Median of each group") == [
        ["Administration", "11", "2"],
    ]
    assert (
        "Not shown alone, so that nobody’s vote can be told: Migrants' organisations, Clubs."
    ) in page.text


def test_too_few_votes_show_nothing(phone: Phone, workshop: Workshop) -> None:
    [tickets, *_] = people(workshop, 4)
    revealed(workshop, {"2": tickets[:3], "0": tickets[3:]})

    page = phone.opens("/workshop")

    assert page.attributes("svg") == []
    assert "4 of 5 have voted Nothing is shown: too few votes" in page.text


def agree_on(workshop: Workshop, level: int) -> None:
    """The room settles on a level."""
    settled = Settled(How.AGREED, State.LEVEL, level, reason="Die Liste liegt vor.")
    decide(workshop, FIRST, settled, Basis(round=1, voted=6, present=6), by="desk")
    db.session.commit()


def test_what_was_decided_is_told_with_its_reason(phone: Phone, workshop: Workshop) -> None:
    turn_to(workshop, FIRST)
    agree_on(workshop, 2)

    page = phone.opens("/workshop")

    assert page.of_class("section", "card") == [
        "This was decided 2 Established in parts · Agreed Die Liste liegt vor."
    ]


def test_at_the_end_it_thanks_and_says_what_was_decided(phone: Phone, workshop: Workshop) -> None:
    agree_on(workshop, 2)
    end(workshop, by="desk")

    page = phone.opens("/workshop")

    assert page.title == "Thank you"
    assert page.of_class("li", "task") == [
        "Knowing the language needs 2 Established in parts · Agreed"
    ]
    assert "data-watch" not in page.attributes("main")[0]


def test_at_the_end_of_another_workshop_nothing_is_told(app: Flask, workshop: Workshop) -> None:
    agree_on(workshop, 2)
    end(workshop, by="desk")

    page = a_phone(app, a_running_workshop()).opens("/workshop")

    assert "Established in parts" not in page.html


def test_who_is_removed_is_told_kindly(phone: Phone, workshop: Workshop) -> None:
    seat = seat_of(phone.ticket)
    assert seat
    remove_participant(workshop, seat.sign, by="desk")

    page = phone.opens("/workshop")

    assert page.title == "This phone is no longer in the workshop"
    assert "Please raise your hand or go to whoever moderates." in page.text


def test_after_a_rehearsal_nothing_is_left(phone: Phone, workshop: Workshop) -> None:
    workshop.is_rehearsal = True
    end(workshop, by="desk")

    assert phone.opens("/workshop").title == "This workshop is over"


def test_a_ticket_of_a_workshop_that_is_gone_fits_no_later_one(
    phone: Phone, workshop: Workshop
) -> None:
    discard(workshop, by="desk")
    db.session.commit()
    a_running_workshop()

    assert phone.opens("/workshop").title == "This workshop is over"


def test_a_ticket_without_a_seat_is_asked_for_its_group(app: Flask, workshop: Workshop) -> None:
    phone = a_phone(app, workshop, sits=False)

    assert phone.opens("/workshop").address == "/workshop/group"


def test_with_a_log_in_on_the_same_phone_it_is_nobodys(phone: Phone) -> None:
    page = phone.opens("/workshop")

    assert page.attributes("body")[0]["data-person"] == ""


def test_a_text_without_this_language_is_marked(app: Flask) -> None:
    workshop = a_running_workshop(plan=a_plan(languages=("de", "en")))
    german = a_phone(app, workshop, language="de")
    a_round(workshop)

    page = german.opens("/workshop")

    assert page.attributes("html")[0]["lang"] == "de"
    assert page.title == "Wissen wir, welche Sprachen die Menschen sprechen, die neu zu uns ziehen?"


def test_a_second_revealed_round_takes_the_place_of_the_first(
    phone: Phone, workshop: Workshop
) -> None:
    [tickets, *_] = people(workshop, 6)
    revealed(workshop, {"0": tickets})
    second = a_round(workshop)
    vote(second, tickets, "3")
    close_rounds(workshop, [second])
    reveal(workshop, [second])

    assert "most often “Systematic and reviewed” (level 3)" in phone.opens("/workshop").text

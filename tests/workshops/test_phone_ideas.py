"""Ideas and dots from phones."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.workshops.ballot_models import IdeaDot
from app.workshops.ideas import (
    IDEAS_PER_PERSON,
    give_dots,
    ideas_of,
    show_idea,
    turn_ideas_to,
    write_idea,
)
from app.workshops.joining import seat_of
from app.workshops.models import Idea, IdeaPhase, IdeaState, Workshop
from app.workshops.rounds import turn_to
from app.workshops.tickets import Ticket
from tests.visitor import Page
from tests.workshops.phones import Phone
from tests.workshops.rooms import (
    FIRST,
    people,
)


def checked(page: Page) -> list[str]:
    return [one["value"] for one in page.attributes("input") if "checked" in one]


def messages(page: Page) -> str:
    return page.of_class("div", "messages")[0]


def collecting(workshop: Workshop, phones: int = 10) -> list[Ticket]:
    [tickets, *_] = people(workshop, phones)
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)
    db.session.commit()
    return tickets


def ideas() -> list[tuple[str, str | None]]:
    return [(one.text, one.criterion_key) for one in db.session.scalars(select(Idea))]


def test_an_idea_goes_to_the_moderator_first(phone: Phone, workshop: Workshop) -> None:
    turn_to(workshop, FIRST)
    collecting(workshop)

    sent = phone.presses(phone.opens("/workshop"), "Send", {"idea": " Schilder  "})

    assert "Sent. Whoever moderates reads it before everybody sees it." in messages(sent)
    assert ideas() == [("Schilder", FIRST)]
    assert "Schilder" not in sent.text
    assert "You can send 9 more." in sent.text


def test_an_idea_may_be_about_something_else(phone: Phone, workshop: Workshop) -> None:
    turn_to(workshop, FIRST)
    collecting(workshop)

    phone.posts("/workshop/ideas", {"idea": "Ein Fest", "about": ""})
    phone.posts("/workshop/ideas", {"idea": "Noch ein Fest", "about": "no_such_criterion"})

    assert sorted(ideas()) == [("Ein Fest", None), ("Noch ein Fest", None)]


def test_ideas_that_everybody_may_see_are_shown(phone: Phone, workshop: Workshop) -> None:
    collecting(workshop)
    shown = write_idea(workshop, text="Gesehen", criterion_key=None)
    hidden = write_idea(workshop, text="Verborgen", criterion_key=None)
    show_idea(workshop, hidden, state=IdeaState.HIDDEN)

    page = phone.opens("/workshop")

    assert page.of_class("ul", "ideas") == [shown.text]


def test_below_ten_people_ideas_are_said_aloud(phone: Phone, workshop: Workshop) -> None:
    collecting(workshop, 8)

    page = phone.opens("/workshop")
    refused = phone.posts("/workshop/ideas", {"idea": "Mein Text"}, status=422)

    assert "Please say your idea aloud." in page.text
    assert page.every("textarea") == []
    assert "Fewer than ten people are here" in refused.text
    assert refused.fields["idea"] == "Mein Text"


@pytest.mark.parametrize(
    ("idea", "problem"),
    [
        ("", "Please write down your idea first."),
        ("x" * 1001, "At most 1000 characters. Your text is still here."),
    ],
)
def test_an_idea_that_is_none_stays_on_the_page(
    phone: Phone, workshop: Workshop, idea: str, problem: str
) -> None:
    collecting(workshop)

    page = phone.posts("/workshop/ideas", {"idea": idea}, status=422)

    assert problem in page.text
    assert page.fields["idea"] == idea
    assert ideas() == []


def test_an_idea_that_comes_too_late_is_not_lost(phone: Phone, workshop: Workshop) -> None:
    collecting(workshop)
    page = phone.opens("/workshop")
    turn_ideas_to(workshop, IdeaPhase.NOT_YET)

    late = phone.presses(page, "Send", {"idea": "Zu spät"}, status=422)

    assert "Ideas are not collected at the moment. Your text is still here." in late.text
    assert late.fields["idea"] == "Zu spät"


def test_nobody_floods_the_wall(phone: Phone, workshop: Workshop) -> None:
    collecting(workshop)
    for number in range(IDEAS_PER_PERSON):
        phone.posts("/workshop/ideas", {"idea": f"Idee {number}"})

    page = phone.posts("/workshop/ideas", {"idea": "Noch eine"}, status=422)

    assert "You have sent as many ideas as one person may." in page.text
    assert len(ideas()) == IDEAS_PER_PERSON


def dotting(workshop: Workshop, ideas: int = 4) -> list[Idea]:
    written = [
        write_idea(workshop, text=f"Idee {number}", criterion_key=None) for number in range(ideas)
    ]
    turn_ideas_to(workshop, IdeaPhase.DOTTING)
    db.session.commit()
    return written


def test_dots_are_kept_and_can_be_moved(phone: Phone, workshop: Workshop) -> None:
    first, second, third, _ = dotting(workshop)

    sent = phone.posts("/workshop/dots", {"idea": [first.id, second.id]})
    moved = phone.posts("/workshop/dots", {"idea": [third.id]})

    assert "Sent: 2 dots." in messages(sent)
    assert sorted(checked(sent)) == sorted([str(first.id), str(second.id)])
    assert checked(moved) == [str(third.id)]
    assert db.session.scalar(select(func.count()).select_from(IdeaDot)) == 1


def test_a_fourth_dot_is_one_too_many(phone: Phone, workshop: Workshop) -> None:
    every = dotting(workshop)

    page = phone.posts("/workshop/dots", {"idea": [one.id for one in every]}, status=422)

    assert "Please give at most 3 dots." in page.text
    assert sorted(checked(page)) == sorted(str(one.id) for one in every)
    assert db.session.scalar(select(func.count()).select_from(IdeaDot)) == 0


@pytest.mark.parametrize("idea", ["", "x", "999999999", "-1", "9" * 40])
def test_a_dot_for_nothing_is_no_dot(phone: Phone, workshop: Workshop, idea: str) -> None:
    dotting(workshop)

    page = phone.posts("/workshop/dots", {"idea": [idea]})

    assert "Sent: 0 dots." in messages(page)


def test_dots_that_come_too_late_are_told(phone: Phone, workshop: Workshop) -> None:
    first, *_ = dotting(workshop)
    turn_ideas_to(workshop, IdeaPhase.DONE)

    page = phone.posts("/workshop/dots", {"idea": [first.id]})

    assert "Giving dots is over." in messages(page)


@pytest.mark.parametrize(("people_with_dots", "badges"), [(5, ["5 dots", "0 dots"]), (4, [])])
def test_dots_are_told_from_five_people_on(
    phone: Phone, workshop: Workshop, people_with_dots: int, badges: list[str]
) -> None:
    [tickets, *_] = people(workshop, people_with_dots)
    first, *_ = dotting(workshop, 2)
    for ticket in tickets:
        seat = seat_of(ticket)
        assert seat
        give_dots(workshop, seat, [first.id])

    turn_ideas_to(workshop, IdeaPhase.DONE)
    page = phone.opens("/workshop")

    assert page.title == "The ideas of this room"
    assert page.of_class("span", "badge") == badges
    assert len(ideas_of(workshop)) == 2

"""Ideas: nobody's by name, seen once the moderator shows them, counted when dots are closed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.measures.models import MeasureSource
from app.measures.queries import measures_of
from app.workshops.ballot_models import IdeaDot
from app.workshops.ideas import (
    DOTS_PER_PERSON,
    IDEAS_PER_PERSON,
    EnoughIdeas,
    NoIdeasNow,
    TooFewForIdeas,
    dots_of,
    give_dots,
    ideas_of,
    merge_ideas,
    offer_idea,
    people_with_dots,
    turn_ideas_to,
    write_idea,
)
from app.workshops.joining import Seat, seat_of
from app.workshops.models import Idea, IdeaPhase, IdeaState, Workshop
from app.workshops.tickets import Ticket
from tests.visitor import Visitor
from tests.workshops.rooms import FIRST, a_running_workshop, people


def seat(ticket: Ticket) -> Seat:
    found = seat_of(ticket)
    assert found
    return found


def a_room(*sizes: int) -> tuple[Workshop, list[Seat]]:
    workshop = a_running_workshop()
    seats = [seat(ticket) for tickets in people(workshop, *sizes) for ticket in tickets]
    return workshop, seats


def ideas_page(workshop: Workshop) -> str:
    return f"/municipalities/{workshop.municipality.key}/workshops/{workshop.id}/ideas"


def offered(workshop: Workshop, seat: Seat, text: str) -> Idea:
    offer_idea(workshop, seat, text=text, criterion_key=FIRST)
    return next(one for one in ideas_of(workshop) if one.text == text)


def test_below_ten_people_a_text_would_tell_whose_it_is(app: Flask) -> None:
    workshop, seats = a_room(6, 3)
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)

    with pytest.raises(TooFewForIdeas):
        offer_idea(workshop, seats[0], text="Lotsen", criterion_key=None)


def test_ideas_are_taken_while_they_are_collected_and_ten_of_one_phone(app: Flask) -> None:
    workshop, seats = a_room(6, 4)
    with pytest.raises(NoIdeasNow):
        offer_idea(workshop, seats[0], text="zu früh", criterion_key=None)
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)
    for number in range(IDEAS_PER_PERSON):
        offer_idea(workshop, seats[0], text=f"Idee {number}", criterion_key=None)

    with pytest.raises(EnoughIdeas):
        offer_idea(workshop, seats[0], text="eine mehr", criterion_key=None)
    assert len(ideas_of(workshop, states=[IdeaState.OFFERED])) == IDEAS_PER_PERSON


def test_a_flood_of_ideas_is_looked_through_fifty_at_a_time(reader: Visitor) -> None:
    workshop, seats = a_room(6, 4)
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)
    for number in range(60):
        offer_idea(workshop, seats[number % 10], text=f"Idee {number}", criterion_key=None)
    db.session.commit()

    page = reader.opens(ideas_page(workshop))

    assert len(page.of_class("span", "task-title")) == 50
    assert "10 more follow when these are looked through." in page.texts("p")


def test_merged_ideas_keep_each_phones_dot_once(app: Flask) -> None:
    workshop, seats = a_room(6, 4)
    lots, guides, cafe = (
        write_idea(workshop, text=text, criterion_key=None)
        for text in ("Lotsen", "Lotsinnen und Lotsen", "Café")
    )
    turn_ideas_to(workshop, IdeaPhase.DOTTING)
    for one in seats[:6]:
        give_dots(workshop, one, [lots.id, guides.id])
    give_dots(workshop, seats[7], [guides.id, cafe.id])

    merge_ideas(workshop, guides, into=lots)
    turn_ideas_to(workshop, IdeaPhase.DONE)
    db.session.commit()

    assert [(one.text, one.dots) for one in ideas_of(workshop)] == [("Lotsen", 7), ("Café", 1)]
    assert workshop.current_criterion is None
    assert db.session.scalar(select(func.count()).select_from(IdeaDot)) == 0


def test_dots_sent_again_take_the_place_of_earlier_ones_and_three_count(app: Flask) -> None:
    workshop, seats = a_room(6, 4)
    ideas = [write_idea(workshop, text=f"Idee {n}", criterion_key=None) for n in range(5)]
    turn_ideas_to(workshop, IdeaPhase.DOTTING)

    for _retry in range(3):
        given = give_dots(workshop, seats[0], [one.id for one in ideas])
    assert given == DOTS_PER_PERSON
    give_dots(workshop, seats[0], [ideas[4].id, 999])
    assert (dots_of(seats[0]), people_with_dots(workshop)) == ({ideas[4].id}, 1)


def test_dots_of_fewer_than_five_are_shown_to_nobody(app: Flask) -> None:
    workshop, seats = a_room(6, 4)
    idea = write_idea(workshop, text="Lotsen", criterion_key=None)
    turn_ideas_to(workshop, IdeaPhase.DOTTING)
    for one in seats[:4]:
        give_dots(workshop, one, [idea.id])

    turn_ideas_to(workshop, IdeaPhase.DONE)
    db.session.commit()

    assert [one.dots for one in ideas_of(workshop)] == [0]


def test_what_is_not_shown_gets_no_dot(app: Flask) -> None:
    workshop, seats = a_room(6, 4)
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)
    hidden = offered(workshop, seats[0], "Name und Adresse")
    turn_ideas_to(workshop, IdeaPhase.DOTTING)

    assert give_dots(workshop, seats[1], [hidden.id]) == 0


def test_an_idea_goes_over_the_wall_into_the_drafts(app: Flask) -> None:
    workshop, seats = a_room(6, 4)
    place = workshop.municipality
    visitor = Visitor(app, language="en")
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)
    idea = offered(workshop, seats[0], "Sprachlotsen für das Rathaus")
    db.session.commit()

    page = visitor.opens(ideas_page(workshop))
    page = visitor.presses(page, "Show to everybody – Sprachlotsen für das Rathaus")
    page = visitor.presses(page, "Make it a measure – Sprachlotsen für das Rathaus")

    [draft] = measures_of(place)
    criteria = [effect.criterion_key for effect in draft.effects]
    assert (draft.title, criteria, draft.source) == (
        "Sprachlotsen für das Rathaus",
        [FIRST],
        MeasureSource.IDEA,
    )
    db.session.refresh(idea)
    assert (idea.state, idea.became_measure) == (IdeaState.SHOWN, True)
    drafts = visitor.opens(f"/municipalities/{place.key}/measures")
    assert "Sprachlotsen für das Rathaus" in dict(drafts.links)


def test_a_rehearsal_makes_no_draft(app: Flask) -> None:
    workshop, _ = a_room(6, 4)
    workshop.is_rehearsal = True
    write_idea(workshop, text="Lotsen", criterion_key=None)
    db.session.commit()
    visitor = Visitor(app, language="en")

    visitor.presses(visitor.opens(ideas_page(workshop)), "Make it a measure – Lotsen")

    assert measures_of(workshop.municipality) == []

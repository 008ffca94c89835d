"""Invented people do what phones do, only where nothing real is decided, and never too many."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.workshops.ideas import ideas_of, turn_ideas_to, write_idea
from app.workshops.models import IdeaPhase, IdeaState, Workshop
from app.workshops.queries import people_in, votes_in
from app.workshops.rounds import close_rounds, reveal
from app.workshops.simulating import MOST_PEOPLE, Crowd, Done, OnlyForPractice, go_on
from tests.workshops.rooms import a_round, a_running_workshop


def a_rehearsal() -> Workshop:
    workshop = a_running_workshop()
    workshop.is_rehearsal = True
    db.session.commit()
    return workshop


def test_they_join_and_vote_once_however_often_they_are_asked(app: Flask) -> None:
    workshop = a_rehearsal()
    opened = a_round(workshop)
    crowd = Crowd(workshop.id, 40)

    assert go_on(workshop, crowd) == Done(joined=40, voted=40)
    assert go_on(workshop, Crowd(workshop.id, 40)) == Done()
    assert (people_in(workshop), votes_in([opened])) == (40, {opened.id: 40})


def test_they_come_back_for_the_second_round(app: Flask) -> None:
    workshop = a_rehearsal()
    first = a_round(workshop)
    crowd = Crowd(workshop.id, 20)
    go_on(workshop, crowd)
    close_rounds(workshop, [first])
    reveal(workshop, [first])
    second = a_round(workshop)

    assert go_on(workshop, crowd) == Done(voted=20)
    assert votes_in([second]) == {second.id: 20}


def test_some_have_an_idea_and_all_give_dots(app: Flask) -> None:
    workshop = a_rehearsal()
    crowd = Crowd(workshop.id, 12)
    go_on(workshop, crowd)
    turn_ideas_to(workshop, IdeaPhase.COLLECTING)

    assert go_on(workshop, crowd) == Done(ideas=8)
    assert len(ideas_of(workshop, states=[IdeaState.OFFERED])) == 8
    write_idea(workshop, text="Flyer", criterion_key=None)
    turn_ideas_to(workshop, IdeaPhase.DOTTING)
    assert go_on(workshop, crowd) == Done(dots=12)


def test_they_stay_away_from_what_is_real(app: Flask) -> None:
    workshop = a_running_workshop()

    with pytest.raises(OnlyForPractice):
        go_on(workshop, Crowd(workshop.id))
    workshop.municipality.is_example = True
    assert go_on(workshop, Crowd(workshop.id, 5)).joined == 5


def test_there_are_never_more_than_sixty(app: Flask) -> None:
    workshop = a_rehearsal()

    go_on(workshop, Crowd(workshop.id, 10_000))

    assert people_in(workshop) == MOST_PEOPLE

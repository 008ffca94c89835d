"""A room full of phones, in small: nothing fails, nothing is lost, and each counts once."""

from __future__ import annotations

import threading

import pytest

from app.extensions import db
from app.workshops.queries import votes_in
from app.workshops.rounds import close_rounds
from app.workshops.voting import RoundIsOver, find_ballot, keep_choice
from tests.reliability.experiments import join_together, kill_in_mid_round, rate_together
from tests.reliability.ground import BOTH, SQLITE, Ground
from tests.reliability.room import Counted
from tests.reliability.workshop_kill import ROUNDS
from tests.workshops.rooms import FIRST, a_round, a_running_workshop, criterion, people


@pytest.mark.parametrize("engine", BOTH)
def test_a_room_that_votes_at_once_is_heard(ground: Ground, engine: str) -> None:
    (figures,) = rate_together(ground, engine)

    assert (figures.errors, figures.looks_failed) == (0, 0)
    assert figures.counted == Counted(lost=0, doubled=0, miscounted=0, still_open=1)
    assert len(figures.lasted) == ground.profile.rushes[0].phones
    # Otherwise nobody looked meanwhile, and nothing is shown.
    assert figures.looks > 0


def test_a_room_behind_one_address_comes_in(ground: Ground) -> None:
    figures = join_together(ground, SQLITE)

    assert (figures.errors, figures.too_many) == (0, 0)
    assert figures.seated == ground.profile.people


@pytest.mark.parametrize("engine", BOTH)
def test_a_killed_server_has_kept_every_vote_and_everybody_goes_on(
    ground: Ground, engine: str
) -> None:
    figures = kill_in_mid_round(ground, engine)

    assert figures.counted == Counted(lost=0, doubled=0, miscounted=0, still_open=ROUNDS)
    assert figures.refused == 0
    assert figures.acknowledged >= ground.profile.acknowledged
    # Otherwise nobody was in the middle of anything.
    assert figures.broken > 0


@pytest.mark.parametrize("engine", BOTH)
def test_a_vote_that_meets_a_round_being_closed_waits_and_is_refused(
    ground: Ground, engine: str
) -> None:
    heard: list[type[Exception] | None] = []
    with ground.application(engine) as app:
        workshop = a_running_workshop()
        ((ticket,),) = people(workshop, 1)
        opened = a_round(workshop)
        ballot = find_ballot(ticket, FIRST, number=opened.number)
        db.session.commit()

        def vote() -> None:
            with app.app_context():
                try:
                    keep_choice(ballot, criterion(), choice="2")
                    heard.append(None)
                except RoundIsOver:
                    heard.append(RoundIsOver)
                db.session.commit()

        close_rounds(workshop, [opened])
        voting = threading.Thread(target=vote)
        voting.start()
        voting.join(0.3)
        has_waited = voting.is_alive()
        db.session.commit()
        voting.join()

        assert has_waited
        assert heard == [RoundIsOver]
        assert votes_in([opened]) == {opened.id: 0}

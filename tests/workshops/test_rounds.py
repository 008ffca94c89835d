"""A round: one vote per phone, secret until the reveal, and then nobody's."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from app.extensions import Model, db
from app.workshops.ballot_models import (
    HasVoted,
    Participant,
    Round,
    RoundState,
    StoredTally,
    Vote,
)
from app.workshops.ending import end
from app.workshops.joining import (
    HasVotedAlready,
    NoMoreJoining,
    Removed,
    RoomIsFull,
    remove_participant,
    seat_of,
    set_lock,
    signs_by_group,
    take_seat,
)
from app.workshops.models import Workshop
from app.workshops.queries import NotRevealed, groups_of, people_in, results_of, votes_in
from app.workshops.rounds import (
    TooManyVotes,
    close_rounds,
    enter_paper,
    open_rounds,
    paper_by_group,
    phones_by_group,
    reveal,
)
from app.workshops.standing import standing_of
from app.workshops.tickets import new_ticket
from app.workshops.voting import (
    NoSuchChoice,
    NotInTheRoom,
    RoundIsOver,
    cast_vote,
    find_ballot,
    keep_choice,
    own_choices,
)
from tests.meanwhile import LONG_ENOUGH
from tests.workshops.rooms import (
    FIRST,
    a_round,
    a_running_workshop,
    a_workshop,
    criterion,
    people,
    revealed,
    vote,
)


def rows(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_phone_votes_three_times_and_has_one_vote_the_last(app: Flask) -> None:
    workshop = a_running_workshop()
    [[ticket], *_] = people(workshop, 1)
    opened = a_round(workshop)

    for choice in ("1", "3", "2"):
        vote(opened, [ticket], choice)

    seat = seat_of(ticket)
    assert seat
    assert own_choices(seat.participant_id, [opened.id]) == {opened.id: "2"}
    assert votes_in([opened]) == {opened.id: 1}


def test_before_the_reveal_there_is_no_result(app: Flask) -> None:
    workshop = a_running_workshop()
    [tickets, *_] = people(workshop, 6)
    opened = a_round(workshop)
    vote(opened, tickets, "3")

    for _state in ("open", "closed"):
        with pytest.raises(NotRevealed):
            results_of([opened], {}, groups=groups_of(workshop), threshold=5)
        close_rounds(workshop, [opened])


def test_closing_separates_votes_from_people_for_good(app: Flask) -> None:
    workshop = a_running_workshop()
    [clerks, migrants, *_] = people(workshop, 3, 2)
    opened = a_round(workshop)
    vote(opened, clerks, "3")
    vote(opened, migrants, "unknown")

    close_rounds(workshop, [opened])
    db.session.commit()

    first, second, _ = groups_of(workshop)
    tallies = db.session.execute(
        select(StoredTally.group_id, StoredTally.choice, StoredTally.by_phone)
    )
    assert {tuple(row) for row in tallies} == {(first.id, "3", 3), (second.id, "unknown", 2)}
    assert (rows(Vote), rows(HasVoted)) == (0, 5)


def test_a_late_vote_is_told_and_goes_to_the_next_round(app: Flask) -> None:
    workshop = a_running_workshop()
    [[early, late], *_] = people(workshop, 2)
    first = revealed(workshop, {"1": [early]})

    with pytest.raises(RoundIsOver):
        cast_vote(late, criterion(), number=first.number, choice="3")
    second = a_round(workshop)
    vote(second, [early, late], "2")

    assert (second.number, votes_in([first, second])) == (2, {first.id: 1, second.id: 2})


def test_a_closed_round_is_never_opened_again(app: Flask) -> None:
    workshop = a_running_workshop()
    opened = a_round(workshop)
    close_rounds(workshop, [opened])

    assert open_rounds(workshop, [FIRST]) == []
    reveal(workshop, [opened])
    (second,) = open_rounds(workshop, [FIRST])
    assert (opened.state, second.number) == (RoundState.REVEALED, 2)


def test_five_rounds_are_kept_each_with_its_own_number_of_votes(app: Flask) -> None:
    workshop = a_running_workshop()
    [tickets, *_] = people(workshop, 6)
    for size in range(2, 7):
        revealed(workshop, {"2": tickets[:size]})

    found = db.session.scalars(select(Round).order_by(Round.number)).all()
    assert [(one.number, one.voted, one.present) for one in found] == [
        (1, 2, 6),
        (2, 3, 6),
        (3, 4, 6),
        (4, 5, 6),
        (5, 6, 6),
    ]


@pytest.mark.parametrize("choice", ["5", "-1", "", "level", "0x1", "2.0", "١"])
def test_what_the_scale_does_not_have_is_no_vote(app: Flask, choice: str) -> None:
    workshop = a_running_workshop()
    [[ticket], *_] = people(workshop, 1)
    opened = a_round(workshop)

    with pytest.raises(NoSuchChoice):
        cast_vote(ticket, criterion(), number=opened.number, choice=choice)


def test_a_ticket_of_another_room_does_not_vote_here(app: Flask) -> None:
    here, elsewhere = a_running_workshop(), a_running_workshop()
    [[ticket], *_] = people(elsewhere, 1)
    opened = a_round(here)

    with pytest.raises(NotInTheRoom):
        cast_vote(ticket, criterion(), number=opened.number, choice="1")


def test_joining_twice_with_one_phone_is_once(app: Flask) -> None:
    workshop = a_running_workshop()
    ticket = new_ticket(workshop.id)
    first, second, _ = groups_of(workshop)

    seats = [take_seat(workshop, ticket, group_id=first.id) for _ in range(3)]

    assert len(set(seats)) == 1
    assert take_seat(workshop, ticket, group_id=second.id).group_id == second.id
    assert people_in(workshop) == 1


def test_who_has_voted_stays_in_the_group(app: Flask) -> None:
    workshop = a_running_workshop()
    [[ticket], *_] = people(workshop, 1)
    revealed(workshop, {"1": [ticket]})

    with pytest.raises(HasVotedAlready):
        take_seat(workshop, ticket, group_id=groups_of(workshop)[1].id)


def test_a_locked_and_a_full_room_let_nobody_in_and_everybody_stay(app: Flask) -> None:
    workshop = a_running_workshop()
    group = groups_of(workshop)[0]
    [[ticket], *_] = people(workshop, 1)
    set_lock(workshop, is_locked=True)
    with pytest.raises(NoMoreJoining):
        take_seat(workshop, new_ticket(workshop.id), group_id=group.id)
    set_lock(workshop, is_locked=False)
    workshop.most_participants = 1
    with pytest.raises(RoomIsFull):
        take_seat(workshop, new_ticket(workshop.id), group_id=group.id)
    assert take_seat(workshop, ticket, group_id=group.id) == seat_of(ticket)


def test_a_removed_phone_takes_its_open_votes_along_and_does_not_come_back(app: Flask) -> None:
    workshop = a_running_workshop()
    [[honest, flooding], *_] = people(workshop, 2)
    opened = a_round(workshop)
    vote(opened, [honest, flooding], "3")
    seat = seat_of(flooding)
    assert seat

    assert remove_participant(workshop, seat.sign, by="desk")

    assert (votes_in([opened]), people_in(workshop)) == ({opened.id: 1}, 1)
    assert sum(map(len, signs_by_group(workshop).values())) == 1
    with pytest.raises(Removed):
        seat_of(flooding)


def test_a_vote_on_its_way_goes_with_the_phone_that_is_removed(app: Flask) -> None:
    workshop = a_running_workshop()
    [[flooding], *_] = people(workshop, 1)
    opened, seat, number = a_round(workshop), seat_of(flooding), workshop.id
    assert seat
    db.session.commit()
    found = threading.Event()

    def remove() -> None:
        with app.app_context():
            found.wait()
            remove_participant(db.session.get_one(Workshop, number), seat.sign, by="desk")
            db.session.commit()

    removing = threading.Thread(target=remove)
    removing.start()
    ballot = find_ballot(flooding, FIRST, number=opened.number)
    keep_choice(ballot, criterion(), choice="3")
    found.set()
    time.sleep(LONG_ENOUGH)
    db.session.commit()
    removing.join()

    assert votes_in([opened]) == {opened.id: 0}


def test_paper_takes_the_place_of_what_was_entered_before(app: Flask) -> None:
    workshop = a_running_workshop()
    [clerks, *_] = people(workshop, 2)
    group = groups_of(workshop)[0]
    opened = a_round(workshop)
    vote(opened, clerks, "2")

    def enter(**counts: int) -> None:
        phones = phones_by_group(opened).get(group.id, 0)
        choices = {choice.removeprefix("level"): count for choice, count in counts.items()}
        enter_paper(workshop, opened, group_id=group.id, counts=choices, phones=phones, heads=8)

    enter(level1=3, level2=1)
    enter(level2=4)
    assert (paper_by_group(opened), votes_in([opened])) == ({group.id: 4}, {opened.id: 6})
    with pytest.raises(TooManyVotes):
        enter(level2=7)
    close_rounds(workshop, [opened])
    enter(level2=5)
    assert votes_in([opened]) == {opened.id: 7}


def test_who_was_there_stays_and_phones_are_forgotten_when_it_ends(app: Flask) -> None:
    workshop = a_running_workshop()
    [clerks, migrants, _clubs] = people(workshop, 4, 3, 2)
    revealed(workshop, {"1": clerks[:2], "3": migrants})
    a_round(workshop)

    end(workshop, by="desk")
    db.session.commit()

    counts = [(group.invited, group.present, group.voted) for group in groups_of(workshop)]
    assert counts == [(10, 4, 2), (8, 3, 3), (6, 2, 0)]
    assert [rows(table) for table in (Participant, Vote, HasVoted, Round)] == [0, 0, 0, 1]
    assert (workshop.code, workshop.secret) == (None, None)


def test_a_rehearsal_goes_with_everything_in_it(app: Flask) -> None:
    workshop = a_running_workshop()
    workshop.is_rehearsal = True
    [clerks, *_] = people(workshop, 4)
    revealed(workshop, {"1": clerks})

    end(workshop, by="desk")
    db.session.commit()

    tables = (Workshop, Participant, Round, StoredTally, HasVoted)
    assert [rows(table) for table in tables] == [0, 0, 0, 0, 0]


def test_counts_of_people_are_all_that_is_told_while_a_round_runs(app: Flask) -> None:
    workshop = a_running_workshop()
    [clerks, migrants, *_] = people(workshop, 4, 2)
    opened = a_round(workshop)
    vote(opened, clerks[:3], "0")

    standing = standing_of(workshop)

    assert (standing.joined, standing.voted, standing.present) == (6, 3, 6)
    vote(opened, [*clerks[:2], migrants[0]], "3")
    assert standing_of(workshop).voted == 4


def test_no_table_of_votes_knows_a_time_an_address_or_a_token(app: Flask) -> None:
    a_workshop()
    columns = {
        table: {column["name"] for column in inspect(db.engine).get_columns(table)}
        for table in (
            "workshop_vote",
            "workshop_has_voted",
            "workshop_tally",
            "workshop_dot",
            "workshop_participant",
            "workshop_idea",
        )
    }

    assert columns == {
        "workshop_vote": {"round_id", "participant_id", "choice"},
        "workshop_has_voted": {"round_id", "participant_id"},
        "workshop_tally": {"round_id", "group_id", "choice", "by_phone", "on_paper"},
        "workshop_dot": {"idea_id", "participant_id"},
        "workshop_participant": {
            "id",
            "workshop_id",
            "token_hash",
            "group_id",
            "sign",
            "ideas",
            "is_removed",
        },
        "workshop_idea": {
            "id",
            "workshop_id",
            "criterion_key",
            "text",
            "state",
            "merged_into",
            "dots",
            "became_measure",
        },
    }

"""A workshop as it goes on: whoever looks, as often as they like, never learns of a few.

Ten thousand random sequences of joining, voting, changing a vote, paper, closing, revealing and
looking are held against what a curious person with all paper ballots in hand could compute.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.disclosure import Disclosed, GroupVotes, disclose
from app.domain.tally import Tally, empty_tally
from tests.domain.ballots import given_away

SEQUENCES = 10_000
STEPS = 20
PARTS = 4

Crowd = tuple[int, str, int]
"""So many people, of this group, who choose this."""

GROUPS = ("administration", "associations", "newcomers")
NOBODY = empty_tally(3)
UNKNOWN, NOT_APPLICABLE = 3, 4
# The first three are positions on the scale.
EVERY_CHOICE = (0, 1, 2, UNKNOWN, NOT_APPLICABLE)
EVERY_CROWD = [*product((1, 2, 4, 5, 6, 10), GROUPS, (0, 1, 2, 0, 1, 2, UNKNOWN, NOT_APPLICABLE))]

CHOICES = st.sampled_from(EVERY_CHOICE)
CROWDS = st.sampled_from(EVERY_CROWD)
SEATS = st.integers(0, 60)
THRESHOLDS = st.integers(5, 7)


def counted(choices: Iterable[int]) -> Tally:
    said = list(choices)
    levels = tuple(said.count(position) for position in range(3))
    return Tally(levels, unknown=said.count(UNKNOWN), not_applicable=said.count(NOT_APPLICABLE))


@dataclass
class Ballot:
    """One round. Who chose what is known until it is closed; then there are only tallies."""

    by_seat: dict[int, int] = field(default_factory=dict)
    phone: dict[str, Tally] = field(default_factory=dict)
    paper: dict[str, Tally] = field(default_factory=dict)
    is_open: bool = True
    is_revealed: bool = False
    looks_before: list[Disclosed] = field(default_factory=list)
    looks: list[Disclosed] = field(default_factory=list)
    """Since the reveal."""

    @property
    def votes(self) -> tuple[GroupVotes, ...]:
        return tuple(
            GroupVotes(key, self.phone.get(key, NOBODY), self.paper.get(key, NOBODY))
            for key in GROUPS
        )

    @property
    def voted(self) -> int:
        tallies = (*self.phone.values(), *self.paper.values())
        return len(self.by_seat) + sum(tally.people for tally in tallies)


@dataclass
class Room:
    """A workshop at one criterion, by the rules and without pages or tables."""

    threshold: int
    seats: list[str] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=lambda: [Ballot()])
    late: dict[int, int] = field(default_factory=dict)

    @property
    def at_hand(self) -> Ballot:
        return self.ballots[-1]

    def take_in(self, crowd: Crowd) -> None:
        """Some join for a group, and vote at once."""
        people, group, choice = crowd
        for _ in range(people):
            self.seats.append(group)
            self.vote(len(self.seats) - 1, choice)

    def vote(self, seat: int, choice: int) -> None:
        """Vote, or change a vote; what is too late for this round goes to the next."""
        votes = self.at_hand.by_seat if self.at_hand.is_open else self.late
        votes[seat % len(self.seats)] = choice

    def enter_paper(self, crowd: Crowd) -> None:
        """Ballots of a group, in place of what was entered for it before."""
        people, group, choice = crowd
        if not self.at_hand.is_revealed:
            self.at_hand.paper[group] = counted([choice] * people)

    def close(self) -> None:
        ballot = self.at_hand
        if ballot.is_open:
            for key in GROUPS:
                of_group = [
                    said for seat, said in ballot.by_seat.items() if self.seats[seat] == key
                ]
                ballot.phone[key] = counted(of_group)
            ballot.by_seat = {}
            ballot.is_open = False

    def reveal(self) -> None:
        if not self.at_hand.is_open:
            self.at_hand.is_revealed = True

    def open_next(self) -> None:
        if self.at_hand.is_revealed:
            self.ballots.append(Ballot(by_seat=self.late))
            self.late = {}

    def look(self) -> None:
        """Somebody looks at every round there has been."""
        for ballot in self.ballots:
            if ballot.is_revealed:
                ballot.looks.append(disclose(ballot.votes, threshold=self.threshold))
            else:
                ballot.looks_before.append(Disclosed(ballot.voted))


def said_too_much(room: Room) -> list[str]:
    """What is wrong with everything that was ever seen."""
    return [problem for ballot in room.ballots for problem in _problems(ballot, room.threshold)]


def _problems(ballot: Ballot, threshold: int) -> Iterator[str]:
    if any(look != Disclosed(look.voted) for look in ballot.looks_before):
        yield "something was told before the reveal"
    if any(earlier != later for earlier, later in pairwise(ballot.looks)):
        yield "two looks differ"
    for look in ballot.looks[-1:]:
        if given_away(look, ballot.votes, threshold=threshold):
            yield "the votes of a few can be computed"
        if look.voted != ballot.voted:
            yield "a vote was counted twice or lost"


class Workshop(RuleBasedStateMachine):
    """Anything may happen in any order; when something is given away, the shortest way is told."""

    @initialize(threshold=THRESHOLDS, crowds=st.lists(CROWDS, min_size=1, max_size=4))
    def doors_open(self, threshold: int, crowds: list[Crowd]) -> None:
        self.room = Room(threshold)
        for crowd in crowds:
            self.room.take_in(crowd)

    @rule(crowd=CROWDS)
    def some_join_and_vote(self, crowd: Crowd) -> None:
        self.room.take_in(crowd)

    @rule(seat=SEATS, choice=CHOICES)
    def somebody_votes_again(self, seat: int, choice: int) -> None:
        self.room.vote(seat, choice)

    @rule(crowd=CROWDS)
    def paper_is_entered(self, crowd: Crowd) -> None:
        self.room.enter_paper(crowd)

    @rule()
    def the_round_is_closed(self) -> None:
        self.room.close()

    @rule()
    def the_round_is_closed_and_revealed(self) -> None:
        self.room.close()
        self.room.reveal()

    @rule()
    def the_next_round_opens(self) -> None:
        self.room.open_next()

    @rule()
    def somebody_looks(self) -> None:
        self.room.look()

    @invariant()
    def nobody_learns_of_a_few(self) -> None:
        assert said_too_much(self.room) == []


Workshop.TestCase.settings = settings(
    max_examples=400, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyOrderOfThings = Workshop.TestCase


def walk(room: Room, chance: Random) -> Iterator[str]:
    """One random sequence: doors open, twenty things happen, then everybody looks once more."""
    for _ in range(3):
        room.take_in(chance.choice(EVERY_CROWD))
    yield "doors open"
    for _ in range(STEPS):
        steps = {
            "some join": lambda: room.take_in(chance.choice(EVERY_CROWD)),
            "a vote": lambda: room.vote(chance.randrange(60), chance.choice(EVERY_CHOICE)),
            "paper": lambda: room.enter_paper(chance.choice(EVERY_CROWD)),
            "closed": room.close,
            "revealed": room.reveal,
            "next": room.open_next,
            "a look": room.look,
        }
        step = chance.choice([*steps])
        steps[step]()
        yield step
    room.close()
    room.reveal()
    room.look()
    yield "the end"


@pytest.mark.parametrize("part", range(PARTS))
def test_in_ten_thousand_sequences_nobody_learns_of_a_few(part: int) -> None:
    given_away_in = {}

    for seed in range(part * SEQUENCES // PARTS, (part + 1) * SEQUENCES // PARTS):
        chance = Random(seed)
        room = Room(threshold=chance.choice([5, 5, 5, 6, 7]))
        way = [*walk(room, chance)]
        if found := said_too_much(room):
            given_away_in[seed] = (found, way)

    assert given_away_in == {}


def test_the_sequences_reach_what_they_are_about() -> None:
    reached: Counter[str] = Counter()

    for seed in range(500):
        room, chance = Room(threshold=5), Random(seed)
        deque(walk(room, chance), maxlen=0)
        seen = [look for ballot in room.ballots for look in ballot.looks]
        reached["a total"] += any(look.total is not None for look in seen)
        reached["a group beside withheld ones"] += any(x.groups and x.withheld for x in seen)
        reached["every group"] += any(len(x.groups) > 1 and not x.withheld for x in seen)
        reached["a second round"] += len(room.ballots) > 1
        reached["several looks at one round"] += any(len(b.looks) > 2 for b in room.ballots)

    assert min(reached.values()) >= 20, reached

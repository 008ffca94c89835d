"""What a phone shows: exactly one thing at a time, and of votes only its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.assessments.editions import checklist_of_edition
from app.domain.checklist import Checklist, Criterion, Level, ShownText
from app.domain.library import UnknownChecklist
from app.web.checklists import checklists
from app.web.i18n import current_language, shown
from app.workshops.ballot_models import Round, RoundState
from app.workshops.ideas import (
    IDEAS_PER_PERSON,
    dots_of,
    ideas_of,
    may_write_by_phone,
)
from app.workshops.joining import Seat
from app.workshops.models import Decision, Idea, IdeaPhase, IdeaState, Stage, Workshop
from app.workshops.opening import OpenWorkshop, group_words
from app.workshops.phone_results import ResultOnPhone, result_on_phone
from app.workshops.voting import Ballot, NoSuchChoice, own_choices


class Now(StrEnum):
    """What there is to do; each has a template of its name."""

    WAIT = "wait"
    VOTE = "vote"
    THROUGH = "through"
    CLOSED = "closed"
    RESULT = "result"
    COLLECT = "collect"
    DOTS = "dots"
    IDEAS = "ideas"


_IDEAS = {
    IdeaPhase.COLLECTING: Now.COLLECT,
    IdeaPhase.DOTTING: Now.DOTS,
    IdeaPhase.DONE: Now.IDEAS,
}


@dataclass(frozen=True)
class LevelOnBallot:
    """One level to choose, with what it means for this criterion."""

    value: str
    label: ShownText
    meaning: ShownText | None


@dataclass(frozen=True)
class BallotView:
    """One question with its choices, and what this phone has sent so far."""

    key: str
    round: int
    number: str
    title: ShownText
    question: ShownText
    help: ShownText | None
    levels: Sequence[LevelOnBallot]
    may_not_apply: bool
    chosen: str
    place: int
    total: int
    """Which of how many that are open."""
    before: str | None
    after: str | None
    """The criteria beside it among those that are open."""

    @property
    def chosen_level(self) -> LevelOnBallot | None:
        return next((level for level in self.levels if level.value == self.chosen), None)


@dataclass(frozen=True)
class OnPhone:
    """The room as somebody in it sees it."""

    room: OpenWorkshop
    seat: Seat

    @property
    def workshop(self) -> Workshop:
        return self.room.workshop

    @cached_property
    def choices(self) -> Mapping[int, str | None]:
        """In which of the latest rounds this phone voted, and what as long as they are open."""
        return own_choices(self.seat.participant_id, [one.id for one in self.room.latest.values()])

    @cached_property
    def group_name(self) -> ShownText:
        return next(
            (group_words(group) for group in self.room.groups if self._speaks_for(group.id)),
            ShownText("", current_language(), is_substitute=False),
        )

    def _speaks_for(self, group_id: int) -> bool:
        return group_id == self.seat.group_id

    @property
    def current(self) -> Criterion | None:
        """What the room is at."""
        key = self.workshop.current_criterion
        return self.room.check.checklist.criteria_by_key.get(key) if key else None

    @property
    def current_round(self) -> Round | None:
        key = self.workshop.current_criterion
        return self.room.latest.get(key) if key else None

    @property
    def result(self) -> ResultOnPhone | None:
        """Of what the room is at."""
        return result_on_phone(self.room, self.workshop.current_criterion or "")

    @property
    def decision(self) -> Decision | None:
        """About what the room is at."""
        return self.room.standing_decision(self.workshop.current_criterion or "")

    @property
    def has_begun(self) -> bool:
        return self.workshop.stage is Stage.RUNNING

    def now(self, wanted: str = "") -> Now:
        """The one thing to show; `wanted` is the criterion that somebody leafed to."""
        if self.room.open_rounds:
            return Now.VOTE if self.round_to_rate(wanted) else Now.THROUGH
        phase = self.workshop.idea_phase
        if phase in (IdeaPhase.COLLECTING, IdeaPhase.DOTTING):
            return _IDEAS[phase]
        if self._waits_for_reveal:
            return Now.CLOSED
        if self.current_round or self.decision:
            return Now.RESULT
        return _IDEAS.get(phase, Now.WAIT)

    @property
    def _waits_for_reveal(self) -> bool:
        """The room looks at a round that is closed; or it looks at none, and some are."""
        if self.current_round:
            return self.current_round.state is RoundState.CLOSED
        states = {one.state for one in self.room.latest.values()}
        return self.current is None and RoundState.CLOSED in states

    def round_to_rate(self, wanted: str = "") -> Round | None:
        """The open round that was asked for, the only one, or the next without a vote."""
        rounds = self.room.open_rounds
        asked = next((one for one in rounds if one.criterion_key == wanted), None)
        if asked or len(rounds) == 1:
            return asked or rounds[0]
        return next((one for one in rounds if one.id not in self.choices), None)

    def ballot(self, wanted: str = "") -> BallotView | None:
        """The question to rate now."""
        found = self.round_to_rate(wanted)
        if found is None:
            return None
        criterion = self.room.criterion(found.criterion_key)
        keys = [one.criterion_key for one in self.room.open_rounds]
        place = keys.index(criterion.key)
        return BallotView(
            key=criterion.key,
            round=found.number,
            number=self.room.number(criterion.key),
            title=shown(criterion.title),
            question=shown(criterion.question),
            help=shown(criterion.help) if criterion.help else None,
            levels=[_on_ballot(criterion, level) for level in criterion.scale.levels],
            may_not_apply=criterion.allows_not_applicable,
            chosen=self.choices.get(found.id) or "",
            place=place + 1,
            total=len(keys),
            before=keys[place - 1] if place else None,
            after=keys[place + 1] if place + 1 < len(keys) else None,
        )

    @cached_property
    def ideas(self) -> Sequence[Idea]:
        """Those that everybody may see; by lot where it would tell too much who likes which."""
        found = ideas_of(self.workshop, states=[IdeaState.SHOWN])
        return found if self.dots_are_told else sorted(found, key=lambda idea: idea.id)

    @cached_property
    def dots_are_told(self) -> bool:
        """Whether so many gave dots that their sums are nobody's."""
        is_over = self.workshop.idea_phase is IdeaPhase.DONE
        # Sums of fewer people than the threshold are thrown away when giving dots ends.
        return is_over and any(idea.dots for idea in ideas_of(self.workshop))

    @cached_property
    def own_dots(self) -> frozenset[int]:
        return dots_of(self.seat)

    @property
    def ideas_left(self) -> int:
        return max(0, IDEAS_PER_PERSON - self.seat.ideas)

    @cached_property
    def may_write(self) -> bool:
        return may_write_by_phone(self.workshop)


def criterion_on(ballot: Ballot, key: str) -> Criterion:
    """The criterion that a ballot is about. Raises NoSuchChoice if the checklist lost it."""
    found = _checklist_of(ballot).criteria_by_key.get(key)
    if found is None:
        raise NoSuchChoice(key)
    return found


def _checklist_of(ballot: Ballot) -> Checklist:
    try:
        return checklists().get(ballot.checklist_key, ballot.checklist_version)
    except UnknownChecklist:
        if ballot.edition_key is None:
            raise NoSuchChoice(ballot.checklist_key) from None
        return checklist_of_edition(ballot.edition_key)


def _on_ballot(criterion: Criterion, level: Level) -> LevelOnBallot:
    meaning = criterion.level_texts.get(level.value) or level.meaning
    return LevelOnBallot(str(level.value), shown(level.label), shown(meaning) if meaning else None)

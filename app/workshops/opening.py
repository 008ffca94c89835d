"""Open the workshop an address names, with its self-check and all of its parts, or answer 404."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, url_for
from flask_babel import lazy_gettext as _l

from app.assessments.opening import OpenAssessment, opened
from app.domain.checklist import Criterion, ShownText
from app.domain.disclosure import Disclosed
from app.municipalities.models import Municipality
from app.web.errors import Refused
from app.web.i18n import current_language
from app.workshops.ballot_models import Round, RoundState
from app.workshops.models import (
    Decision,
    ItemState,
    Stage,
    Workshop,
    WorkshopGroup,
    WorkshopItem,
)
from app.workshops.preparing import GroupPlan
from app.workshops.queries import (
    decisions_of,
    find_workshop,
    groups_of,
    items_of,
    people_in,
    results_of,
    rounds_of,
    votes_in,
)
from app.workshops.steps import stands

WORKSHOPS = "/municipalities/<municipality>/workshops"
WORKSHOP = f"{WORKSHOPS}/<int(max=2147483647):workshop>"


class IsOver(Refused):
    """A workshop that has ended stands as it is."""

    title = _l("This workshop is over")
    advice = _l("Nothing was changed. Its record shows what was decided.")


class HasBegun(Refused):
    """What was planned cannot be planned anew once people have joined."""

    title = _l("People can join this workshop already")
    advice = _l("Nothing was changed. Minutes and agenda can be changed in the console.")


@dataclass(frozen=True)
class OpenWorkshop:
    """A workshop at work; everything about it is read once and only where it is asked for."""

    workshop: Workshop
    check: OpenAssessment

    @property
    def municipality(self) -> Municipality:
        return self.workshop.municipality

    @property
    def is_erased(self) -> bool:
        """Nothing but decisions is kept of it."""
        return self.workshop.stage is Stage.ERASED

    @cached_property
    def groups(self) -> Sequence[WorkshopGroup]:
        return groups_of(self.workshop)

    @cached_property
    def items(self) -> Sequence[WorkshopItem]:
        """The agenda in its order, skipped ones among them; without what is no longer asked."""
        known = self.check.checklist.criteria_by_key
        return [item for item in items_of(self.workshop) if item.criterion_key in known]

    @property
    def planned_items(self) -> list[WorkshopItem]:
        return [item for item in self.items if item.state is ItemState.PLANNED]

    @cached_property
    def rounds(self) -> Sequence[Round]:
        known = self.check.checklist.criteria_by_key
        return [one for one in rounds_of(self.workshop) if one.criterion_key in known]

    @cached_property
    def latest(self) -> Mapping[str, Round]:
        """The newest round of each criterion that has one."""
        return {found.criterion_key: found for found in self.rounds}

    @property
    def open_rounds(self) -> list[Round]:
        """In the order of the agenda."""
        order = {item.criterion_key: item.position for item in self.items}
        found = [one for one in self.latest.values() if one.state is RoundState.OPEN]
        return sorted(found, key=lambda one: order.get(one.criterion_key, len(order)))

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        return decisions_of(self.workshop)

    def standing_decision(self, key: str) -> Decision | None:
        """What was settled on a criterion, unless the room has rated it anew since then."""
        found = self.decisions.get(key)
        return found if found and stands(found, self.latest.get(key)) else None

    @property
    def decided(self) -> list[tuple[Criterion, Decision]]:
        """What was settled or postponed, in the order of the agenda."""
        keys = [item.criterion_key for item in self.items]
        return [(self.criterion(key), self.decisions[key]) for key in keys if key in self.decisions]

    @cached_property
    def people(self) -> int:
        """How many are in by phone."""
        return people_in(self.workshop)

    @cached_property
    def votes(self) -> Mapping[int, int]:
        """How many voted, by the number of the round."""
        return votes_in(self.rounds)

    @cached_property
    def results(self) -> Mapping[int, Disclosed]:
        """What may be shown of every round that is revealed, by its number."""
        revealed = [one for one in self.rounds if one.state is RoundState.REVEALED]
        scales = {key: one.scale for key, one in self.check.checklist.criteria_by_key.items()}
        return results_of(revealed, scales, groups=self.groups, threshold=self.workshop.threshold)

    def rounds_on(self, criterion_key: str) -> list[Round]:
        """The rounds of one criterion, the first one first."""
        return [one for one in self.rounds if one.criterion_key == criterion_key]

    def criterion(self, key: str) -> Criterion:
        return self.check.checklist.criteria_by_key[key]

    def number(self, key: str) -> str:
        """What people call the criterion aloud, such as 2.3."""
        return self.check.checklist.numbers[key]

    def item(self, key: str) -> WorkshopItem | None:
        return next((item for item in self.items if item.criterion_key == key), None)

    def item_or_404(self, key: str) -> WorkshopItem:
        return self.item(key) or abort(404)

    def url(self, endpoint: str, **values: Any) -> str:
        """The address of one of this workshop's pages."""
        return url_for(
            endpoint, municipality=self.municipality.key, workshop=self.workshop.id, **values
        )


def group_words(group: WorkshopGroup | GroupPlan, language: str | None = None) -> ShownText:
    """A group's name in the language of the page, or in the first one that the town gave it."""
    wanted = language or current_language()
    substitute, text = next(iter(group.names.items()), (wanted, ""))
    if wanted in group.names:
        return ShownText(group.names[wanted], wanted, is_substitute=False)
    return ShownText(text, substitute, is_substitute=substitute != wanted)


def name_of_group(group: WorkshopGroup | GroupPlan, language: str | None = None) -> str:
    """The same where its language cannot be told."""
    return group_words(group, language).text


def open_or_404(municipality: str, workshop: int, *, hold: bool = False) -> OpenWorkshop:
    """For moderators: `hold` keeps other moderators waiting until the commit."""
    found = find_workshop(municipality, workshop, hold=hold) or abort(404)
    return OpenWorkshop(found, opened(found.assessment))


def open_to_lead(municipality: str, workshop: int) -> OpenWorkshop:
    """For those who change something, held until the commit. Raises IsOver."""
    room = open_or_404(municipality, workshop, hold=True)
    if room.workshop.is_over:
        raise IsOver
    return room

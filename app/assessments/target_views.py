"""What the page “where do we want to be” shows of each criterion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.assessments.forms import targets_of
from app.assessments.opening import OpenAssessment
from app.assessments.queries import VersionedAnswer
from app.domain.answers import State
from app.domain.checklist import Criterion, Level, Section
from app.domain.gaps import propose_target


@dataclass(frozen=True)
class TargetView:
    """One criterion: where it stands, where it should be, how much that matters."""

    criterion: Criterion
    number: str
    stored: VersionedAnswer
    level: Level | None
    proposal: Level

    @property
    def target(self) -> Level:
        """What counts today: the chosen target, or the proposal while nothing is chosen."""
        chosen = self.stored.answer.target
        return self.proposal if chosen is None else self.criterion.scale.level(chosen)

    @property
    def choices(self) -> tuple[Level, ...]:
        return targets_of(self.criterion, self.stored.answer)

    @property
    def has_gap(self) -> bool:
        scale = self.criterion.scale
        return self.level is not None and (
            scale.position(self.level.value) < scale.position(self.target.value)
        )

    @property
    def awaits_choice(self) -> bool:
        """Nobody has chosen a target yet, and there is something to choose."""
        return self.has_gap and self.stored.answer.target is None


@dataclass(frozen=True)
class TargetGroup:
    """The criteria of one section, in checklist order."""

    section: Section
    rows: tuple[TargetView, ...]


def target_groups(check: OpenAssessment, *, gaps_only: bool) -> list[TargetGroup]:
    """The rows section by section; sections without a row are left out."""
    groups = [
        TargetGroup(section, tuple(_views(check, check.criteria_in(section), gaps_only=gaps_only)))
        for section in check.sections
    ]
    return [group for group in groups if group.rows]


def open_proposals(check: OpenAssessment) -> list[TargetView]:
    """The criteria whose proposal nobody has accepted or changed yet."""
    groups = target_groups(check, gaps_only=True)
    return [view for group in groups for view in group.rows if view.awaits_choice]


def _views(
    check: OpenAssessment, criteria: Iterable[Criterion], *, gaps_only: bool
) -> Iterable[TargetView]:
    for criterion in criteria:
        view = target_view(check, criterion)
        applies = view.stored.answer.state is not State.NOT_APPLICABLE
        if criterion.scored and (view.has_gap or (applies and not gaps_only)):
            yield view


def state_of_targets(check: OpenAssessment) -> str:
    """How far the second pass is: open, in_work or done."""
    if open_proposals(check):
        chosen = any(stored.answer.target is not None for stored in check.answers.values())
        return "in_work" if chosen else "open"
    return "done" if check.progress().is_begun else "open"


def target_view(check: OpenAssessment, criterion: Criterion) -> TargetView:
    stored = check.answers.get(criterion.key, VersionedAnswer())
    value = stored.answer.level
    return TargetView(
        criterion,
        check.checklist.numbers[criterion.key],
        stored,
        level=None if value is None else criterion.scale.level(value),
        proposal=criterion.scale.level(propose_target(criterion, value)),
    )

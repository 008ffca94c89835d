"""Everything a reader of one assessment sees, as plain data: one report, many renderings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from app.domain.answers import OPEN, Answer, AnswerSheet, State, Sureness
from app.domain.checklist import CORE, TOTAL, Band, Checklist, Criterion, Section
from app.domain.explanation import Explanation, explain, explain_criteria_as_index
from app.domain.gaps import Gap, find_gaps, propose_target
from app.domain.robustness import NextStep, first_five
from app.domain.scope import Scope
from app.domain.scoring import Score, ScoreCard, score_checklist, score_criteria_as_index


@dataclass(frozen=True)
class ProfileLine:
    """One node of the profile: its score, and the score once its targets are reached.

    `depth` is 0 for a dimension. `target` is None where nothing is answered.
    """

    node: Section
    depth: int
    score: Score
    target: Fraction | None


@dataclass(frozen=True)
class AnsweredCriterion:
    """A criterion with what was said about it."""

    criterion: Criterion
    answer: Answer


@dataclass(frozen=True, eq=False)
class AssessmentReport:
    """The result of one answer sheet. Pages, charts and files render it; none computes.

    `checklist` holds the criteria that were asked: all of them, or in the short form the core.
    """

    checklist: Checklist
    scope: Scope
    sheet: AnswerSheet

    @property
    def whole(self) -> Checklist:
        """The checklist with all its criteria, also where only the core was asked."""
        return self.checklist.whole or self.checklist

    @cached_property
    def card(self) -> ScoreCard:
        return score_checklist(self.checklist, self.sheet)

    @cached_property
    def headline(self) -> Score:
        """The overall score: the total, or in the short form the index over the core."""
        if self.scope is Scope.FULL:
            return self.card.total
        return score_criteria_as_index(self.checklist, self._keys, self.sheet)

    @property
    def headline_part(self) -> str:
        return TOTAL if self.scope is Scope.FULL else CORE

    @property
    def is_withheld(self) -> bool:
        """Too little is answered to show the overall score; its range is shown instead."""
        return not self.headline.is_shown(self.checklist.completeness)

    @property
    def band(self) -> Band | None:
        rounded = self.headline.rounded
        if rounded is None or self.is_withheld:
            return None
        return self.checklist.band_of(rounded)

    @cached_property
    def profile(self) -> tuple[ProfileLine, ...]:
        """Every dimension and section in checklist order; an only child adds nothing and is out."""
        aims = score_checklist(self.checklist, self._sheet_at_targets, with_range=False)
        return tuple(
            ProfileLine(node, depth, self.card.nodes[node.key], aims.nodes[node.key].exact)
            for dimension in self.checklist.dimensions
            for node, depth in _profile_nodes(dimension, depth=0)
        )

    @property
    def dimensions(self) -> tuple[ProfileLine, ...]:
        return tuple(line for line in self.profile if line.depth == 0)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return find_gaps(self.checklist, self.sheet)

    @cached_property
    def next_steps(self) -> tuple[NextStep, ...]:
        return first_five(self.checklist, self.sheet)

    @cached_property
    def answered(self) -> tuple[AnsweredCriterion, ...]:
        return self._in_state(State.LEVEL)

    @cached_property
    def unknown(self) -> tuple[AnsweredCriterion, ...]:
        return self._in_state(State.UNKNOWN)

    @cached_property
    def not_applicable(self) -> tuple[AnsweredCriterion, ...]:
        return self._in_state(State.NOT_APPLICABLE)

    @cached_property
    def open(self) -> tuple[AnsweredCriterion, ...]:
        return self._in_state(State.OPEN)

    @cached_property
    def guesses(self) -> tuple[AnsweredCriterion, ...]:
        """Levels that rest on a guess."""
        return tuple(a for a in self.answered if a.answer.sureness is Sureness.GUESS)

    @cached_property
    def decided(self) -> tuple[AnsweredCriterion, ...]:
        """What a workshop decided and nobody has answered otherwise since."""
        every = (
            AnsweredCriterion(criterion, self.sheet.get(criterion.key, OPEN))
            for criterion in self.checklist.criteria
        )
        return tuple(one for one in every if one.answer.origin)

    @cached_property
    def explanations(self) -> tuple[Explanation, ...]:
        """How every number is made: the overall score, then nodes, then indices."""
        nodes = [node.key for node in self.checklist.nodes]
        indices = [index.key for index in self.checklist.indices]
        if self.scope is Scope.FULL:
            parts = [TOTAL, *nodes, *indices]
            return tuple(explain(self.checklist, self.sheet, part) for part in parts)
        core = explain_criteria_as_index(self.checklist, self._keys, self.sheet)
        others = [*nodes, *(key for key in indices if key != CORE)]
        return (core, *(explain(self.checklist, self.sheet, part) for part in others))

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(criterion.key for criterion in self.checklist.criteria)

    def _in_state(self, state: State) -> tuple[AnsweredCriterion, ...]:
        every = (
            AnsweredCriterion(criterion, self.sheet.get(criterion.key, OPEN))
            for criterion in self.checklist.criteria
        )
        return tuple(one for one in every if one.answer.state is state)

    @cached_property
    def _sheet_at_targets(self) -> AnswerSheet:
        """The answers as they will be once every gap is closed."""
        return {
            answered.criterion.key: _at_target(answered.criterion, answered.answer)
            for answered in self.answered
        }


def make_report(checklist: Checklist, sheet: AnswerSheet, *, scope: Scope) -> AssessmentReport:
    asked = checklist if scope is Scope.FULL else checklist.short_form
    return AssessmentReport(asked, scope, sheet)


def _profile_nodes(node: Section, *, depth: int) -> Iterator[tuple[Section, int]]:
    yield node, depth
    if len(node.sections) + bool(node.criteria) > 1:
        for below in node.sections:
            yield from _profile_nodes(below, depth=depth + 1)


def _at_target(criterion: Criterion, answer: Answer) -> Answer:
    aim = propose_target(criterion, answer.level) if answer.target is None else answer.target
    position = criterion.scale.position
    level = answer.level if answer.level is not None else aim
    return replace(answer, level=max(level, aim, key=position))

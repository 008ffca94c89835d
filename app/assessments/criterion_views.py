"""What a page shows of each criterion: its words, its stored answer, what was just entered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from app.assessments.forms import CriterionForm
from app.assessments.last_year import LastYear
from app.assessments.queries import Answers, VersionedAnswer
from app.domain.answers import Answer, State
from app.domain.checklist import Checklist, Criterion, ShownText, Text
from app.domain.origin import Origin
from app.web.formatting import saved_at
from app.web.i18n import shown


@dataclass(frozen=True)
class LevelView:
    """One level to choose, with what it means for this criterion."""

    value: int
    label: ShownText
    description: ShownText | None
    checked: bool


@dataclass(frozen=True)
class LastView:
    """What stood there last year, or why it cannot be compared."""

    year: int
    criterion: Criterion | None = None
    stored: VersionedAnswer = field(default_factory=VersionedAnswer)
    may_be_taken: bool = False
    outside: str = ""


@dataclass(frozen=True)
class CriterionView:
    """One criterion on the page of its section."""

    key: str
    number: str
    title: ShownText
    question: ShownText
    help: ShownText | None
    levels: Sequence[LevelView]
    unknown_checked: bool
    not_applicable_allowed: bool
    not_applicable_checked: bool
    not_applicable_hint: ShownText | None
    reason: str
    note: str
    sureness: str
    version: int
    last_saved: str
    undo_allowed: bool
    errors: Sequence[str] = field(default_factory=list)
    next_key: str | None = None
    last: LastView | None = None
    origin: Origin | None = None


def criterion_views(
    checklist: Checklist,
    criteria: Sequence[Criterion],
    answers: Answers,
    *,
    undoable: Collection[str],
    entered: Mapping[str, CriterionForm],
    last: LastYear | None = None,
) -> list[CriterionView]:
    """The criteria of a page in order.

    `undoable` are those with a change to undo, `entered` the forms that could not be kept.
    """
    keys_after = [*(criterion.key for criterion in criteria[1:]), None]
    return [
        _criterion_view(
            criterion,
            checklist.numbers[criterion.key],
            answers.get(criterion.key, VersionedAnswer()),
            undo_allowed=criterion.key in undoable,
            entered=entered.get(criterion.key),
            next_key=next_key,
            last=_last_view(criterion, answers, last) if last else None,
        )
        for criterion, next_key in zip(criteria, keys_after, strict=True)
    ]


def _criterion_view(
    criterion: Criterion,
    number: str,
    stored: VersionedAnswer,
    *,
    undo_allowed: bool,
    entered: CriterionForm | None,
    next_key: str | None,
    last: LastView | None,
) -> CriterionView:
    answer = stored.answer
    choice, version = choice_of(answer), stored.version
    reason, note, sureness = answer.reason, answer.note, answer.sureness or ""
    if entered:
        choice, version = entered.choice.data or "", entered.version.data
        reason, note = entered.reason.data or "", entered.note.data or ""
        sureness = entered.sureness.data or ""
    return CriterionView(
        key=criterion.key,
        number=number,
        title=shown(criterion.title),
        question=shown(criterion.question),
        help=_shown_if_any(criterion.help),
        levels=_level_views(criterion, choice),
        unknown_checked=choice == State.UNKNOWN,
        not_applicable_allowed=criterion.allows_not_applicable,
        not_applicable_checked=choice == State.NOT_APPLICABLE,
        not_applicable_hint=_shown_if_any(criterion.not_applicable_hint),
        reason=reason,
        note=note,
        sureness=sureness,
        version=version,
        last_saved=saved_at(stored.changed_at) if stored.changed_at else "",
        undo_allowed=undo_allowed,
        errors=problems_of(entered) if entered else [],
        next_key=next_key,
        last=last,
        origin=stored.origin,
    )


def _last_view(criterion: Criterion, answers: Answers, last: LastYear) -> LastView | None:
    """Nothing for a criterion that is new, or was open then."""
    key = criterion.key
    if key in last.carried.outside:
        return LastView(last.year, outside=last.carried.outside[key])
    if key not in last.carried.proposals:
        return None
    old, _ = last.carried.proposals[key]
    is_open = answers.get(key, VersionedAnswer()).answer.state is State.OPEN
    return LastView(last.year, old, last.stored(key), may_be_taken=is_open)


def _level_views(criterion: Criterion, choice: str) -> list[LevelView]:
    return [
        LevelView(
            level.value,
            shown(level.label),
            shown(text)
            if (text := criterion.level_texts.get(level.value))
            else _shown_if_any(level.meaning),
            checked=choice == f"level:{level.value}",
        )
        for level in criterion.scale.levels
    ]


def _shown_if_any(text: Text | None) -> ShownText | None:
    return shown(text) if text else None


def choice_of(answer: Answer) -> str:
    """The radio button that stands for an answer; none for an open one."""
    if answer.state is State.LEVEL:
        return f"level:{answer.level}"
    return "" if answer.state is State.OPEN else answer.state.value


def problems_of(form: CriterionForm) -> list[str]:
    """Everything that keeps a criterion from being saved as entered, in words."""
    problems = [str(problem) for found in form.errors.values() for problem in found]
    if form.lacks_reason:
        problems.append(reason_missing())
    return problems


def reason_missing() -> str:
    return gettext(
        "The reason is missing. “Does not apply” counts as soon as you say why; "
        "until then the answer stays what it was."
    )

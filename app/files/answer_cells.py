"""The cells of one row of a table, as answers: one of them, or one for each column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.domain.answers import IMPORTANCES, NOTE_LENGTH, REASON_LENGTH, Answer, State
from app.domain.checklist import Checklist, Criterion
from app.domain.errors import N_
from app.files.answer_words import SURENESS_WORDS, Choice, choice_in, level_in, plain, whole_in
from app.files.columns import Field, Layout, criterion_keys
from app.files.grid import GridRow, echo

UNKNOWN_CRITERION = N_("the checklist has no criterion “{key}”")
UNKNOWN_ANSWER = N_(
    "“{text}” is no answer to “{key}”: {levels}, “unknown”, “does not apply”, or nothing"
)
NO_LEVEL = N_("“{text}” is no level of “{key}”; allowed are {allowed}")
ALWAYS_APPLIES = N_("“{key}” always applies")
NO_REASON = N_("what does not apply needs a reason; none stands here")
STATE_AND_LEVEL = N_("the state “{state}” does not go with the level “{level}”")
NOT_ONE_OF = N_("“{text}” is not one of {allowed}")
TOO_LONG = N_("this text is longer than {limit} characters")

Report = Callable[..., None]
"""Takes row, column (from 0), message, and by name the facts that fill its gaps."""
Said = tuple[str, Answer, int]
"""The key of a criterion, what is said about it, and in which column."""

_IMPORTANCE_WORDS = {str(one): one for one in IMPORTANCES}
_YES = ("yes", "ja", "true")
_T = TypeVar("_T")


@dataclass(frozen=True)
class AnswerCells:
    """Reads the answers of a table's rows; `reason` stands in where a file gives none."""

    layout: Layout
    checklist: Checklist
    reason: str
    report: Report
    keys: Mapping[str, str]

    @classmethod
    def of(cls, layout: Layout, checklist: Checklist, reason: str, report: Report) -> AnswerCells:
        return cls(layout, checklist, reason, report, criterion_keys(checklist))

    def said(self, row: GridRow) -> Iterator[Said]:
        """Every answer of a row; what is none is reported and left out."""
        if self.layout.is_wide:
            for number, column in enumerate(self.layout.columns):
                if column.criterion and column.field is Field.ANSWER:
                    yield from self._in_column(row, number, column.criterion)
        else:
            yield from self._in_row(row)

    def text(self, row: GridRow, field: Field, limit: int) -> str:
        """A text as somebody wrote it; nothing where there is no such column."""
        number = self.layout.at(field)
        return "" if number is None else self._text(row, number, limit)

    def one_of(self, row: GridRow, field: Field, words: Mapping[str, _T]) -> _T | None:
        """What a word means; None where there is none, or after reporting that it means nothing."""
        number = self.layout.at(field)
        text = "" if number is None else row.cell(number)
        if number is None or not text:
            return None
        exact = whole_in(text)
        found = words.get(plain(text) if exact is None else str(exact))
        if found is None:
            self.report(row, number, NOT_ONE_OF, text=echo(text), allowed=", ".join(words))
        return found

    def _in_column(self, row: GridRow, number: int, key: str) -> Iterator[Said]:
        criterion = self.checklist.criteria_by_key[key]
        choice = self._choice(row, number, criterion)
        note = self._note_beside(row, key)
        if choice is None:
            return
        is_left_out = choice[0] is State.NOT_APPLICABLE
        reason = self.reason if is_left_out else ""
        if is_left_out and not reason:
            self.report(row, number, NO_REASON)
            return
        yield key, Answer(*choice, reason=reason, note=note), number

    def _note_beside(self, row: GridRow, key: str) -> str:
        number = self.layout.note_of(key)
        return "" if number is None else self._text(row, number, NOTE_LENGTH)

    def _in_row(self, row: GridRow) -> Iterator[Said]:
        number = self.layout.at(Field.CRITERION) or 0
        key = self.keys.get(plain(row.cell(number)))
        if key is None:
            self.report(row, number, UNKNOWN_CRITERION, key=echo(row.cell(number)))
            return
        criterion = self.checklist.criteria_by_key[key]
        choice = self._state_and_level(row, criterion)
        told = {
            "note": self.text(row, Field.NOTE, NOTE_LENGTH),
            "reason": self.text(row, Field.REASON, REASON_LENGTH),
            "sureness": self.one_of(row, Field.SURENESS, SURENESS_WORDS),
            "importance": self.one_of(row, Field.IMPORTANCE, _IMPORTANCE_WORDS),
            "target": self._target(row, criterion),
        }
        if choice is None:
            return
        if choice[0] is State.NOT_APPLICABLE:
            told["reason"] = told["reason"] or self.reason
            if not told["reason"]:
                self.report(row, self.layout.at(Field.REASON) or number, NO_REASON)
                return
        yield key, Answer(*choice, **told), number  # type: ignore[arg-type]

    def _state_and_level(self, row: GridRow, criterion: Criterion) -> Choice | None:
        """Of the two columns either may say it all; together they must say the same."""
        level = self._choice(row, self.layout.at(Field.ANSWER) or 0, criterion)
        number = self.layout.at(Field.STATE)
        text = "" if number is None else plain(row.cell(number))
        if number is None or not text or level is None:
            return level
        if text == State.LEVEL:
            state = State.LEVEL
        else:
            said = self._choice(row, number, criterion)
            if said is None:
                return None
            state = said[0]
        if (state is State.LEVEL) != (level[0] is State.LEVEL):
            shown = "" if level[1] is None else level[1]
            self.report(row, number, STATE_AND_LEVEL, state=echo(text), level=shown)
            return None
        return state, level[1]

    def _choice(self, row: GridRow, number: int, criterion: Criterion) -> Choice | None:
        text = row.cell(number)
        choice = choice_in(text, criterion)
        if choice is None:
            facts = {"text": echo(text), "key": criterion.key, "levels": _levels(criterion)}
            self.report(row, number, UNKNOWN_ANSWER, **facts)
        elif choice[0] is State.NOT_APPLICABLE and not criterion.allows_not_applicable:
            self.report(row, number, ALWAYS_APPLIES, key=criterion.key)
            return None
        return choice

    def _target(self, row: GridRow, criterion: Criterion) -> int | None:
        number = self.layout.at(Field.TARGET)
        is_proposal = plain(self.text(row, Field.TARGET_IS_PROPOSAL, NOTE_LENGTH)) in _YES
        text = "" if number is None or is_proposal else row.cell(number)
        if number is None or not text:
            return None
        level = level_in(text, criterion.scale)
        if level is None:
            facts = {"text": echo(text), "key": criterion.key, "allowed": _levels(criterion)}
            self.report(row, number, NO_LEVEL, **facts)
        return level

    def _text(self, row: GridRow, number: int, limit: int) -> str:
        text = row.cell(number)
        if len(text) > limit:
            self.report(row, number, TOO_LONG, limit=limit)
        return text[:limit]


def _levels(criterion: Criterion) -> str:
    return ", ".join(str(level.value) for level in criterion.scale.levels)

"""What the columns of a table mean: guessed from their heads, corrected by whoever imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from app.domain.checklist import Checklist
from app.files.answer_words import plain
from app.files.grid import Grid, GridRow

HEADS_LOOKED_AT = 10
"""A hand-made table often has a title above its head."""


class Field(StrEnum):
    """What a column may hold."""

    IGNORED = "ignored"
    MUNICIPALITY = "municipality"
    MUNICIPALITY_NAME = "municipality_name"
    YEAR = "year"
    CHECKLIST = "checklist"
    CHECKLIST_VERSION = "checklist_version"
    SCOPE = "scope"
    RESPONDENT = "respondent"
    REFERENCE_DATE = "reference_date"
    FINISHED_AT = "finished_at"
    FINISHED_BY = "finished_by"
    CRITERION = "criterion"
    STATE = "state"
    ANSWER = "answer"
    REASON = "reason"
    NOTE = "note"
    SURENESS = "sureness"
    TARGET = "target"
    TARGET_IS_PROPOSAL = "target_is_proposal"
    IMPORTANCE = "importance"


OF_ONE_CRITERION = (Field.ANSWER, Field.NOTE)
"""What a column may hold for one criterion, where a row is a whole answer sheet."""

HEADS: Mapping[Field, tuple[str, ...]] = {
    Field.MUNICIPALITY: ("kommune", "gemeinde", "ags", "ars", "gemeindeschlüssel", "schlüssel"),
    Field.MUNICIPALITY_NAME: ("name", "gemeindename", "name der gemeinde", "ort"),
    Field.YEAR: ("jahr", "bezugsjahr", "reference year"),
    Field.CRITERION: ("kriterium", "frage", "question", "nr", "nr.", "nummer"),
    Field.STATE: ("zustand",),
    Field.ANSWER: ("antwort", "level", "stufe", "bewertung", "rating", "wert"),
    Field.REASON: ("begründung", "grund"),
    Field.NOTE: ("notiz", "nachweis", "beleg", "evidence", "bemerkung", "kommentar", "comment"),
    Field.SURENESS: ("sicherheit",),
    Field.TARGET: ("ziel", "zielstufe", "target level"),
    Field.IMPORTANCE: ("wichtigkeit",),
    Field.RESPONDENT: ("auskunft", "ausgefüllt von", "filled in by"),
    Field.REFERENCE_DATE: ("stichtag", "reference date"),
}
"""How people head their columns, besides our own words for them."""


@dataclass(frozen=True)
class Column:
    """What a column holds, and for which criterion where it is for one alone."""

    field: Field = Field.IGNORED
    criterion: str = ""

    def __str__(self) -> str:
        return f"{self.field.value}:{self.criterion}" if self.criterion else self.field.value


@dataclass(frozen=True)
class Layout:
    """A table, the row that heads it, and the meaning of each of its columns."""

    grid: Grid
    head: GridRow
    columns: tuple[Column, ...]

    @property
    def rows(self) -> Sequence[GridRow]:
        return [row for row in self.grid.rows if row.line > self.head.line]

    @cached_property
    def is_wide(self) -> bool:
        """Each row is a whole answer sheet."""
        return any(column.criterion for column in self.columns)

    @property
    def understood(self) -> int:
        return sum(column.field is not Field.IGNORED for column in self.columns)

    def at(self, field: Field) -> int | None:
        """The column that holds this; None where there is none."""
        return self._places.get(field.value)

    def note_of(self, criterion: str) -> int | None:
        """The column that holds the notes about this criterion alone."""
        return self._places.get(str(Column(Field.NOTE, criterion)))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {str(column): place for place, column in enumerate(self.columns)}

    def meaning(self, chosen: Mapping[str, str], checklist: Checklist) -> Layout:
        """The same with what somebody chose, by the number of the column; nonsense is ignored."""
        columns = list(self.columns)
        for number in range(len(columns)):
            column = column_named(chosen.get(str(number), ""), checklist)
            columns[number] = columns[number] if column is None else column
        return replace(self, columns=tuple(columns))


def column_named(name: str, checklist: Checklist) -> Column | None:
    """A column from how it is named in a form: `year`, `answer:mi_website`; None for nonsense."""
    field, _, criterion = name.partition(":")
    if field not in set(Field) or (criterion and criterion not in checklist.criteria_by_key):
        return None
    column = Column(Field(field), criterion)
    return column if not criterion or column.field in OF_ONE_CRITERION else None


def best_layout(grids: Sequence[Grid], checklist: Checklist, *, name: str = "") -> Layout:
    """How to read a file: the sheet of this name, else the one that is understood best."""
    named = [grid for grid in grids if grid.name == name] if name else []
    layouts = [layout_of(grid, checklist) for grid in named or grids]
    return max(layouts, key=lambda layout: layout.understood)


def layout_of(grid: Grid, checklist: Checklist) -> Layout:
    """The first row that reads most like a head, and what it says."""
    keys = criterion_keys(checklist)
    rows = grid.rows[:HEADS_LOOKED_AT]
    layouts = [Layout(grid, row, _columns(row, keys, grid.width)) for row in rows]
    return max(layouts, key=lambda layout: layout.understood)


def criterion_keys(checklist: Checklist) -> Mapping[str, str]:
    """The key of a criterion by all that people call it: key, number, title, question."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for criterion in checklist.criteria:
        texts = [*criterion.title.by_language.values(), *criterion.question.by_language.values()]
        for text in {
            plain(one) for one in (criterion.key, checklist.numbers[criterion.key], *texts)
        }:
            if found.setdefault(text, criterion.key) != criterion.key:
                doubtful.add(text)
    return {text: key for text, key in found.items() if text not in doubtful}


def _columns(head: GridRow, keys: Mapping[str, str], width: int) -> tuple[Column, ...]:
    columns: list[Column] = []
    for number in range(width):
        column = _column(plain(head.cell(number)), keys)
        columns.append(Column() if column in columns else column)
    return tuple(columns)


def _column(head: str, keys: Mapping[str, str]) -> Column:
    if head in _FIELDS:
        return Column(_FIELDS[head])
    key = keys.get(head)
    return Column(Field.ANSWER, key) if key else Column()


_FIELDS: Mapping[str, Field] = {
    **{word: field for field, words in HEADS.items() for word in words},
    **{field.value: field for field in Field},
    "level": Field.ANSWER,
}

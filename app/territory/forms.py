"""What may be entered about a change of territory: rows of keys and names, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, SelectField, StringField, SubmitField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.domain.errors import N_
from app.domain.territory import ChangeKind, TerritoryChange, Unit, as_key, begins_later
from app.domain.territory_checks import (
    PREDECESSORS,
    SUCCESSORS,
    TerritoryProblem,
    entry_problems,
    problems_of,
)
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.municipalities.register import load_register
from app.territory.queries import changes_in
from app.web.formatting import today
from app.web.forms import PageForm, TextField, cleaned, whole_number

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 4, 24
NOTE_LENGTH = 2_000


class TerritoryForm(PageForm):
    """A change of territory that concerns `place`; `read` tells what was entered."""

    place: Municipality
    kind = SelectField(
        _l("What happened?"),
        choices=[
            SelectChoice("", _l("Please choose")),
            SelectChoice(ChangeKind.MERGED.value, _l("Merged, or one took in others")),
            SelectChoice(ChangeKind.SPLIT.value, _l("Split")),
            SelectChoice(ChangeKind.RENAMED.value, _l("Another name or another key")),
            SelectChoice(ChangeKind.AREA.value, _l("Boundaries changed")),
        ],
        validators=[InputRequired(_l("Please choose what happened."))],
    )
    year = StringField(
        _l("From which reference year on?"),
        filters=[cleaned],
        validators=[InputRequired(_l("Please enter a year."))],
    )
    day = DateField(_l("On which day?"), validators=[Optional()])

    def rows(self, side: str) -> list[tuple[Field, Field]]:
        """The fields of a side that are shown: those sent, and some more if asked for."""
        sent = [number for number in range(MOST_ROWS) if self[_name(side, number, "key")].raw_data]
        shown = max(FIRST_ROWS, *(number + 1 for number in sent), 0)
        if self["more"].data:
            shown = min(MOST_ROWS, shown + MORE_ROWS)
        return [
            (self[_name(side, number, "key")], self[_name(side, number, "name")])
            for number in range(shown)
        ]

    @property
    def can_grow(self) -> bool:
        return len(self.rows(PREDECESSORS)) < MOST_ROWS

    def read(self) -> TerritoryChange | None:
        """What was entered, the names filled in from the register; None where it is wrong.

        Every problem then stands at its field.
        """
        is_sound = self.validate()
        filled = {side: dict(self._filled(side)) for side in (PREDECESSORS, SUCCESSORS)}
        is_chosen = self.kind.data in {kind.value for kind in ChangeKind}
        change = TerritoryChange(
            kind=ChangeKind(self.kind.data) if is_chosen else ChangeKind.AREA,
            year=whole_number(self.year.data or ""),
            predecessors=tuple(filled[PREDECESSORS].values()),
            successors=tuple(filled[SUCCESSORS].values()),
            day=self.day.data,
            note=self["note"].data or "",
        )
        found = (
            problems_of(change, changes_in(change.year)) if is_chosen else entry_problems(change)
        )
        problems = [*found, *self._problems_here(change)]
        for problem in problems:
            self._put(problem, [*filled.get(problem.place, ())])
        return change if is_sound and not problems else None

    def _filled(self, side: str) -> Iterator[tuple[int, Unit]]:
        """The rows with something in them, by their number."""
        for number in range(MOST_ROWS):
            key, name = (self[_name(side, number, part)].data or "" for part in ("key", "name"))
            if key or name:
                yield number, _unit(key, " ".join(name.split()))

    def _problems_here(self, change: TerritoryChange) -> Iterator[TerritoryProblem]:
        if change.keys and self.place.key not in change.keys:
            message = N_("{place} ({key}) must be on one of the two sides.")
            facts = {"place": self.place.name, "key": self.place.key}
            yield TerritoryProblem(PREDECESSORS, message, facts)
        if begins_later(change, today()):
            message = N_("Please record a change once it holds.")
            yield TerritoryProblem("day" if change.day else "year", message)

    def _put(self, problem: TerritoryProblem, numbers: list[int]) -> None:
        """Show it at its field, unless the field itself has said what is wrong with it."""
        text = gettext(problem.message).format(**problem.facts)
        if problem.place in (PREDECESSORS, SUCCESSORS):
            # The row of the unit; if one is missing, the first row with nothing in it.
            free = next((n for n in range(MOST_ROWS) if n not in numbers), 0)
            number = numbers[problem.number] if problem.number < len(numbers) else free
            field = self[_name(problem.place, number, problem.part)]
            field.errors = [*field.errors, text]
        elif not self[problem.place].errors:
            self[problem.place].errors = [text]


def _name(side: str, number: int, part: str) -> str:
    return f"{side}_{number}_{part}"


def _unit(key: str, name: str) -> Unit:
    """With the short key, and where no name was entered that of today."""
    entry = load_register().find("".join(key.split()))
    found = entry.key if entry else as_key(key)
    if not name:
        here = find_municipality(found)
        name = here.name if here else entry.name if entry else ""
    return Unit(found, name)


def _row_fields() -> Iterator[tuple[str, Any]]:
    for side in (PREDECESSORS, SUCCESSORS):
        for number in range(MOST_ROWS):
            count = number + 1
            key = StringField(_l("Key %(number)s", number=count), filters=[cleaned])
            name = StringField(_l("Name %(number)s", number=count), filters=[cleaned])
            yield from ((_name(side, number, "key"), key), (_name(side, number, "name"), name))


# Written out they would be a hundred lines; they stand before the note, as on the page.
for _field_name, _field in _row_fields():
    setattr(TerritoryForm, _field_name, _field)
TerritoryForm.note = TextField(_l("Note, for instance where it is written"), length=NOTE_LENGTH)
TerritoryForm.more = SubmitField(_l("More rows"))

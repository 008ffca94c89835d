"""What may be entered about a criterion, a section, a target, and a self-check itself."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, Form, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import TextArea

from app.domain.answers import (
    FIRST_YEAR,
    IMPORTANCES,
    LAST_YEAR,
    NOTE_LENGTH,
    OPEN,
    REASON_LENGTH,
    Answer,
    State,
    Sureness,
)
from app.domain.checklist import Criterion, Level
from app.domain.editing import NOBODY, Edit, Sender
from app.domain.scope import Scope
from app.web.formatting import today
from app.web.forms import PageForm, TextField, at_most, cleaned, line_of_text, whole_number

LEVEL = re.compile(r"level:(-?[0-9]{1,9})", re.ASCII)
NOT_A_CHOICE = _l("This is not one of the choices. Please choose again.")


def sender_of(sent: MultiDict[str, str]) -> Sender:
    """The page that sent this and the number of its request; nonsense is as good as nothing."""
    client, sequence = sent.get("client", ""), whole_number(sent.get("sequence", ""))
    is_named = re.fullmatch(r"[A-Za-z0-9_-]{8,40}", client) and sequence
    return Sender(client, sequence) if is_named else NOBODY


class VersionField(Field):
    """The version of the answer the page showed: a number of at most nine digits."""

    data: int

    def process_formdata(self, values: list[Any]) -> None:
        self.data = whole_number(values[0] if values else "")


class CriterionForm(Form):
    """What is asked about every criterion; each one brings its own choices."""

    choice = RadioField(choices=(), validators=[Optional()])
    reason = TextField(length=REASON_LENGTH)
    note = TextField(length=NOTE_LENGTH)
    sureness = RadioField(
        choices=[SelectChoice(sureness.value) for sureness in Sureness],
        validators=[Optional()],
        invalid_choice_message=NOT_A_CHOICE,
    )
    version = VersionField()

    @property
    def lacks_reason(self) -> bool:
        """“Does not apply” was chosen, but nobody said why yet: the state stays what it was."""
        return self.choice.data == State.NOT_APPLICABLE and not self.reason.data

    def edit(self) -> Edit:
        """What was entered, as the fields of an Answer. Fields left out stay as they are."""
        fields = state_fields(self.choice.data or "")
        if self.reason.raw_data:
            fields["reason"] = self.reason.data
        if self.note.raw_data:
            # No chosen button sends nothing; what comes with a note was asked, too.
            sureness = self.sureness.data
            fields |= {"note": self.note.data, "sureness": Sureness(sureness) if sureness else None}
        return Edit(self.version.data or 0, fields)


def state_fields(choice: str) -> dict[str, Any]:
    """The state and level a choice stands for; nothing for no choice."""
    level = LEVEL.fullmatch(choice)
    if level:
        return {"state": State.LEVEL, "level": int(level[1])}
    return {"state": State(choice), "level": None} if choice else {}


@lru_cache(maxsize=1024)
def criterion_form(criterion_key: str, choices: tuple[str, ...]) -> type[CriterionForm]:
    """The form of one criterion; made once per criterion, not per request."""

    class FormOfOneCriterion(CriterionForm):
        choice = RadioField(
            choices=[SelectChoice(choice) for choice in choices],
            validators=[Optional()],
            invalid_choice_message=NOT_A_CHOICE,
        )

    return FormOfOneCriterion


def form_of(criterion: Criterion) -> type[CriterionForm]:
    return criterion_form(criterion.key, choices_of(criterion))


def choices_of(criterion: Criterion) -> tuple[str, ...]:
    levels = [f"level:{level.value}" for level in criterion.scale.levels]
    applies = [State.NOT_APPLICABLE.value] if criterion.allows_not_applicable else []
    return (*levels, State.UNKNOWN.value, *applies)


class TargetForm(Form):
    """Where one criterion should be, and how much that matters."""

    target = SelectField(choices=(), validators=[Optional()])
    importance = SelectField(
        choices=[SelectChoice(str(number)) for number in IMPORTANCES],
        validators=[Optional()],
        invalid_choice_message=NOT_A_CHOICE,
    )
    version = VersionField()

    def edit(self) -> Edit:
        """What was entered, as the fields of an Answer. Fields left out stay as they are."""
        sent = {"target": self.target, "importance": self.importance}
        return Edit(
            self.version.data or 0,
            {
                name: int(field.data) if field.data else None
                for name, field in sent.items()
                if field.raw_data
            },
        )


def target_form(criterion: Criterion, answer: Answer = OPEN) -> type[TargetForm]:
    """Targets from today's level upwards; one that was reached meanwhile may stay."""
    return _target_form(tuple(str(level.value) for level in targets_of(criterion, answer)))


def targets_of(criterion: Criterion, answer: Answer) -> tuple[Level, ...]:
    """The levels that may be aimed at, given what is answered today."""
    scale = criterion.scale
    today = 0 if answer.level is None else scale.position(answer.level)
    return tuple(
        level
        for level in scale.levels
        if scale.position(level.value) >= today or level.value == answer.target
    )


@lru_cache(maxsize=64)
def _target_form(levels: tuple[str, ...]) -> type[TargetForm]:
    class FormOfOneTarget(TargetForm):
        target = SelectField(
            choices=[SelectChoice(level) for level in levels],
            validators=[Optional()],
            invalid_choice_message=_l("Please choose the level of today or a higher one."),
        )

    return FormOfOneTarget


class DetailsForm(PageForm):
    """For whom we are answering, and as of which date."""

    respondent = StringField(_l("For whom are we answering?"), filters=[cleaned])
    reference_date = DateField(_l("As of which date?"), validators=[Optional()])

    def validate_respondent(self, field: StringField) -> None:
        line_of_text(field)

    def validate_reference_date(self, field: DateField) -> None:
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_l("Please enter a date between 1990 and 2100."))


class AssignmentForm(PageForm):
    """Who shall fill in a section, until when, and what to say to them."""

    account = SelectField(
        _l("Who?"), validators=[InputRequired(_l("Please choose somebody."))], coerce=str
    )
    due_on = DateField(_l("Until when?"), validators=[Optional()])
    message = StringField(_l("A word to them"), filters=[cleaned])
    is_exclusive = BooleanField(_l("Only they and coordinators may answer this section"))

    def validate_due_on(self, field: DateField) -> None:
        if field.data and not today() <= field.data <= date(LAST_YEAR, 12, 31):
            raise ValidationError(_l("Please enter today or a later day."))

    def validate_message(self, field: StringField) -> None:
        line_of_text(field)


class ReopenForm(PageForm):
    """What is still missing in a section that was handed back."""

    message = StringField(_l("What is still missing?"), filters=[cleaned])

    def validate_message(self, field: StringField) -> None:
        line_of_text(field)


class ReasonForm(PageForm):
    """Why a finished self-check is opened again."""

    reason = StringField(
        _l("The reason"),
        widget=TextArea(),
        filters=[cleaned],
        validators=[InputRequired(_l("Please say why.")), at_most(REASON_LENGTH)],
    )


class StartForm(PageForm):
    """Which checklist, which year, all of it or the core only."""

    checklist = RadioField(_l("Checklist"), validators=[InputRequired(_l("Please choose one."))])
    year = StringField(
        _l("Reference year"),
        filters=[cleaned],
        validators=[InputRequired(_l("Please enter a year."))],
    )
    scope = RadioField(
        _l("How much?"),
        choices=[
            SelectChoice(Scope.FULL.value, _l("Full form")),
            SelectChoice(Scope.SHORT.value, _l("Short form")),
        ],
        default=Scope.FULL.value,
        validators=[InputRequired(_l("Please choose one."))],
    )

    def validate_year(self, field: StringField) -> None:
        if not FIRST_YEAR <= whole_number(field.data) <= LAST_YEAR:
            raise ValidationError(_l("Please enter a year between 1990 and 2100, such as 2026."))

"""What may be entered about a measure, about how far it is, and what was noted on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import TextArea

from app.assessments.forms import NOT_A_CHOICE, VersionField
from app.domain.answers import FIRST_YEAR, LAST_YEAR
from app.domain.checklist import Effort, ShownText
from app.domain.measure import OPEN_STATES, Effect, MeasureState
from app.measures.actions import Entry
from app.measures.effect_rows import AlwaysChosen, EffectRow
from app.measures.models import FUNCTION_LENGTH, LINE_LENGTH, MOST_EUROS, NOTE_LENGTH, TITLE_LENGTH
from app.measures.money import BelowZero, NotAnAmount, NotWhole, TooMuch, euros_in
from app.measures.plan_words import money_words, state_words
from app.web.formatting import today
from app.web.forms import PageForm, TextField, at_most, cleaned, line_of_text
from app.web.i18n import shown


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def line_field(label: Any, *, length: int) -> StringField:
    """One line of text that may stay empty."""

    def is_a_line(_form: Any, field: StringField) -> None:
        line_of_text(field, length)

    return StringField(label, filters=[cleaned], validators=[is_a_line])


def _sensible(field: DateField) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Please check the year."))


class MeasureForm(PageForm):
    """A measure: few fields are needed, the others can wait."""

    rows: Sequence[EffectRow] = ()
    kept: tuple[Effect, ...] = ()
    """What is expected for criteria that nobody is asked about: it stays."""
    holder_gone: str = ""
    """The name of whoever is chosen but no longer works here."""
    # One line, but often a long one: it is read in full while somebody changes it.
    title = StringField(
        _l("What is to be done?"),
        widget=TextArea(),
        filters=[cleaned, in_one_line],
        validators=[DataRequired(_l("Please say what is to be done.")), at_most(TITLE_LENGTH)],
    )
    responsible = line_field(_l("Who is responsible?"), length=FUNCTION_LENGTH)
    due = DateField(_l("Until when?"), validators=[Optional()])
    state = SelectField(
        _l("How far is it?"),
        choices=(),
        validators=[AlwaysChosen()],
        invalid_choice_message=NOT_A_CHOICE,
    )
    note = TextField(_l("What else is to be known?"), length=NOTE_LENGTH)
    account = SelectField(_l("Whose account?"), choices=(), invalid_choice_message=NOT_A_CHOICE)
    partners = line_field(_l("Together with whom?"), length=LINE_LENGTH)
    start = DateField(_l("From when on?"), validators=[Optional()])
    effort = SelectField(_l("Effort"), choices=(), invalid_choice_message=NOT_A_CHOICE)
    cost = StringField(_l("Cost in euros"), filters=[cleaned])
    funding = line_field(_l("Paid from what?"), length=LINE_LENGTH)
    version = VersionField()

    def validate_start(self, field: DateField) -> None:
        _sensible(field)

    def validate_due(self, field: DateField) -> None:
        _sensible(field)
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError(_l("It cannot be due before it begins."))

    def validate_account(self, field: SelectField) -> None:
        if field.data and self.holder_gone and field.data == field.object_data:
            raise ValidationError(
                gettext(
                    "%(name)s is no longer here. Please choose somebody else.",
                    name=self.holder_gone,
                )
            )

    def validate_cost(self, field: StringField) -> None:
        try:
            _euros(field.data)
        except NotAnAmount as wrong:
            raise ValidationError(_wrong_amount(wrong)) from wrong

    def validate(self, extra_validators: Any = None) -> bool:
        """All problems at once, those of the criteria among them."""
        mine = super().validate(extra_validators)
        return all([mine, *[row.form.validate() for row in self.chosen]])

    @property
    def chosen(self) -> list[EffectRow]:
        return [row for row in self.rows if row.is_chosen]

    @property
    def others(self) -> list[tuple[ShownText, list[EffectRow]]]:
        """Criteria that it is not about, by the title of their dimension."""
        rows = [row for row in self.rows if not row.is_chosen]
        parts = groupby(rows, lambda row: row.dimension)
        return [(shown(part.title), list(found)) for part, found in parts]

    def entry(self) -> Entry:
        return Entry(
            title=self.title.data or "",
            note=self.note.data or "",
            effects=(*self.kept, *(row.effect for row in self.chosen)),
            responsible=in_one_line(self.responsible.data or ""),
            account_id=int(self.account.data) if self.account.data else None,
            partners=self.partners.data or "",
            start=self.start.data,
            due=self.due.data,
            effort=Effort(self.effort.data) if self.effort.data else None,
            cost=_euros(self.cost.data),
            funding=self.funding.data or "",
            state=MeasureState(self.state.data) if self.state and self.state.data else None,
        )


def _euros(text: str | None) -> int | None:
    return euros_in(text) if text else None


def _wrong_amount(wrong: NotAnAmount) -> str:
    if isinstance(wrong, BelowZero):
        return gettext("A cost cannot be below 0.")
    if isinstance(wrong, NotWhole):
        return gettext("Whole euros only, please, without cents.")
    if isinstance(wrong, TooMuch):
        return gettext("At most %(most)s.", most=money_words(MOST_EUROS))
    return gettext("Please enter an amount, such as 1500.")


def state_choices() -> list[SelectChoice]:
    return [SelectChoice(state.value, state_words(state)) for state in OPEN_STATES]


def effort_choices() -> list[SelectChoice]:
    return [
        SelectChoice("", gettext("not said yet")),
        SelectChoice(Effort.SMALL.value, gettext("S: small, about a month")),
        SelectChoice(Effort.MEDIUM.value, gettext("M: medium, about six months")),
        SelectChoice(Effort.LARGE.value, gettext("L: large, more than that or a council decision")),
    ]


class StateForm(PageForm):
    """How far a measure is: done since when, or dropped for what reason."""

    state = RadioField(
        _l("How far is it?"), choices=(), invalid_choice_message=NOT_A_CHOICE, default=""
    )
    done_on = DateField(_l("Done on"), validators=[Optional()])
    reason = TextField(_l("Why is it dropped?"), length=NOTE_LENGTH)

    def validate_done_on(self, field: DateField) -> None:
        _sensible(field)
        if self.state.data == MeasureState.DONE and field.data and field.data > today():
            raise ValidationError(_l("This day is still to come."))

    def validate_reason(self, field: TextField) -> None:
        if self.state.data == MeasureState.DROPPED and not field.data:
            raise ValidationError(_l("Please give the reason: others will ask for it."))

    @property
    def day(self) -> date:
        """Today where nobody said another one."""
        return self.done_on.data or today()


class ProgressForm(PageForm):
    """One thing that happened on the way."""

    note = StringField(
        _l("What happened?"),
        widget=TextArea(),
        filters=[cleaned],
        validators=[DataRequired(_l("Please write what happened.")), at_most(NOTE_LENGTH)],
    )

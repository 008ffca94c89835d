"""What may be entered about a workshop beforehand: what, who, how long, in which languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from app.assessments.forms import NOT_A_CHOICE
from app.assessments.opening import OpenAssessment
from app.domain.disclosure import THRESHOLD
from app.web.formatting import today
from app.web.forms import PageForm, at_most, cleaned, line_of_text, whole_number
from app.web.i18n import offered_languages
from app.workshops.choosing import Which, criteria_of, ways_of
from app.workshops.considering import Consideration, considerations, is_small
from app.workshops.group_rows import Between, GroupRow, group_rows
from app.workshops.models import (
    MOST_GROUPS,
    MOST_MINUTES,
    MOST_PEOPLE,
    TITLE_LENGTH,
    Pace,
)
from app.workshops.preparing import Plan
from app.workshops.proposing import key_of

LEAST_MINUTES, MOST_DAYS, MOST_YEARS_AHEAD = 15, 365, 5
MORE_ROWS = 2
PLEASE_CHOOSE = _l("Please choose one.")


def number_field(label: Any, least: int, most: int) -> StringField:
    needed = InputRequired(_l("Please enter a number."))
    return StringField(label, filters=[cleaned], validators=[needed, Between(least, most)])


class PlanForm(PageForm):
    """A workshop to be; `read` tells what was entered, for the self-check that it is about."""

    about: OpenAssessment
    rows: list[GroupRow]
    check = SelectField(_l("Self-check"), choices=(), validate_choice=False)
    title = StringField(
        _l("Title"),
        filters=[cleaned],
        validators=[DataRequired(_l("Please enter a title.")), at_most(TITLE_LENGTH)],
    )
    held_on = DateField(_l("Day"), validators=[InputRequired(_l("Please enter a day."))])
    minutes = number_field(_l("Minutes available"), LEAST_MINUTES, MOST_MINUTES)
    which = RadioField(
        _l("Criteria"),
        choices=[
            SelectChoice(Which.CORE.value, _l("The core criteria")),
            SelectChoice(Which.SECTIONS.value, _l("One or several sections")),
            SelectChoice(Which.CHOSEN.value, _l("Chosen criteria")),
            SelectChoice(Which.AGENDA.value, _l("The agenda writes itself")),
        ],
        validate_choice=False,
    )
    sections = SelectMultipleField(_l("Sections"), choices=(), validate_choice=False)
    criteria = SelectMultipleField(_l("Chosen criteria"), choices=(), validate_choice=False)
    pace = RadioField(
        _l("Pace"),
        choices=[
            SelectChoice(Pace.STEPS.value, _l("One criterion after the other")),
            SelectChoice(Pace.SILENT.value, _l("All at once, in silence")),
        ],
        validate_choice=False,
    )
    languages = SelectMultipleField(_l("Languages"), choices=(), validate_choice=False)
    shows_two = BooleanField(_l("Show two languages on the screen"))
    most_participants = number_field(_l("Most participants"), 1, MOST_PEOPLE)
    threshold = number_field(_l("Votes from which a result is shown"), THRESHOLD, MOST_PEOPLE)
    kept_days = number_field(_l("Days until votes, ideas and notes are erased"), 1, MOST_DAYS)
    small_room = RadioField(
        _l("How do you want to decide?"),
        choices=[
            SelectChoice("open", _l("Talk and decide openly, without votes")),
            SelectChoice("secret", _l("Keep secret rating, in the hope that more people come")),
        ],
        validate_choice=False,
    )
    seen = SelectMultipleField(choices=(), validate_choice=False)
    """What was to be considered, and was on the page already."""
    more = SubmitField(_l("More groups"))
    look = SubmitField(_l("Show its criteria"))

    def validate_title(self, field: StringField) -> None:
        line_of_text(field)

    def validate_held_on(self, field: DateField) -> None:
        if field.data and abs(field.data - today()) > timedelta(days=366 * MOST_YEARS_AHEAD):
            raise ValidationError(gettext("Please check the year."))

    def validate_check(self, field: SelectField) -> None:
        _one_of(field, [choice.value for choice in field.choices])

    def validate_which(self, field: RadioField) -> None:
        _one_of(field, ways_of(self.about))

    def validate_pace(self, field: RadioField) -> None:
        _one_of(field, list(Pace))

    def validate_sections(self, field: SelectMultipleField) -> None:
        if self.which.data == Which.SECTIONS:
            _some_of(field, [section.key for section in self.about.sections])

    def validate_criteria(self, field: SelectMultipleField) -> None:
        if self.which.data == Which.CHOSEN:
            _some_of(field, [criterion.key for criterion in self.about.criteria])

    def validate_languages(self, field: SelectMultipleField) -> None:
        _some_of(field, offered_languages())
        if self.shows_two.data and len(field.data) < 2:
            raise ValidationError(gettext("Please choose two languages, or show only one."))

    def validate_most_participants(self, field: StringField) -> None:
        invited = [whole_number(row.counted.invited.data or "") for row in self.rows]
        if not field.errors and sum(invited) > whole_number(field.data) > 0:
            message = gettext("You invite %(people)s people. Let as many in.", people=sum(invited))
            raise ValidationError(message)

    @property
    def is_sent(self) -> bool:
        """Sent to be kept, not only asking for more fields."""
        return self.is_submitted() and not (self.more.data or self.look.data)

    @property
    def shown_rows(self) -> list[GroupRow]:
        shown = [row for row in self.rows if row.was_sent or not row.is_empty]
        last = max((row.number + 1 for row in shown), default=1)
        return self.rows[: min(MOST_GROUPS, last + (MORE_ROWS if self.more.data else 0))]

    @property
    def can_grow(self) -> bool:
        return len(self.shown_rows) < MOST_GROUPS

    @property
    def shown_languages(self) -> list[str]:
        """Those that groups can be named in: the chosen ones, and what was typed in others."""
        typed = {key for row in self.rows for key, form in row.named.items() if form.name.data}
        return [one for one in offered_languages() if one in {*(self.languages.data or ())} | typed]

    @property
    def every_form(self) -> Iterable[PageForm]:
        return [self, *(form for row in self.rows for form in row.forms)]

    @property
    def spoken(self) -> list[str]:
        """The languages chosen, in the order of the installation."""
        return [one for one in offered_languages() if one in (self.languages.data or ())]

    def read(self) -> Plan | None:
        """What was entered; None where it is wrong. Every problem then stands at its field."""
        sound = [form.validate() for form in self.every_form]
        if not self._names_groups() or not all(sound):
            return None
        plan = self._plan()
        if is_small(plan) and Consideration.SMALL_ROOM in self._seen:
            if self.small_room.data not in ("open", "secret"):
                self.small_room.errors = [PLEASE_CHOOSE]
                return None
            plan = replace(plan, decides_openly=self.small_room.data == "open")
        return plan

    def to_consider(self, plan: Plan) -> list[Consideration]:
        """All that stands against the plan, unless it was all seen before."""
        found = considerations(plan)
        return [] if self._seen.issuperset(found) else found

    def note_as_seen(self, found: Iterable[Consideration]) -> None:
        """What the page shows now need not be asked again."""
        known = self._seen.union(found)
        self.seen.data = [one.value for one in Consideration if one in known]

    @property
    def _seen(self) -> set[str]:
        return set(self.seen.data or ())

    def _names_groups(self) -> bool:
        """Whether there are groups, each with a name of its own in a chosen language."""
        languages = self.spoken or self.shown_languages
        if all(row.is_empty for row in self.rows):
            self.rows[0].complain(gettext("Please name at least one group."), languages)
        known: set[tuple[str, str]] = set()
        for row in self.rows:
            names = {*row.plan(languages).names.items()}
            if not names and not row.is_blank:
                row.complain(gettext("Please enter a name."), languages)
            if names & known:
                row.complain(gettext("Another group has this name."), languages)
            known |= names
        return not any(form.errors for row in self.rows for form in row.forms)

    def _plan(self) -> Plan:
        which = Which(self.which.data)
        chosen = {"sections": self.sections.data or (), "criteria": self.criteria.data or ()}
        return Plan(
            title=self.title.data,
            held_on=self.held_on.data,
            minutes=int(self.minutes.data),
            criteria=tuple(criteria_of(self.about, which, **chosen)),
            groups=tuple(row.plan(self.spoken) for row in self.rows if not row.is_empty),
            languages=tuple(self.spoken),
            pace=Pace.SILENT if which is Which.AGENDA else Pace(self.pace.data),
            shows_two=self.shows_two.data,
            threshold=int(self.threshold.data),
            most_participants=int(self.most_participants.data),
            kept_days=int(self.kept_days.data),
        )


def plan_form(
    checks: Sequence[OpenAssessment], about: OpenAssessment, fields: Mapping[str, Any]
) -> PlanForm:
    """With these fields, about the self-check that was sent, if it is one of them."""
    form = PlanForm(data={"check": key_of(about), **fields})
    keys = {key_of(check): check for check in checks}
    form.check.choices = [SelectChoice(key) for key in keys]
    form.about = keys.get(form.check.data, about)
    # A row that was not sent is no group, whatever was proposed.
    form.rows = group_rows(() if form.is_submitted() else fields["groups"])
    return form


def _one_of(field: Field, choices: Collection[str]) -> None:
    if field.data not in choices:
        raise ValidationError(PLEASE_CHOOSE)


def _some_of(field: Field, choices: Collection[str]) -> None:
    if not field.data:
        raise ValidationError(gettext("Please choose at least one."))
    if not set(field.data) <= set(choices):
        raise ValidationError(NOT_A_CHOICE)

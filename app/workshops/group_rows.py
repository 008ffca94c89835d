"""Rows of groups to fill in: a name by language, and how many are invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField
from wtforms.validators import Optional, ValidationError

from app.web.forms import PageForm, at_most, cleaned, line_of_text, whole_number
from app.web.i18n import offered_languages
from app.workshops.models import MOST_GROUPS, MOST_PEOPLE, NAME_LENGTH
from app.workshops.preparing import GroupPlan
from app.workshops.usual_groups import with_usual_names

_WITHOUT_TOKEN = {"csrf": False}


class Between:
    """A whole number within bounds."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Form, field: Field) -> None:
        if not self.least <= whole_number(field.data) <= self.most:
            bounds = {"least": self.least, "most": self.most}
            raise ValidationError(
                gettext("Please enter a whole number from %(least)s to %(most)s.", **bounds)
            )


class GroupNameForm(PageForm):
    """A group's name in one language."""

    name = StringField(_l("Name"), filters=[cleaned], validators=[at_most(NAME_LENGTH)])

    def validate_name(self, field: StringField) -> None:
        line_of_text(field)


class InvitedForm(PageForm):
    """How many of a group are invited."""

    invited = StringField(
        _l("Invited"), filters=[cleaned], validators=[Optional(), Between(1, MOST_PEOPLE)]
    )


@dataclass(frozen=True)
class GroupRow:
    """The fields of a group: its name by language, and how many are invited."""

    number: int
    named: Mapping[str, GroupNameForm]
    counted: InvitedForm

    @property
    def forms(self) -> list[PageForm]:
        return [*self.named.values(), self.counted]

    @property
    def was_sent(self) -> bool:
        return any(field.raw_data for form in self.forms for field in form)

    @property
    def is_empty(self) -> bool:
        """Whether nobody gave it a name."""
        return not any(form.name.data for form in self.named.values())

    @property
    def is_blank(self) -> bool:
        return self.is_empty and not self.counted.invited.data

    def complain(self, problem: str, languages: Sequence[str]) -> None:
        """Say so at its name in the first of these languages."""
        field = self.named[languages[0] if languages else next(iter(self.named))].name
        field.errors = [*field.errors, problem]

    def plan(self, languages: Sequence[str]) -> GroupPlan:
        names = {language: form.name.data for language, form in self.named.items()}
        invited = self.counted.invited.data
        return GroupPlan(
            with_usual_names({key: name for key, name in names.items() if name}, languages),
            whole_number(invited or "") or None,
        )


def group_rows(groups: Sequence[GroupPlan]) -> list[GroupRow]:
    """As many rows as there may be groups; the first ones begin with these."""
    nothing = [GroupPlan({})] * (MOST_GROUPS - len(groups))
    return [_row(number, group) for number, group in enumerate([*groups, *nothing])]


def _row(number: int, group: GroupPlan) -> GroupRow:
    def named(language: str) -> GroupNameForm:
        shown = {"name": group.names.get(language, "")}
        return GroupNameForm(prefix=f"group_{number}-{language}", data=shown, meta=_WITHOUT_TOKEN)

    invited = {"invited": "" if group.invited is None else str(group.invited)}
    counted = InvitedForm(prefix=f"group_{number}", data=invited, meta=_WITHOUT_TOKEN)
    return GroupRow(number, {one: named(one) for one in offered_languages()}, counted)

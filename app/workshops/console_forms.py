"""What a moderator types into the console: notes, the sign of a phone, another criterion."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice

from app.domain.checklist import Criterion
from app.web.forms import PageForm, TextField, cleaned
from app.web.i18n import shown
from app.workshops.models import REMARK_LENGTH


class NotesForm(PageForm):
    """A moderator's own notes: on the workshop, or on one criterion."""

    note = TextField(_l("Private notes"), length=REMARK_LENGTH)


class SignForm(PageForm):
    """Which phone shall leave the room."""

    sign = StringField(_l("Sign on the phone"), filters=[cleaned])

    @property
    def typed(self) -> str:
        """However it is written."""
        return "".join((self.sign.data or "").split()).upper()[:40]


class AddForm(PageForm):
    """Which criterion comes onto the agenda, too."""

    criterion = SelectField(_l("Add a criterion"), validate_choice=False)


def add_form(criteria: Sequence[tuple[str, Criterion]]) -> AddForm:
    """The choice among these, each with its number."""
    form = AddForm()
    form.criterion.choices = [
        SelectChoice(one.key, f"{number} {shown(one.title)}") for number, one in criteria
    ]
    return form

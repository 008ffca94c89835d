"""What may be written into a council paper."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, StringField
from wtforms.validators import Optional, ValidationError

from app.domain.answers import FIRST_YEAR, LAST_YEAR
from app.papers.models import TEXT_LENGTH
from app.web.forms import PageForm, TextField, cleaned, line_of_text, whole_number

MOST_MEASURES = 1_000
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class CouncilForm(PageForm):
    """Head and texts; a text that is the proposed one, or empty, is not kept: it stays proposed."""

    file_number = StringField(_l("File number"), filters=[cleaned])
    committee = StringField(_l("Committee"), filters=[cleaned])
    meeting_on = DateField(_l("Meeting on"), validators=[Optional()])
    situation = TextField(_l("Situation"), length=TEXT_LENGTH)
    gaps = TextField(_l("Where most is missing"), length=TEXT_LENGTH)
    measures = TextField(_l("Before the table of measures"), length=TEXT_LENGTH)
    resolution = TextField(_l("Proposed resolution"), length=TEXT_LENGTH)
    version = HiddenField(filters=[cleaned])

    def validate_file_number(self, field: StringField) -> None:
        line_of_text(field)

    def validate_committee(self, field: StringField) -> None:
        line_of_text(field)

    def validate_meeting_on(self, field: DateField) -> None:
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_l("Please enter a date between 1990 and 2100."))

    @property
    def based_on(self) -> int:
        """The version that was read before these changes were made."""
        return whole_number(self.version.data or "")

    @property
    def chosen(self) -> frozenset[int]:
        """The numbers of the measures that were ticked."""
        sent = request.form.getlist("measure")[:MOST_MEASURES]
        return frozenset(int(number) for number in sent if _NUMBER.fullmatch(number))

    def written(self, proposed: Mapping[str, str]) -> dict[str, str]:
        """The texts as they are to be kept: nothing where the proposed one was left as it is."""
        sent = {name: self[name].data or "" for name in proposed}
        return {name: "" if _same(text, proposed[name]) else text for name, text in sent.items()}


def _same(text: str, other: str) -> bool:
    """Browsers send other line ends and leave blanks out: that is not another text."""
    return text.split() == other.split()

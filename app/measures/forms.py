"""What may be entered about a measure."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from app.measures.models import NOTE_LENGTH
from app.web.forms import PageForm, TextField, cleaned, line_of_text


class MeasureForm(PageForm):
    """A measure in a few words, and what else is to be known of it."""

    title = StringField(
        _l("What is to be done?"),
        filters=[cleaned],
        validators=[InputRequired(_l("Please say what is to be done."))],
    )
    note = TextField(_l("What else is to be known?"), length=NOTE_LENGTH)

    def validate_title(self, field: StringField) -> None:
        line_of_text(field)

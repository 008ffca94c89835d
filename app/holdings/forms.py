"""What confirms that a municipality is to be erased."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.accounts.forms import bounded
from app.web.forms import PageForm, cleaned

NAME_NEEDED = _l("Please type the name exactly as it stands above.")


class ErasureForm(PageForm):
    """The name of the municipality, typed; and the password, which goes where there is none."""

    confirm = StringField(
        _l("Name of the municipality"), validators=[InputRequired(NAME_NEEDED)], filters=[cleaned]
    )
    password = PasswordField(
        _l("Your password"),
        validators=[InputRequired(_l("Please enter your password."))],
        filters=[bounded],
    )
    name = ""

    def validate_confirm(self, field: StringField) -> None:
        if field.data != self.name:
            raise ValidationError(NAME_NEEDED)

"""What confirms that a municipality is to be erased."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from app.accounts.forms import bounded
from app.web.forms import PageForm, cleaned


class ErasureForm(PageForm):
    """The name of the municipality, typed; and the password, where there is one."""

    confirm = StringField(_l("Name of the municipality"), filters=[cleaned])
    password = PasswordField(_l("Your password"), filters=[bounded])
    name = ""
    needs_password = True

    def validate_confirm(self, field: StringField) -> None:
        if field.data != self.name:
            raise ValidationError(_l("Please type the name exactly as it stands above."))

    def validate_password(self, field: PasswordField) -> None:
        if self.needs_password and not field.data:
            raise ValidationError(_l("Please enter your password."))

"""What may be entered about people: log-ins, invitations, passwords, roles."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.accounts.api_tokens import DAYS, MOST_TOKENS, USUAL_DAYS
from app.accounts.passwords import password_problem
from app.accounts.queries import find_account
from app.accounts.roles import Role
from app.accounts.token_scopes import TokenScope
from app.web.forms import PageForm, cleaned, line_of_text

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_EMAIL = 254
PLEASE_CHOOSE = _l("Please choose one.")
LONGEST_PASSWORD = 1000
"""What is read at all; what is accepted, `passwords` says."""


def normalized(text: str | None) -> str:
    """An e-mail address as we keep it: without blanks around it, case-folded."""
    return cleaned(text).strip().casefold()


def check_email(field: StringField) -> None:
    if len(field.data) > LONGEST_EMAIL or not EMAIL.fullmatch(field.data):
        raise ValidationError(_l("Please enter an e-mail address such as name@example.org."))


def bounded(text: str | None) -> str:
    """A password as it was typed; what is longer than any password is as good as none."""
    typed = text or ""
    return typed if len(typed) <= LONGEST_PASSWORD else ""


def email_field(label: Any = None) -> StringField:
    return StringField(
        label or _l("E-mail address"),
        filters=[normalized],
        validators=[InputRequired(_l("Please enter an e-mail address."))],
    )


class EmailForm(PageForm):
    """One e-mail address: of somebody who forgot a password, or of a future operator."""

    email = email_field()

    def validate_email(self, field: StringField) -> None:
        check_email(field)


class LogInForm(EmailForm):
    """E-mail and password. Which of them is wrong is never said.

    What can be no address is refused before it counts as a try: it may be a password in the wrong
    field, or endless, and the audit trail would keep it.
    """

    password = PasswordField(
        _l("Password"),
        filters=[bounded],
        validators=[InputRequired(_l("Please enter your password."))],
    )


class CodeForm(PageForm):
    """The code of the second factor, or a recovery code."""

    code = StringField(
        _l("Code"), filters=[cleaned], validators=[InputRequired(_l("Please enter a code."))]
    )

    def validate_code(self, field: StringField) -> None:
        line_of_text(field)


class NameForm(PageForm):
    """How colleagues see somebody."""

    name = StringField(
        _l("Your name, as your colleagues shall see it"),
        filters=[cleaned],
        validators=[InputRequired(_l("Please enter a name."))],
    )

    def validate_name(self, field: StringField) -> None:
        line_of_text(field)
        if not field.data:
            raise ValidationError(_l("Please enter a name."))


class NewPasswordForm(PageForm):
    """A new password. `about` is what it must not be made of: the person's name and address."""

    new_password = PasswordField(
        _l("New password"),
        filters=[bounded],
        validators=[InputRequired(_l("Please choose a password."))],
    )
    about: tuple[str, ...] = ()

    def validate_new_password(self, field: PasswordField) -> None:
        problem = password_problem(field.data, about=self.about)
        if problem:
            raise ValidationError(problem)


class ChangePasswordForm(NewPasswordForm):
    """The password of today, and the one from now on."""

    password = PasswordField(
        _l("Your password until now"),
        filters=[bounded],
        validators=[InputRequired(_l("Please enter your password."))],
    )


class WelcomeForm(NameForm, NewPasswordForm):
    """Name and password of somebody who is new here."""


class FirstAccountForm(EmailForm, NameForm, NewPasswordForm):
    """The first account of a desk."""

    def validate_email(self, field: StringField) -> None:
        super().validate_email(field)
        if find_account(field.data):
            raise ValidationError(_l("This address belongs to an identity of the demo already."))


class RolesForm(PageForm):
    """One or more roles."""

    roles = SelectMultipleField(
        _l("Roles"),
        choices=[SelectChoice(role.value) for role in Role],
        validators=[InputRequired(_l("Please choose at least one role."))],
    )

    @property
    def chosen(self) -> list[Role]:
        return [Role(name) for name in self.roles.data or ()]


class InviteForm(EmailForm, RolesForm):
    """Whom to invite, and as what."""


class TokenForm(PageForm):
    """What a program may read, and for how long; and the password, which goes where there is none.

    The municipalities to choose from are those the person may read; without any there is none.
    """

    name = StringField(
        _l("What is the token for?"),
        filters=[cleaned],
        validators=[InputRequired(_l("Please enter what it is for."))],
    )
    scope = RadioField(
        _l("What may the program read?"),
        choices=[SelectChoice(scope.value) for scope in TokenScope],
        default=TokenScope.RESULTS.value,
        validators=[InputRequired(PLEASE_CHOOSE)],
        invalid_choice_message=PLEASE_CHOOSE,
    )
    municipality = SelectField(
        _l("Of which municipality?"),
        choices=[],
        validators=[InputRequired(PLEASE_CHOOSE)],
        invalid_choice_message=PLEASE_CHOOSE,
    )
    days = SelectField(
        _l("How long does it hold?"),
        choices=[SelectChoice(str(days)) for days in DAYS],
        default=str(USUAL_DAYS),
        validators=[InputRequired(PLEASE_CHOOSE)],
        invalid_choice_message=PLEASE_CHOOSE,
    )
    password = PasswordField(
        _l("Your password"),
        filters=[bounded],
        validators=[InputRequired(_l("Please enter your password."))],
    )
    everywhere = "all"
    """Chosen in place of the key of a municipality."""
    held = 0
    """How many tokens the person has already."""

    def validate_name(self, field: StringField) -> None:
        line_of_text(field)
        if not field.data:
            raise ValidationError(_l("Please enter what it is for."))
        if self.held >= MOST_TOKENS:
            raise ValidationError(
                _l("You have %(most)s tokens. End one of them first.", most=MOST_TOKENS)
            )

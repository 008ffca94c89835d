"""What a phone sends in words: a code, and an idea."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import TextArea

from app.web.forms import PageForm, at_most, cleaned
from app.workshops.models import IDEA_LENGTH

LONGEST_CODE = 40
"""Longer than any code with all the blanks and dashes people put in."""


class JoinForm(PageForm):
    """The code as it is printed, or the secret that a QR code brought along."""

    join_code = StringField(
        _l("Code"), filters=[cleaned], validators=[InputRequired(), at_most(LONGEST_CODE)]
    )
    secret = HiddenField(filters=[cleaned])


class OwnIdeaForm(PageForm):
    """One idea, about the criterion at hand or about anything."""

    idea = StringField(
        _l("Your idea"),
        widget=TextArea(),
        filters=[cleaned],
        validators=[InputRequired(_l("Please write down your idea first.")), at_most(IDEA_LENGTH)],
    )
    about = RadioField(_l("What is it about?"), choices=[], validate_choice=False, default="")

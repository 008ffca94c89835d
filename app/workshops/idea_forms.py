"""What a moderator may enter about ideas."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app.web.forms import PageForm, TextField, cleaned
from app.workshops.models import IDEA_LENGTH, IdeaPhase, IdeaState


class IdeaForm(PageForm):
    """An idea that was said aloud, for a criterion or for none."""

    text = TextField(_l("An idea"), length=IDEA_LENGTH)
    criterion = SelectField(_l("For which criterion?"), validators=[Optional()])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self["text"].flags.required = True

    def validate_text(self, field: TextField) -> None:
        InputRequired(_l("Please write the idea down."))(self, field)


class PhaseForm(PageForm):
    """What the room does about ideas next."""

    phase = SelectField(choices=[phase.value for phase in IdeaPhase])


class ChangedIdeaForm(PageForm):
    """An idea's words, whether everybody sees it, or into which other one it goes."""

    text = TextField(_l("Words"), length=IDEA_LENGTH)
    state = SelectField(choices=[state.value for state in IdeaState])
    into = StringField(filters=[cleaned])

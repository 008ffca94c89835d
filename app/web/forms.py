"""What every form shares: cleaned texts, bounded numbers, one line where one line is meant."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextArea

from app.domain.clean_text import UnclearText, clean_text
from app.domain.field_types import KEY_LENGTH, KEY_PATTERN


def cleaned(text: str | None) -> str:
    """The one filter for every typed text; what cannot be a text becomes an error at the field."""
    try:
        return clean_text(text or "")
    except UnclearText as unclear:
        raise ValueError(_l("This text holds characters that cannot be saved.")) from unclear


def at_most(length: int) -> Length:
    return Length(max=length, message=_l("At most %(max)d characters. Your text is still here."))


class TextField(StringField):
    """Text of several lines, cleaned."""

    widget = TextArea()

    def __init__(self, label: Any = None, *, length: int, **options: Any) -> None:
        super().__init__(label, validators=[at_most(length)], filters=[cleaned], **options)


def criterion_key(text: str) -> str:
    """What may be the key of a criterion, or nothing: what else is sent goes no further."""
    is_key = len(text) <= KEY_LENGTH and re.fullmatch(KEY_PATTERN, text, re.ASCII)
    return text if is_key else ""


def whole_number(text: str) -> int:
    """A number of at most nine ASCII digits; 0 for anything else, which no page sends."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip(), re.ASCII) else 0


def line_of_text(field: StringField, length: int = 200) -> None:
    if "\n" in field.data:
        raise ValidationError(_l("Please write this in one line."))
    if len(field.data) > length:
        raise ValidationError(_l("At most %(max)s characters.", max=length))


class PageForm(FlaskForm):
    """A form of texts alone: a file sent in place of a text is as good as nothing."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            return request.form if form.is_submitted() else None

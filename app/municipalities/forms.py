"""What may be entered about a place the register does not know."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from app.web.forms import PageForm, cleaned, line_of_text


def without_separators(number: str) -> str:
    """“24.000” as people write it, without what only helps the eye."""
    return re.sub(r"[.,'’\s]", "", number)


class OwnPlaceForm(PageForm):
    """A place the German register does not know."""

    name = StringField(
        _l("Name of the place"),
        filters=[cleaned],
        validators=[InputRequired(_l("Please enter a name."))],
    )
    country = StringField(_l("Country"), filters=[cleaned])
    population = StringField(_l("Inhabitants"), filters=[cleaned, without_separators])

    def validate_name(self, field: StringField) -> None:
        line_of_text(field)
        if not field.data:
            raise ValidationError(_l("Please enter a name."))

    def validate_country(self, field: StringField) -> None:
        line_of_text(field)

    def validate_population(self, field: StringField) -> None:
        if field.data and not re.fullmatch(r"[0-9]{1,9}", field.data, re.ASCII):
            raise ValidationError(_l("Please enter a whole number, such as 9400."))

    @property
    def inhabitants(self) -> int | None:
        return int(self.population.data) if self.population.data else None

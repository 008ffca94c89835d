"""The part of the form that asks which criteria a measure serves, and to which level by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from app.assessments.forms import NOT_A_CHOICE
from app.assessments.opening import OpenAssessment
from app.domain.answers import OPEN
from app.domain.checklist import Criterion, Section, ShownText
from app.domain.measure import Effect
from app.web.formatting import today
from app.web.forms import cleaned
from app.web.i18n import shown

MOST_YEARS_AHEAD = 20
SERVES = "serves"
"""Chosen without saying to which level it shall lead."""


class AlwaysChosen:
    """Marks a choice that has no empty answer: it is not called optional."""

    field_flags: ClassVar[Mapping[str, bool]] = {"required": True}

    def __call__(self, _form: object, _field: object) -> None:
        """The choices themselves are checked by the field."""


class EffectForm(Form):
    """What is expected for one criterion; nothing chosen means: this is not about it."""

    about: EffectRow
    after = SelectField(
        _l("What is expected?"),
        choices=(),
        validators=[AlwaysChosen()],
        invalid_choice_message=NOT_A_CHOICE,
        default="",
    )
    by_year = StringField(_l("By which year?"), filters=[cleaned])

    def validate_after(self, field: SelectField) -> None:
        if self.level is not None and not self.about.is_above(self.level):
            raise ValidationError(
                _l("This is not above the level of today. Please choose a higher one.")
            )

    def validate_by_year(self, field: StringField) -> None:
        if not field.data:
            return
        if self.level is None:
            raise ValidationError(_l("Please choose a level, too, or leave the year empty."))
        first, last = today().year, today().year + MOST_YEARS_AHEAD
        kept = self.about.stored.by_year if self.about.stored else None
        years = {kept, *range(first, last + 1)}
        if not re.fullmatch(r"[0-9]{4}", field.data, re.ASCII) or int(field.data) not in years:
            raise ValidationError(
                gettext(
                    "Please enter a year between %(first)s and %(last)s.", first=first, last=last
                )
            )

    @property
    def level(self) -> int | None:
        """The level that is expected, where one is."""
        found = re.fullmatch(r"-?[0-9]{1,9}", self.after.data or "", re.ASCII)
        return int(found[0]) if found else None


@dataclass
class EffectRow:
    """One criterion with its level of today, or of the day on which the measure was written."""

    criterion: Criterion
    dimension: Section
    number: str
    before: int | None
    stored: Effect | None
    form: EffectForm

    @property
    def is_chosen(self) -> bool:
        return bool(self.form.after.data or self.form.by_year.data)

    @property
    def title(self) -> ShownText:
        return shown(self.criterion.title)

    @property
    def before_words(self) -> str:
        """The level from which the measure sets out."""
        level = next((one for one in self.criterion.scale.levels if one.value == self.before), None)
        if level is None:
            return gettext("no level today")
        return gettext("today %(level)s", level=f"{level.value} {shown(level.label)}")

    def is_above(self, level: int) -> bool:
        values = [one.value for one in self.criterion.scale.levels]
        if self.before not in values or level not in values:
            return True
        return values.index(level) > values.index(self.before)

    @property
    def effect(self) -> Effect:
        """What was entered; only of use once it was found to be right."""
        level = self.form.level
        year = int(self.form.by_year.data) if level is not None and self.form.by_year.data else None
        return Effect(self.criterion.key, self.before, level, year)


def effect_rows(
    check: OpenAssessment, effects: Sequence[Effect], sent: Mapping[str, Any] | None
) -> list[EffectRow]:
    """One for each criterion that is asked, and for those of `effects`, with what stands there."""
    known = {effect.criterion_key: effect for effect in effects}
    numbers, lineage = check.checklist.numbers, check.checklist.lineage
    rows = []
    for criterion in _criteria(check, known):
        stored = known.get(criterion.key)
        # As long as nothing is expected it sets out from today, also one from an idea.
        is_set = stored is not None and stored.after is not None
        before = stored.before if stored and is_set else check.sheet.get(criterion.key, OPEN).level
        form = EffectForm(sent, prefix=f"effect-{criterion.key}-", data=_as_typed(stored))
        form.after.choices = _choices(criterion)
        row = EffectRow(
            criterion, lineage[criterion.key][0], numbers[criterion.key], before, stored, form
        )
        form.about = row
        rows.append(row)
    return rows


def _criteria(check: OpenAssessment, known: Iterable[str]) -> list[Criterion]:
    asked = {criterion.key for criterion in check.criteria} | set(known)
    return [criterion for criterion in check.checklist.criteria if criterion.key in asked]


def _as_typed(effect: Effect | None) -> dict[str, str]:
    if effect is None:
        return {}
    level = SERVES if effect.after is None else str(effect.after)
    return {"after": level, "by_year": str(effect.by_year or "")}


def _choices(criterion: Criterion) -> list[SelectChoice]:
    return [
        SelectChoice("", gettext("this measure is not about it")),
        SelectChoice(SERVES, gettext("serves it, no level expected yet")),
        *(
            SelectChoice(
                str(level.value),
                gettext("to level %(level)s", level=f"{level.value} ({shown(level.label)})"),
            )
            for level in criterion.scale.levels
        ),
    ]

"""What is recorded when a room has settled on something."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from app.assessments.forms import NOT_A_CHOICE, choices_of, state_fields
from app.domain.answers import State
from app.domain.checklist import Criterion
from app.domain.origin import How
from app.web.forms import PageForm, TextField
from app.workshops.deciding import Settled
from app.workshops.models import REMARK_LENGTH, Decision


class DecisionForm(PageForm):
    """What the room settled on; each criterion brings its own levels."""

    choice = RadioField(_l("What does the room settle on?"), choices=(), validators=[Optional()])
    how = RadioField(
        _l("How was it settled?"),
        choices=[SelectChoice(how.value) for how in How],
        validators=[InputRequired(_l("Please say how it was settled."))],
        invalid_choice_message=NOT_A_CHOICE,
    )
    reason = TextField(_l("Why?"), length=REMARK_LENGTH)
    minority = TextField(_l("Who sees it differently?"), length=REMARK_LENGTH, name="minority-note")

    @property
    def is_postponed(self) -> bool:
        return bool(self.how.data == How.POSTPONED)

    def validate_reason(self, field: TextField) -> None:
        is_left_out = self.choice.data == State.NOT_APPLICABLE and not self.is_postponed
        if is_left_out and not field.data:
            raise ValidationError(gettext("Please say why it does not apply."))
        if self.how.data == How.MODERATOR and not field.data:
            raise ValidationError(gettext("Please say why you set it."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid: bool = super().validate(extra_validators)
        if not (self.choice.data or self.choice.errors or self.is_postponed):
            self.choice.errors = [gettext("Please choose one, or postpone it.")]
            return False
        return is_valid

    def settled(self) -> Settled:
        """What was entered, once it is valid."""
        how = How(self.how.data)
        chosen = {} if how is How.POSTPONED else state_fields(self.choice.data)
        return Settled(
            how,
            state=chosen.get("state", State.OPEN),
            level=chosen.get("level"),
            reason=self.reason.data or "",
            minority=self.minority.data or "",
        )


def decision_form(criterion: Criterion) -> type[DecisionForm]:
    return _decision_form(choices_of(criterion))


@lru_cache(maxsize=64)
def _decision_form(choices: tuple[str, ...]) -> type[DecisionForm]:
    class DecisionOnOneCriterion(DecisionForm):
        choice = RadioField(
            _l("What does the room settle on?"),
            choices=[SelectChoice(choice) for choice in choices],
            validators=[Optional()],
            invalid_choice_message=NOT_A_CHOICE,
        )

    return DecisionOnOneCriterion


def entered_before(decision: Decision | None) -> dict[str, str]:
    """What stands already, as the form's fields; nothing is chosen before anything stands."""
    if decision is None:
        return {}
    chosen = {State.LEVEL: f"level:{decision.level}", State.OPEN: ""}
    return {
        "choice": chosen.get(decision.state, decision.state.value),
        "how": decision.how.value,
        "reason": decision.reason,
        "minority": decision.minority,
    }

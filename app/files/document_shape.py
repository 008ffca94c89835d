"""The shape of the JSON files that come back: types and bounds, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from app.domain.answers import (
    FIRST_YEAR,
    IMPORTANCES,
    LAST_YEAR,
    NOTE_LENGTH,
    REASON_LENGTH,
    State,
    Sureness,
)
from app.domain.clean_text import UnclearText, clean_text
from app.domain.errors import N_, InvalidFile, Place, Problem
from app.domain.exact_numbers import LONGEST, WRITTEN_PATTERN
from app.domain.origin import (
    MINORITY_LENGTH,
    MOST_PEOPLE,
    MOST_ROUNDS,
    TITLE_LENGTH,
    WHY_LENGTH,
    How,
)
from app.domain.scope import Scope
from app.files.grid import MOST_PROBLEMS, echo

MISSING = N_("“{name}” is missing")
NOT_AS_IT_SHOULD_BE = N_("“{name}” cannot be “{found}”")
MOST_ANSWERS, MOST_CHECKS = 1_000, 5_000
_LEVELS = 1_000


def _clean(text: str) -> str:
    try:
        return clean_text(text)
    except UnclearText as unclear:
        raise ValueError(str(unclear)) from unclear


def _of_our_time(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(str(moment.year))
    return moment


def _of_an_answer(how: How) -> How:
    if how is How.POSTPONED:
        raise ValueError(how.value)
    return how


Line = Annotated[str, Field(max_length=200), AfterValidator(_clean)]
Level = Annotated[int, Field(ge=-_LEVELS, le=_LEVELS)]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Day = Annotated[date, Field(strict=False)]
ScopeWord = Annotated[Scope, Field(strict=False)]


class Shape(BaseModel):
    """Strict about types; what a newer version may add is skipped."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class OriginShape(Shape):
    """The decision of a workshop that an answer comes from."""

    day: Day
    title: Annotated[str, Field(max_length=TITLE_LENGTH), AfterValidator(_clean)] = ""
    round: Annotated[int, Field(ge=1, le=MOST_ROUNDS)] | None = None
    voted: People = 0
    present: People = 0
    median: Annotated[str, Field(max_length=LONGEST, pattern=WRITTEN_PATTERN)] | None = None
    how: Annotated[How, Field(strict=False), AfterValidator(_of_an_answer)]
    reason: Annotated[str, Field(max_length=WHY_LENGTH), AfterValidator(_clean)] = ""
    minority: Annotated[str, Field(max_length=MINORITY_LENGTH), AfterValidator(_clean)] = ""


class AnswerShape(Shape):
    """What was said about one criterion."""

    criterion: Line
    state: Annotated[State, Field(strict=False)]
    level: Level | None = None
    reason: Annotated[str, Field(max_length=REASON_LENGTH), AfterValidator(_clean)] = ""
    note: Annotated[str, Field(max_length=NOTE_LENGTH), AfterValidator(_clean)] = ""
    sureness: Annotated[Sureness, Field(strict=False)] | None = None
    target: Level | None = None
    target_is_proposal: bool = False
    importance: Annotated[int, Field(ge=IMPORTANCES[0], le=IMPORTANCES[-1])] | None = None
    origin: OriginShape | None = None


class NamedPlace(Shape):
    """A municipality, by its key."""

    key: Line
    name: Line = ""


class NamedChecklist(Shape):
    """A version of a checklist."""

    key: Line
    version: Line
    structure_fingerprint: Line = ""


class FinishedShape(Shape):
    """When it was finished, and what the person was called."""

    at: Annotated[AwareDatetime, Field(strict=False), AfterValidator(_of_our_time)]
    by: Line = ""


class SelfCheckShape(Shape):
    """What every self-check says, wherever it stands."""

    year: Year
    scope: ScopeWord = Scope.FULL
    respondent: Line = ""
    reference_date: Day | None = None
    answers: Annotated[list[AnswerShape], Field(max_length=MOST_ANSWERS)]


class AssessmentShape(SelfCheckShape):
    """A self-check as a document."""

    format: Literal["willkommenscheck-assessment"]
    format_version: Literal[1]
    municipality: NamedPlace
    checklist: NamedChecklist
    finished: FinishedShape | None = None
    sha256: str | None = None


class FinishedState(Shape):
    """A state a self-check was finished in, with its document as a text."""

    document: str
    reopened_at: str | None = None


class KeptSelfCheck(SelfCheckShape):
    """A self-check as it stands among all that is kept about a municipality."""

    checklist: Line
    checklist_version: Line
    finished_at: str | None = None
    finished_states: list[FinishedState] = []


class MunicipalityShape(Shape):
    """All that is kept about a municipality; only its self-checks come back."""

    format: Literal["willkommenscheck-municipality"]
    format_version: Literal[1]
    municipality: NamedPlace
    self_checks: Annotated[list[KeptSelfCheck], Field(max_length=MOST_CHECKS)]


Content = AssessmentShape | MunicipalityShape
_ANY: TypeAdapter[Content] = TypeAdapter(
    Annotated[AssessmentShape | MunicipalityShape, Field(discriminator="format")]
)


def shaped(content: object, *, name: str) -> Content:
    """The content in its shape; raises InvalidFile with every place that is not as it should be."""
    try:
        return _ANY.validate_python(content)
    except ValidationError as error:
        raise InvalidFile(list(_problems(error, name))) from error


def _problems(error: ValidationError, name: str) -> Iterator[Problem]:
    # What was found is told as long as that does not take long.
    is_long = error.error_count() > MOST_PROBLEMS
    details = error.errors(include_url=False, include_context=False, include_input=not is_long)
    for detail in details[:MOST_PROBLEMS]:
        steps = [str(step) for step in detail["loc"] if str(step) not in _FORMATS]
        place = Place("/".join([name, *steps]), 1, 1)
        facts: dict[str, Any] = {"name": steps[-1] if steps else "format"}
        if detail["type"] == "missing":
            yield Problem(place, MISSING, facts)
        else:
            yield Problem(
                place, NOT_AS_IT_SHOULD_BE, {**facts, "found": echo(str(detail.get("input", "…")))}
            )


_FORMATS = ("willkommenscheck-assessment", "willkommenscheck-municipality")

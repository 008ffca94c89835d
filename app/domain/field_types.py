"""The kinds of value that our YAML files are made of, with their limits."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.domain.clean_text import UnclearText, clean_text
from app.domain.exact_numbers import FRACTION_PATTERN, exact_number

KEY_PATTERN = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
KEY_LENGTH = 80
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
VERSION_PATTERN = r"^[0-9A-Za-z]+([.+-][0-9A-Za-z]+)*$"
ADDRESS_PATTERN = r"^https?://[^\s/]+\S*$"
TITLE_LENGTH = 200
TEXT_LENGTH = 2_000
LARGEST_LEVEL = 9_999
MOST_LANGUAGES = 50


class FileModel(BaseModel):
    """A block of a file: nothing unknown, nothing converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


def is_language(code: str) -> bool:
    """Whether this is a language code such as de, en or pt-BR; never a path."""
    return re.fullmatch(LANGUAGE_PATTERN, code) is not None


def _cleaned(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return clean_text(value)
    except UnclearText as unclear:
        raise PydanticCustomError("unclear_text", "unclear text") from unclear


def _given(value: object) -> object:
    if value is None:
        raise PydanticCustomError("no_value", "no value")
    return value


GIVEN = BeforeValidator(_given)
"""For a field whose None means “left out”: it may be left out, but not left empty."""


def _exact(value: Any) -> Fraction:
    number = exact_number(value)
    if number is None:
        raise PydanticCustomError("not_exact", "not an exact number")
    return number


def _between(least: int, most: int | None) -> Any:
    """A validator for exact numbers within bounds; None for no upper bound."""

    def check(value: object) -> Fraction:
        number = _exact(value)
        if number < least:
            raise PydanticCustomError("below", "too small", {"least": least})
        if most is not None and number > most:
            raise PydanticCustomError("above", "too large", {"most": most})
        return number

    return PlainValidator(check)


def _number_schema(least: int, most: int | None) -> WithJsonSchema:
    number = {"type": "number", "minimum": least}
    if most is not None:
        number["maximum"] = most
    fraction = {"type": "string", "pattern": FRACTION_PATTERN, "examples": ["100/3"]}
    return WithJsonSchema({"anyOf": [number, fraction]})


Weight = Annotated[Fraction, _between(0, None), _number_schema(0, None)]
Points = Annotated[Fraction, _between(0, 100), _number_schema(0, 100)]
Share = Annotated[Fraction, _between(0, 1), _number_schema(0, 1)]

Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=KEY_LENGTH)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN, max_length=35)]
Version = Annotated[
    str,
    StringConstraints(pattern=VERSION_PATTERN, max_length=40),
    # Editors take 1.10 for a number; we read it as it is written.
    WithJsonSchema({"type": ["string", "number"], "pattern": VERSION_PATTERN}),
]
LevelValue = Annotated[int, Field(ge=-LARGEST_LEVEL, le=LARGEST_LEVEL)]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=TITLE_LENGTH), BeforeValidator(_cleaned)
]
LongText = Annotated[
    str, StringConstraints(min_length=1, max_length=TEXT_LENGTH), BeforeValidator(_cleaned)
]
Address = Annotated[
    str,
    StringConstraints(max_length=TEXT_LENGTH, pattern=ADDRESS_PATTERN),
    BeforeValidator(_cleaned),
]

"""What is wrong with the shape of a file: unknown keys, wrong types, missing or too long parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.domain.errors import N_, Problem
from app.domain.field_types import (
    ADDRESS_PATTERN,
    KEY_PATTERN,
    LANGUAGE_PATTERN,
    VERSION_PATTERN,
)
from app.domain.yaml_events import excerpt
from app.domain.yaml_files import UNCLEAR, DataPath, YamlFile

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

_KEY_MARK = "[key]"

_NO_BLOCK = N_("“{name}” must be a block of “key: value” lines")
_NOT_ABOVE = N_("“{name}” must be {limit} or less")
_NOT_BELOW = N_("“{name}” must be {limit} or more")
_TOO_LONG = N_("“{name}” is longer than {limit} characters")
_TOO_FEW = N_("“{name}” needs {limit} or more entries")
_TOO_MANY = N_("“{name}” may have {limit} entries or fewer")

_MESSAGES = {
    "missing": N_("“{name}” is missing"),
    "extra_forbidden": N_("unknown key “{name}”"),
    "no_value": N_("“{name}” has no value: write one, or leave it out"),
    "string_type": N_("“{name}” must be text; numbers and true or false need quotes"),
    "string_too_short": N_("“{name}” is empty"),
    "string_too_long": _TOO_LONG,
    "unclear_text": N_("“{name}” piles up too many accents on one letter"),
    "int_type": N_("“{name}” must be a whole number without quotes"),
    "bool_type": N_("“{name}” must be true or false"),
    "list_type": N_("“{name}” must be a list"),
    "dict_type": _NO_BLOCK,
    "model_type": _NO_BLOCK,
    "model_attributes_type": _NO_BLOCK,
    "too_short": _TOO_FEW,
    "too_long": _TOO_MANY,
    "enum": N_("“{name}”: “{written}” is none of {expected}"),
    "not_exact": N_("“{name}” must be a number or an exact fraction such as 100/3"),
    "below": _NOT_BELOW,
    "above": _NOT_ABOVE,
    "greater_than_equal": _NOT_BELOW,
    "less_than_equal": _NOT_ABOVE,
}
_PATTERN_MESSAGES = {
    KEY_PATTERN: N_(
        "“{written}” is no key: write small letters, digits and single “_”, a letter first"
    ),
    LANGUAGE_PATTERN: N_("“{written}” is no language code such as de, en or pt-BR"),
    VERSION_PATTERN: N_("“{written}” is no version such as 1.0.0"),
    ADDRESS_PATTERN: N_("“{written}” is no address that begins with https://"),
}
_OTHER = N_("“{name}” is not as it should be")

_LIMITS = ("max_length", "min_length", "ge", "le", "least", "most")


def read_shape(model: type[Model], file: YamlFile) -> tuple[Model | None, list[Problem]]:
    """The content of a file in its shape, or None and everything that is wrong with the shape.

    What the YAML itself was refused for is not reported a second time.
    """
    if not file.is_readable:
        return None, []
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, list(_problems(details, file))


def _problems(details: list[ErrorDetails], file: YamlFile) -> Iterator[Problem]:
    for detail in details:
        if detail["input"] is not UNCLEAR or detail["type"] == "extra_forbidden":
            yield _problem(detail, file)


def _problem(detail: ErrorDetails, file: YamlFile) -> Problem:
    kind = "no_value" if _is_empty(detail) else detail["type"]
    path = tuple(step for step in detail["loc"] if step != _KEY_MARK)
    if not path:
        return Problem(file.place(), N_("the file must be a block of “key: value” lines"))
    context: Mapping[str, Any] = detail.get("ctx", {})
    message = _MESSAGES.get(kind, _OTHER)
    if kind == "string_pattern_mismatch":
        message = _PATTERN_MESSAGES[context["pattern"]]
    facts: dict[str, object] = {
        "name": _name(path),
        "written": excerpt(detail["input"]) if "{written}" in message else "",
        "expected": str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
        "limit": next((context[limit] for limit in _LIMITS if limit in context), ""),
    }
    used = {name: fact for name, fact in facts.items() if f"{{{name}}}" in message}
    find = _place_finder(kind, file, is_key=_KEY_MARK in detail["loc"])
    return Problem(find(path), message, used)


def _is_empty(detail: ErrorDetails) -> bool:
    return detail["input"] is None and detail["type"] not in ("missing", "extra_forbidden")


def _name(path: DataPath) -> str:
    """The nearest key, for a list item that of its list."""
    names = [step for step in path if isinstance(step, str)]
    return excerpt(path[-1] if isinstance(path[-1], str) or not names else names[-1])


def _place_finder(kind: str, file: YamlFile, *, is_key: bool) -> Callable[[DataPath], Any]:
    if kind == "missing":
        return lambda path: file.key_place(path[:-1])
    if is_key or kind in ("extra_forbidden", "no_value"):
        return file.key_place
    return file.place

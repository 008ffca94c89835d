"""What may stand in checklist.yaml and in a language file: names, types and limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from app.domain.checklist import CORE, Aggregate, Effort, Influence
from app.domain.field_types import (
    GIVEN,
    KEY_LENGTH,
    KEY_PATTERN,
    MOST_LANGUAGES,
    FileModel,
    Key,
    Language,
    LevelValue,
    LongText,
    Points,
    Share,
    Title,
    Version,
    Weight,
)
from app.domain.replacements import ReplacementKind

AggregateWord = Annotated[Aggregate, Field(strict=False)]
InfluenceWord = Annotated[Influence, Field(strict=False)]
EffortWord = Annotated[Effort, Field(strict=False)]
KindWord = Annotated[ReplacementKind, Field(strict=False)]


def _core_as_list(value: object) -> object:
    return [CORE] if value == CORE else value


_LEVEL_NAME = "^-?[0-9]{1,4}$"
_KEY_SCHEMA = {"type": "string", "pattern": KEY_PATTERN, "maxLength": KEY_LENGTH}

IndexMembers = Annotated[
    list[Key],
    Field(min_length=1),
    BeforeValidator(_core_as_list),
    WithJsonSchema(
        {"anyOf": [{"const": CORE}, {"type": "array", "minItems": 1, "items": _KEY_SCHEMA}]}
    ),
]


class LevelFile(FileModel):
    """One step of a scale."""

    value: LevelValue
    """The number that is stored as the answer."""
    points: Points
    """0 to 100, as a number or an exact fraction. Points never fall from level to level."""


class ScaleFile(FileModel):
    """The levels that a criterion can reach, lowest first."""

    levels: list[LevelFile] = Field(json_schema_extra={"minItems": 1})


class TotalFile(FileModel):
    """How the total is made and when it is shown."""

    aggregate: AggregateWord = Aggregate.MEAN
    """mean of the dimensions, or pooled over all criteria."""
    completeness: Share = Fraction(4, 5)
    """The share of applicable criteria, 0 to 1, that must be answered before the total shows."""


class BandFile(FileModel):
    """A word for all scores from here up to the next band."""

    start: Points = Field(alias="from", description="The lowest score of this band, 0 to 100.")
    key: Key


class CriterionFile(FileModel):
    """One question."""

    key: Key
    weight: Weight = Fraction(1)
    """0 or more, as a number or an exact fraction."""
    core: bool = False
    """Whether the short form asks it."""
    scored: bool = True
    """false: asked and shown, but in no sum except an index that names it."""
    influence: Annotated[InfluenceWord | None, GIVEN] = None
    """Whose decision it is: own, shared or advocate."""
    effort: list[EffortWord] = Field(default_factory=list)
    """What the step from each level to the next takes: S, M or L."""
    not_applicable: bool = True
    """false: “does not apply” is no possible answer."""
    sources: list[Key] = Field(default_factory=list)
    """Keys from sources.yaml."""
    scale: Key = ""
    """The key of its scale; without it the default scale."""


class SectionFile(FileModel):
    """A dimension or a section: criteria, further sections, or both."""

    key: Key
    weight: Weight = Fraction(1)
    """0 or more, as a number or an exact fraction."""
    aggregate: AggregateWord = Aggregate.POOLED
    """pooled over all criteria below, or the mean of its children."""
    criteria: list[CriterionFile] = Field(default_factory=list)
    sections: list[SectionFile] = Field(default_factory=list)


class IndexFile(FileModel):
    """A named extra total."""

    key: Key
    criteria: IndexMembers
    """Keys of criteria, or the word core for every criterion marked core."""


class ReplacementFile(FileModel):
    """What became of some criteria of the previous version."""

    kind: KindWord
    old: list[Key] = Field(
        default_factory=list, alias="from", description="Keys in the previous version."
    )
    new: list[Key] = Field(default_factory=list, alias="to", description="Keys in this version.")


class ReplacesFile(FileModel):
    """The previous version and what became of its criteria."""

    version: Version
    criteria: list[ReplacementFile] = Field(default_factory=list)


class StructureFile(FileModel):
    """The structure of one version of a checklist: everything but the words."""

    key: Key
    """The name of the folder above."""
    version: Version
    """The name of the folder."""
    languages: list[Language] = Field(min_length=1, max_length=MOST_LANGUAGES)
    """One file of words for each. The first stands in for missing texts."""
    default_scale: Key
    scales: dict[Key, ScaleFile] = Field(min_length=1)
    total: TotalFile = Field(default_factory=TotalFile)
    bands: list[BandFile] = Field(default_factory=list)
    dimensions: list[SectionFile] = Field(min_length=1)
    indices: list[IndexFile] = Field(default_factory=list)
    replaces: Annotated[ReplacesFile | None, GIVEN] = None


class LevelWords(FileModel):
    """The words of one level of a scale."""

    label: Title
    meaning: LongText = ""
    """What this level says, in one or two sentences."""


class NodeWords(FileModel):
    """The words of a dimension or section."""

    title: Title
    short_title: Title = ""
    """For charts."""


class CriterionWords(FileModel):
    """The words of a criterion."""

    title: Title
    question: LongText
    help: LongText = ""
    """What counts as evidence, what is meant."""
    not_applicable_hint: LongText = ""
    """When the criterion does not apply."""
    levels: dict[LevelValue, LongText] = Field(default_factory=dict)
    """What each level means here, by level value."""
    next_steps: dict[LevelValue, LongText] = Field(default_factory=dict)
    """The concrete step from this level to the next, by level value."""


class WordsFile(FileModel):
    """All words of a checklist in one language."""

    checked: bool = True
    """false: nobody has checked this translation; readers are told so."""
    title: Title
    description: LongText = ""
    scales: dict[Key, dict[LevelValue, LevelWords]]
    """The words of each scale, by level value."""
    bands: dict[Key, Title] = Field(default_factory=dict)
    nodes: dict[Key, NodeWords]
    """The words of dimensions and sections, by key."""
    indices: dict[Key, Title] = Field(default_factory=dict)
    criteria: dict[Key, CriterionWords]


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas for editors, of “checklist” (checklist.yaml) and “words” (de.yaml …)."""
    return {
        "checklist": _json_schema(StructureFile, "Checklist structure"),
        "words": _json_schema(WordsFile, "Checklist words"),
    }


def _json_schema(model: type[FileModel], title: str) -> dict[str, Any]:
    schema: dict[str, Any] = _as_editors_need_it(model.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def _as_editors_need_it(part: Any) -> Any:
    """Without the defaults that mean “left out”, with whole numbers as numbers, and naming
    every key that a block may have, so that an editor marks a misspelt one.
    """
    if isinstance(part, list):
        return [_as_editors_need_it(item) for item in part if item != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _as_editors_need_it(value)
        for key, value in part.items()
        if (key, value) not in (("default", ""), ("default", None))
    }
    default = kept.get("default")
    if isinstance(default, str) and default.isdigit():
        kept["default"] = int(default)
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    elif isinstance(kept.get("additionalProperties"), dict):
        kept["propertyNames"] = {"pattern": _LEVEL_NAME}
    return kept

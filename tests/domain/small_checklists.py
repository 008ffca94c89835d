"""Small checklists made by hand, for the tests about versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.domain.checklist import Checklist, Criterion, Level, Scale, Section, Text
from app.domain.fingerprints import structure_fingerprint, wording_fingerprint
from app.domain.replacements import Predecessor, Replacement, ReplacementKind


def text(german: str, english: str | None = None) -> Text:
    return Text({"de": german, **({"en": english} if english else {})})


def scale(*points: int | str | Fraction, key: str = "steps") -> Scale:
    levels = (
        Level(value, Fraction(each), text(f"Stufe {value}")) for value, each in enumerate(points)
    )
    return Scale(key, tuple(levels))


STEPS = scale(0, 25, 50, 75, 100)


def criterion(key: str, **settings: Any) -> Criterion:
    settings = {"scale": STEPS, "title": text(key), "question": text(f"{key}?"), **settings}
    return Criterion(key, **settings)


def checklist(
    criteria: Iterable[str | Criterion],
    version: str = "1.0.0",
    *,
    key: str = "example",
    replaces: str | None = None,
    mapping: Iterable[Replacement] = (),
    **settings: Any,
) -> Checklist:
    """A checklist of one dimension, with its fingerprints."""
    made = tuple(criterion(each) if isinstance(each, str) else each for each in criteria)
    whole = Checklist(
        **{
            "key": key,
            "version": version,
            "languages": ("de", "en"),
            "title": text("Beispiel", "Example"),
            "dimensions": (Section("dimension", text("Dimension"), criteria=made),),
            "predecessor": Predecessor(replaces, tuple(mapping)) if replaces else None,
            **settings,
        }
    )
    return fingerprinted(whole)


def fingerprinted(whole: Checklist) -> Checklist:
    return replace(
        whole,
        structure_fingerprint=structure_fingerprint(whole),
        wording_fingerprint=wording_fingerprint(whole),
    )


def became(kind: str, old: str = "", new: str = "") -> Replacement:
    """A line of a mapping; keys separated by spaces."""
    return Replacement(ReplacementKind(kind), tuple(old.split()), tuple(new.split()))

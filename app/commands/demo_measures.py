"""The action plan of the example town: measures of two years, in every state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from app.assessments.models import Assessment
from app.domain.checklist import Effort
from app.domain.measure import MeasureSource, MeasureState
from app.measures.actions import draft_measure
from app.measures.models import StoredEffect, StoredProgress
from app.web.formatting import today

MEASURES = Path(__file__).parent / "demo_measures.yaml"
_KINDS = {"state": MeasureState, "effort": Effort}
_TOLD_APART = ("title", "note", "source", "effects", "progress")


def load_measures(assessment: Assessment, *, by: str) -> None:
    """What is planned for one year of the example town."""
    plan = yaml.safe_load(MEASURES.read_text(encoding="utf-8"))
    for told in plan.get(assessment.year, ()):
        measure = draft_measure(
            assessment,
            told["title"],
            note=told.get("note", ""),
            source=MeasureSource(told["source"]),
            by=by,
        )
        for name, value in _fields(told).items():
            setattr(measure, name, value)
        measure.effects = [
            StoredEffect(criterion_key=key, before=before, after=after, by_year=year)
            for key, (before, after, year) in told["effects"].items()
        ]
        measure.notes = [
            StoredProgress(text=text, written_by=by) for text in told.get("progress", ())
        ]


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a measure, from how the file tells them."""
    fields = {name: value for name, value in told.items() if name not in _TOLD_APART}
    for name, kind in _KINDS.items():
        if name in fields:
            fields[name] = kind(fields[name])
    return {name: _day(value) if name.endswith("_on") else value for name, value in fields.items()}


def _day(told: date | int) -> date:
    """A date, or so many days from today."""
    return told if isinstance(told, date) else today() + timedelta(days=told)

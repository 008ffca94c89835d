"""What a town shows in public: picked from the dossier, frozen as plain facts, read back.

Everything that is public is picked here by name. Whatever a dossier may hold besides, no note, no
name, no cost and no vote can get out by being forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any

from flask_babel import to_user_timezone

from app.domain.checklist import Text
from app.domain.measure import MeasureState, PlannedMeasure
from app.domain.report import AssessmentReport, ProfileLine
from app.domain.scoring import Score
from app.papers.dossier import Dossier, in_public

FORMAT = 1


@dataclass(frozen=True)
class PublicLine:
    """A dimension or section with its points, its target and its completeness."""

    title: Text
    short_title: Text
    depth: int
    exact: Fraction | None
    target: Fraction | None
    answered: int
    applicable: int


@dataclass(frozen=True)
class PublicStep:
    """What comes first: the criterion's title and the next step, not its level."""

    title: Text
    step: Text | None


@dataclass(frozen=True)
class PublicMeasure:
    title: str
    state: MeasureState
    due: date | None
    done_on: date | None


@dataclass(frozen=True)
class PublicFacts:
    """All of it. `total` is None where it is withheld."""

    municipality: str
    is_example: bool
    year: int
    checklist: Text
    checklist_key: str
    version: str
    reference_date: date | None
    finished_on: date | None
    lines: tuple[PublicLine, ...]
    total: Fraction | None
    answered: int
    applicable: int
    completeness: Fraction | None
    steps: tuple[PublicStep, ...]
    measures: tuple[PublicMeasure, ...]

    @property
    def dimensions(self) -> tuple[PublicLine, ...]:
        return tuple(line for line in self.lines if line.depth == 0)


def facts_of(dossier: Dossier) -> Mapping[str, Any]:
    """What would be public of this dossier, ready for JSON."""
    record, report = dossier.record, dossier.report
    return {
        "format": FORMAT,
        "municipality": record.municipality_name,
        "is_example": dossier.is_example,
        "year": record.year,
        "checklist": _text(report.whole.title),
        "checklist_key": report.whole.key,
        "version": report.whole.version,
        "reference_date": _day(record.reference_date),
        "finished_on": _day_of(record.finished_at),
        "lines": [_line(line) for line in lines_in_public(report)],
        "total": _exact(report.headline) if is_total_in_public(report) else None,
        "answered": report.headline.answered,
        "applicable": report.headline.applicable,
        "completeness": _number(report.headline.completeness),
        "steps": [
            {
                "title": _text(step.gap.criterion.title),
                "step": _text(step.gap.criterion.next_steps.get(step.gap.level)),
            }
            for step in report.next_steps
        ],
        "measures": [_measure(one) for one in in_public(dossier.own_measures)],
    }


def mark_of(facts: Mapping[str, Any]) -> str:
    """Differs whenever something else would be seen: who publishes says what they looked at."""
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def lines_in_public(report: AssessmentReport) -> Iterator[ProfileLine]:
    """Every dimension; its sections only where none of them rests on a single answer.

    One section less would not do: its points follow from those of the dimension and the others.
    """
    telling = {line.node.key for line in report.profile if tells_an_answer(line)}
    for dimension in report.dimensions:
        below = {node.key for node in dimension.node.walk()} - {dimension.node.key}
        is_telling = bool(below & telling)
        for line in report.profile:
            if line is dimension or (line.node.key in below and not is_telling):
                yield line


def tells_an_answer(line: ProfileLine) -> bool:
    """The points of a single answer are that answer, which is not for everybody."""
    return line.score.answered == 1


def is_total_in_public(report: AssessmentReport) -> bool:
    """Not where it would say the points of the one dimension that is held back."""
    return not report.is_withheld and sum(map(tells_an_answer, report.dimensions)) != 1


def read_facts(content: Mapping[str, Any]) -> PublicFacts:
    """What was frozen, as it was."""
    return PublicFacts(
        municipality=content["municipality"],
        is_example=content["is_example"],
        year=content["year"],
        checklist=Text(content["checklist"]),
        checklist_key=content["checklist_key"],
        version=content["version"],
        reference_date=_read_day(content["reference_date"]),
        finished_on=_read_day(content["finished_on"]),
        lines=tuple(_read_line(line) for line in content["lines"]),
        total=_read_number(content["total"]),
        answered=content["answered"],
        applicable=content["applicable"],
        completeness=_read_number(content["completeness"]),
        steps=tuple(
            PublicStep(Text(one["title"]), Text(one["step"]) if one["step"] else None)
            for one in content["steps"]
        ),
        measures=tuple(
            PublicMeasure(
                one["title"],
                MeasureState(one["state"]),
                _read_day(one["due"]),
                _read_day(one["done_on"]),
            )
            for one in content["measures"]
        ),
    )


def _line(line: ProfileLine) -> Mapping[str, Any]:
    is_shown = not tells_an_answer(line)
    return {
        "title": _text(line.node.title),
        "short_title": _text(line.node.short_title or line.node.title),
        "depth": line.depth,
        "exact": _exact(line.score) if is_shown else None,
        "target": _number(line.target) if is_shown else None,
        "answered": line.score.answered,
        "applicable": line.score.applicable,
    }


def _read_line(line: Mapping[str, Any]) -> PublicLine:
    return PublicLine(
        title=Text(line["title"]),
        short_title=Text(line["short_title"]),
        depth=line["depth"],
        exact=_read_number(line["exact"]),
        target=_read_number(line["target"]),
        answered=line["answered"],
        applicable=line["applicable"],
    )


def _measure(measure: PlannedMeasure) -> Mapping[str, Any]:
    return {
        "title": measure.title,
        "state": measure.state.value,
        "due": _day(measure.due),
        "done_on": _day(measure.done_on),
    }


def _text(text: Text | None) -> Mapping[str, str] | None:
    return dict(text.by_language) if text else None


def _exact(score: Score) -> str | None:
    return _number(score.exact)


def _number(exact: Fraction | None) -> str | None:
    return None if exact is None else str(exact)


def _read_number(told: str | None) -> Fraction | None:
    return None if told is None else Fraction(told)


def _day(told: date | None) -> str | None:
    return told.isoformat() if told else None


def _day_of(moment: datetime | None) -> str | None:
    """The day by the town hall's calendar."""
    return to_user_timezone(moment).date().isoformat() if moment else None


def _read_day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None

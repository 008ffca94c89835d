"""Everything about a self-check for programs and spreadsheets: the result, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from app.domain.measure import PlannedMeasure
from app.files.assessment_document import as_document
from app.files.tables import Cell, Table
from app.measures.plan_words import state_words
from app.papers.dossier import Dossier, Gathering
from app.papers.report_together import decision_lines
from app.papers.wording import short_day
from app.reports.sheets import result_sheets
from app.web.i18n import shown

FORMAT, FORMAT_VERSION = "willkommenscheck-report", 1


def report_document(dossier: Dossier) -> Mapping[str, Any]:
    """The document of the self-check with its hash, and beside it measures and workshops."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "assessment": as_document(dossier.record),
        "measures": [_measure(one) for one in dossier.measures],
        "minority_notes": [
            {"criterion": note.criterion.key, "day": note.day.isoformat(), "text": note.text}
            for note in dossier.minority_notes
        ],
        "workshops": [_gathering(held) for held in dossier.gatherings],
    }


def _measure(one: PlannedMeasure) -> Mapping[str, Any]:
    return {
        "title": one.title,
        "note": one.note,
        "state": one.state.value,
        "checklist": one.checklist_key,
        "year": one.year,
        "effects": [
            {
                "criterion": effect.criterion_key,
                "before": effect.before,
                "after": effect.after,
                "by_year": effect.by_year,
            }
            for effect in one.effects
        ],
        "responsible": one.responsible,
        "partners": one.partners,
        "start": _day(one.start),
        "due": _day(one.due),
        "effort": one.effort.value if one.effort else None,
        "cost": one.cost,
        "funding": one.funding,
        "done_on": _day(one.done_on),
        "dropped_because": one.dropped_because,
        "source": one.source.value,
        "origin": one.origin,
        "progress": [{"text": note.text, "on": _day(note.on)} for note in one.progress],
    }


def _gathering(held: Gathering) -> Mapping[str, Any]:
    return {
        "title": held.title,
        "day": held.day.isoformat(),
        "groups": [
            {
                "name": one.name,
                "invited": one.invited,
                "present": one.present,
                "voted": one.voted,
            }
            for one in held.attendance
        ],
        "decisions": [
            {
                "criterion": one.criterion.key,
                "state": one.state.value,
                "level": one.level,
                "how": one.how.value,
                "round": one.round,
                "voted": one.voted,
                "present": one.present,
                "reason": one.reason,
                "minority": one.minority,
            }
            for one in held.decisions
        ],
    }


def _day(told: date | None) -> str | None:
    return told.isoformat() if told else None


def report_sheets(dossier: Dossier) -> list[Table]:
    """The sheets of the result, and those of measures, decisions and minority notes."""
    return [
        *result_sheets(dossier.record, dossier.sources),
        _measures_sheet(dossier),
        _decisions_sheet(dossier),
        Table(
            gettext("Minority notes"),
            [gettext("Criterion"), gettext("Workshop of"), gettext("Minority note")],
            [
                [f"{note.number} {shown(note.criterion.title)}", short_day(note.day), note.text]
                for note in dossier.minority_notes
            ],
        ),
    ]


def _measures_sheet(dossier: Dossier) -> Table:
    head = [
        gettext("Measure"),
        gettext("State"),
        gettext("Year"),
        gettext("Responsible"),
        gettext("Partners"),
        gettext("Until"),
        gettext("Cost in euros"),
        gettext("Funding"),
        gettext("What else is to be known"),
    ]
    rows: list[list[Cell]] = [
        [
            one.title,
            state_words(one.state),
            one.year,
            one.responsible,
            one.partners,
            short_day(one.due) if one.due else None,
            one.cost,
            one.funding,
            one.note,
        ]
        for one in dossier.measures
    ]
    return Table(gettext("Measures"), head, rows)


def _decisions_sheet(dossier: Dossier) -> Table:
    rows: list[list[Cell]] = [
        [
            held.title,
            short_day(held.day),
            f"{one.number} {shown(one.criterion.title)}",
            ", ".join(decision_lines(one)),
            one.reason,
        ]
        for held in dossier.gatherings
        for one in held.decisions
    ]
    head = [
        gettext("Workshop"),
        gettext("Day"),
        gettext("Criterion"),
        gettext("Decision"),
        gettext("Reason"),
    ]
    return Table(gettext("Decisions"), head, rows)

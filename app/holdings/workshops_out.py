"""Workshops as they are taken out: what was decided, and what anybody could see.

Votes that were not revealed, results too small to be shown, ideas nobody showed, and moderators'
private notes stay here: they are not the municipality's to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.assessments.opening import all_opened
from app.files.workshop_document import result_document
from app.municipalities.models import Municipality
from app.workshops.ideas import ideas_of
from app.workshops.models import IdeaState, Workshop, facts_of
from app.workshops.opening import OpenWorkshop
from app.workshops.queries import workshops_of


def workshop_documents(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """The oldest day first; rehearsals leave no trace here either."""
    for workshop in reversed(workshops_of(municipality)):
        if workshop.is_rehearsal:
            continue
        # Without its checklist, which may no longer be installed, results mean nothing.
        opened = all_opened([workshop.assessment])
        rooms = [OpenWorkshop(workshop, check) for check in opened]
        yield _workshop(rooms[0]) if rooms else _particulars(workshop)


def _workshop(room: OpenWorkshop) -> dict[str, Any]:
    workshop = room.workshop
    return {
        **_particulars(workshop),
        "groups": [
            {
                "group": group.key,
                "names": group.names,
                "invited": group.invited,
                "present": group.present,
                "voted": group.voted,
            }
            for group in room.groups
        ],
        "agenda": [
            {
                "criterion": item.criterion_key,
                "minutes": item.minutes,
                "state": item.state.value,
                "level_before": item.level_before,
            }
            for item in room.items
        ],
        "rounds": list(_rounds(room)),
        "decisions": list(_decisions(room)),
        "ideas": [
            {"criterion": idea.criterion_key, "text": idea.text, "dots": idea.dots}
            for idea in ideas_of(workshop, states=[IdeaState.SHOWN])
        ],
    }


def _particulars(workshop: Workshop) -> dict[str, Any]:
    ended = workshop.ended_on
    return {
        "title": workshop.title,
        "held_on": workshop.held_on.isoformat(),
        "year": workshop.assessment.year,
        "checklist": workshop.assessment.checklist_key,
        "stage": workshop.stage.value,
        "pace": workshop.pace.value,
        "languages": workshop.languages,
        "minutes": workshop.minutes,
        "threshold": workshop.threshold,
        "ended_on": ended.isoformat() if ended else None,
        "kept_days": workshop.kept_days,
        "prepared_by": workshop.prepared_by,
        "prepared_at": _time(workshop.prepared_at),
    }


def _rounds(room: OpenWorkshop) -> Iterator[dict[str, Any]]:
    """Of rounds that are not revealed only that there are some."""
    for one in room.rounds:
        # Of one that is erased there are no votes any more to make a result of.
        result = None if room.is_erased else room.results.get(one.id)
        scale = room.criterion(one.criterion_key).scale
        yield {
            "criterion": one.criterion_key,
            "number": one.number,
            "state": one.state.value,
            "voted": one.voted,
            "present": one.present,
            "result": result_document(result, scale) if result else None,
        }


def _decisions(room: OpenWorkshop) -> Iterator[dict[str, Any]]:
    for key, decision in sorted(room.decisions.items()):
        yield {
            "criterion": key,
            "round": decision.round,
            **facts_of(decision),
            "voted": decision.voted,
            "present": decision.present,
            "median": decision.median,
            "decided_on": decision.decided_on.isoformat(),
            "decided_by": decision.decided_by,
        }


def _time(moment: datetime) -> str:
    return moment.isoformat()

"""Measures, their calendars and the papers made of them, as they are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.measures.models import Measure, PlanFeed
from app.municipalities.models import Municipality
from app.papers.models import CouncilPaper, PublicSummary

_TYPED = ("title", "note", "responsible", "partners", "funding", "dropped_because", "origin")
_WORDS = ("file_number", "committee", "situation", "gaps", "measures", "resolution")


def measure_documents(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """Every measure, whatever became of it; the oldest first."""
    named = select(Measure).filter_by(municipality_id=municipality.id).order_by(Measure.id)
    for measure in db.session.scalars(named):
        yield {
            "number": measure.id,
            "year": measure.assessment.year,
            "checklist": measure.assessment.checklist_key,
            **{name: getattr(measure, name) for name in _TYPED},
            "state": measure.state.value,
            "source": measure.source.value,
            "person": f"account-{measure.account_id}" if measure.account_id else None,
            "start_on": _day(measure.start_on),
            "due_on": _day(measure.due_on),
            "done_on": _day(measure.done_on),
            "effort": measure.effort.value if measure.effort else None,
            "cost": measure.cost,
            "for_council": measure.for_council,
            "carried_from": measure.carried_from,
            "effects": [
                {
                    "criterion": effect.criterion_key,
                    "before": effect.before,
                    "after": effect.after,
                    "by_year": effect.by_year,
                    "settled": effect.settled.value if effect.settled else None,
                }
                for effect in measure.effects
            ],
            "progress": [
                {"text": one.text, "made_by": one.written_by, "made_at": _time(one.written_at)}
                for one in measure.notes
            ],
            "version": measure.version,
            "made_by": measure.made_by,
            "made_at": _time(measure.made_at),
        }


def feed_documents(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """That there are secret calendars, without their addresses."""
    named = select(PlanFeed).filter_by(municipality_id=municipality.id).order_by(PlanFeed.id)
    for feed in db.session.scalars(named):
        yield {"made_by": feed.made_by, "made_at": _time(feed.made_at)}


def paper_documents(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """What people wrote into council papers."""
    named = select(CouncilPaper).filter_by(municipality_id=municipality.id)
    for paper in db.session.scalars(named.order_by(CouncilPaper.id)):
        yield {
            "year": paper.assessment.year,
            "checklist": paper.assessment.checklist_key,
            "language": paper.language,
            **{name: getattr(paper, name) for name in _WORDS},
            "meeting_on": _day(paper.meeting_on),
            "version": paper.version,
            "changed_by": paper.changed_by,
            "changed_at": _time(paper.changed_at),
        }


def summary_documents(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """What the municipality shows in public."""
    named = select(PublicSummary).filter_by(municipality_id=municipality.id)
    for summary in db.session.scalars(named.order_by(PublicSummary.id)):
        yield {
            "year": summary.assessment.year,
            "checklist": summary.assessment.checklist_key,
            "content": summary.content,
            "published_by": summary.published_by,
            "published_at": _time(summary.published_at),
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(moment: datetime) -> str:
    return moment.isoformat()

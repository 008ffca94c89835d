"""Measures by the self-check they were put forward for, and how they go on from year to year."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.assessments.models import Assessment
from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import find_assessment
from app.domain.following import Ways, ways_to
from app.domain.measure import OPEN_STATES
from app.domain.scope import Scope
from app.extensions import db
from app.measures.models import Measure
from app.municipalities.models import Municipality
from app.web.checklists import checklists


def measures_for(assessment: Assessment) -> Sequence[Measure]:
    """Those put forward for this self-check, in the order in which they were."""
    named = select(Measure).filter_by(assessment_id=assessment.id)
    return db.session.scalars(named.order_by(Measure.id)).all()


def carried_on_ids(municipality: Municipality) -> frozenset[int]:
    """Measures that go on in a later year: there they are open, here they are a record."""
    named = select(Measure.carried_from).filter_by(municipality_id=municipality.id)
    found = db.session.scalars(named.where(Measure.carried_from.is_not(None)).distinct())
    return frozenset(number for number in found if number is not None)


def unfinished_before(assessment: Assessment) -> Sequence[Measure]:
    """Open measures of earlier years of the same checklist that do not go on anywhere yet."""
    gone_on = carried_on_ids(assessment.municipality)
    found = db.session.scalars(
        select(Measure)
        .join(Assessment, Assessment.id == Measure.assessment_id)
        .where(
            Measure.municipality_id == assessment.municipality_id,
            Assessment.checklist_key == assessment.checklist_key,
            Assessment.year < assessment.year,
            Measure.state.in_(OPEN_STATES),
        )
        .order_by(Assessment.year.desc(), Measure.id)
    )
    return [measure for measure in found if measure.id not in gone_on]


def year_before(check: OpenAssessment) -> OpenAssessment | None:
    """The self-check of the latest earlier year; None for the first one.

    Also None where its checklist is no longer there.
    """
    year = check.assessment.earlier_year
    if year is None:
        return None
    found = find_assessment(check.municipality.key, check.assessment.checklist_key, year)
    opened = all_opened([found]) if found else []
    return opened[0] if opened else None


def ways_between(then: OpenAssessment, now: OpenAssessment) -> Ways:
    """Where the criteria of one self-check are in a later one, as that one asks them."""
    is_full = now.assessment.scope is Scope.FULL
    asked = now.checklist if is_full else now.checklist.short_form
    return ways_to(asked, lines=checklists().lines_between(then.checklist, now.checklist))

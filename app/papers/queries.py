"""Gather what papers are made of; find what people wrote into them and what is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts.walls import walls_opened
from app.assessments.finishing import record_as_it_stands
from app.assessments.models import Assessment
from app.assessments.opening import OpenAssessment, opened
from app.assessments.queries import find_assessment
from app.comparisons.predecessors import territory_of
from app.comparisons.queries import ComparedYears, find_years, load_comparison
from app.comparisons.wording import finished_moments
from app.extensions import db
from app.measures.models import Measure
from app.measures.queries import plan_of
from app.municipalities.models import Municipality
from app.papers.dossier import Decided, Dossier, Gathering, plan_in_order
from app.papers.models import CouncilPaper, PublicSummary
from app.web.checklists import checklists
from app.web.formatting import today
from app.workshops.models import Workshop
from app.workshops.opening import OpenWorkshop
from app.workshops.queries import workshops_of
from app.workshops.record_views import attendance_in


def load_dossier(check: OpenAssessment) -> Dossier:
    """Everything about a self-check; of a finished one with the names of then."""
    here = check.assessment
    years, finished_years = _years(check)
    planned = plan_of(check.municipality)
    return Dossier(
        record=record_as_it_stands(check),
        is_example=check.municipality.is_example,
        measures=plan_in_order(
            planned, checklist=here.checklist_key, year=here.year, today=today()
        ),
        chosen=_chosen(check.municipality),
        gatherings=tuple(_gatherings(here)),
        years=years,
        finished_years=finished_years,
        changes=territory_of(check).changes if years else (),
        sources=checklists().sources,
        today=today(),
    )


def _years(check: OpenAssessment) -> tuple[ComparedYears | None, Mapping[int, datetime]]:
    here = check.assessment
    found = find_years(check.municipality.key, here.checklist_key, here.year)
    if found is None or not found.earlier:
        return None, {}
    return load_comparison(found, found.earlier[0]), finished_moments(found.every)


def _chosen(municipality: Municipality) -> Mapping[int, bool]:
    """Which measures somebody chose for the council, or left out; nothing where nobody did."""
    named = select(Measure.id, Measure.for_council).where(
        Measure.municipality_id == municipality.id, Measure.for_council.is_not(None)
    )
    return {key: bool(chosen) for key, chosen in db.session.execute(named)}


def _gatherings(assessment: Assessment) -> Iterator[Gathering]:
    """The workshops of this self-check that are over, the first one first; no rehearsals."""
    for workshop in reversed(workshops_of(assessment.municipality)):
        is_ours = workshop.assessment_id == assessment.id
        if is_ours and workshop.is_over and not workshop.is_rehearsal:
            yield _gathering(workshop)


def _gathering(workshop: Workshop) -> Gathering:
    room = OpenWorkshop(workshop, opened(workshop.assessment))
    return Gathering(
        title=workshop.title,
        day=workshop.held_on,
        attendance=tuple(attendance_in(room)),
        decisions=tuple(
            Decided(
                criterion=criterion,
                number=room.number(criterion.key),
                state=decision.state,
                level=decision.level,
                how=decision.how,
                round=decision.round,
                voted=decision.voted,
                present=decision.present,
                reason=decision.reason,
                minority=decision.minority,
            )
            for criterion, decision in room.decided
        ),
    )


def find_council_paper(
    assessment: Assessment, language: str, *, hold: bool = False
) -> CouncilPaper | None:
    """What was written in this language; `hold` keeps others waiting until the commit."""
    found = select(CouncilPaper).filter_by(assessment_id=assessment.id, language=language)
    if hold:
        found = found.with_for_update(of=CouncilPaper)
    return db.session.scalar(found)


def measures_to_choose(municipality: Municipality) -> Mapping[int, Measure]:
    """The rows of its measures by their numbers."""
    named = select(Measure).filter_by(municipality_id=municipality.id)
    return {one.id: one for one in db.session.scalars(named)}


def summary_of(assessment: Assessment) -> PublicSummary | None:
    """What is public of a self-check."""
    return db.session.scalar(select(PublicSummary).filter_by(assessment_id=assessment.id))


def find_public(municipality: str, checklist: str, year: int) -> PublicSummary | None:
    """What anybody may see under this address, whoever they are: it was made public on purpose."""
    with walls_opened():
        assessment = find_assessment(municipality, checklist, year)
        return summary_of(assessment) if assessment else None

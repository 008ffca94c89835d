"""Find measures, and give them as the plain data that every page and file shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Membership
from app.accounts.queries import name_of, remember_names
from app.assessments.models import Assessment
from app.domain.measure import (
    OPEN_STATES,
    Effect,
    MeasureState,
    PlannedMeasure,
    ProgressNote,
)
from app.extensions import db
from app.measures.models import Measure, StoredEffect
from app.measures.years import carried_on_ids
from app.municipalities.models import Municipality

NEXT_ON_THE_DESK, MOST_LATE_ON_THE_DESK = 3, 5


@dataclass(frozen=True)
class NamedMeasure:
    """Enough of a measure to link to it; `due` only where it was asked for."""

    number: int
    title: str
    due: date | None = None


@dataclass(frozen=True)
class DueMeasures:
    """What the desk reminds of: what is late, the longest first, and what comes next."""

    late: int
    measures: tuple[NamedMeasure, ...]


def measures_of(municipality: Municipality) -> Sequence[Measure]:
    """Newest first."""
    named = select(Measure).filter_by(municipality_id=municipality.id)
    return db.session.scalars(named.order_by(Measure.id.desc())).all()


def find_measure(municipality: str, measure_id: int, *, hold: bool = False) -> Measure | None:
    """One measure; `hold` keeps others from changing it until the transaction ends."""
    found = select(Measure).where(Measure.id == measure_id)
    within = found.where(Measure.municipality.has(key=municipality))
    if hold:
        within = within.with_for_update(of=Measure)
    return db.session.scalar(within)


def plan_of(municipality: Municipality) -> tuple[PlannedMeasure, ...]:
    """Every measure of the municipality as plain data, newest first.

    What went on into a later year stands there; still open, it is not told twice.
    """
    gone_on = carried_on_ids(municipality)
    every = measures_of(municipality)
    measures = [one for one in every if not (one.state in OPEN_STATES and one.id in gone_on)]
    remember_names(note.written_by for measure in measures for note in measure.notes)
    return tuple(planned(measure) for measure in measures)


def measures_about(assessment: Assessment) -> Mapping[str, list[NamedMeasure]]:
    """By criterion: measures of this self-check that were not dropped, and open ones of others."""
    here = and_(Measure.assessment_id == assessment.id, Measure.state != MeasureState.DROPPED)
    rows = db.session.execute(
        select(StoredEffect.criterion_key, Measure.id, Measure.title)
        .join(Measure, Measure.id == StoredEffect.measure_id)
        .join(Assessment, Assessment.id == Measure.assessment_id)
        .where(
            Measure.municipality_id == assessment.municipality_id,
            Assessment.checklist_key == assessment.checklist_key,
            or_(here, Measure.state.in_(OPEN_STATES)),
        )
        .order_by(Measure.id)
    )
    found: dict[str, list[NamedMeasure]] = {}
    for key, number, title in rows:
        found.setdefault(key, []).append(NamedMeasure(number, title))
    return found


def state_of_measures(municipality_id: int) -> tuple[object, ...]:
    """Differs after every change of any measure: what was made last, how many, how often changed.

    A number that became free is given again, so the newest number alone would not do.
    """
    asked = select(func.count(), func.sum(Measure.version), func.max(Measure.made_at))
    return tuple(db.session.execute(asked.filter_by(municipality_id=municipality_id)).one())


def due_measures(municipality: Municipality, *, today: date) -> DueMeasures:
    """Those that are late, and the next that will be due."""
    later = aliased(Measure)
    asked = (
        select(Measure.id, Measure.title, Measure.due_on)
        .where(
            Measure.municipality_id == municipality.id,
            Measure.state.in_(OPEN_STATES),
            Measure.due_on.is_not(None),
            # What goes on in a later year is due there.
            ~exists().where(later.carried_from == Measure.id),
        )
        .order_by(Measure.due_on, Measure.id)
    )
    every = [NamedMeasure(*row) for row in db.session.execute(asked)]
    late = [one for one in every if one.due and one.due < today]
    coming = every[len(late) : len(late) + NEXT_ON_THE_DESK]
    return DueMeasures(len(late), (*late[:MOST_LATE_ON_THE_DESK], *coming))


def functions_of(municipality: Municipality) -> Sequence[str]:
    """Every function that is responsible for something so far, for those who type one."""
    named = select(Measure.responsible).filter_by(municipality_id=municipality.id)
    found = named.where(Measure.responsible != "").distinct().order_by(Measure.responsible)
    return db.session.scalars(found).all()


def holders_gone(municipality: Municipality) -> Mapping[int, str]:
    """By measure, the name of whoever was to do it but no longer works here."""
    here = select(Membership.account_id).filter_by(municipality_id=municipality.id)
    rows = db.session.execute(
        select(Measure.id, Account.name)
        .join(Account, Account.id == Measure.account_id)
        .where(
            Measure.municipality_id == municipality.id,
            or_(Account.is_disabled.is_(True), Account.id.not_in(here)),
        )
    )
    return dict(iter(rows))


def planned(measure: Measure) -> PlannedMeasure:
    """The measure as plain data: what pages and files render."""
    return PlannedMeasure(
        number=measure.id,
        title=measure.title,
        state=measure.state,
        checklist_key=measure.assessment.checklist_key,
        year=measure.assessment.year,
        note=measure.note,
        effects=tuple(
            Effect(one.criterion_key, one.before, one.after, one.by_year) for one in measure.effects
        ),
        responsible=measure.responsible,
        partners=measure.partners,
        start=measure.start_on,
        due=measure.due_on,
        effort=measure.effort,
        cost=measure.cost,
        funding=measure.funding,
        done_on=measure.done_on,
        dropped_because=measure.dropped_because,
        source=measure.source,
        origin=measure.origin,
        progress=tuple(
            ProgressNote(one.text, one.written_at.date(), name_of(one.written_by) or "")
            for one in measure.notes
        ),
    )

"""A town that has everything: each note, measure and minority note can be found again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from app.assessments.models import Assessment
from app.domain.answers import State, Sureness
from app.domain.checklist import Checklist
from app.domain.measure import MeasureState
from app.domain.origin import How
from app.extensions import db
from app.measures.actions import draft_measure
from app.measures.models import Measure, StoredEffect, StoredProgress
from app.municipalities.models import Municipality
from app.web.checklists import checklists
from app.workshops.deciding import Basis, Settled, decide
from app.workshops.ending import end
from app.workshops.joining import open_joining
from app.workshops.models import Workshop
from app.workshops.rounds import begin
from tests.builders import CHECKLIST, an_answer, an_assessment
from tests.workshops.rooms import a_plan, a_workshop, people

MINORITY = "Die Vereine hätten eine Stufe tiefer gewählt (Kanarienvogel-Minderheit)."
REASON = "Weil es nur im Bürgerbüro so ist (Kanarienvogel-Grund)."
RESPONDENT = "Fachbereich Soziales (Kanarienvogel-Amt)"
STATES = (
    MeasureState.PROPOSED,
    MeasureState.DECIDED,
    MeasureState.UNDER_WAY,
    MeasureState.DONE,
    MeasureState.DROPPED,
)


def checklist() -> Checklist:
    return checklists().latest(CHECKLIST)


def note_of(number: str) -> str:
    return f"Nachweis {number}: Protokoll vom März (Kanarienvogel-{number})."


def measure_titles() -> list[str]:
    return [f"Vorhaben {state.value} in der Innenstadt" for state in STATES]


def a_full_town(municipality: Municipality | None = None) -> Assessment:
    """Every criterion is answered with a note of its own, some do not apply, one is unknown."""
    assessment = an_assessment(municipality)
    assessment.respondent, assessment.reference_date = RESPONDENT, date(2026, 6, 30)
    answer_everything(assessment)
    gather(assessment)
    plan_measures(assessment)
    db.session.commit()
    return assessment


def answer_everything(assessment: Assessment) -> None:
    for place, criterion in enumerate(checklist().criteria):
        number = checklist().numbers[criterion.key]
        if place % 9 == 4 and criterion.allows_not_applicable:
            fields = {"state": State.NOT_APPLICABLE, "reason": note_of(number)}
        elif place == 7:
            fields = {"state": State.UNKNOWN, "note": note_of(number)}
        else:
            sureness = (Sureness.SURE, Sureness.RATHER_SURE, Sureness.GUESS)[place % 3]
            fields = {"level": place % 4, "note": note_of(number), "sureness": sureness}
        an_answer(assessment, criterion.key, **fields)


def gather(assessment: Assessment) -> Workshop:
    """A workshop that decided on two criteria and is over."""
    workshop = a_workshop(assessment, a_plan())
    open_joining(workshop, by="desk")
    begin(workshop)
    people(workshop, 9, 6, 0)
    first, second, *_ = a_plan().criteria
    basis = Basis(1, 14, 15, Fraction(2))
    decide(
        workshop,
        first,
        Settled(state=State.LEVEL, level=2, how=How.MAJORITY, reason=REASON, minority=MINORITY),
        basis,
        by="desk",
    )
    decide(
        workshop,
        second,
        Settled(state=State.LEVEL, level=1, how=How.AGREED, reason="", minority=""),
        basis,
        by="desk",
    )
    end(workshop, by="desk")
    db.session.commit()
    return workshop


def plan_measures(assessment: Assessment) -> list[Measure]:
    """One in each state."""
    keys = [criterion.key for criterion in checklist().criteria]
    made = []
    for place, (state, title) in enumerate(zip(STATES, measure_titles(), strict=True)):
        measure = draft_measure(assessment, title, by="desk", note=f"Einzelheiten {place}")
        measure.state = state
        measure.responsible = f"Amtsleitung {place} (Kanarienvogel-Amt)"
        measure.partners = "Caritas"
        measure.funding = "Kanarienvogel-Fördertopf"
        measure.cost = None if place == 1 else 4321 * (place + 1)
        measure.start_on, measure.due_on = date(2026, 9, 1), date(2027, 3, 31)
        if state is MeasureState.DONE:
            measure.done_on = date(2026, 10, 2)
        if state is MeasureState.DROPPED:
            measure.dropped_because = "kein Geld (Kanarienvogel-Kasse)"
        measure.effects = [StoredEffect(criterion_key=keys[place], before=0, after=2, by_year=2027)]
        measure.notes = [StoredProgress(text=f"Zwischenstand {place}", written_by="desk")]
        made.append(measure)
    db.session.commit()
    return made

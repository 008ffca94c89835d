"""The action plan as rows for pages and as one table for files: both tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import assessments_of
from app.domain.action_plan import in_order
from app.domain.checklist import Checklist, Criterion, Section, ShownText
from app.domain.measure import Effect, MeasureState, PlannedMeasure
from app.files.tables import Cell, Table
from app.measures.models import Measure
from app.measures.plan_words import (
    effect_words,
    effort_in_a_word,
    late_words,
    source_words,
    state_words,
)
from app.measures.queries import holders_gone, plan_of, planned
from app.municipalities.models import Municipality
from app.reports.wording import effort_words
from app.web.checklists import checklists
from app.web.formatting import day, today
from app.web.i18n import shown


@dataclass(frozen=True)
class Served:
    """A criterion that a measure serves, as far as any installed version knows it."""

    effect: Effect
    criterion: Criterion | None
    dimension: Section | None
    number: str = ""

    @property
    def title(self) -> ShownText | str:
        return shown(self.criterion.title) if self.criterion else self.effect.criterion_key

    @property
    def expected(self) -> str:
        return effect_words(self.effect)

    @property
    def words(self) -> str:
        """Number, title and what is expected, in one line."""
        line = f"{self.number} {self.title}".strip()
        return f"{line}: {self.expected}" if self.expected else line


@dataclass(frozen=True)
class PlanRow:
    """One measure with all that its readers want to know of it."""

    measure: PlannedMeasure
    serves: tuple[Served, ...]
    today: date
    holder_gone: str = ""
    """The name of whoever was to do it but no longer works here."""

    @property
    def is_overdue(self) -> bool:
        return self.measure.is_overdue(self.today)

    @property
    def state(self) -> str:
        return state_words(self.measure.state)

    @property
    def effort(self) -> str:
        """What it takes, in full."""
        return effort_words(self.measure.effort) if self.measure.effort else ""

    @property
    def late(self) -> str:
        return late_words(self.measure, today=self.today)

    @property
    def dimensions(self) -> dict[str, Section]:
        """Those that it serves, by key."""
        return {one.dimension.key: one.dimension for one in self.serves if one.dimension}


def plan_rows(place: Municipality) -> tuple[PlanRow, ...]:
    """Every measure, in the order in which they call for attention."""
    checks = {
        (check.checklist.key, check.assessment.year): check
        for check in all_opened(assessments_of(place))
    }
    gone = holders_gone(place)
    now = today()
    return tuple(
        PlanRow(one, served_by(one, checks), now, gone.get(one.number, ""))
        for one in in_order(plan_of(place), today=now)
    )


def plan_row(measure: Measure) -> PlanRow:
    """One measure alone."""
    checks = {
        (one.checklist.key, one.assessment.year): one for one in all_opened([measure.assessment])
    }
    gone = holders_gone(measure.municipality) if measure.account_id else {}
    plain = planned(measure)
    return PlanRow(plain, served_by(plain, checks), today(), gone.get(measure.id, ""))


def served_by(
    measure: PlannedMeasure, checks: Mapping[tuple[str, int], OpenAssessment]
) -> tuple[Served, ...]:
    """The criteria of a measure in the words of its self-check."""
    check = checks.get((measure.checklist_key, measure.year))
    first = [check.checklist] if check else []
    known = [*first, *reversed(checklists().versions(measure.checklist_key))]
    return tuple(_served(effect, known) for effect in measure.effects)


def _served(effect: Effect, known: Sequence[Checklist]) -> Served:
    key = effect.criterion_key
    checklist = next((one for one in known if key in one.criteria_by_key), None)
    if checklist is None:
        return Served(effect, None, None)
    criterion, dimension = checklist.criteria_by_key[key], checklist.lineage[key][0]
    return Served(effect, criterion, dimension, checklist.numbers[key])


def plan_table(rows: Iterable[PlanRow]) -> Table:
    """Every field of these measures, in the reader's language."""
    columns = _columns()
    return Table(
        gettext("Action plan"),
        list(columns),
        [[cell(row) for cell in columns.values()] for row in rows],
    )


def _columns() -> dict[str, Callable[[PlanRow], Cell]]:
    """What stands in each column, by its head."""
    return {
        gettext("Measure"): lambda row: row.measure.title,
        gettext("State"): lambda row: row.state,
        gettext("Responsible"): lambda row: row.measure.responsible,
        gettext("Due"): lambda row: row.measure.due,
        gettext("Overdue"): lambda row: gettext("overdue") if row.is_overdue else None,
        gettext("Criteria"): lambda row: _lines(one.words for one in row.serves),
        gettext("Dimension"): lambda row: _lines(
            str(shown(one.title)) for one in row.dimensions.values()
        ),
        gettext("Effort"): lambda row: effort_in_a_word(row.measure.effort),
        gettext("Cost in euros"): lambda row: row.measure.cost,
        gettext("Source of funding"): lambda row: row.measure.funding,
        gettext("Partners"): lambda row: row.measure.partners,
        gettext("Begins"): lambda row: row.measure.start,
        gettext("What else is to be known"): lambda row: row.measure.note,
        gettext("Self-check"): lambda row: row.measure.year,
        gettext("Comes from"): lambda row: row.measure.origin or source_words(row.measure.source),
        gettext("Done on"): lambda row: row.measure.done_on,
        gettext("Why it was dropped"): lambda row: _reason(row.measure),
        gettext("Progress"): lambda row: _lines(
            _note(note.on, note.by, note.text) for note in row.measure.progress
        ),
    }


def _reason(measure: PlannedMeasure) -> str:
    return measure.dropped_because if measure.state is MeasureState.DROPPED else ""


def _note(on: date, by: str, text: str) -> str:
    return f"{day(on)}, {by}: {text}" if by else f"{day(on)}: {text}"


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)

"""Which measures of the plan a reader wants to see, as the address of the page says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.domain.clean_text import UnclearText, clean_text
from app.domain.measure import OPEN_STATES, MeasureState
from app.measures.models import FUNCTION_LENGTH
from app.measures.plan_table import PlanRow
from app.web.forms import criterion_key, whole_number
from app.web.i18n import shown

OPEN, ALL = "open", "all"
STATES = (OPEN, ALL, *MeasureState)


@dataclass(frozen=True)
class PlanFilter:
    """Nothing chosen shows what is still open."""

    state: str = OPEN
    responsible: str = ""
    dimension: str = ""
    year: int = 0

    @property
    def values(self) -> dict[str, str]:
        """As an address says it; what is usual is left out."""
        return {
            name: str(value)
            for name, value in vars(self).items()
            if value and value != vars(PlanFilter())[name]
        }

    def chooses(self, row: PlanRow) -> bool:
        measure = row.measure
        return (
            self._has_state(measure.state)
            and (not self.responsible or _folded(self.responsible) == _folded(measure.responsible))
            and (not self.dimension or self.dimension in row.dimensions)
            and self.year in (0, measure.year)
        )

    def chosen(self, rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
        return tuple(row for row in rows if self.chooses(row))

    def _has_state(self, state: MeasureState) -> bool:
        return self.state in (ALL, state) or (self.state == OPEN and state in OPEN_STATES)


def asked_for(sent: MultiDict[str, str]) -> PlanFilter:
    """What the address asks for; what is no choice of ours is as good as nothing."""
    state = sent.get("state", "")
    return PlanFilter(
        state=state if state in STATES else OPEN,
        responsible=_function(sent.get("responsible", "")),
        dimension=criterion_key(sent.get("dimension", "")),
        year=whole_number(sent.get("year", "")),
    )


def _function(text: str) -> str:
    try:
        return clean_text(text)[:FUNCTION_LENGTH]
    except UnclearText:
        return ""


@dataclass(frozen=True)
class Choices:
    """What the plan can be looked through by: each with its words."""

    responsible: list[tuple[str, str]]
    dimensions: list[tuple[str, str]]
    years: list[tuple[str, str]]


def choices_in(rows: Sequence[PlanRow]) -> Choices:
    dimensions = {key: one.title for row in rows for key, one in row.dimensions.items()}
    years = sorted({row.measure.year for row in rows}, reverse=True)
    return Choices(
        responsible=[(name, name) for name in functions_in(rows)],
        dimensions=[(key, str(shown(title))) for key, title in dimensions.items()],
        years=[(str(year), str(year)) for year in years],
    )


def functions_in(rows: Iterable[PlanRow]) -> list[str]:
    """Every function that is responsible for something, once, in the order of the alphabet."""
    named = {_folded(row.measure.responsible): row.measure.responsible for row in rows}
    return [name for folded, name in sorted(named.items()) if folded]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()

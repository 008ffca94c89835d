"""What measures cost together, as far as somebody said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.measure import PlannedMeasure


@dataclass(frozen=True)
class CostSum:
    """The euros of those that state a cost, and how many state one and how many none.

    A cost of 0 is stated. `euros` is None where nobody stated any: that is not 0.
    """

    euros: int | None
    stated: int
    unstated: int

    @property
    def is_complete(self) -> bool:
        return self.unstated == 0


def cost_of(measures: Iterable[PlannedMeasure]) -> CostSum:
    """
    >>> cost_of([])
    CostSum(euros=None, stated=0, unstated=0)
    """
    costs = [measure.cost for measure in measures]
    stated = [cost for cost in costs if cost is not None]
    return CostSum(sum(stated) if stated else None, len(stated), len(costs) - len(stated))

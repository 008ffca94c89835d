"""One assessment as it leaves the house: whose it is, for when, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.report import AssessmentReport


@dataclass(frozen=True)
class Record:
    """What files and other programs get. `finished_at` is aware and None for a draft."""

    municipality_key: str
    municipality_name: str
    year: int
    report: AssessmentReport
    respondent: str = ""
    reference_date: date | None = None
    finished_at: datetime | None = None
    finished_by: str = ""
    """As the person was called at that moment."""

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

"""Comparisons as records: what files and other programs are made from."""

from __future__ import annotations

from app.comparisons.predecessors import territory_of
from app.comparisons.queries import ComparedYears, YearsOfCheck
from app.comparisons.wording import finished_moments
from app.files.comparison_document import ComparisonRecord


def record_of_years(years: YearsOfCheck, found: ComparedYears) -> ComparisonRecord:
    """The years of a self-check beside each other, with whose they are."""
    check = years.check
    return ComparisonRecord(
        municipality_key=check.municipality.key,
        municipality_name=check.municipality.name,
        checklist_key=check.checklist.key,
        year=years.year,
        comparison=found.comparison,
        line=found.line,
        finished_at=finished_moments(years.every),
        territory_changes=territory_of(check).changes,
    )

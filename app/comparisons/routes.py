"""What changed from an earlier year to this one: the page, its charts and its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_read
from app.assessments.opening import ASSESSMENT
from app.comparisons.heat import heat_groups, heat_legend
from app.comparisons.pictures import pictures_of
from app.comparisons.predecessors import TerritoryOfYears, territory_of
from app.comparisons.queries import (
    ComparedYears,
    YearsOfCheck,
    find_years,
    load_comparison,
    years_tag,
)
from app.comparisons.records import record_of_years
from app.comparisons.tables import (
    reckoned_table,
    rest_table,
    strong_rows,
    values_table,
)
from app.comparisons.wording import finished_moments, speak_on_comparisons
from app.comparisons.year_tables import all_tables, crossed_in, year_heads
from app.files.assessment_document import canonical
from app.files.comparison_document import comparison_document
from app.files.tables import as_csv, as_xlsx
from app.reports.chart_files import chart_file, place_name
from app.reports.pictures import Picture
from app.web.access import allows
from app.web.i18n import shown
from app.web.unchanged import unless_unchanged

bp = Blueprint("comparisons", __name__, url_prefix=ASSESSMENT)
speak_on_comparisons(bp)

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """The year to compare with: the one that was asked for, else the latest earlier one."""

    years: YearsOfCheck
    asked: str

    @cached_property
    def then(self) -> int | None:
        if self._is_there:
            return int(self.asked)
        return self.years.earlier[0] if self.years.earlier else None

    @cached_property
    def territory(self) -> TerritoryOfYears:
        return territory_of(self.years.check)

    @property
    def _is_there(self) -> bool:
        return self.asked in {str(year) for year in self.years.earlier}

    @property
    def complaint(self) -> str:
        """Why the year that was asked for is not the one shown; empty where it is."""
        if not self.asked or self._is_there:
            return ""
        if not _YEAR.fullmatch(self.asked):
            return gettext("What was chosen is not a year.")
        facts = {"year": self.asked, "now": self.years.year}
        if int(self.asked) >= self.years.year:
            return gettext("%(year)s is not earlier than %(now)s.", **facts)
        if int(self.asked) in self.years.archived:
            return gettext("The self-check of %(year)s is archived and stays out.", **facts)
        return gettext("There is no self-check of %(year)s.", **facts)


@bp.get("/years")
@allows(may_read)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """How far two years can be compared, then what changed, then the line of all."""
    choice = choice_or_404(municipality, checklist, year)
    return unless_unchanged(
        lambda: years_tag(choice.years, choice.territory), lambda: _page(choice)
    )


def _page(choice: Choice) -> str:
    found = load_comparison(choice.years, choice.then)
    compared = found.comparison
    tables = {}
    if compared:
        made = (rest_table, values_table, reckoned_table)
        tables = {make.__name__.removesuffix("_table"): make(compared) for make in made}
    return render_template(
        "comparisons/show.html",
        check=choice.years.check,
        choice=choice,
        found=found,
        compared=compared,
        pictures=pictures_in(choice, found),
        tables=tables,
        strong=strong_rows(compared) if compared else (),
        heat=heat_groups(found),
        heat_legend=heat_legend(found),
        heads=year_heads(found, choice.territory.changes),
        crossed=crossed_in(found, choice.territory.changes),
        query={"with": choice.then} if choice.then else {},
    )


@bp.get("/years/<name>.<any(svg,png):suffix>")
@allows(may_read)
def download_chart(
    municipality: str, checklist: str, year: int, name: str, suffix: str
) -> ResponseReturnValue:
    """One chart as a file."""
    choice = choice_or_404(municipality, checklist, year)
    found = load_comparison(choice.years, choice.then)
    picture = pictures_in(choice, found).get(name) or abort(404)
    return chart_file(picture.headed(_heading(choice)), suffix=suffix, stem=_stem(choice))


@bp.get("/years.<any(json,csv,xlsx):suffix>")
@allows(may_read)
def download(municipality: str, checklist: str, year: int, suffix: str) -> ResponseReturnValue:
    """The whole comparison as a file: for programs, or for people who calculate."""
    choice = choice_or_404(municipality, checklist, year)
    found = load_comparison(choice.years, choice.then)
    finished = finished_moments(choice.years.every)
    if suffix == "json":
        written = canonical(comparison_document(record_of_years(choice.years, found)))
    else:
        tables = all_tables(found, finished, choice.territory.changes)
        written = as_csv(tables) if suffix == "csv" else as_xlsx(tables)
    disposition = {"Content-Disposition": f'attachment; filename="{_stem(choice)}.{suffix}"'}
    return Response(written, mimetype=MEDIA_TYPES[suffix], headers=disposition)


def choice_or_404(municipality: str, checklist: str, year: int) -> Choice:
    years = find_years(municipality, checklist, year) or abort(404)
    return Choice(years, request.args.get("with", ""))


def pictures_in(choice: Choice, found: ComparedYears) -> dict[str, Picture]:
    return pictures_of(found, finished_moments(choice.years.every), choice.territory.changes)


def _heading(choice: Choice) -> str:
    """Whose years they are, and by which checklist."""
    check = choice.years.check
    years = gettext("%(then)s and %(now)s", then=choice.then, now=choice.years.year)
    told = years if choice.then else str(choice.years.year)
    return f"{place_name(check.municipality)} {told}, {shown(check.checklist.title)}"


def _stem(choice: Choice) -> str:
    check = choice.years.check
    years = f"{choice.then}-{choice.years.year}" if choice.then else str(choice.years.year)
    return f"{check.municipality.key}-{check.checklist.key}-{years}"

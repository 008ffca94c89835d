"""The action plan: as a table, along the road, as files; and where more could come from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_read
from app.assessments.opening import municipality_or_404
from app.domain.action_plan import by_quarter, loads
from app.domain.measure import MeasureState
from app.files.tables import as_csv, as_xlsx
from app.measures.plan_filter import PlanFilter, asked_for, choices_in
from app.measures.plan_table import PlanRow, plan_rows, plan_table
from app.measures.plan_words import quarter_words, state_words
from app.measures.suggestions import checks_to_plan_for, suggestions_from
from app.municipalities.models import Municipality
from app.reports.downloads import MEDIA_TYPES
from app.web.access import allows
from app.web.i18n import shown

bp = Blueprint("measures", __name__, url_prefix="/municipalities/<municipality>/measures")

GROUPED_BY = ("quarter", "responsible", "dimension")
Group = tuple[str, Sequence[PlanRow]]


@bp.get("")
@allows(may_read)
def show(municipality: str) -> ResponseReturnValue:
    """Every measure that is chosen, overdue first."""
    place = municipality_or_404(municipality)
    every = plan_rows(place)
    return _page("measures/show.html", place, every, asked_for(request.args))


@bp.get("/roadmap")
@allows(may_read)
def show_roadmap(municipality: str) -> ResponseReturnValue:
    """By the quarter in which they are due, or by who is responsible, or by dimension."""
    place = municipality_or_404(municipality)
    every, wanted = plan_rows(place), asked_for(request.args)
    sent = request.args.get("by", "")
    by = sent if sent in GROUPED_BY else GROUPED_BY[0]
    rows = wanted.chosen(every)
    groups = {"quarter": _by_quarter, "responsible": _by_responsible, "dimension": _by_dimension}
    return _page("measures/roadmap.html", place, every, wanted, by=by, groups=groups[by](rows))


@bp.get("/suggestions")
@allows(may_read)
def show_suggestions(municipality: str) -> ResponseReturnValue:
    """Where a measure could come from: gaps, what nobody knows, minority notes."""
    place = municipality_or_404(municipality)
    check = next(iter(checks_to_plan_for(place)), None)
    found = suggestions_from(check) if check else None
    return render_template("measures/suggestions.html", place=place, about=check, found=found)


@bp.get("/plan.csv")
@allows(may_read)
def take_table(municipality: str) -> ResponseReturnValue:
    """What is chosen, with every field, as CSV."""
    rows = asked_for(request.args).chosen(plan_rows(municipality_or_404(municipality)))
    return _download(municipality, as_csv([plan_table(rows)]), "csv")


@bp.get("/plan.xlsx")
@allows(may_read)
def take_workbook(municipality: str) -> ResponseReturnValue:
    """What is chosen, with every field, as XLSX."""
    rows = asked_for(request.args).chosen(plan_rows(municipality_or_404(municipality)))
    return _download(municipality, as_xlsx([plan_table(rows)]), "xlsx")


def _page(
    template: str, place: Municipality, every: Sequence[PlanRow], wanted: PlanFilter, **more: object
) -> str:
    rows = wanted.chosen(every)
    plain = [row.measure for row in every]
    costs = [row.measure.cost for row in rows if row.measure.cost is not None]
    return render_template(
        template,
        place=place,
        every=every,
        rows=rows,
        wanted=wanted,
        choices=choices_in(every),
        states=[(state.value, state_words(state)) for state in MeasureState],
        open_ones=sum(one.is_open for one in plain),
        late=sum(row.is_overdue for row in every),
        cost=sum(costs),
        without_cost=len(rows) - len(costs),
        overloaded=[load for load in loads(plain) if load.is_too_much],
        about=next(iter(checks_to_plan_for(place)), None),
        **more,
    )


def _by_quarter(rows: Sequence[PlanRow]) -> list[Group]:
    by_number = {row.measure.number: row for row in rows}
    return [
        (quarter_words(quarter), [by_number[one.number] for one in found])
        for quarter, found in by_quarter(row.measure for row in rows)
    ]


def _by_responsible(rows: Sequence[PlanRow]) -> list[Group]:
    """Functions in the order of the alphabet, last those of which nobody is in charge."""

    def function(row: PlanRow) -> tuple[bool, str]:
        name = " ".join(row.measure.responsible.split()).casefold()
        return not name, name

    groups = groupby(sorted(rows, key=function), key=function)
    found = [list(group) for _, group in groups]
    nobody = gettext("Nobody is responsible yet")
    return [(group[0].measure.responsible or nobody, group) for group in found]


def _by_dimension(rows: Sequence[PlanRow]) -> list[Group]:
    """A measure stands with each dimension that it serves."""
    titles = {key: str(shown(one.title)) for row in rows for key, one in row.dimensions.items()}
    found = [
        (title, [row for row in rows if key in row.dimensions]) for key, title in titles.items()
    ]
    without = [row for row in rows if not row.dimensions]
    return [*found, (gettext("For no particular criterion"), without)] if without else [*found]


def _download(municipality: str, content: bytes, suffix: str) -> Response:
    response = Response(content, mimetype=MEDIA_TYPES[suffix])
    called = gettext("action-plan")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{municipality}-{called}.{suffix}"'
    )
    return response

"""The result of a self-check, how its numbers are made, and its charts as files."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import may_read
from app.accounts.walls import walls_opened
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_or_404, opened
from app.assessments.queries import assessments_of
from app.municipalities.models import Municipality
from app.reports.chart_files import chart_file, place_name
from app.reports.pictures import Picture, pictures, profile_picture
from app.reports.queries import load_report, result_tag
from app.reports.wording import speak_on_results
from app.web.access import allows
from app.web.i18n import shown
from app.web.unchanged import unless_unchanged

bp = Blueprint("reports", __name__, url_prefix=ASSESSMENT)
speak_on_results(bp)


@bp.get("/result")
@allows(may_read)
def show_result(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Profile, next steps, gaps, open questions; the overall score comes last."""
    check = open_or_404(municipality, checklist, year)
    return unless_unchanged(lambda: result_tag(check), lambda: _result_page(check))


def _result_page(check: OpenAssessment) -> str:
    report = load_report(check)
    return render_template(
        "reports/show_result.html", check=check, report=report, pictures=pictures(report)
    )


@bp.get("/result/numbers")
@allows(may_read)
def explain_numbers(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """How every number of the result is made, down to the criteria."""
    check = open_or_404(municipality, checklist, year)
    return render_template("reports/explain_numbers.html", check=check, report=load_report(check))


@bp.get("/result/<name>.<any(svg,png):suffix>")
@allows(may_read)
def download_chart(
    municipality: str, checklist: str, year: int, name: str, suffix: str
) -> ResponseReturnValue:
    """One chart as a file."""
    check = open_or_404(municipality, checklist, year)
    found = pictures(load_report(check)).get(name) or abort(404)
    picture = found.headed(heading_of(check))
    return chart_file(picture, suffix=suffix, stem=f"{municipality}-{checklist}-{year}")


def heading_of(check: OpenAssessment) -> str:
    """Whose result it is, and by which checklist."""
    place = place_name(check.municipality)
    return f"{place} {check.assessment.year}, {shown(check.checklist.title)}"


@bp.app_template_global()
def example_picture(town: Municipality) -> Picture | None:
    """The newest profile of the example town, for the front door."""
    with walls_opened():
        newest = next(iter(assessments_of(town)), None)
        return profile_picture(load_report(opened(newest))) if newest else None

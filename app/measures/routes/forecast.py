"""What the measures are expected to change, and what came of those of the year before."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import may_read
from app.assessments.opening import ASSESSMENT, open_or_404
from app.measures.forecast_pictures import forecast_picture
from app.measures.forecasting import load_forecast, look_back
from app.measures.years import unfinished_before
from app.reports.chart_files import chart_file, place_name
from app.web.access import allows
from app.web.formatting import today

bp = Blueprint("forecast", __name__, url_prefix=ASSESSMENT)


@bp.get("/forecast")
@allows(may_read)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The profile of today beside the expected one; last year's forecast beside reality."""
    check = open_or_404(municipality, checklist, year)
    forecast = load_forecast(check)
    return render_template(
        "forecast/show.html",
        check=check,
        forecast=forecast,
        picture=forecast_picture(forecast) if forecast.effects else None,
        back=look_back(check),
        unfinished=len(unfinished_before(check.assessment)) if check.is_open else 0,
        today=today(),
    )


@bp.get("/forecast.<any(svg,png):suffix>")
@allows(may_read)
def download_chart(
    municipality: str, checklist: str, year: int, suffix: str
) -> ResponseReturnValue:
    """The chart as a file; 404 as long as nothing is expected."""
    check = open_or_404(municipality, checklist, year)
    forecast = load_forecast(check)
    if not forecast.effects:
        abort(404)
    picture = forecast_picture(forecast).headed(f"{place_name(check.municipality)} {year}")
    stem = f"{check.municipality.key}-{checklist}-{year}"
    return chart_file(picture, suffix=suffix, stem=stem)

"""Which papers there are: of all self-checks, and of one."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import may_read
from app.assessments.opening import (
    ASSESSMENT,
    all_opened,
    municipality_or_404,
    open_or_404,
)
from app.assessments.queries import assessments_of
from app.papers.queries import load_dossier, summary_of
from app.papers.report_paper import report_paper
from app.papers.showing import speak_on_papers
from app.web.access import allows

bp = Blueprint("papers", __name__)
speak_on_papers(bp)


@bp.get("/municipalities/<municipality>/papers")
@allows(may_read)
def choose(municipality: str) -> ResponseReturnValue:
    """Which self-check the papers shall be about, newest first."""
    place = municipality_or_404(municipality)
    checks = [one for one in all_opened(assessments_of(place)) if not one.assessment.archived_at]
    return render_template("papers/choose.html", place=place, checks=checks)


@bp.get(f"{ASSESSMENT}/papers")
@allows(may_read)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Council paper, report, poster and public summary of one self-check."""
    check = open_or_404(municipality, checklist, year)
    return render_template("papers/show.html", check=check, summary=summary_of(check.assessment))


@bp.get(f"{ASSESSMENT}/papers/report")
@allows(may_read)
def read_report(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The whole report as a page."""
    check = open_or_404(municipality, checklist, year)
    return render_template(
        "papers/report.html", check=check, paper=report_paper(load_dossier(check))
    )

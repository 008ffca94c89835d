"""The report and the poster as files."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_read
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_or_404
from app.files.assessment_document import canonical
from app.files.tables import as_xlsx
from app.papers.documents import report_document, report_sheets
from app.papers.making import as_pdf, paper_file, plain_file
from app.papers.poster_paper import poster_of
from app.papers.queries import load_dossier, summary_of
from app.papers.report_paper import report_paper
from app.web.access import allows

bp = Blueprint("paper_files", __name__, url_prefix=f"{ASSESSMENT}/papers")


@bp.get("/report.pdf")
@allows(may_read)
def take_report(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Everything, to be printed and passed on."""
    check = open_or_404(municipality, checklist, year)
    paper = report_paper(load_dossier(check))
    return paper_file(check, paper, lambda: as_pdf(paper), what=gettext("report"), suffix="pdf")


@bp.get("/report.xlsx")
@allows(may_read)
def take_workbook(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Profile, gaps, answers, sources, measures, decisions and minority notes as sheets."""
    check = open_or_404(municipality, checklist, year)
    content = as_xlsx(report_sheets(load_dossier(check)))
    return plain_file(check, content, what=gettext("report"), suffix="xlsx")


@bp.get("/report.json")
@allows(may_read)
def take_document(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """All of it for programs, with exact numbers."""
    check = open_or_404(municipality, checklist, year)
    content = canonical(report_document(load_dossier(check)))
    return plain_file(check, content, what=gettext("report"), suffix="json")


@bp.get("/poster-a4.pdf")
@allows(may_read)
def take_small_poster(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """One page for a board."""
    return _poster(open_or_404(municipality, checklist, year), size="a4")


@bp.get("/poster-a3.pdf")
@allows(may_read)
def take_large_poster(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The same for a wall, twice as large."""
    return _poster(open_or_404(municipality, checklist, year), size="a3")


def _poster(check: OpenAssessment, *, size: str) -> ResponseReturnValue:
    poster = poster_of(load_dossier(check), summary_of(check.assessment), size=size)
    what = gettext("poster-%(size)s", size=size)
    return paper_file(check, poster, lambda: as_pdf(poster), what=what, suffix="pdf")

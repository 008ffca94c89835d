"""Council paper and report as Word files, to go on writing in them."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_read
from app.assessments.opening import ASSESSMENT, open_or_404
from app.files.word_file import as_docx
from app.papers.council_paper import council_paper
from app.papers.making import paper_file
from app.papers.queries import find_council_paper, load_dossier
from app.papers.report_paper import report_paper
from app.web.access import allows
from app.web.i18n import current_language

bp = Blueprint("word_files", __name__, url_prefix=f"{ASSESSMENT}/papers")


@bp.get("/council.docx")
@allows(may_read)
def take_council_paper(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The paper to be taken over into the council's own system."""
    check = open_or_404(municipality, checklist, year)
    written = find_council_paper(check.assessment, current_language())
    paper = council_paper(load_dossier(check), written)
    return paper_file(
        check, paper, lambda: as_docx(paper), what=gettext("council-paper"), suffix="docx"
    )


@bp.get("/report.docx")
@allows(may_read)
def take_report(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Everything, to go on writing in it."""
    check = open_or_404(municipality, checklist, year)
    paper = report_paper(load_dossier(check))
    return paper_file(check, paper, lambda: as_docx(paper), what=gettext("report"), suffix="docx")

"""A self-check as files: table, spreadsheet, JSON, and the archive that proves itself."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_read
from app.assessments.editions import texts_of
from app.assessments.finishing import document_of, record_as_it_stands, standing_snapshot
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_or_404
from app.files.answers_file import Separator, answers_csv
from app.files.archive import make_archive
from app.files.tables import as_xlsx
from app.reports.sheets import result_sheets
from app.web.access import allows
from app.web.checklists import checklists
from app.web.i18n import current_language

bp = Blueprint("downloads", __name__, url_prefix=f"{ASSESSMENT}/result")

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@bp.get("/answers.csv")
@allows(may_read)
def take_answers(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Every answer as a row; with semicolons, or with commas where asked for."""
    check = open_or_404(municipality, checklist, year)
    is_comma = request.args.get("separator") == Separator.COMMA.name.lower()
    separator = Separator.COMMA if is_comma else Separator.SEMICOLON
    content = answers_csv(record_as_it_stands(check), current_language(), separator)
    return _download(check, content, gettext("answers"), "csv")


@bp.get("/result.xlsx")
@allows(may_read)
def take_workbook(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Profile, gaps, answers and sources as the sheets of a workbook."""
    check = open_or_404(municipality, checklist, year)
    sheets = result_sheets(record_as_it_stands(check), checklists().sources)
    return _download(check, as_xlsx(sheets), gettext("result"), "xlsx")


@bp.get("/assessment.json")
@allows(may_read)
def take_document(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The complete document; of a finished self-check the very bytes that were kept."""
    check = open_or_404(municipality, checklist, year)
    content = document_of(check, standing_snapshot(check.assessment))
    return _download(check, content, gettext("complete"), "json")


@bp.get("/archive.zip")
@allows(may_read)
def take_archive(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Checklist, answers and results with their hashes: `flask archive verify` proves it."""
    check = open_or_404(municipality, checklist, year)
    content = make_archive(
        document=document_of(check, standing_snapshot(check.assessment)),
        answers=answers_csv(record_as_it_stands(check), check.checklist.languages[0]),
        texts=texts_of(check.assessment),
    )
    return _download(check, content, gettext("archive"), "zip")


def _download(check: OpenAssessment, content: bytes, what: str, suffix: str) -> Response:
    """The file under a name that says whose it is, and whether it is a draft."""
    here = check.assessment
    parts = [here.municipality.key, here.checklist_key, str(here.year), what]
    name = "-".join([*parts, gettext("draft")] if check.is_draft else parts)
    response = Response(content, content_type=MEDIA_TYPES[suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    response.headers["Cache-Control"] = "no-store"
    return response

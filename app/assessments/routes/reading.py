"""A self-check to be read: all answers on one page, or levels and targets for moderators."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import may_read, may_see_levels
from app.assessments.opening import ASSESSMENT, open_or_404
from app.assessments.reading_views import answers_in, levels_in, remember_authors
from app.web.access import allows

bp = Blueprint("reading", __name__, url_prefix=ASSESSMENT)


@bp.get("/answers")
@allows(may_read)
def show_answers(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Every answer with its note, who gave it and when; for reading and for paper."""
    check = open_or_404(municipality, checklist, year)
    remember_authors(check)
    sections = [(section, answers_in(check, section)) for section in check.sections]
    return render_template("reading/show_answers.html", check=check, sections=sections)


@bp.get("/levels")
@allows(may_see_levels)
def show_levels(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Level, target and importance of each criterion, and nothing else that was said."""
    check = open_or_404(municipality, checklist, year)
    sections = [(section, list(levels_in(check, section))) for section in check.sections]
    return render_template("reading/show_levels.html", check=check, sections=sections)

"""What programs may ask: everything is read, nothing can be changed, and walls hold as on pages."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import Person, is_known, may_read
from app.accounts.token_scopes import TokenScope
from app.api.answers import answer, answer_kept
from app.api.openapi import description
from app.api.parameters import Parameters, WrongParameters
from app.api.representations import (
    assessment_item,
    checklist_item,
    index_document,
    list_document,
    municipality_item,
    results_of,
    without_texts,
)
from app.api.scopes import needs, stay_in_scope
from app.api.wording import endpoints
from app.assessments.finishing import document_of, standing_snapshot
from app.assessments.opening import municipality_or_404, open_or_404
from app.assessments.queries import assessments_in_order, assessments_of
from app.comparisons.queries import find_years, load_comparison
from app.comparisons.records import record_of_years
from app.domain.library import UnknownChecklist
from app.files.checklist_document import checklist_document
from app.files.comparison_document import comparison_document
from app.municipalities.queries import municipalities_by_key
from app.web.access import allows, current_person, everyone
from app.web.checklists import checklists
from app.web.problems import PROGRAMS, problem

bp = Blueprint("api", __name__)
bp.before_request(stay_in_scope)

ASSESSMENTS = f"{PROGRAMS}/municipalities/<municipality>/assessments"
ASSESSMENT = f"{ASSESSMENTS}/<checklist>/<int(fixed_digits=4):year>"


@bp.get("/api")
@allows(everyone)
def explain() -> ResponseReturnValue:
    """For people: what programs may ask here, and how."""
    return render_template("api/explain.html", endpoints=endpoints(), scopes=[*TokenScope])


@bp.get(PROGRAMS)
@allows(everyone)
def index() -> Response:
    return answer(index_document())


@bp.get(f"{PROGRAMS}/openapi.json")
@allows(everyone)
def describe() -> Response:
    """The description of the interface, for tools that read such."""
    return answer(description())


@bp.get(f"{PROGRAMS}/checklists")
@allows(is_known)
@needs(TokenScope.CHECKLISTS)
def list_checklists() -> Response:
    asked = Parameters()
    limit, after = asked.limit(), asked.after_version()
    asked.end()
    library = checklists()
    published = [one for one in library.checklists if library.is_published(one)]
    found = sorted(
        (one for one in published if (one.key, one.version) > after),
        key=lambda one: (one.key, one.version),
    )
    return answer(
        list_document(
            found, limit, told=checklist_item, place=lambda one: f"{one.key}/{one.version}"
        )
    )


@bp.get(f"{PROGRAMS}/checklists/<key>/<version>")
@allows(is_known)
@needs(TokenScope.CHECKLISTS)
def show_checklist(key: str, version: str) -> Response:
    library = checklists()
    try:
        found = library.get(key, version)
    except UnknownChecklist:
        abort(404)
    if not library.is_published(found):
        abort(404)
    return answer(checklist_document(found))


@bp.get(f"{PROGRAMS}/municipalities")
@allows(is_known)
@needs(TokenScope.RESULTS)
def list_municipalities() -> Response:
    """Those whose self-checks the person may read; the desk may read all."""
    asked = Parameters()
    limit, after = asked.limit(), asked.after_name()
    asked.end()
    keys = readable_by(current_person())
    found = municipalities_by_key(keys, after=after, limit=limit + 1)
    return answer(list_document(found, limit, told=municipality_item, place=lambda one: one.key))


@bp.get(ASSESSMENTS)
@allows(may_read)
@needs(TokenScope.RESULTS)
def list_assessments(municipality: str) -> Response:
    asked = Parameters()
    limit, after = asked.limit(), asked.after_year()
    asked.end()
    found = assessments_in_order(municipality_or_404(municipality), after=after, limit=limit + 1)
    return answer(
        list_document(
            found, limit, told=assessment_item, place=lambda one: f"{one.checklist_key}/{one.year}"
        )
    )


@bp.get(ASSESSMENT)
@allows(may_read)
@needs(TokenScope.NOTES)
def show_assessment(municipality: str, checklist: str, year: int) -> Response:
    """The complete document; of a finished self-check the very bytes that were kept."""
    check = open_or_404(municipality, checklist, year)
    content = document_of(check, standing_snapshot(check.assessment))
    return answer_kept(content)


@bp.get(f"{ASSESSMENT}/results")
@allows(may_read)
@needs(TokenScope.RESULTS)
def show_results(municipality: str, checklist: str, year: int) -> Response:
    """Every number of the result page, and levels; no text that people wrote about a criterion."""
    check = open_or_404(municipality, checklist, year)
    content = document_of(check, standing_snapshot(check.assessment))
    return answer(results_of(content))


@bp.get(f"{ASSESSMENTS}/<checklist>/comparisons")
@allows(may_read)
@needs(TokenScope.RESULTS)
def compare_years(municipality: str, checklist: str) -> Response:
    """A year and an earlier one; without a choice the latest, and the one before it.

    Reasons and notes of then and now are left out for a token that does not open them.
    """
    asked = Parameters()
    then, now = asked.year("from"), asked.year("to")
    asked.end()
    now = now or latest_year(municipality, checklist) or abort(404)
    if then is not None and then >= now:
        asked.complain("from", gettext("Must be earlier than %(now)s.", now=now))
    asked.end()
    years = find_years(municipality, checklist, now) or abort(404)
    if then is None:
        then = next(iter(years.earlier), None)
    elif then not in years.earlier:
        abort(404)
    document = comparison_document(record_of_years(years, load_comparison(years, then)))
    sees_texts = current_person().opens(TokenScope.NOTES)
    return answer(document if sees_texts else without_texts(document))


@bp.errorhandler(WrongParameters)
def name_parameters(wrong: WrongParameters) -> Response:
    """All of them at once, each with what is allowed."""
    errors = [{"parameter": name, "detail": told} for name, told in wrong.complaints.items()]
    title = gettext("The question cannot be understood")
    return problem(400, title, gettext("See “errors”."), errors=errors)


def readable_by(person: Person) -> list[str] | None:
    """The keys of the municipalities whose self-checks this one may read; None for all."""
    if person.is_desk:
        return None
    return [key for key in person.places if may_read(person, key)]


def latest_year(municipality: str, checklist: str) -> int | None:
    """The latest year of a checklist that is not archived."""
    every = assessments_of(municipality_or_404(municipality))
    years = (one.year for one in every if one.checklist_key == checklist and not one.archived_at)
    return max(years, default=None)

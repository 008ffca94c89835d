"""The council paper: read it, change its texts, choose its measures, take it along."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer, may_read
from app.assessments.opening import ASSESSMENT, IsArchived, OpenAssessment, open_or_404
from app.assessments.queries import Hold
from app.extensions import db
from app.papers.actions import ChangedMeanwhile, Head, choose_for_council, keep_council_paper
from app.papers.council_paper import council_paper
from app.papers.council_texts import TEXTS, proposals, texts_of
from app.papers.dossier import MOST_FOR_COUNCIL, Dossier
from app.papers.forms import CouncilForm
from app.papers.making import as_pdf, paper_file
from app.papers.models import CouncilPaper
from app.papers.queries import find_council_paper, load_dossier
from app.web.access import allows
from app.web.i18n import current_language

HEAD = ("file_number", "committee", "meeting_on")

bp = Blueprint("council_paper", __name__, url_prefix=f"{ASSESSMENT}/papers")


@bp.get("/council")
@allows(may_read)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The paper as it stands, and a form to change it."""
    check = open_or_404(municipality, checklist, year)
    dossier = load_dossier(check)
    written = find_council_paper(check.assessment, current_language())
    return _page(check, dossier, written, _form_of(dossier, written))


@bp.post("/council")
@allows(may_answer)
def keep(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Keep what was written, and which measures go in."""
    check = open_or_404(municipality, checklist, year, hold=Hold.ALONE)
    if check.assessment.archived_at:
        raise IsArchived
    dossier = load_dossier(check)
    form = CouncilForm()
    written = find_council_paper(check.assessment, current_language())
    if not form.validate_on_submit():
        return _page(check, dossier, written, form, chosen=form.chosen), 422
    try:
        _keep(check, dossier, form)
    except ChangedMeanwhile:
        form.version.data = form.version.raw_data = None
        return _page(check, dossier, written, form, chosen=form.chosen, is_late=True), 409
    db.session.commit()
    flash(gettext("The council paper is kept."), "success")
    return redirect(check.url(".show"))


def _keep(check: OpenAssessment, dossier: Dossier, form: CouncilForm) -> None:
    head = Head(form.file_number.data or "", form.committee.data or "", form.meeting_on.data)
    keep_council_paper(
        check.assessment,
        current_language(),
        head=head,
        texts=form.written(proposals(dossier)),
        based_on=form.based_on,
        by=g.person.key,
    )
    offered = {one.number for one in dossier.offered_to_council}
    if form.chosen != {one.number for one in dossier.for_council}:
        choose_for_council(check.assessment, offered=offered, chosen=form.chosen)


def _form_of(dossier: Dossier, written: CouncilPaper | None) -> CouncilForm:
    """The form with what stands in the paper, be it written or proposed."""
    texts = texts_of(dossier, written)
    head = {name: getattr(written, name) for name in HEAD} if written else {}
    return CouncilForm(
        formdata=None, data={**head, **{name: getattr(texts, name).text for name in TEXTS}}
    )


def _page(
    check: OpenAssessment,
    dossier: Dossier,
    written: CouncilPaper | None,
    form: CouncilForm,
    *,
    chosen: frozenset[int] | None = None,
    is_late: bool = False,
) -> str:
    if chosen is None:
        chosen = frozenset(one.number for one in dossier.for_council)
    return render_template(
        "papers/council.html",
        check=check,
        paper=council_paper(dossier, written),
        form=form,
        offered=dossier.offered_to_council,
        chosen=chosen,
        most=MOST_FOR_COUNCIL,
        version=written.version if written else 0,
        written=written,
        texts=texts_of(dossier, written),
        is_late=is_late,
    )


@bp.get("/council.pdf")
@allows(may_read)
def take_pdf(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The paper to be printed."""
    check = open_or_404(municipality, checklist, year)
    paper = council_paper(
        load_dossier(check), find_council_paper(check.assessment, current_language())
    )
    return paper_file(
        check, paper, lambda: as_pdf(paper), what=gettext("council-paper"), suffix="pdf"
    )

"""What a town shows in public: the look before, publishing, taking it back, and the page itself."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import may_read, may_start
from app.assessments.opening import ASSESSMENT, IsArchived, OpenAssessment, open_or_404
from app.assessments.queries import Hold
from app.extensions import db
from app.papers.actions import NotFinishedYet, publish, revoke
from app.papers.public_facts import facts_of, mark_of, read_facts
from app.papers.public_view import Shown, view_of, withheld
from app.papers.queries import find_public, load_dossier, summary_of
from app.web.access import allows, everyone
from app.web.errors import Refused

bp = Blueprint("public_summary", __name__)


class OnlyWhenFinished(Refused):
    """A draft can still change: it is not for everybody."""

    title = _l("This self-check is not finished")
    advice = _l("Nothing was published. Finish it first; then you can show a summary of it.")


@bp.get(f"{ASSESSMENT}/papers/public")
@allows(may_read)
def preview(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Exactly what would be seen, and what is withheld and why."""
    check = open_or_404(municipality, checklist, year)
    dossier = load_dossier(check)
    summary = summary_of(check.assessment)
    facts = facts_of(dossier)
    return render_template(
        "papers/public_preview.html",
        check=check,
        summary=summary,
        is_same=summary is not None and summary.content == facts,
        page=view_of(read_facts(facts)),
        mark=mark_of(facts),
        published=view_of(read_facts(summary.content)) if summary else None,
        withheld=withheld(dossier),
    )


@bp.post(f"{ASSESSMENT}/papers/public")
@allows(may_start)
def make_public(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Show it to everybody from here on: what was looked at, and nothing else."""
    check = _held_or_404(municipality, checklist, year)
    facts = facts_of(load_dossier(check))
    if check.assessment.finished_at and request.form.get("seen") != mark_of(facts):
        flash(gettext("Nothing was published: this has changed meanwhile. Please look again."))
        return redirect(check.url(".preview"))
    try:
        publish(check.assessment, facts, by=g.person.key)
    except NotFinishedYet:
        raise OnlyWhenFinished from None
    db.session.commit()
    flash(gettext("The summary is public. Anybody who has its address can read it."), "success")
    return redirect(check.url(".preview"))


@bp.post(f"{ASSESSMENT}/papers/public/revoke")
@allows(may_start)
def take_back(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Show it to nobody any more."""
    check = open_or_404(municipality, checklist, year, hold=Hold.ALONE)
    summary = summary_of(check.assessment)
    if summary:
        revoke(summary, by=g.person.key)
        db.session.commit()
        flash(gettext("The summary is no longer public: its address leads nowhere."))
    return redirect(check.url(".preview"))


def _held_or_404(municipality: str, checklist: str, year: int) -> OpenAssessment:
    check = open_or_404(municipality, checklist, year, hold=Hold.ALONE)
    if check.assessment.archived_at:
        raise IsArchived
    return check


@bp.get("/public/<municipality>/<checklist>/<int(fixed_digits=4):year>")
@allows(everyone)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The summary for everybody; 404 where there is none, or none any more."""
    summary = find_public(municipality, checklist, year) or abort(404)
    return _not_to_be_found_elsewhere(view_of(read_facts(summary.content)))


def _not_to_be_found_elsewhere(page: Shown) -> Response:
    """Search engines keep copies; then taking it back would be an empty promise."""
    response = make_response(render_template("papers/public.html", page=page))
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response

"""Where do we want to be: targets and importance in a second pass."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer
from app.assessments.actions import record_answer
from app.assessments.conflicts import conflict_page
from app.assessments.forms import sender_of, target_form
from app.assessments.keeping import keep_entries, refuse_foreign_answers
from app.assessments.opening import ASSESSMENT, open_for_answers, open_or_404
from app.assessments.saving import saved_reply
from app.assessments.target_views import open_proposals, target_groups
from app.domain.answers import OPEN
from app.domain.editing import Edit
from app.extensions import db
from app.web.access import allows

bp = Blueprint("targets", __name__, url_prefix=ASSESSMENT)


@bp.get("/targets")
@allows(may_answer)
def edit_targets(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """One table: level today, target, importance; at first only where something is missing."""
    check = open_or_404(municipality, checklist, year)
    shows_all = "all" in request.args
    return render_template(
        "targets/edit_targets.html",
        check=check,
        groups=target_groups(check, gaps_only=not shows_all),
        shows_all=shows_all,
        proposals=len(open_proposals(check)),
    )


@bp.post("/targets")
@allows(may_answer)
def save_targets(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Keep the targets of the table, then show where the gaps are."""
    check = open_for_answers(municipality, checklist, year)
    refuse_foreign_answers(request.form, check.criteria)
    sent = [c for c in check.criteria if f"{c.key}-version" in request.form]
    sheet = check.sheet
    entries = {
        c.key: target_form(c, sheet.get(c.key, OPEN))(request.form, prefix=f"{c.key}-")
        for c in sent
    }
    kept = keep_entries(check.assessment, entries, by=g.person.key, sender=sender_of(request.form))
    db.session.commit()
    here = check.url(".edit_targets")
    if kept.conflicts:
        return conflict_page(check, kept.conflicts, back=here)
    if kept.refused:
        flash(gettext("Some entries were not among the choices and were not saved."))
        return redirect(here)
    return redirect(check.url("reports.show_result"))


@bp.post("/targets/<criterion>")
@allows(may_answer)
def save_target(
    municipality: str, checklist: str, year: int, criterion: str
) -> ResponseReturnValue:
    """Keep one target as it is chosen, and say when."""
    check = open_for_answers(municipality, checklist, year)
    found = check.criterion_or_404(criterion)
    refuse_foreign_answers(request.form, [found])
    answer = check.sheet.get(found.key, OPEN)
    entry = target_form(found, answer)(request.form, prefix=f"{found.key}-")
    kept = keep_entries(
        check.assessment, {found.key: entry}, by=g.person.key, sender=sender_of(request.form)
    )
    db.session.commit()
    problems = [str(problem) for found_here in entry.errors.values() for problem in found_here]
    return saved_reply(check, found.key, kept, version=entry.version.data or 0, problems=problems)


@bp.post("/proposals")
@allows(may_answer)
def accept_proposals(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Take every proposal that still stands as the target, in one click."""
    check = open_for_answers(municipality, checklist, year)
    accepted = 0
    for view in open_proposals(check):
        edit = Edit(view.stored.version, {"target": view.proposal.value})
        record_answer(check.assessment, view.criterion.key, edit=edit, by=g.person.key)
        accepted += 1
    db.session.commit()
    flash(gettext("Proposals accepted: %(number)s", number=accepted))
    return redirect(check.url(".edit_targets"))

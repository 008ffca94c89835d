"""Answer a section, or one criterion at a time as it is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_answer
from app.accounts.queries import remember_names
from app.assessments.actions import ChangedMeanwhile, NothingToUndo, undo_answer
from app.assessments.assigning import hand_back
from app.assessments.assignments import find_assignment
from app.assessments.conflicts import conflict_page
from app.assessments.criterion_views import criterion_views, problems_of
from app.assessments.forms import CriterionForm, form_of, sender_of
from app.assessments.keeping import Kept, keep_entries, refuse_foreign_answers
from app.assessments.last_year import load_last_year, take_over
from app.assessments.opening import ASSESSMENT, OpenAssessment, open_for_answers, open_or_404
from app.assessments.queries import undoable
from app.assessments.reading_views import answers_in, remember_authors
from app.assessments.reserving import refuse_reserved, reserved_sections
from app.assessments.saving import saved_reply
from app.assessments.todos import todos_in
from app.domain.checklist import Section
from app.extensions import db
from app.web.access import allows

BUTTONS = ("save", "undo", "unchanged")
"""The buttons of one criterion, whose value is its key."""

bp = Blueprint("answering", __name__, url_prefix=ASSESSMENT)


@bp.get("/sections/<section>")
@allows(may_answer)
def edit_section(municipality: str, checklist: str, year: int, section: str) -> ResponseReturnValue:
    """The criteria of one section with their answers."""
    check = open_or_404(municipality, checklist, year)
    return _section_page(check, check.section_or_404(section), entered={})


@bp.post("/sections/<section>")
@allows(may_answer)
def save_section(municipality: str, checklist: str, year: int, section: str) -> ResponseReturnValue:
    """Keep a section's answers; show again what could not be kept as it was typed."""
    check = open_for_answers(municipality, checklist, year)
    here = check.section_or_404(section)
    criteria = check.criteria_in(here)
    refuse_foreign_answers(request.form, criteria)
    refuse_reserved(check, criteria)
    undone, unchanged = request.form.get("undo"), request.form.get("unchanged")
    sent = [c for c in criteria if f"{c.key}-version" in request.form]
    entries = {c.key: form_of(c)(request.form, prefix=f"{c.key}-") for c in sent}
    kept = keep_entries(check.assessment, entries, by=g.person.key, sender=sender_of(request.form))
    said = ""
    if undone in kept.saved:
        said = _undo(check, undone, based_on=entries[undone].version.data, kept=kept)
    elif unchanged in kept.saved:
        said = _take_over(municipality, checklist, year, unchanged)
    elif "hand_back" in request.form and not (kept.conflicts or _faulty(entries, kept)):
        said = _hand_back(check, here)
    db.session.commit()
    if said:
        flash(said)
    return _after_saving(check, here, entries=entries, kept=kept)


def _after_saving(
    check: OpenAssessment, here: Section, *, entries: Mapping[str, CriterionForm], kept: Kept
) -> ResponseReturnValue:
    """On to the next page, unless something has to be shown again or decided first."""
    faulty = _faulty(entries, kept)
    conflicting = {conflict.criterion_key for conflict in kept.conflicts}
    if conflicting and not faulty:
        return conflict_page(check, kept.conflicts, back=_address(check, here))
    if faulty:
        if conflicting:
            flash(gettext("Somebody else changed an answer meanwhile. Save again to choose."))
        again = {key: entries[key] for key in faulty | conflicting if key in entries}
        return _section_page(check, here, entered=again), 422
    return redirect(_where_next(check, here))


def _faulty(entries: Mapping[str, CriterionForm], kept: Kept) -> set[str]:
    return {key for key, e in entries.items() if key in kept.refused or e.lacks_reason}


@bp.post("/criteria/<criterion>")
@allows(may_answer)
def save_criterion(
    municipality: str, checklist: str, year: int, criterion: str
) -> ResponseReturnValue:
    """Keep one answer as it is chosen, and say when."""
    check = open_for_answers(municipality, checklist, year)
    found = check.criterion_or_404(criterion)
    refuse_foreign_answers(request.form, [found])
    refuse_reserved(check, [found])
    entry = form_of(found)(request.form, prefix=f"{found.key}-")
    kept = keep_entries(
        check.assessment, {found.key: entry}, by=g.person.key, sender=sender_of(request.form)
    )
    db.session.commit()
    return saved_reply(
        check, found.key, kept, version=entry.version.data or 0, problems=problems_of(entry)
    )


def _section_page(
    check: OpenAssessment, here: Section, *, entered: Mapping[str, CriterionForm]
) -> str:
    criteria = check.criteria_in(here)
    remember_names(one.made_by for one in check.assignments)
    is_reserved = here.key in reserved_sections(check)
    if is_reserved or check.assessment.finished_at:
        remember_authors(check)
        return render_template(
            "answering/read_section.html",
            check=check,
            section=here,
            is_reserved=is_reserved,
            answers=answers_in(check, here),
        )
    last = load_last_year(check)
    if last:
        remember_names(stored.changed_by for stored in last.answers.values())
    return render_template(
        "answering/edit_section.html",
        check=check,
        section=here,
        todo=next((todo for todo in todos_in(check) if todo.section == here), None),
        views=criterion_views(
            check.checklist,
            criteria,
            check.answers,
            undoable=undoable(check.assessment),
            entered=entered,
            last=last,
        ),
        place=check.sections.index(here) + 1,
        progress=check.progress_in(here),
        next_section=_section_after(check, here),
    )


def _take_over(municipality: str, checklist: str, year: int, criterion_key: str) -> str:
    """Last year's answer holds still; what to say once that is committed."""
    # Looked at anew, for what was just typed is stored by now.
    check = open_or_404(municipality, checklist, year)
    last = load_last_year(check)
    if last is None or not take_over(check, last, criterion_key, by=g.person.key):
        return gettext("Nothing was taken over: there is an answer already.")
    return gettext("Taken over from %(year)s.", year=last.year)


def _undo(check: OpenAssessment, criterion_key: str, *, based_on: int, kept: Kept) -> str:
    """Take back the last change, and what to say once that is committed.

    What was just typed is kept before, so that the history has it.
    """
    criterion = check.checklist.criteria_by_key[criterion_key]
    try:
        undo_answer(
            check.assessment, criterion_key, criterion=criterion, based_on=based_on, by=g.person.key
        )
    except NothingToUndo:
        return gettext("There is nothing left to undo.")
    except ChangedMeanwhile as conflict:
        kept.conflicts.append(conflict)
        return ""
    return gettext("The last change is undone.")


def _hand_back(check: OpenAssessment, section: Section) -> str:
    """Hand back what was asked of oneself, and what to say once that is committed."""
    account_id = g.person.account_id
    assignment = account_id and find_assignment(check.assessment, section.key, account_id)
    if not assignment:
        return ""
    hand_back(check.assessment, assignment, by=g.person.key)
    return gettext("Saved and handed back. Thank you.")


def _address(check: OpenAssessment, section: Section, anchor: str | None = None) -> str:
    return check.url("answering.edit_section", section=section.key, _anchor=anchor)


def _section_after(check: OpenAssessment, here: Section) -> Section | None:
    """The next section that whoever asks may answer."""
    reserved = reserved_sections(check)
    later = check.sections[check.sections.index(here) + 1 :]
    return next((section for section in later if section.key not in reserved), None)


def _where_next(check: OpenAssessment, here: Section) -> str:
    """Back to the criterion whose own button was pressed; else on to the next section."""
    if "hand_back" in request.form:
        return check.url("overview.show")
    pressed = next((request.form[name] for name in BUTTONS if request.form.get(name)), "")
    if pressed in check.checklist.criteria_by_key:
        return _address(check, here, pressed)
    following = _section_after(check, here)
    return _address(check, following) if following else check.url("overview.show")

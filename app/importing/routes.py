"""Bring past years in: choose a file, look at the fate of each row, take it over or not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    stream_template,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.permissions import may_start
from app.assessments.editions import FilesHaveChanged
from app.domain.checklist import Checklist
from app.domain.errors import InvalidFile, Problem
from app.extensions import db, reading
from app.files.spreadsheet import spreadsheet_csv
from app.importing.choices import Choices, named
from app.importing.destinations import Destination
from app.importing.drafts import (
    GoneMeanwhile,
    change_choices,
    first_choices,
    keep_draft,
    let_go,
    opened_file,
)
from app.importing.opening import Opened, file_name_of, open_draft_or_404, place_or_404
from app.importing.planning import Plan
from app.importing.rows import rows_of
from app.importing.taking import Import, prepared, take_over
from app.importing.wording import column_choices, row_table, speak_on_imports, taken_words
from app.municipalities.models import Municipality
from app.web.access import allows, current_person
from app.web.checklists import checklists
from app.web.i18n import current_language, shown

bp = Blueprint("importing", __name__, url_prefix="/municipalities/<municipality>/import")
speak_on_imports(bp)

DRAFT = "/<int(max=2147483647):draft_id>"
SHOWN_ROWS = 200
SHOWN_SHEETS = 200
MANY = 40
"""From so many self-checks on, the page shows how far it is."""
BLANK_COLUMNS = ("criterion", "number", "title", "answer", "reason", "note")


@bp.get("")
@allows(may_start)
def offer(municipality: str) -> ResponseReturnValue:
    """What can be brought in, and the field for the file."""
    return _offer(place_or_404(municipality))


@bp.get("/blank.csv")
@allows(may_start)
def download_blank(municipality: str) -> ResponseReturnValue:
    """A table to fill in: a row for each criterion, in the language of whoever asks."""
    place_or_404(municipality)
    found = _named_or_404(request.args.get("checklist", ""))
    rows = [
        [one.key, found.numbers[one.key], one.title.in_language(current_language()), "", "", ""]
        for one in found.criteria
    ]
    return _table(spreadsheet_csv([BLANK_COLUMNS, *rows]), f"{found.key}-{found.version}")


@bp.post("")
@allows(may_start)
def bring(municipality: str) -> ResponseReturnValue:
    """Take a file in; what cannot be read is refused with everything that is wrong."""
    with reading():
        place = place_or_404(municipality)
        sent = request.files.get("file")
        name = file_name_of(sent.filename if sent else "")
        content = sent.read() if sent else b""
        if not name:
            missing = gettext("Please choose a file.")
            return _offer(place, missing=missing), 422
        choices = Choices(named(_named_or_404(request.form.get("checklist", ""))))
        try:
            choices = first_choices(opened_file(content, name=name), choices)
        except InvalidFile as invalid:
            return _offer(place, name=name, problems=invalid.problems), 422
    place = place_or_404(municipality)
    draft = keep_draft(place, content, choices, file_name=name, by=current_person().key)
    db.session.commit()
    return redirect(url_for(".show", municipality=municipality, draft_id=draft.id))


@bp.get(DRAFT)
@allows(may_start)
def show(municipality: str, draft_id: int) -> ResponseReturnValue:
    """What the columns mean, what is wrong, and the fate of each row."""
    return _page(open_draft_or_404(municipality, draft_id))


@bp.get(f"{DRAFT}/rows.csv")
@allows(may_start)
def download_rows(municipality: str, draft_id: int) -> ResponseReturnValue:
    """The fate of every row, however many there are."""
    rows = row_table(open_draft_or_404(municipality, draft_id).plan)
    return _table(spreadsheet_csv(rows), f"{municipality}-{draft_id}-rows")


@bp.post(DRAFT)
@allows(may_start)
def read_again(municipality: str, draft_id: int) -> ResponseReturnValue:
    """Keep what was said about the file, and show what it makes of it."""
    opened = open_draft_or_404(municipality, draft_id)
    change_choices(opened.draft, opened.choices.entered(request.form))
    db.session.commit()
    return redirect(url_for(".show", municipality=municipality, draft_id=draft_id))


@bp.post(f"{DRAFT}/take")
@allows(may_start)
def take(municipality: str, draft_id: int) -> ResponseReturnValue:
    """Take all of it over, or nothing; large files show how far they are."""
    with reading():
        opened = open_draft_or_404(municipality, draft_id)
        plan = opened.plan
        if not plan.adds_something:
            return _page(opened), 422
        importing = Import(
            by=current_person().key,
            file_name=opened.draft.file_name,
            finishes=bool(request.form.get("finishes")),
        )
        # As plain facts: the rows may be gone by the time the page says so.
        place = Destination(opened.place.key, opened.place.name)
    if len(plan.new) < MANY:
        try:
            deque(_steps(plan, importing, draft_id), maxlen=0)
        except (FilesHaveChanged, GoneMeanwhile) as changed:
            db.session.rollback()
            flash(gettext(changed.message))
            return redirect(url_for("desk.show", municipality=municipality))
        flash(taken_words(len(plan.new)))
        return redirect(url_for("desk.show", municipality=municipality))
    steps = _told(_steps(plan, importing, draft_id), total=len(plan.new))
    page = stream_template("importing/take.html", place=place, steps=steps)
    return Response(stream_with_context(page), content_type="text/html; charset=utf-8")


@bp.post(f"{DRAFT}/discard")
@allows(may_start)
def throw_away(municipality: str, draft_id: int) -> ResponseReturnValue:
    """Let the file go; nothing of it was taken over."""
    let_go(open_draft_or_404(municipality, draft_id).draft.id)
    db.session.commit()
    flash(gettext("The file is gone. Nothing was taken over."))
    return redirect(url_for(".offer", municipality=municipality))


def _steps(plan: Plan, importing: Import, draft_id: int) -> Iterator[tuple[str, int]]:
    """Work everything out, then write all of it in one transaction; how far it is, on the way."""
    ready = []
    # What the page has asked so far began as a writer; working out keeps nobody waiting.
    db.session.rollback()
    with reading():
        for one in prepared(plan.new, importing):
            ready.append(one)
            yield "worked_out", len(ready)
    # First of all, so that a second tab that takes the same file finds it gone.
    let_go(draft_id)
    for done in take_over(ready, importing):
        yield "stored", done
    db.session.commit()
    yield "done", len(ready)


def _told(steps: Iterator[tuple[str, int]], *, total: int) -> Iterator[tuple[str, str]]:
    """Every tenth part as a sentence; a failure, too, for the answer has already begun."""
    words = {
        "worked_out": gettext("%(done)s of %(total)s worked out"),
        "stored": gettext("%(done)s of %(total)s stored"),
    }
    try:
        for what, done in steps:
            if what == "done":
                yield what, taken_words(total)
            elif done % max(1, total // 10) == 0 or done == total:
                yield what, words[what] % {"done": done, "total": total}
    except (FilesHaveChanged, GoneMeanwhile) as changed:
        db.session.rollback()
        yield "failed", gettext(changed.message)
    except SQLAlchemyError:
        db.session.rollback()
        current_app.logger.exception("an import broke off")
        yield "failed", gettext("It could not be stored. Nothing was taken over; try again later.")


def _table(content: bytes, name: str) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _offer(
    place: Municipality, *, name: str = "", missing: str = "", problems: tuple[Problem, ...] = ()
) -> str:
    return render_template(
        "importing/offer.html",
        place=place,
        name=name,
        missing=missing,
        problems=problems,
        offered=_offered(),
    )


def _page(opened: Opened) -> str:
    plan = opened.plan
    rows = rows_of(plan)
    checklist = opened.choices.checklist_in(checklists())
    layout = plan.layout
    choices = column_choices(checklist, is_wide=layout.is_wide) if checklist and layout else ()
    return render_template(
        "importing/show.html",
        place=opened.place,
        draft=opened.draft,
        plan=plan,
        choices=opened.choices,
        column_choices=choices,
        grids=opened.incoming.grids,
        offered=_offered(),
        rows=rows[:SHOWN_ROWS],
        more_rows=max(0, len(rows) - SHOWN_ROWS),
        sheets=plan.sheets[:SHOWN_SHEETS],
        more_sheets=max(0, len(plan.sheets) - SHOWN_SHEETS),
        can_finish=any(one.sheet.particulars.finished_at is None for one in plan.new),
    )


def _named_or_404(checklist: str) -> Checklist:
    """A version of a checklist; the newest of the main one where none is named."""
    if not checklist:
        return checklists().offered()[0]
    return Choices(checklist).checklist_in(checklists()) or abort(404)


def _offered() -> list[tuple[str, str]]:
    """Every published version, the newest of each checklist first."""
    library = checklists()
    found: list[Checklist] = []
    for newest in library.offered():
        published = [one for one in library.versions(newest.key) if library.is_published(one)]
        found += reversed(published)
    return [(named(one), f"{shown(one.title)} {one.version}") for one in found]

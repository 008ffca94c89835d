"""Files that were brought in: keep them, look at them, let them go. Actions never commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select

from app.accounts.walls import walls_opened
from app.domain.errors import N_, DomainError, Place, Problem
from app.extensions import db, now
from app.files.columns import Field, best_layout
from app.files.incoming import Incoming, open_incoming
from app.files.sheet_reading import read_sheets
from app.importing.choices import Choices, named
from app.importing.destinations import Destinations
from app.importing.models import ImportDraft
from app.importing.planning import Plan, make_plan
from app.municipalities.models import Municipality
from app.web.checklists import checklists

KEPT = timedelta(days=1)

UNKNOWN_CHECKLIST = N_("there is no checklist “{checklist}” here")
NO_YEAR_CHOSEN = N_("“{text}” is not a reference year")


def keep_draft(
    place: Municipality, content: bytes, choices: Choices, *, file_name: str, by: str
) -> ImportDraft:
    """Keep a file that could be opened; what anybody left behind a day ago goes."""
    with walls_opened():
        db.session.execute(delete(ImportDraft).where(ImportDraft.made_at < now() - KEPT))
    draft = ImportDraft(
        municipality=place,
        made_by=by,
        file_name=file_name[-200:],
        content=content,
        choices=choices.stored_as(),
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def find_draft(place: Municipality, draft_id: int) -> ImportDraft | None:
    """A file that waits here; one that is over a day old is as good as gone."""
    named = select(ImportDraft).filter_by(id=draft_id, municipality_id=place.id)
    return db.session.scalar(named.where(ImportDraft.made_at >= now() - KEPT))


def change_choices(draft: ImportDraft, choices: Choices) -> None:
    draft.choices = choices.stored_as()


class GoneMeanwhile(DomainError):
    """Somebody took the file over or let it go in the meantime."""

    message = N_("Somebody took this file over, or let it go, a moment ago.")


def let_go(draft_id: int) -> None:
    """Forget a file; raises GoneMeanwhile where somebody else was faster."""
    gone = delete(ImportDraft).where(ImportDraft.id == draft_id)
    if cast(CursorResult[Any], db.session.execute(gone)).rowcount != 1:
        raise GoneMeanwhile


def opened_file(content: bytes, *, name: str) -> Incoming:
    """What is in a file; raises InvalidFile with everything that is wrong."""
    return open_incoming(content, checklists().find_published, name=name)


def first_choices(incoming: Incoming, choices: Choices) -> Choices:
    """What a table of ours says about itself: it names its checklist and version in each row."""
    checklist = choices.checklist_in(checklists())
    if not incoming.grids or checklist is None:
        return choices
    layout = best_layout(incoming.grids, checklist)
    first = layout.rows[0] if layout.rows else layout.head
    columns = [layout.at(field) for field in (Field.CHECKLIST, Field.CHECKLIST_VERSION)]
    told = [first.cell(column) for column in columns if column is not None]
    found = checklists().find_published(*told) if len(told) == len(columns) else None
    return replace(choices, checklist=named(found)) if found else choices


def plan_of(incoming: Incoming, choices: Choices, destinations: Destinations, *, name: str) -> Plan:
    """What would become of a file, given what was said about it."""
    if incoming.documents is not None:
        found = incoming.documents
        return make_plan(found.sheets, destinations, problems=found.problems)
    checklist = choices.checklist_in(checklists())
    if checklist is None:
        facts = {"checklist": choices.checklist[:60]}
        return Plan((), (Problem(Place(name, 1, 1), UNKNOWN_CHECKLIST, facts),))
    layout = best_layout(incoming.grids, checklist, name=choices.sheet)
    layout = layout.meaning(choices.columns, checklist)
    reading = read_sheets(layout, checklist, year=choices.year_meant, reason=choices.reason)
    problems = [*_of_choices(choices, name), *reading.problems]
    return make_plan(reading.sheets, destinations, problems=problems, layout=layout)


def _of_choices(choices: Choices, name: str) -> list[Problem]:
    if choices.year and choices.year_meant is None:
        return [Problem(Place(name, 1, 1), NO_YEAR_CHOSEN, {"text": choices.year})]
    return []

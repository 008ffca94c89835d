"""A file that was brought in, opened for the person of the request: what would become of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import abort

from app.accounts.permissions import may_start
from app.domain.clean_text import UnclearText, clean_text
from app.files.incoming import Incoming
from app.importing.choices import Choices
from app.importing.destinations import Destinations
from app.importing.drafts import find_draft, opened_file, plan_of
from app.importing.models import ImportDraft
from app.importing.planning import Plan
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.access import current_person


@dataclass(frozen=True)
class Opened:
    """A file that was brought in, and what would become of it as things stand."""

    draft: ImportDraft

    @cached_property
    def incoming(self) -> Incoming:
        return opened_file(self.draft.content, name=self.draft.file_name)

    @property
    def choices(self) -> Choices:
        return Choices.stored(self.draft.choices)

    @cached_property
    def plan(self) -> Plan:
        name = self.draft.file_name
        return plan_of(self.incoming, self.choices, destinations_from(self.place), name=name)

    @property
    def place(self) -> Municipality:
        return self.draft.municipality


def destinations_from(place: Municipality) -> Destinations:
    person = current_person()
    return Destinations(place, lambda key: may_start(person, key), may_add=person.is_desk)


def place_or_404(key: str) -> Municipality:
    return find_municipality(key) or abort(404)


def open_draft_or_404(municipality: str, draft_id: int) -> Opened:
    draft = find_draft(place_or_404(municipality), draft_id)
    return Opened(draft) if draft else abort(404)


def file_name_of(sent: str | None) -> str:
    """The name without its folders, on one line."""
    try:
        name = clean_text((sent or "").replace("\\", "/").rpartition("/")[2])
    except UnclearText:
        return "?"
    return " ".join(name.split())[-120:]

"""Keep a page of entries: each criterion for itself, so that one fault holds up no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.assessments.actions import ChangedMeanwhile, record_answer
from app.assessments.models import Assessment
from app.assessments.queries import VersionedAnswer, load_answers
from app.domain.checklist import Criterion
from app.domain.editing import NOBODY, Edit, Sender
from app.web.errors import Refused


class EntryForm(Protocol):
    """The form of one criterion, whichever of its fields it offers."""

    def validate(self) -> bool: ...

    def edit(self) -> Edit: ...

    @property
    def version(self) -> Any: ...


@dataclass
class Kept:
    """What became of a page of entries, by criterion key."""

    saved: dict[str, VersionedAnswer] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """Entries with a fault; their forms hold what was typed and what is wrong."""
    conflicts: list[ChangedMeanwhile] = field(default_factory=list)


class ForeignAnswers(Refused):
    """The body holds answers to criteria that its address does not ask."""

    title = _l("These answers belong to another page")
    advice = _l("Nothing was saved. Please open the self-check again and enter them there.")


def refuse_foreign_answers(sent: MultiDict[str, str], criteria: Iterable[Criterion]) -> None:
    """An answer must be sent to its own address: what the body names, the page must ask."""
    asked = {criterion.key for criterion in criteria}
    named = {name.rpartition("-")[0] for name in sent if "-" in name}
    pressed = (sent.getlist(name) for name in ("criterion", "undo", "unchanged"))
    if not named.union(*pressed) <= asked:
        raise ForeignAnswers


def keep_entries(
    assessment: Assessment, entries: Mapping[str, EntryForm], *, by: str, sender: Sender = NOBODY
) -> Kept:
    """Record every entry that is sound; what cannot be recorded is handed back."""
    kept = Kept()
    stored = load_answers(assessment)
    for key, entry in entries.items():
        if not entry.validate():
            kept.refused.append(key)
            continue
        edit = replace(entry.edit(), sender=sender)
        try:
            kept.saved[key] = record_answer(
                assessment, key, edit=edit, by=by, stored=stored.get(key)
            )
        except ChangedMeanwhile as conflict:
            kept.conflicts.append(conflict)
            continue
        if kept.saved[key].version != stored[key].version or _knows(edit, kept.saved[key]):
            # The page goes on from what it stored or shows itself: from anything else its next
            # entry would wipe out what somebody stored meanwhile and it never showed.
            entry.version.data = kept.saved[key].version
    return kept


def _knows(edit: Edit, stored: VersionedAnswer) -> bool:
    is_its_own = edit.sender != NOBODY and edit.sender.client == stored.sender.client
    return is_its_own or edit.shows(stored.answer)

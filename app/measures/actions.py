"""Put measures forward, change them, say how far they are, drop drafts. Actions never commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from app.assessments.models import Assessment
from app.audit.actions import record
from app.domain.checklist import Effort
from app.domain.measure import Effect, MeasureSource, MeasureState
from app.extensions import db
from app.measures.events import (
    INTO,
    MeasureChanged,
    MeasureDiscarded,
    MeasureDrafted,
    ProgressNoted,
)
from app.measures.models import TITLE_LENGTH, Measure, StoredEffect, StoredProgress
from app.web.errors import Refused


class NoLongerADraft(Refused):
    """What was decided on stays on record: it is dropped with a reason instead."""

    title = _l("This measure is no longer a mere proposal")
    advice = _l("Nothing was changed. You can drop it on its page, with a reason.")


@dataclass(frozen=True)
class Entry:
    """What a person says about a measure; its progress and its end have forms of their own."""

    title: str
    note: str = ""
    effects: tuple[Effect, ...] = ()
    responsible: str = ""
    account_id: int | None = None
    partners: str = ""
    start: date | None = None
    due: date | None = None
    effort: Effort | None = None
    cost: int | None = None
    funding: str = ""
    state: MeasureState | None = None
    """None where it was not asked: then it stays."""


def draft_measure(
    assessment: Assessment,
    title: str,
    *,
    by: str,
    criterion_key: str | None = None,
    note: str = "",
    source: MeasureSource = MeasureSource.FREE,
    origin: str = "",
) -> Measure:
    """A draft; a title that is longer than a title may be goes on in the note."""
    if len(title) > TITLE_LENGTH:
        title, note = f"{title[: TITLE_LENGTH - 1]}…", f"{title}\n\n{note}".strip()
    effects = (Effect(criterion_key),) if criterion_key else ()
    entry = Entry(title, note=note, effects=effects)
    return put_forward(assessment, entry, source=source, origin=origin, by=by)


def put_forward(
    assessment: Assessment,
    entry: Entry,
    *,
    by: str,
    source: MeasureSource = MeasureSource.FREE,
    origin: str = "",
) -> Measure:
    """A new measure of the municipality, for this self-check."""
    measure = Measure(
        municipality=assessment.municipality,
        assessment=assessment,
        source=source,
        origin=origin,
        made_by=by,
        state=MeasureState.PROPOSED,
    )
    _take_over(measure, entry)
    db.session.add(measure)
    db.session.flush()
    record(MeasureDrafted(measure.title), by=by, municipality_id=assessment.municipality_id)
    return measure


def change(measure: Measure, entry: Entry, *, by: str) -> None:
    """Write down what is meant now; who put it forward stays, and where it came from."""
    before = measure.state
    _take_over(measure, entry)
    measure.version += 1
    if measure.state is not before:
        turned = INTO[measure.state](measure.title)
        record(turned, by=by, municipality_id=measure.municipality_id)
    record(MeasureChanged(measure.title), by=by, municipality_id=measure.municipality_id)


def turn_to(
    measure: Measure,
    state: MeasureState,
    *,
    by: str,
    done_on: date | None = None,
    dropped_because: str = "",
) -> None:
    """Say how far it is; of one that is done the day belongs to it, of one dropped the reason.

    The reason is kept if it is taken up again. Levels that it proposed are open again once it is
    no longer done.
    """
    if measure.state is MeasureState.DONE and state is not MeasureState.DONE:
        for effect in measure.effects:
            effect.settled = None
    measure.state = state
    measure.done_on = done_on if state is MeasureState.DONE else None
    if state is MeasureState.DROPPED:
        measure.dropped_because = dropped_because
    measure.version += 1
    record(INTO[state](measure.title), by=by, municipality_id=measure.municipality_id)


def note_progress(measure: Measure, text: str, *, by: str) -> None:
    """One more note; none is ever changed. The newest once more is a button pressed twice."""
    newest = measure.notes[-1] if measure.notes else None
    if newest and (newest.text, newest.written_by) == (text, by):
        return
    measure.notes.append(StoredProgress(text=text, written_by=by))
    measure.version += 1
    record(ProgressNoted(measure.title), by=by, municipality_id=measure.municipality_id)


def discard(measure: Measure, *, by: str) -> None:
    """As if it had never been. Raises NoLongerADraft for all but mere proposals."""
    if measure.state is not MeasureState.PROPOSED:
        raise NoLongerADraft
    record(MeasureDiscarded(measure.title), by=by, municipality_id=measure.municipality_id)
    db.session.delete(measure)


def _take_over(measure: Measure, entry: Entry) -> None:
    measure.title, measure.note = entry.title, entry.note
    measure.responsible, measure.account_id = entry.responsible, entry.account_id
    measure.partners = entry.partners
    measure.start_on, measure.due_on = entry.start, entry.due
    measure.effort, measure.cost, measure.funding = entry.effort, entry.cost, entry.funding
    measure.state = entry.state or measure.state
    _serve(measure, entry.effects)


def _serve(measure: Measure, effects: Iterable[Effect]) -> None:
    """The criteria it serves; what was settled stays, unless another level is expected now."""
    known = {one.criterion_key: one for one in measure.effects}
    kept = []
    for effect in effects:
        stored = known.get(effect.criterion_key) or StoredEffect(criterion_key=effect.criterion_key)
        if stored.after != effect.after:
            stored.settled = None
        stored.before, stored.after = effect.before, effect.after
        stored.by_year = effect.by_year
        kept.append(stored)
    measure.effects = kept

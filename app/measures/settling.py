"""A person decides about the level that a finished measure proposes. Never commits."""

from __future__ import annotations

from app.assessments.actions import record_answer
from app.audit.actions import record
from app.audit.events import Event
from app.domain.answers import State
from app.domain.editing import Edit
from app.domain.errors import DomainError
from app.measures.models import Settled
from app.measures.plan_events import EffectConfirmed, EffectDeclined, EffectNoted
from app.measures.proposals import Proposal, Standing


class NotOnOffer(DomainError):
    """What was confirmed is not what is proposed by now."""


def confirm_effect(proposal: Proposal, *, based_on: int, by: str) -> None:
    """Let the proposed level become the answer; the note there stays.

    `based_on` is the version of the answer that was looked at. Raises ChangedMeanwhile where
    somebody answered in between, and NotOnOffer where there is nothing to confirm.
    """
    check, criterion = proposal.check, proposal.criterion
    if proposal.standing is not Standing.OFFERED or check is None or criterion is None:
        raise NotOnOffer(proposal.measure.title)
    choice = {"state": State.LEVEL, "level": proposal.level}
    record_answer(check.assessment, criterion.key, edit=Edit(based_on, choice), by=by)
    proposal.effect.settled = Settled.CONFIRMED
    year = check.assessment.year
    _note(proposal, EffectConfirmed(proposal.measure.title, criterion.key, year), by=by)


def leave_as_is(proposal: Proposal, *, by: str) -> None:
    """Change no answer: nobody is asked about this effect again.

    Where the level stands there already that is as good as confirmed.
    """
    stands = proposal.standing is Standing.ALREADY
    proposal.effect.settled = Settled.CONFIRMED if stands else Settled.DECLINED
    event = EffectNoted if stands else EffectDeclined
    told = event(proposal.measure.title, proposal.effect.criterion_key)
    _note(proposal, told, by=by)


def _note(proposal: Proposal, event: Event, *, by: str) -> None:
    record(event, by=by, municipality_id=proposal.measure.municipality_id)

"""The plan of a town full of canaries: what is done, what is left from before, a calendar."""

from __future__ import annotations

from datetime import date

from app.accounts.tokens import hash_token, new_token
from app.assessments.models import Assessment
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.actions import draft_measure
from app.measures.models import PlanFeed, StoredEffect


def plan_in(
    assessment: Assessment, *, earlier: Assessment, words: str, by: str
) -> dict[str, object]:
    """What addresses can name of it, besides the drafts."""
    done = draft_measure(assessment, words, note=words, by=by)
    done.state, done.done_on = MeasureState.DONE, date(2026, 5, 4)
    # One in a section for everybody, one in a section that is reserved.
    done.effects = [
        StoredEffect(criterion_key=key, before=0, after=2)
        for key in ("mi_language_needs", "mi_website")
    ]
    left = draft_measure(earlier, words, note=words, by=by)
    feed = PlanFeed(
        municipality=assessment.municipality, token_hash=hash_token(new_token()), made_by=by
    )
    db.session.add(feed)
    db.session.flush()
    return {"settling.settle.measure": done.id, "old_measure": left.id, "feed": feed.id}

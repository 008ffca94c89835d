"""Secret addresses under which calendars read when measures are due. Never commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.tokens import hash_token, new_token
from app.accounts.walls import walls_opened
from app.audit.actions import record
from app.extensions import db
from app.measures.models import PlanFeed
from app.measures.plan_events import CalendarLinkMade, CalendarLinkRevoked
from app.municipalities.models import Municipality

MOST_FEEDS = 20
"""Enough for everybody's programs; more were made by mistake."""


def feeds_of(municipality: Municipality) -> Sequence[PlanFeed]:
    """Newest first."""
    named = select(PlanFeed).filter_by(municipality_id=municipality.id)
    return db.session.scalars(named.order_by(PlanFeed.id.desc())).all()


def find_feed(municipality: Municipality, feed_id: int) -> PlanFeed | None:
    return db.session.scalar(
        select(PlanFeed).filter_by(municipality_id=municipality.id, id=feed_id)
    )


def feed_behind(token: str) -> PlanFeed | None:
    """Whoever holds the address may read the calendar: that is what it is for."""
    with walls_opened():
        return db.session.scalar(select(PlanFeed).filter_by(token_hash=hash_token(token)))


def make_feed(municipality: Municipality, *, by: str) -> str:
    """The secret of a new address. It is told once and cannot be found again."""
    token = new_token()
    db.session.add(PlanFeed(municipality=municipality, token_hash=hash_token(token), made_by=by))
    record(CalendarLinkMade(), by=by, municipality_id=municipality.id)
    return token


def revoke_feed(feed: PlanFeed, *, by: str) -> None:
    record(CalendarLinkRevoked(), by=by, municipality_id=feed.municipality_id)
    db.session.delete(feed)

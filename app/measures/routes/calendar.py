"""The calendar of measures: secret links for programs, and what they read there."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_start
from app.accounts.walls import walls_opened
from app.assessments.opening import municipality_or_404
from app.extensions import db
from app.files.calendar_file import MEDIA_TYPE
from app.measures.calendars import calendar_of
from app.measures.feeds import MOST_FEEDS, feed_behind, feeds_of, find_feed, make_feed, revoke_feed
from app.web.access import allows, everyone
from app.web.addresses import public_address

bp = Blueprint("calendar", __name__, url_prefix="/municipalities/<municipality>/measures/calendar")
open_bp = Blueprint("calendars", __name__, url_prefix="/calendars")


@bp.get("")
@allows(may_start)
def show(municipality: str) -> ResponseReturnValue:
    """What the link is for, and which ones there are."""
    place = municipality_or_404(municipality)
    return render_template(
        "calendar/show.html", place=place, feeds=feeds_of(place), most=MOST_FEEDS, address=""
    )


@bp.post("")
@allows(may_start)
def make(municipality: str) -> ResponseReturnValue:
    """One more secret link, shown this once: only its fingerprint is kept."""
    place = municipality_or_404(municipality)
    if len(feeds_of(place)) >= MOST_FEEDS:
        flash(gettext("There are too many links. Revoke one that nobody needs."))
        return redirect(url_for(".show", municipality=municipality))
    token = make_feed(place, by=g.person.key)
    db.session.commit()
    address = public_address("calendars.read", token=token)
    return render_template(
        "calendar/show.html", place=place, feeds=feeds_of(place), most=MOST_FEEDS, address=address
    )


@bp.post("/<int(max=2147483647):feed>/revoke")
@allows(may_start)
def revoke(municipality: str, feed: int) -> ResponseReturnValue:
    """From now on nothing is found under this link."""
    found = find_feed(municipality_or_404(municipality), feed) or abort(404)
    revoke_feed(found, by=g.person.key)
    db.session.commit()
    flash(gettext("The link is revoked."), "success")
    return redirect(url_for(".show", municipality=municipality))


@open_bp.get("/<token>.ics")
@allows(everyone)
def read(token: str) -> ResponseReturnValue:
    """The calendar, for whoever holds its address; what was never there and what is gone is 404."""
    feed = feed_behind(token) or abort(404)
    with walls_opened():
        content = calendar_of(feed.municipality)
    response = Response(content, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

"""A secret link shows calendars what is due; revoked it shows nothing."""

from __future__ import annotations

import logging
import re
from datetime import date

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from app.accounts.roles import Role
from app.accounts.tokens import hash_token
from app.assessments.models import Assessment
from app.audit.models import AuditEntry
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.feeds import MOST_FEEDS
from app.measures.models import PlanFeed
from tests.builders import a_municipality, an_account, an_assessment
from tests.measures.yearly_plans import a_measure
from tests.visitor import Visitor


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


def page_of(assessment: Assessment) -> str:
    return f"/municipalities/{assessment.municipality.key}/measures/calendar"


def a_link(assessment: Assessment, reader: Visitor) -> str:
    page = reader.presses(reader.opens(page_of(assessment)), "Make a new link")
    found = re.search(r"/calendars/[\w-]{40,}\.ics", page.text_of("link"))
    assert found
    return found[0]


def test_the_secret_is_shown_once_and_kept_nowhere(assessment: Assessment, reader: Visitor) -> None:
    link = a_link(assessment, reader)
    token = link.removeprefix("/calendars/").removesuffix(".ics")
    (feed,) = db.session.scalars(select(PlanFeed))
    assert feed.token_hash == hash_token(token)
    page = reader.opens(page_of(assessment))
    assert token not in page.html
    assert "Made on" in page.text
    told = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert told is not None
    assert (told.event, told.facts) == ("calendar_link_made", {})


def test_whoever_has_the_link_reads_what_is_due_without_logging_in(
    app: Flask, assessment: Assessment, reader: Visitor
) -> None:
    link = a_link(assessment, reader)
    an_account(roles={assessment.municipality: [Role.COORDINATOR]})
    due = {"due_on": date(2026, 12, 31), "responsible": "Bürgerbüro"}
    a_measure(assessment, "Runder; Tisch,\\ 🎉", **due)
    a_measure(assessment, "Ohne Tag")
    a_measure(assessment, "Fertig", state=MeasureState.DONE, **due)
    elsewhere = an_assessment(a_municipality("Anderswo"))
    a_measure(elsewhere, "Fremd", **due)

    answer = app.test_client().get(link)

    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["dtstart"].dt == date(2026, 12, 31)
    assert str(event["summary"]) == "Fällig: Runder; Tisch,\\ 🎉 (Musterort)"
    assert str(event["description"]).startswith("Zuständig: Bürgerbüro\nhttp")
    assert app.test_client().get(link).data == answer.data


def test_an_entry_keeps_its_name_when_the_measure_changes(
    app: Flask, assessment: Assessment, reader: Visitor
) -> None:
    link = a_link(assessment, reader)
    measure = a_measure(assessment, "Tisch", due_on=date(2026, 12, 31))
    (before,) = Calendar.from_ical(app.test_client().get(link).data).walk("VEVENT")
    measure.due_on, measure.version = date(2027, 1, 31), 2
    db.session.commit()
    (after,) = Calendar.from_ical(app.test_client().get(link).data).walk("VEVENT")
    assert (after["uid"], after["dtstart"].dt) == (before["uid"], date(2027, 1, 31))
    assert after["sequence"] > before["sequence"]


def test_a_revoked_link_and_one_that_never_was_answer_alike(
    app: Flask, assessment: Assessment, reader: Visitor
) -> None:
    link = a_link(assessment, reader)
    (feed,) = db.session.scalars(select(PlanFeed))
    told = reader.posts(f"{page_of(assessment)}/{feed.id}/revoke", {})
    assert told.messages == ["The link is revoked."]
    never_was = f"/calendars/{'x' * 43}.ics"
    revoked, never = (app.test_client().get(address) for address in (link, never_was))
    assert revoked.status_code == never.status_code == 404
    # The page repeats nothing but the address that was asked for.
    assert revoked.text.replace(link, never_was) == never.text
    assert app.test_client().get(f"/calendars/{'ä' * 3000}.ics").status_code == 404


def test_the_link_gets_into_no_log(
    app: Flask, assessment: Assessment, reader: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        link = a_link(assessment, reader)
        app.test_client().get(link)
        app.test_client().get(link + "x")
    assert link.removeprefix("/calendars/").removesuffix(".ics") not in caplog.text


def test_there_are_never_more_links_than_anybody_needs(
    assessment: Assessment, reader: Visitor
) -> None:
    for number in range(MOST_FEEDS):
        db.session.add(
            PlanFeed(municipality=assessment.municipality, token_hash=str(number), made_by="desk")
        )
    page = reader.opens(page_of(assessment))
    db.session.commit()
    told = reader.posts(page_of(assessment), {})
    assert told.messages == ["There are too many links. Revoke one that nobody needs."]
    assert "Make a new link" not in told.texts("button")
    assert page.status == 200

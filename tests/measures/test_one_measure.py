"""One measure: its facts, its progress, its end, and the trail that it leaves."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.audit.queries import entries_by
from app.audit.wording import event_words
from app.domain.measure import MeasureSource, MeasureState
from app.extensions import db
from app.measures.models import Measure, Settled
from app.measures.queries import find_measure, measures_of
from app.web.formatting import today
from tests.assessments.people import logged_in, somebody
from tests.builders import an_assessment
from tests.measures.plans import a_measure, days_ago, done, dropped, expected, plan
from tests.visitor import Visitor


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


def stored(measure: Measure) -> Measure:
    db.session.expire_all()
    found = find_measure(measure.municipality.key, measure.id)
    assert found
    return found


def test_all_facts_stand_on_its_page(reader: Visitor, assessment: Assessment) -> None:
    measure = a_measure(
        assessment,
        "Flyer",
        source=MeasureSource.GAP,
        note="in fünf Sprachen",
        partners="Caritas",
        funding="Haushalt",
        cost=0,
        due=days_ago(1),
        effects=(expected(year=2030),),
        notes=("Angebot eingeholt",),
    )

    page = reader.opens(plan(assessment, f"/{measure.id}"))

    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts.pop("Due").endswith("overdue for 1 day")
    assert facts == {
        "State": "proposed",
        "Responsible": "nobody yet",
        "For which criteria": "1.1 Knowing the language needs: from 1 to 2 by 2030",
        "Partners": "Caritas",
        "Cost": "0 €",
        "Source of funding": "Haushalt",
        "What else is to be known": "in fünf Sprachen",
        "Comes from": "a gap in the self-check (self-check of 2026)",
    }
    assert "This measure is overdue for 1 day." in page.text
    assert "Angebot eingeholt" in page.text


def test_progress_is_noted(reader: Visitor, assessment: Assessment) -> None:
    measure = a_measure(assessment)
    page = reader.opens(plan(assessment, f"/{measure.id}"))

    page = reader.presses(page, "Add this note", {"note": "Angebot eingeholt\nund geprüft"})

    assert page.of_class("p", "kept-lines") == ["Angebot eingeholt und geprüft"]
    assert stored(measure).version == 2
    page = reader.presses(page, "Add this note", {"note": " "}, status=422)
    assert page.problems == ["Please write what happened."]
    long = "x" * 2001
    page = reader.presses(page, "Add this note", {"note": long}, status=422)
    assert page.fields["note"] == long


def test_a_note_that_is_sent_twice_stands_once(reader: Visitor, assessment: Assessment) -> None:
    measure = a_measure(assessment)
    page = reader.opens(plan(assessment, f"/{measure.id}"))
    for text in ("Angebot eingeholt", "Angebot eingeholt", "Geprüft", "Angebot eingeholt"):
        reader.presses(page, "Add this note", {"note": text})
    texts = [note.text for note in stored(measure).notes]
    assert texts == ["Angebot eingeholt", "Geprüft", "Angebot eingeholt"]


def test_it_becomes_done_on_a_day_and_open_again(reader: Visitor, assessment: Assessment) -> None:
    measure = a_measure(assessment, effects=(expected(),))
    page = reader.opens(plan(assessment, f"/{measure.id}"))

    reader.presses(page, "Keep", {"state": "done", "done_on": days_ago(2).isoformat()})
    assert (stored(measure).state, measure.done_on) == (MeasureState.DONE, days_ago(2))
    measure.effects[0].settled = Settled.CONFIRMED
    reader.presses(page, "Keep", {"state": "under_way"})

    assert (stored(measure).state, measure.done_on) == (MeasureState.UNDER_WAY, None)
    assert measure.effects[0].settled is None


def test_a_day_to_come_and_a_missing_reason_are_told(
    reader: Visitor, assessment: Assessment
) -> None:
    measure = a_measure(assessment)
    page = reader.opens(plan(assessment, f"/{measure.id}"))

    future = {"state": "done", "done_on": days_ago(-1).isoformat()}
    page = reader.presses(page, "Keep", future, status=422)
    assert page.problems == ["This day is still to come."]
    page = reader.presses(page, "Keep", {"state": "dropped", "reason": " "}, status=422)
    assert page.problems == ["Please give the reason: others will ask for it."]
    page = reader.presses(page, "Keep", {"state": "dropped", "reason": "Kein Geld"})

    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert (facts["State"], facts["Why it was dropped"]) == ("dropped", "Kein Geld")
    reader.posts(plan(assessment, f"/{measure.id}/state"), {"state": "lost"}, status=422)


def test_done_today_is_what_nobody_said_otherwise(reader: Visitor, assessment: Assessment) -> None:
    measure = a_measure(assessment)
    where = plan(assessment, f"/{measure.id}/state")
    reader.posts(where, {"state": "done", "done_on": ""})

    assert stored(measure).done_on == today()


def test_only_a_proposal_is_discarded(reader: Visitor, assessment: Assessment) -> None:
    proposal, decided = a_measure(assessment), a_measure(assessment, state=MeasureState.DECIDED)
    page = reader.opens(plan(assessment, f"/{proposal.id}"))
    page = reader.presses(page, "Discard for good")
    assert page.messages == ["The measure is discarded."]

    where = plan(assessment, f"/{decided.id}")
    assert "Discard" not in reader.opens(where).text
    page = reader.posts(f"{where}/discard", {}, status=400)
    assert page.title == "This measure is no longer a mere proposal"
    assert list(measures_of(assessment.municipality)) == [decided]


def test_every_change_leaves_a_line_in_the_trail(
    app: Flask, reader: Visitor, assessment: Assessment
) -> None:
    measure = a_measure(assessment, "Flyer", notes=("Angebot",))
    page = reader.opens(plan(assessment, f"/{measure.id}"))
    for state in ("decided", "under_way", "done", "dropped", "proposed"):
        page = reader.presses(page, "Keep", {"state": state, "reason": "Grund"})
    reader.presses(page, "Discard for good")

    entries = [entry for entry in entries_by("desk") if "title" in entry.facts]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        told = [event_words(entry) for entry in entries]
    assert told == [
        "put forward the measure “Flyer”",
        "noted progress of the measure “Flyer”",
        "noted that the measure “Flyer” is decided on",
        "noted that the measure “Flyer” is under way",
        "noted that the measure “Flyer” is done",
        "dropped the measure “Flyer”, with a reason",
        "called the measure “Flyer” a proposal again",
        "discarded the measure “Flyer”",
    ]


def test_a_viewer_reads_and_changes_nothing(app: Flask, assessment: Assessment) -> None:
    measure = a_measure(assessment, notes=("Angebot",))
    viewer = logged_in(app, somebody(assessment, "Vera Vogt", Role.VIEWER))

    page = viewer.opens(plan(assessment, f"/{measure.id}"))
    assert "Angebot" in page.text
    assert page.texts("button")[-1] not in ("Keep", "Add this note")
    assert not page.every("textarea")
    for below in ("/new", f"/{measure.id}/edit"):
        viewer.opens(plan(assessment, below), status=403)
    assert "New measure" not in dict(viewer.opens(plan(assessment)).links)


def test_what_is_over_says_since_when(reader: Visitor, assessment: Assessment) -> None:
    finished, given_up = done(a_measure(assessment)), dropped(a_measure(assessment))

    page = reader.opens(plan(assessment, f"/{finished.id}"))
    assert page.texts("dd")[0].startswith("done (")
    page = reader.opens(plan(assessment, f"/{given_up.id}"))
    assert page.texts("dd")[:2] == ["dropped", "Kein Geld"]
    reader.opens(plan(assessment, "/999999"), status=404)

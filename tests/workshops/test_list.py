"""The workshops of a municipality, on their own page and on the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.extensions import db
from app.web.formatting import today
from app.workshops.ending import end, erase
from app.workshops.models import Workshop
from app.workshops.preparing import rehearse
from tests.builders import PASSWORD, an_account, an_assessment
from tests.visitor import Visitor
from tests.workshops.rooms import a_plan, a_running_workshop, a_workshop


def on(assessment: Assessment, day: date, title: str) -> Workshop:
    return a_workshop(assessment, replace(a_plan(title=title), held_on=day))


def list_of(assessment: Assessment) -> str:
    return f"/municipalities/{assessment.municipality.key}/workshops"


def desk_of(assessment: Assessment) -> str:
    return f"/municipalities/{assessment.municipality.key}"


def test_without_a_workshop_the_page_says_what_one_is_and_how_to_begin(
    app: Flask, reader: Visitor
) -> None:
    page = reader.opens(list_of(an_assessment()))

    assert page.texts("h2") == ["No workshop yet"]
    assert reader.follows(page, "Prepare a workshop").title == "Prepare a workshop"


def test_the_next_one_comes_first_and_past_ones_last(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    on(assessment, today() + timedelta(days=30), "Im nächsten Monat")
    on(assessment, today() + timedelta(days=3), "Diese Woche")
    over = a_running_workshop(assessment, a_plan(title="Vorbei"))
    end(over, by="desk")

    page = reader.opens(list_of(assessment))

    assert page.texts("h2") == ["Diese Woche", "Later on", "Past workshops"]
    assert page.of_class("span", "task-title") == ["Im nächsten Monat", "Vorbei"]


def test_where_people_are_in_comes_first(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    on(assessment, date(2020, 1, 1), "Längst geplant")
    a_running_workshop(assessment, a_plan(title="Läuft gerade"))

    page = reader.opens(list_of(assessment))

    assert page.texts("h2")[0] == "Läuft gerade"


def test_each_has_its_one_next_step(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    later = on(assessment, today() + timedelta(days=9), "Später")
    running = a_running_workshop(assessment, a_plan(title="Läuft"))
    over = a_running_workshop(assessment, a_plan(title="Vorbei"))
    end(over, by="desk")
    below = list_of(assessment)

    page = reader.opens(below)

    steps = [(words, to) for words, to in page.links if to.startswith(f"{below}/")]
    assert steps == [
        ("Open the console", f"{below}/{running.id}"),
        ("Prepare a workshop", f"{below}/new"),
        ("Change the plan: Später", f"{below}/{later.id}/plan"),
        ("Read the record: Vorbei", f"{below}/{over.id}/record"),
    ]


def test_the_day_of_erasing_is_said(app: Flask, reader: Visitor) -> None:
    over = a_running_workshop()
    end(over, by="desk")
    over.ended_on = date(2026, 5, 12)

    page = reader.opens(list_of(over.assessment))

    assert page.of_class("span", "task-line") == [
        "Votes, ideas and private notes will be erased on August 10, 2026."
    ]


def test_what_was_erased_says_so(app: Flask, reader: Visitor) -> None:
    over = a_running_workshop()
    end(over, by="desk")
    erase(over, by="desk")

    page = reader.opens(list_of(over.assessment))

    assert page.of_class("span", "task-hint") == ["May 12, 2026 · ended, votes and ideas erased"]


def test_a_rehearsal_is_marked(app: Flask, reader: Visitor) -> None:
    workshop = a_workshop()
    rehearse(workshop, by="desk")

    page = reader.opens(list_of(workshop.assessment))

    assert page.of_class("span", "badge") == ["Rehearsal"]


def test_whoever_only_reads_sees_them_without_buttons(app: Flask) -> None:
    workshop = a_workshop()
    place = workshop.municipality
    an_account("reads@example.org", roles={place: [Role.VIEWER]})
    visitor = Visitor(app, language="en")
    visitor.logs_in("reads@example.org", PASSWORD)
    below = list_of(workshop.assessment)

    page = visitor.opens(below)

    assert page.texts("h2") == ["Runder Tisch Willkommen"]
    assert [to for _, to in page.links if to.startswith(f"{below}/")] == []


def test_the_desk_tells_the_next_workshop(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    later = on(assessment, date(today().year + 1, 5, 12), "Im Mai")
    rehearse(later, by="desk")
    on(assessment, date(2020, 5, 12), "Nie gehalten")

    page = reader.opens(desk_of(assessment))

    assert "The next workshop" in page.texts("h2")
    assert f"Im Mai, May 12, {later.held_on.year}" in page.of_class("p", "lead")
    console = f"{list_of(assessment)}/{later.id}"
    assert ("Open the console", console) in page.links


def test_without_one_the_desk_only_leads_to_the_page(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()

    page = reader.opens(desk_of(assessment))

    assert ("Workshops", list_of(assessment)) in page.links
    assert "The next workshop" not in page.texts("h2")


def test_the_desk_asks_for_it_once(app: Flask, visitor: Visitor) -> None:
    assessment = a_workshop().assessment
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    visitor.opens(desk_of(assessment))
    event.remove(db.engine, "before_cursor_execute", note)

    assert len([statement for statement in asked if "FROM workshop" in statement]) == 1

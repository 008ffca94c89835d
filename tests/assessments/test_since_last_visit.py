"""What changed since the last visit, and a history that shows just that."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.extensions import db
from tests.assessments.people import KEY, SECOND, logged_in, somebody
from tests.builders import address, an_answer, an_assessment
from tests.visitor import Page, Visitor


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+00:00")


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


@pytest.fixture
def anna(assessment: Assessment) -> Account:
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    anna.previous_visit_at = at("2026-03-03 12:00")
    db.session.commit()
    return anna


@pytest.fixture
def emil(assessment: Assessment) -> Account:
    return somebody(assessment, "Emil Engel", Role.EDITOR)


def changes(assessment: Assessment, key: str, *, level: int, by: Account, when: str) -> None:
    with time_machine.travel(at(when), tick=False):
        an_answer(assessment, key, level=level, by=by.key)


def desk(visitor: Visitor, assessment: Assessment) -> Page:
    return visitor.opens(f"/municipalities/{assessment.municipality.key}")


def test_the_desk_tells_who_changed_how_much_since_then(
    app: Flask, assessment: Assessment, anna: Account, emil: Account
) -> None:
    changes(assessment, "mi_website", level=1, by=emil, when="2026-03-03 11:59")
    changes(assessment, KEY, level=1, by=emil, when="2026-03-04 09:00")
    changes(assessment, KEY, level=2, by=emil, when="2026-03-04 09:01")
    changes(assessment, SECOND, level=2, by=emil, when="2026-03-05 09:00")
    changes(assessment, "mi_signage", level=2, by=anna, when="2026-03-05 09:00")

    page = desk(logged_in(app, anna), assessment)

    assert page.text_of("news") == "Since your last visit on March 3, 2026, 13:00"
    listed = [one.words for one in page.every("li") if "changed" in one.words]
    assert listed == ["2026, Needs and responsibility: Emil Engel changed 2 answers"]


def test_it_leads_to_the_history_of_just_these_changes(
    app: Flask, assessment: Assessment, anna: Account, emil: Account
) -> None:
    changes(assessment, KEY, level=1, by=emil, when="2026-03-03 11:59")
    changes(assessment, KEY, level=2, by=emil, when="2026-03-04 09:00")
    changes(assessment, KEY, level=3, by=anna, when="2026-03-04 10:00")
    changes(assessment, "mi_website", level=2, by=emil, when="2026-03-04 09:00")
    visitor = logged_in(app, anna)

    page = visitor.follows(desk(visitor, assessment), "2026, Needs and responsibility")

    rows = page.table("Changes of answers, newest first")
    assert [row[0] for row in rows] == ["March 4, 2026, 10:00"]
    assert [row[1] for row in rows] == ["Emil Engel"]
    assert "Only what changed after March 3, 2026, 13:00." in page.text


def test_a_first_visit_has_nothing_to_look_back_on(
    app: Flask, assessment: Assessment, emil: Account
) -> None:
    an_answer(assessment, KEY, level=1)

    page = desk(logged_in(app, emil), assessment)

    assert "news" not in page.ids


def test_at_the_desk_without_accounts_nothing_is_said(
    reader: Visitor, assessment: Assessment
) -> None:
    an_answer(assessment, KEY, level=1)

    assert "news" not in desk(reader, assessment).ids


def test_the_overview_says_who_changed_a_section_last(
    app: Flask, assessment: Assessment, anna: Account, emil: Account
) -> None:
    changes(assessment, SECOND, level=1, by=emil, when="2026-03-04 09:00")
    changes(assessment, KEY, level=1, by=anna, when="2026-03-03 09:00")

    page = logged_in(app, anna).opens(address(assessment))

    assert page.of_class("span", "task-line") == [
        "last changed by Emil Engel, March 4, 2026, 10:00"
    ]


def people_in(page: Page) -> list[str]:
    return [row[1] for row in page.table("Changes of answers, newest first")]


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("", ["Emil Engel", "Anna Adler", "Anna Adler"]),
        ("part=mi_written", ["Anna Adler"]),
        (f"part={KEY}", ["Anna Adler"]),
        (f"part={SECOND}", ["Emil Engel"]),
        ("part=mi_needs_and_standards", ["Emil Engel", "Anna Adler"]),
        ("since=20260304080000", ["Emil Engel"]),
        ("part=nowhere&person=somebody&since=soon", ["Emil Engel", "Anna Adler", "Anna Adler"]),
        ("since=20269999999999", ["Emil Engel", "Anna Adler", "Anna Adler"]),
    ],
)
def test_the_history_shows_what_was_asked_for(
    app: Flask, assessment: Assessment, anna: Account, emil: Account, query: str, who: list[str]
) -> None:
    changes(assessment, KEY, level=1, by=anna, when="2026-03-03 09:00")
    changes(assessment, "mi_website", level=1, by=anna, when="2026-03-03 09:01")
    changes(assessment, SECOND, level=1, by=emil, when="2026-03-04 09:00")

    page = logged_in(app, anna).opens(f"{address(assessment, 'history')}?{query}")

    assert people_in(page) == who


def test_the_history_can_be_asked_by_person_and_part(
    app: Flask, assessment: Assessment, anna: Account, emil: Account
) -> None:
    changes(assessment, KEY, level=1, by=anna, when="2026-03-03 09:00")
    changes(assessment, SECOND, level=1, by=emil, when="2026-03-04 09:00")
    visitor = logged_in(app, anna)

    page = visitor.presses(
        visitor.opens(address(assessment, "history")), "Show", {"person": emil.key, "part": ""}
    )

    assert people_in(page) == ["Emil Engel"]
    assert people_in(visitor.follows(page, "Show everything")) == ["Emil Engel", "Anna Adler"]


def test_earlier_changes_are_those_of_the_same_filter(
    app: Flask, assessment: Assessment, anna: Account, emil: Account
) -> None:
    for number in range(52):
        an_answer(assessment, KEY, level=number % 2, by=emil.key)
        an_answer(assessment, "mi_website", level=number % 2, by=anna.key)
    visitor = logged_in(app, anna)
    page = visitor.opens(f"{address(assessment, 'history')}?person={emil.key}&part={KEY}")

    further = visitor.follows(page, "Earlier changes")

    assert people_in(page) == ["Emil Engel"] * 50
    assert people_in(further) == ["Emil Engel"] * 2

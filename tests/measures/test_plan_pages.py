"""The plan and the roadmap: what they say, what they leave out, what they warn of."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.actions import give_roles
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.domain.checklist import Effort
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.actions import Entry, change
from tests.assessments.people import logged_in, somebody
from tests.builders import address, an_assessment, every_answer
from tests.measures.plans import a_measure, days_ago, done, dropped, expected, plan
from tests.visitor import Visitor


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


def test_an_empty_plan_says_what_will_be_here_and_how_to_begin(
    reader: Visitor, assessment: Assessment
) -> None:
    page = reader.opens(plan(assessment))

    assert page.title == "Action plan of Musterort"
    assert page.texts("h2") == ["No measures yet"]
    assert ("See where to begin", plan(assessment, "/suggestions")) in page.links


def test_the_plan_says_everything_about_each_measure_overdue_first(
    reader: Visitor, assessment: Assessment
) -> None:
    a_measure(assessment, "Später", due=date(2099, 3, 1))
    a_measure(
        assessment,
        "Zu spät",
        due=days_ago(3),
        responsible="Hauptamt",
        effort=Effort.SMALL,
        cost=1500,
        effects=(expected(year=2099),),
        state=MeasureState.UNDER_WAY,
    )

    page = reader.opens(plan(assessment))

    [first, second] = page.table("Measures")
    assert first[0] == "Zu spät 1.1 Knowing the language needs: from 1 to 2 by 2099"
    assert first[1] == "Hauptamt"
    assert first[2].endswith(" overdue for 3 days")
    assert first[3:] == ["under way", "small", "1,500 €"]
    assert second == ["Später", "nobody yet", "March 1, 2099", "proposed", "–", "–"]
    assert page.of_class("p", "lead") == ["2 measures are open, 1 of them is overdue."]
    assert "Together 1,500 € (the cost of 1 measure is not known yet)." in page.texts("p")


def test_only_what_is_open_is_shown_until_somebody_asks_for_more(
    reader: Visitor, assessment: Assessment
) -> None:
    a_measure(assessment, "Offen")
    done(a_measure(assessment, "Fertig"))
    dropped(a_measure(assessment, "Aufgegeben"))

    def titles(query: str) -> list[str]:
        return [row[0] for row in reader.opens(f"{plan(assessment)}{query}").table("Measures")]

    assert titles("") == ["Offen"]
    assert titles("?state=all") == ["Offen", "Fertig", "Aufgegeben"]
    assert titles("?state=done") == ["Fertig"]
    assert titles("?state=dropped") == ["Aufgegeben"]
    assert titles("?state=nonsense&year=abc&dimension=%00") == ["Offen"]
    assert reader.opens(f"{plan(assessment)}?state=decided").table("Measures") == []


def test_the_plan_is_looked_through_by_who_what_and_which_year(
    reader: Visitor, assessment: Assessment
) -> None:
    earlier = an_assessment(assessment.municipality, year=2024)
    a_measure(earlier, "Alt", responsible=" hauptamt ")
    a_measure(assessment, "Neu", responsible="Hauptamt", effects=(expected(),))
    a_measure(assessment, "Anders", responsible="Bürgerbüro")

    def titles(query: str) -> set[str]:
        rows = reader.opens(f"{plan(assessment)}?{query}").table("Measures")
        return {row[0].split()[0] for row in rows}

    assert titles("responsible=Hauptamt") == {"Alt", "Neu"}
    assert titles("dimension=multilingual_information") == {"Neu"}
    assert titles("year=2024") == {"Alt"}
    assert titles("responsible=Hauptamt&year=2026") == {"Neu"}


def test_more_than_ten_open_measures_of_one_function_are_too_many(
    reader: Visitor, assessment: Assessment
) -> None:
    for number in range(10):
        a_measure(assessment, f"Nr. {number}", responsible="Hauptamt")
    assert "carries" not in reader.opens(plan(assessment)).text

    a_measure(assessment, "Nr. 10", responsible="hauptamt")

    page = reader.opens(plan(assessment))
    assert "carries 11 open measures" in page.text


def test_whoever_left_is_named_where_somebody_else_is_needed(
    app: Flask, assessment: Assessment
) -> None:
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    visitor = logged_in(app, somebody(assessment, "Vera Vogt", Role.VIEWER))
    measure = a_measure(assessment, responsible="Hauptamt", account_id=emil.id)
    words = "Emil Engel is no longer here: please choose somebody else"

    assert words not in visitor.opens(plan(assessment)).text
    give_roles(emil, assessment.municipality, [], by="desk")
    assert words in visitor.opens(plan(assessment)).text
    assert words in visitor.opens(plan(assessment, f"/{measure.id}")).text
    give_roles(emil, assessment.municipality, [Role.MODERATOR], by="desk")
    assert words not in visitor.opens(plan(assessment)).text
    emil.is_disabled = True
    assert words in visitor.opens(plan(assessment)).text


def test_the_roadmap_goes_quarter_by_quarter(reader: Visitor, assessment: Assessment) -> None:
    a_measure(assessment, "Ohne Tag")
    a_measure(assessment, "Herbst", due=date(2098, 11, 1), responsible="Hauptamt")
    a_measure(assessment, "Frühling", due=date(2098, 4, 1), effects=(expected(),))

    page = reader.opens(plan(assessment, "/roadmap"))
    assert page.title == "Roadmap of Musterort"
    assert page.texts("h2") == [
        "2nd quarter of 2098",
        "4th quarter of 2098",
        "No date yet",
    ]
    assert page.of_class("span", "task-title") == ["Frühling", "Herbst", "Ohne Tag"]

    page = reader.opens(plan(assessment, "/roadmap?by=responsible"))
    assert page.texts("h2") == ["Hauptamt", "Nobody is responsible yet"]
    page = reader.opens(plan(assessment, "/roadmap?by=dimension"))
    assert page.texts("h2") == ["Multilingual information", "For no particular criterion"]


def test_the_roadmap_keeps_what_was_chosen(reader: Visitor, assessment: Assessment) -> None:
    a_measure(assessment, "Offen")
    done(a_measure(assessment, "Fertig"))

    page = reader.opens(f"{plan(assessment)}?state=done")
    page = reader.follows(page, "Roadmap by quarter")
    page = reader.follows(page, "By responsible")

    assert page.of_class("span", "task-title") == ["Fertig"]
    assert page.fields["by"] == "responsible"


def test_the_desk_tells_what_is_late_and_the_next_three(
    reader: Visitor, assessment: Assessment
) -> None:
    place = f"/municipalities/{assessment.municipality.key}"
    assert "Measures that are due" not in reader.opens(place).text
    a_measure(assessment, "Zu spät", due=days_ago(1))
    for number in range(5):
        a_measure(assessment, f"Später {number}", due=date(2098, 1, 1 + number))
    done(a_measure(assessment, "Fertig", due=days_ago(9)))

    page = reader.opens(place)

    assert "Measures that are due" in page.texts("h2")
    assert "1 measure is overdue." in page.texts("p")
    named = [words for words, address in page.links if f"{place}/measures/" in address]
    assert named == ["Zu spät", "Später 0", "Später 1", "Später 2"]


def test_the_result_offers_a_measure_for_each_step_and_names_the_one_there_is(
    reader: Visitor, assessment: Assessment
) -> None:
    every_answer(assessment, level=1)
    page = reader.opens(address(assessment, "result"))
    offers = [where for words, where in page.links if words.startswith("Make it a measure")]
    assert len(offers) == 5
    key = offers[0].partition("criterion=")[2].partition("&")[0]
    tag = page.response.headers["ETag"]

    measure = a_measure(assessment, "Flyer", effects=(expected(key),))

    page = reader.opens(address(assessment, "result"))
    assert page.response.headers["ETag"] != tag
    assert ("Flyer", plan(assessment, f"/{measure.id}")) in page.links
    assert len([words for words, _ in page.links if words.startswith("Make it a m")]) == 4
    tag = page.response.headers["ETag"]
    change(measure, Entry("Plakat", effects=(expected(key),)), by="desk")
    db.session.commit()
    page = reader.opens(address(assessment, "result"))
    assert page.response.headers["ETag"] != tag
    assert "Plakat" in page.text


@pytest.mark.parametrize(
    "below", ["", "?state=all", "/roadmap", "/plan.csv", "/plan.xlsx", "/suggestions"]
)
def test_a_long_plan_needs_as_many_statements_as_a_short_one(
    app: Flask, assessment: Assessment, below: str
) -> None:
    people = [somebody(assessment, f"{name} Muster", Role.EDITOR) for name in ("Anna", "Emil")]
    visitor = logged_in(app, people[0])

    def write(number: int) -> None:
        for one in range(number):
            a_measure(
                assessment,
                f"Nr. {one}",
                notes=("Angebot",),
                by=people[one % 2].key,
                account_id=people[one % 2].id,
                effects=(expected(),),
            )

    def asked() -> int:
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            found.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        visitor.gets(plan(assessment, below), follow_redirects=True)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(found)

    write(3)
    first = asked()
    write(57)

    assert asked() == first
    assert first <= 16

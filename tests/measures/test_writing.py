"""The form of a measure: little is needed, everything wrong is told at once, nothing is lost."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from app.accounts.actions import give_roles
from app.accounts.roles import Role
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.audit.queries import entries_by
from app.domain.checklist import Effort
from app.domain.measure import Effect, MeasureSource, MeasureState
from app.extensions import db
from app.measures.actions import Entry, change
from app.measures.models import Measure, Settled
from app.measures.queries import measures_of, planned
from app.web.formatting import today
from tests.assessments.people import logged_in, somebody
from tests.builders import (
    a_decision,
    a_municipality,
    an_answer,
    an_assessment,
    every_answer,
)
from tests.measures.plans import NEEDS, WEBSITE, a_measure, done, expected, plan
from tests.visitor import Visitor

NEXT_YEAR = str(datetime.now().year + 1)


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


def the_measure(assessment: Assessment) -> Measure:
    db.session.expire_all()
    [measure] = measures_of(assessment.municipality)
    return measure


def test_a_title_is_enough(reader: Visitor, assessment: Assessment) -> None:
    page = reader.opens(plan(assessment, "/new"))
    page = reader.presses(page, "Put it on the plan", {"title": "Flyer in fünf Sprachen"})

    measure = the_measure(assessment)
    assert page.address == plan(assessment, f"/{measure.id}")
    assert page.title == "Flyer in fünf Sprachen"
    assert page.messages == ["The measure is on the plan."]
    assert (measure.state, measure.source) == (MeasureState.PROPOSED, MeasureSource.FREE)
    assert [entry.event for entry in entries_by("desk")][-1] == "measure_drafted"


def test_every_field_is_kept(app: Flask, assessment: Assessment) -> None:
    an_answer(assessment, NEEDS, level=1)
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    visitor = logged_in(app, emil)
    page = visitor.opens(plan(assessment, "/new"))

    visitor.presses(
        page,
        "Put it on the plan",
        {
            "title": "Flyer\n in  Sprachen",
            "responsible": "  Leitung   Bürgerbüro ",
            "due": "2098-06-30",
            "state": "decided",
            "note": "in fünf Sprachen",
            "account": str(emil.id),
            "partners": "Caritas",
            "start": "2098-01-01",
            "effort": "M",
            "cost": "1.500,00 €",
            "funding": "Haushalt 2098",
            f"effect-{NEEDS}-after": "2",
            f"effect-{NEEDS}-by_year": NEXT_YEAR,
            f"effect-{WEBSITE}-after": "serves",
        },
    )

    measure = the_measure(assessment)
    plain = planned(measure)
    assert (plain.title, plain.responsible) == ("Flyer in Sprachen", "Leitung Bürgerbüro")
    assert (plain.start, plain.due) == (date(2098, 1, 1), date(2098, 6, 30))
    assert (plain.effort, plain.cost) == (Effort.MEDIUM, 1500)
    assert (plain.partners, plain.funding) == ("Caritas", "Haushalt 2098")
    assert (plain.state, plain.note) == (MeasureState.DECIDED, "in fünf Sprachen")
    assert plain.effects == (Effect(NEEDS, 1, 2, int(NEXT_YEAR)), Effect(WEBSITE))
    assert (measure.account_id, measure.made_by) == (emil.id, emil.key)


def test_all_problems_are_told_at_once_and_nothing_typed_is_lost(
    reader: Visitor, assessment: Assessment
) -> None:
    an_answer(assessment, NEEDS, level=2)
    typed = {
        "title": "",
        "responsible": "x" * 201,
        "start": "2098-06-30",
        "due": "2098-06-29",
        "cost": "12,50",
        "funding": "y" * 501,
        f"effect-{NEEDS}-after": "2",
        f"effect-{NEEDS}-by_year": "1999",
        f"effect-{WEBSITE}-by_year": NEXT_YEAR,
    }
    page = reader.opens(plan(assessment, "/new"))

    page = reader.presses(page, "Put it on the plan", typed, status=422)

    first, last = today().year, today().year + 20
    assert page.problems == [
        "Please say what is to be done.",
        "At most 200 characters.",
        "It cannot be due before it begins.",
        "This is not above the level of today. Please choose a higher one.",
        f"Please enter a year between {first} and {last}.",
        "Please choose a level, too, or leave the year empty.",
        "Whole euros only, please, without cents.",
        "At most 500 characters.",
    ]
    assert {name: page.fields[name] for name in typed} == typed
    assert "open" in page.attributes("details")[0]
    assert measures_of(assessment.municipality) == []


@pytest.mark.parametrize(
    ("cost", "problem"),
    [
        ("-5", "A cost cannot be below 0."),
        ("viel", "Please enter an amount, such as 1500."),
        ("1000000000", "At most 999,999,999 €."),
    ],
)
def test_a_cost_that_is_none_is_told_at_its_field(
    reader: Visitor, assessment: Assessment, cost: str, problem: str
) -> None:
    page = reader.posts(plan(assessment, "/new"), {"title": "Flyer", "cost": cost}, status=422)

    assert page.problems == [problem]


def test_what_is_no_choice_is_not_taken(reader: Visitor, assessment: Assessment) -> None:
    sent = {
        "title": "Flyer",
        "state": "done",
        "account": "999",
        "effort": "XL",
        f"effect-{NEEDS}-after": "99",
    }
    page = reader.posts(plan(assessment, "/new"), sent, status=422)

    assert page.problems == ["This is not one of the choices. Please choose again."] * 4


def test_a_gap_begins_the_form_with_the_catalogues_step(
    reader: Visitor, assessment: Assessment
) -> None:
    an_answer(assessment, NEEDS, level=1)
    page = reader.opens(plan(assessment, "/suggestions"))
    page = reader.follows(page, "Make it a measure – Knowing the language needs")

    form = page.fields
    assert form["title"]
    assert (form[f"effect-{NEEDS}-after"], form[f"effect-{NEEDS}-by_year"]) == ("2", NEXT_YEAR)
    reader.presses(page, "Put it on the plan")

    measure = planned(the_measure(assessment))
    assert measure.source is MeasureSource.GAP
    assert measure.effects == (Effect(NEEDS, 1, 2, int(NEXT_YEAR)),)
    assert measure.effort is not None
    page = reader.opens(plan(assessment, "/suggestions"))
    assert (measure.title, plan(assessment, f"/{measure.number}")) in page.links


def test_what_nobody_knows_and_what_a_minority_said_become_measures(
    reader: Visitor, assessment: Assessment
) -> None:
    an_answer(assessment, WEBSITE, state="unknown")
    a_decision(assessment, NEEDS, level=3, minority="Die Jüngeren sähen Stufe 1.")

    page = reader.opens(plan(assessment, "/suggestions"))
    assert page.texts("h2")[-2:] == ["From what nobody knows", "From a minority note"]
    found_out = (
        reader.follows(page, "Make it a measure – Information on the website")
        if ("Make it a measure – Information on the website" in dict(page.links))
        else reader.opens(next(where for _, where in page.links if "source=unknown" in where))
    )
    assert found_out.fields["title"].startswith("Find out: ")
    minority = reader.opens(next(where for _, where in page.links if "source=minority" in where))
    assert minority.fields["note"] == "Die Jüngeren sähen Stufe 1."
    reader.presses(minority, "Put it on the plan")
    assert the_measure(assessment).source is MeasureSource.MINORITY


def test_a_suggestion_that_no_longer_stands_leaves_the_criterion(
    reader: Visitor, assessment: Assessment
) -> None:
    page = reader.opens(f"{plan(assessment, '/new')}?criterion={NEEDS}&source=gap")
    assert page.fields["title"] == ""
    assert page.fields[f"effect-{NEEDS}-after"] == "serves"
    page = reader.opens(f"{plan(assessment, '/new')}?criterion=no_such&source=free&year=20xx")
    assert page.fields["title"] == ""


def test_without_a_self_check_there_is_nothing_to_plan_for(app: Flask, reader: Visitor) -> None:

    place = a_municipality()
    db.session.commit()
    reader.opens(f"/municipalities/{place.key}/measures/new", status=404)
    page = reader.opens(f"/municipalities/{place.key}/measures")
    assert "It begins with a self-check." in page.text


def test_a_finished_self_check_can_be_planned_for(reader: Visitor, assessment: Assessment) -> None:

    every_answer(assessment, level=1)
    finish(assessment, by="desk")

    page = reader.opens(plan(assessment, "/new"))
    reader.presses(page, "Put it on the plan", {"title": "Flyer"})

    assert the_measure(assessment).assessment_id == assessment.id


def test_a_change_keeps_what_was_settled_unless_another_level_is_expected(
    reader: Visitor, assessment: Assessment
) -> None:
    measure = done(a_measure(assessment, effects=(expected(year=2030), expected(WEBSITE))))
    for effect in measure.effects:
        effect.settled = Settled.CONFIRMED
    page = reader.opens(plan(assessment, f"/{measure.id}/edit"))
    assert "state" not in page.fields

    changed = {"title": "Plakat", f"effect-{WEBSITE}-after": "3"}
    page = reader.presses(page, "Save", changed)

    assert page.title == "Plakat"
    stored = the_measure(assessment)
    assert {one.criterion_key: one.settled for one in stored.effects} == {
        NEEDS: Settled.CONFIRMED,
        WEBSITE: None,
    }
    assert (stored.state, stored.version) == (MeasureState.DONE, 3)
    assert [entry.event for entry in entries_by("desk")][-1] == "measure_changed"


def test_a_criterion_is_taken_off_and_a_past_year_stays(
    reader: Visitor, assessment: Assessment
) -> None:
    effects = (expected(year=2020), expected(WEBSITE))
    measure = a_measure(assessment, effects=effects)
    page = reader.opens(plan(assessment, f"/{measure.id}/edit"))

    reader.presses(page, "Save", {f"effect-{WEBSITE}-after": ""})

    assert planned(the_measure(assessment)).effects == (Effect(NEEDS, 1, 2, 2020),)


def test_what_the_self_check_does_not_know_stays(reader: Visitor, assessment: Assessment) -> None:
    measure = a_measure(assessment, effects=(Effect("of_an_older_version"), expected()))
    page = reader.opens(plan(assessment))
    assert "of_an_older_version" in page.text

    page = reader.opens(plan(assessment, f"/{measure.id}/edit"))
    reader.presses(page, "Save", {f"effect-{NEEDS}-after": ""})

    assert planned(the_measure(assessment)).effects == (Effect("of_an_older_version"),)


def test_the_second_of_two_is_shown_what_the_first_one_wrote(
    reader: Visitor, assessment: Assessment
) -> None:
    measure = a_measure(assessment, "Flyer")
    mine = reader.opens(plan(assessment, f"/{measure.id}/edit"))
    change(measure, Entry("Plakat", responsible="Bauhof"), by="desk")

    typed = {"title": "Handzettel", "partners": "Caritas", "due": "2098-01-01"}
    page = reader.presses(mine, "Save", typed, status=409)

    assert "Somebody else changed this measure meanwhile" in page.text
    assert page.texts("h2")[:2] == ["What is stored now", "What you wrote"]
    assert page.texts("strong")[0] == "Plakat"
    assert "Bauhof" in page.text
    assert {name: page.fields[name] for name in typed} == typed
    assert the_measure(assessment).title == "Plakat"

    reader.presses(page, "Save mine all the same")
    stored = the_measure(assessment)
    assert (stored.title, stored.partners, stored.responsible) == ("Handzettel", "Caritas", "")


def test_somebody_who_left_cannot_stay_in_charge(app: Flask, assessment: Assessment) -> None:
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    visitor = logged_in(app, somebody(assessment, "Anna Abt", Role.COORDINATOR))
    measure = a_measure(assessment, account_id=emil.id)
    give_roles(emil, assessment.municipality, [], by="desk")

    page = visitor.opens(plan(assessment, f"/{measure.id}/edit"))
    assert "Emil Engel (no longer here)" in page.texts("option")
    page = visitor.presses(page, "Save", status=422)
    assert page.problems == ["Emil Engel is no longer here. Please choose somebody else."]
    visitor.presses(page, "Save", {"account": ""})

    assert the_measure(assessment).account_id is None

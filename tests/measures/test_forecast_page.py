"""What is expected stands beside today, and a year later beside what came."""

from __future__ import annotations

import pytest
from flask import Flask

from app.assessments.models import Assessment
from app.assessments.opening import opened
from app.domain.answers import Answer
from app.domain.measure import MeasureState
from app.measures.forecasting import load_forecast
from app.reports.queries import load_report
from tests.builders import (
    a_decision,
    a_municipality,
    address,
    an_answer,
    an_assessment,
    every_answer,
    stored,
)
from tests.measures.yearly_plans import KEY, OTHER, a_measure, leads
from tests.visitor import Visitor

EFFECTS = "Criteria with an expected effect"
RECKONED = "What was expected in 2025, and what stands in 2026"


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    check = an_assessment()
    every_answer(check, level=1)
    return check


def test_without_measures_the_page_says_how_to_begin(
    assessment: Assessment, reader: Visitor
) -> None:
    page = reader.opens(address(assessment, "forecast"))
    assert "No measures yet" in page.texts("h2")
    assert reader.gets(address(assessment, "forecast.svg")).status_code == 404


def test_the_forecast_names_the_value_the_criteria_and_the_measures(
    assessment: Assessment, reader: Visitor
) -> None:
    a_measure(assessment, "Runder Tisch", leads(KEY, 1, 3, 2027))
    a_measure(assessment, "Flyer", leads(KEY, 1, 2), leads(OTHER, None, None))
    a_measure(assessment, "Fest", leads(OTHER, 1, 3), state=MeasureState.DROPPED)

    page = reader.opens(address(assessment, "forecast"))

    forecast = load_forecast(opened(assessment))
    now, later = forecast.now.headline.exact, forecast.later.headline.exact
    assert now is not None
    assert later is not None
    assert now == load_report(opened(assessment)).headline.exact
    assert later > now
    assert page.table(EFFECTS) == [
        [
            "Knowing the language needs",
            "from 1 First steps to 3 Systematic and reviewed by 2027",
            "Runder Tisch, Flyer",
        ]
    ]
    sentence = "If 2 measures reach what is expected of them, the overall value goes from 33.3 to"
    assert sentence in page.text
    assert "For 34 gaps nothing is planned." in page.text
    # Nothing of it is an answer.
    assert stored(assessment, KEY) == Answer.at(1)
    assert reader.gets(address(assessment, "forecast.svg")).mimetype == "image/svg+xml"


def test_a_measure_without_a_level_is_told_apart(assessment: Assessment, reader: Visitor) -> None:
    a_measure(assessment, "Flyer", leads(KEY, 1, None))
    page = reader.opens(address(assessment, "forecast"))
    assert "No measure says yet which level it is to lead to." in page.text
    a_measure(assessment, "Runder Tisch", leads(KEY, 1, 2))
    page = reader.opens(address(assessment, "forecast"))
    assert "Without an expected level, and so not in the forecast: Flyer" in page.text


def test_the_chart_its_table_and_its_sentence_say_the_same(
    assessment: Assessment, reader: Visitor
) -> None:
    a_measure(assessment, "Runder Tisch", *(leads(key, 1, 3) for key in (KEY, OTHER)))
    page = reader.opens(address(assessment, "forecast"))
    forecast = load_forecast(opened(assessment))
    rows = page.table("Today, and expected with the measures")
    expected = [f"{float(line.score.exact or 0):.1f}" for line in forecast.later.profile]
    assert [row[2] for row in rows] == expected


def test_a_year_later_the_forecast_stands_beside_what_came(app: Flask, reader: Visitor) -> None:
    town = a_municipality()
    then = an_assessment(town, year=2025)
    every_answer(then, level=1)
    a_measure(then, "Runder Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    a_measure(then, "Flyer", leads(OTHER, None, 2))
    a_measure(then, "Website", leads("mi_website", 1, 3, 2028))
    a_measure(then, "Fest", leads(KEY, 1, 3), state=MeasureState.DROPPED)
    now = an_assessment(town, year=2026)
    an_answer(now, KEY, level=3)
    an_answer(now, OTHER, level=1)
    an_answer(now, "mi_website", level=2)

    page = reader.opens(address(now, "forecast"))

    told = "1 of 3 expected effects were reached. 1 still has time."
    assert f"{told} 1 belonged to a measure that was dropped." in page.text
    rows = page.table(RECKONED)
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("Runder Tisch", "exceeded", "done on May 4, 2026"),
        ("Flyer", "not reached", "decided on"),
        ("Website", "partly, time until 2028", "decided on"),
        ("Fest", "reached", "dropped: Geld fehlt"),
    ]
    assert rows[1][2:4] == ["from 1 First steps to 2 Established in parts", "1 First steps"]


def test_what_is_not_answered_yet_is_no_failure(app: Flask, reader: Visitor) -> None:
    town = a_municipality()
    then = an_assessment(town, year=2025)
    a_measure(then, "Runder Tisch", leads(KEY, 1, 2))
    now = an_assessment(town, year=2026)
    page = reader.opens(address(now, "forecast"))
    assert page.table(RECKONED)[0][3:5] == ["no level", "no statement: no level is given now"]
    assert "Of no expected effect can be said yet whether it was reached." in page.text


def test_minority_notes_of_last_year_ask_whether_they_were_taken_up(
    app: Flask, reader: Visitor
) -> None:
    town = a_municipality()
    then = an_assessment(town, year=2025)
    a_decision(then, KEY, level=2, minority="Die Vereine sehen es anders.")
    a_decision(then, OTHER, level=2, minority="Zu hoch.")
    now = an_assessment(town, year=2026)
    a_measure(now, "Vereinsabend", leads(KEY, None, None))

    page = reader.opens(address(now, "forecast"))

    assert "Has this been taken up?" in page.texts("h2")
    assert "Die Vereine sehen es anders." in page.text
    assert "Measures for this criterion: Vereinsabend" in page.text
    assert "No measure serves this criterion." in page.text


def test_the_first_year_has_nothing_to_look_back_at(
    assessment: Assessment, reader: Visitor
) -> None:
    page = reader.opens(address(assessment, "forecast"))
    assert not [heading for heading in page.texts("h2") if heading.startswith("The forecast of")]

"""Last year stands beside this one: shown, never counted, taken over by one deliberate click."""

from __future__ import annotations

import pytest
from flask import Flask

from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.domain.answers import State, Sureness
from app.extensions import db
from tests.builders import a_municipality, address, an_answer, an_assessment, stored
from tests.visitor import Visitor

KEY, SECTION = "mi_language_needs", "sections/mi_needs_and_standards"
TAKEN = "Unchanged, still true"


@pytest.fixture
def this_year(app: Flask) -> Assessment:
    """A draft whose year before was finished: a guess, an unknown, and a missed target."""
    town = a_municipality()
    then = an_assessment(town, year=2025)
    an_answer(then, KEY, level=1, note="Der Flyer", sureness=Sureness.GUESS, importance=3)
    an_answer(then, "mi_responsibility", state=State.UNKNOWN)
    an_answer(then, "mi_website", level=2, target=3)
    finish(then, by="desk")
    db.session.commit()
    return an_assessment(town, year=2026)


def test_what_stood_there_is_shown_and_counts_for_nothing(
    this_year: Assessment, reader: Visitor
) -> None:
    page = reader.opens(address(this_year, SECTION))

    shown = page.of_class("div", "last-year")
    assert shown[0].startswith("2025: 1 First steps · a guess Unchanged, still trueDer Flyer")
    assert stored(this_year, KEY).state is State.OPEN
    assert "Answered 0 of 36" in reader.opens(address(this_year)).text


def test_one_click_takes_it_over_with_its_note(this_year: Assessment, reader: Visitor) -> None:
    page = reader.presses(reader.opens(address(this_year, SECTION)), TAKEN)

    answer = stored(this_year, KEY)
    assert page.messages == ["Taken over from 2025."]
    assert (answer.level, answer.note, answer.sureness) == (1, "Der Flyer", Sureness.GUESS)
    assert (answer.importance, answer.target) == (3, None)


def test_an_answer_of_this_year_is_never_taken_over_by_the_last(
    this_year: Assessment, reader: Visitor
) -> None:
    page = reader.opens(address(this_year, SECTION))
    an_answer(this_year, KEY, level=3)

    again = reader.presses(page, TAKEN)

    assert again.messages == ["Nothing was taken over: there is an answer already."]
    assert stored(this_year, KEY).level == 3


def test_what_rests_on_little_comes_first_until_it_is_answered(
    this_year: Assessment, reader: Visitor
) -> None:
    before = reader.opens(address(this_year))
    an_answer(this_year, KEY, level=2)
    after = reader.opens(address(this_year))

    assert [
        text for text in before.texts("li") if text.endswith(("guess", "unknown", "target"))
    ] == [
        "1.1 Knowing the language needs: was a guess",
        "1.2 Responsibility for multilingual content: was unknown",
        "1.3 Multilingual website: missed its target",
    ]
    assert "was a guess" not in after.text


def test_the_first_year_has_no_year_before(reader: Visitor) -> None:
    page = reader.opens(address(an_assessment(), SECTION))

    assert page.of_class("div", "last-year") == []

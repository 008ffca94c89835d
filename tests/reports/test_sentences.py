"""What a result says in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from app.domain.answers import Answer
from app.domain.report import AssessmentReport, make_report
from app.domain.robustness import NextStep, Robustness, VariantKind
from app.domain.scope import Scope
from app.domain.scoring import Score
from app.reports.sentences import (
    completeness_words,
    gaps_sentence,
    in_one_sentence,
    profile_sentence,
    range_words,
    robustness_words,
    score_words,
)
from app.web.checklists import checklists
from tests.builders import CHECKLIST


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def a_report(**levels: int) -> AssessmentReport:
    sheet = {key: Answer.at(level) for key, level in levels.items()}
    return make_report(checklists().latest(CHECKLIST), sheet, scope=Scope.FULL)


def a_score(exact: str | None, answered: int = 1, applicable: int = 1) -> Score:
    value = None if exact is None else Fraction(exact)
    return Score(value, value, value, answered, applicable, applicable, unknown=0, not_applicable=0)


def a_step(in_first_five: int, *depends_on: VariantKind) -> NextStep:
    gap = a_report(mi_website=1).gaps[0]
    return NextStep(gap, Robustness(in_first_five, 9, depends_on))


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ({}, "Nothing is answered yet. The profile grows with every answer."),
        (
            {"mi_website": 3, "ip_work": 3},
            "The dimensions lie close together (100 to 100 of 100).",
        ),
        (
            {"mi_website": 3, "ip_work": 2, "ip_housing": 3},
            "Your strongest dimension is “Multilingual information” (100 of 100). "
            "Farthest from its target is “Integration promotion” (83, target 100).",
        ),
        (
            {"mi_website": 3},
            "Your strongest dimension is “Multilingual information”. Every target is reached.",
        ),
    ],
)
def test_the_whole_result_is_said_in_one_sentence(levels: dict[str, int], sentence: str) -> None:
    assert in_one_sentence(a_report(**levels)) == sentence


@pytest.mark.parametrize(
    ("exact", "words"),
    [(None, "no statement"), ("0", "0 of 100"), ("62.5", "63 of 100"), ("100", "100 of 100")],
)
def test_a_score_is_rounded_half_up_and_nothing_is_not_zero(exact: str | None, words: str) -> None:
    assert score_words(a_score(exact)) == words


@pytest.mark.parametrize(
    ("answered", "applicable", "words"),
    [
        (0, 0, "no criterion applies"),
        (30, 33, "30 of 33 applicable criteria have a level (91 %)"),
        (0, 36, "0 of 36 applicable criteria have a level (0 %)"),
    ],
)
def test_completeness_counts_and_says_the_share(answered: int, applicable: int, words: str) -> None:
    assert completeness_words(a_score("50", answered, applicable)) == words


def test_a_range_names_both_ends() -> None:
    score = Score(Fraction(75), Fraction("37.5"), Fraction("87.5"), 2, 4, 4, 1, 0)

    assert range_words(score) == "between 38 and 88"


def test_no_range_is_no_statement() -> None:
    assert range_words(a_score(None)) == "no statement"


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ({}, "No answered criterion is below its target."),
        (
            {"mi_website": 1},
            "1 criterion is below its target. The most urgent one is “Multilingual website”.",
        ),
        (
            {"mi_website": 0, "ip_work": 1},
            "2 criteria are below their target. The most urgent one is “Multilingual website”.",
        ),
        (
            {"mi_website": 0, "ip_work": 1, "ip_housing": 1},
            "3 criteria are below their target. The most urgent one is “Multilingual website”. "
            "The chart shows the 2 most urgent.",
        ),
    ],
)
def test_the_gaps_are_counted_and_the_first_is_named(levels: dict[str, int], sentence: str) -> None:
    assert gaps_sentence(a_report(**levels).gaps, most=2) == sentence


def test_the_profile_names_every_dimension_with_its_score() -> None:
    report = a_report(mi_website=3, ip_work=1)

    assert profile_sentence(report.dimensions) == (
        "Of 100 points: Multilingual information 100, "
        "Intercultural administration and society: no statement, Integration promotion 33."
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ((9,), "among the first five in 9 of 9 variants"),
        (
            (7, VariantKind.WEIGHTS),
            "among the first five in 7 of 9 variants: depends on the weights",
        ),
        (
            (4, VariantKind.IMPORTANCE, VariantKind.UNKNOWN, VariantKind.DIMENSION_WEIGHTS),
            "among the first five in 4 of 9 variants: depends on importance, "
            "on what is unknown, and on the weight of the dimensions",
        ),
    ],
)
def test_a_next_step_says_how_firm_it_is(step: tuple[Any, ...], words: str) -> None:
    assert robustness_words(a_step(*step)) == words

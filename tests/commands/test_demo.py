"""The example town: three years, complete, and loaded once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.assessments.models import AnswerChange, Assessment, StoredAnswer
from app.assessments.opening import OpenAssessment, opened
from app.assessments.queries import find_assessment
from app.domain.answers import State
from app.domain.report import make_report
from app.extensions import Model, db
from app.municipalities.queries import example_town as find_example_town
from tests.builders import CHECKLIST

YEARS = (2024, 2025, 2026)

every_year = pytest.mark.parametrize("year", YEARS)


def count(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def self_check(town: str, year: int) -> OpenAssessment:
    assessment = find_assessment(town, CHECKLIST, year)
    assert assessment
    return opened(assessment)


def test_the_town_says_that_it_is_invented(example_town: str) -> None:
    town = find_example_town()

    assert town
    assert (town.key, town.name, town.is_example) == (example_town, "Lindenbruck", True)


@every_year
def test_every_year_is_complete(example_town: str, year: int) -> None:
    check = self_check(example_town, year)

    assert check.progress().is_complete
    assert check.assessment.respondent
    assert check.assessment.reference_date
    assert check.assessment.reference_date.year == year


@every_year
def test_every_level_and_target_is_one_of_its_scale(example_town: str, year: int) -> None:
    check = self_check(example_town, year)

    for key, answer in check.sheet.items():
        scale = check.checklist.criteria_by_key[key].scale
        assert answer.level is None or scale.has(answer.level), key
        assert answer.target is None or scale.has(answer.target), key


@every_year
def test_every_year_has_notes_targets_gaps_and_a_number(example_town: str, year: int) -> None:
    check = self_check(example_town, year)

    report = make_report(check.checklist, check.sheet, scope=check.assessment.scope)

    assert len(report.next_steps) == 5
    assert not report.is_withheld
    assert [answer.target for answer in check.sheet.values() if answer.target is not None]
    assert len([answer for answer in check.sheet.values() if answer.note]) >= 12


def test_every_kind_of_answer_can_be_seen_somewhere(example_town: str) -> None:
    states = {
        answer.state for year in YEARS for answer in self_check(example_town, year).sheet.values()
    }

    assert states == {State.LEVEL, State.UNKNOWN, State.NOT_APPLICABLE}


def test_the_town_gets_better_from_year_to_year(example_town: str) -> None:
    checks = [self_check(example_town, year) for year in YEARS]

    totals = [
        make_report(check.checklist, check.sheet, scope=check.assessment.scope).card.total.exact
        for check in checks
    ]

    assert None not in totals
    assert totals == sorted(totals)


def test_loading_it_twice_changes_nothing(app: Flask, example_town: str) -> None:
    before = [count(table) for table in (Assessment, StoredAnswer, AnswerChange)]

    again = app.test_cli_runner().invoke(args=["demo", "load"])

    assert again.exit_code == 0
    assert [count(table) for table in (Assessment, StoredAnswer, AnswerChange)] == before


def test_what_somebody_tried_out_in_it_stays(app: Flask, example_town: str) -> None:
    self_check(example_town, 2026).assessment.respondent = "wir"
    db.session.commit()

    app.test_cli_runner().invoke(args=["demo", "load"])

    assert self_check(example_town, 2026).assessment.respondent == "wir"

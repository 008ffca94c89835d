"""A page asks the database a few times, however many criteria it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.extensions import db, now
from tests.assessments.people import KEY, handed, logged_in, somebody
from tests.builders import a_decision, address, an_answer, an_assessment, every_answer
from tests.visitor import Visitor

KEYS = ("mi_website", "mi_welcome_guide", "mi_plain_language", "mi_signage")
# One besides what the page itself needs: who is asking.
WHO_ASKS = 1


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement from now on, but for the beginnings of transactions."""
    found: list[str] = []

    def note(connection: object, cursor: object, statement: str, *others: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def number_of_statements(statements: list[str], ask: Callable[[], object]) -> int:
    statements.clear()
    ask()
    return len(statements)


@pytest.mark.parametrize(
    ("page", "statements_needed"),
    [
        ("sections/mi_written", 5),
        ("", 3),
        ("targets", 2),
        ("answers", 3),
        ("levels", 2),
        ("questionnaire", 1),
        ("history", 3),
        ("result", 5),
        ("result/numbers", 2),
        ("result/gaps.svg", 2),
        ("years", 4),
        ("years/line.svg", 3),
        ("years.json", 3),
    ],
)
def test_a_page_needs_exactly_so_many_statements(
    visitor: Visitor, statements: list[str], page: str, statements_needed: int
) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)
    where = address(assessment, page)

    number = number_of_statements(statements, lambda: visitor.gets(where))

    assert number == WHO_ASKS + statements_needed


@pytest.mark.parametrize(
    ("page", "statements_needed"),
    [("", 4), ("sections/mi_written", 6), ("answers", 4), ("history", 4), ("assignments", 3)],
)
def test_names_of_people_need_one_more_however_many_they_are(
    app: Flask, statements: list[str], page: str, statements_needed: int
) -> None:
    assessment = an_assessment()
    coordinator = a_busy_town(assessment)
    visitor = logged_in(app, coordinator)
    where = address(assessment, page)

    number = number_of_statements(statements, lambda: visitor.gets(where))

    assert number == WHO_ASKS + statements_needed


def a_busy_town(assessment: Assessment) -> Account:
    """Four people who each have a section and each changed an answer; one of them coordinates."""
    people = [somebody(assessment, name, Role.EDITOR) for name in ("Emil", "Otto", "Rita")]
    coordinator = somebody(assessment, "Anna", Role.COORDINATOR)
    coordinator.previous_visit_at = now() - timedelta(days=1)
    for person, key in zip([*people, coordinator], KEYS, strict=True):
        handed(assessment, person, section="mi_written", by=person.key)
        an_answer(assessment, key, level=1, by=person.key)
    return coordinator


def test_the_desk_needs_seven_more_for_what_it_tells_beside_the_self_checks(
    app: Flask, statements: list[str]
) -> None:
    assessment = an_assessment()
    coordinator = a_busy_town(assessment)
    visitor = logged_in(app, coordinator)
    where = f"/municipalities/{assessment.municipality.key}"

    number = number_of_statements(statements, lambda: visitor.gets(where))

    # The municipality, its self-checks, the answers of the one there is; then todos, the name of
    # who asked, news, the names of those who made them, changes of territory, measures that are
    # due, the next workshop.
    assert number == WHO_ASKS + 3 + 7


def test_at_the_desk_without_accounts_there_is_nothing_more_to_ask(
    visitor: Visitor, statements: list[str]
) -> None:
    assessment = an_assessment()
    where = f"/municipalities/{assessment.municipality.key}"

    number = number_of_statements(statements, lambda: visitor.gets(where))

    assert number == WHO_ASKS + 6


def test_an_editor_saves_with_one_more_than_at_the_desk(app: Flask, statements: list[str]) -> None:
    assessment = an_assessment()
    visitor = logged_in(app, somebody(assessment, "Emil", Role.EDITOR))
    where = address(assessment, f"criteria/{KEY}")
    visitor.token()

    number = number_of_statements(
        statements,
        lambda: visitor.saves(where, {f"{KEY}-version": "0", f"{KEY}-choice": "level:1"}),
    )

    assert number == WHO_ASKS + 5 + 1


def test_a_result_that_did_not_change_needs_three(visitor: Visitor, statements: list[str]) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)
    where = address(assessment, "result")
    tag = visitor.gets(where).headers["ETag"]

    number = number_of_statements(
        statements, lambda: visitor.gets(where, headers={"If-None-Match": tag})
    )

    # The self-check, the state of its answers, the state of the measures.
    assert number == WHO_ASKS + 3


def test_ten_years_need_as_many_as_one(visitor: Visitor, statements: list[str]) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)
    for year in range(2017, 2026):
        every_answer(an_assessment(assessment.municipality, year=year), level=2)
    where = address(assessment, "years")

    asked = number_of_statements(statements, lambda: visitor.gets(where))
    tag = visitor.gets(where).headers["ETag"]
    again = number_of_statements(
        statements, lambda: visitor.gets(where, headers={"If-None-Match": tag})
    )

    assert (asked, again) == (WHO_ASKS + 4, WHO_ASKS + 3)


def test_saving_one_answer_by_itself_needs_five(visitor: Visitor, statements: list[str]) -> None:
    assessment = an_assessment()
    where = address(assessment, f"criteria/{KEY}")
    visitor.token()

    number = number_of_statements(
        statements,
        lambda: visitor.saves(where, {f"{KEY}-version": "0", f"{KEY}-choice": "level:1"}),
    )

    assert number == WHO_ASKS + 5


def test_what_a_workshop_decided_is_stored_with_as_many_as_what_somebody_entered(
    app: Flask, statements: list[str]
) -> None:
    assessment = an_assessment()

    entered = number_of_statements(statements, lambda: an_answer(assessment, KEYS[0], level=1))
    decided = number_of_statements(statements, lambda: a_decision(assessment, KEYS[1], level=1))

    assert decided == entered


def test_saving_a_section_needs_two_for_each_change_and_none_for_what_stayed(
    visitor: Visitor, statements: list[str]
) -> None:
    assessment = an_assessment()
    where = address(assessment, "sections/mi_written")
    visitor.token()
    keys = ("mi_website", "mi_welcome_guide", "mi_plain_language")
    untouched = {f"{key}-version": "0" for key in ("mi_forms_letters", "mi_signage")}
    changed = {f"{key}-version": "0" for key in keys} | {f"{key}-choice": "level:1" for key in keys}

    sent = {"csrf_token": visitor.token(), **untouched, **changed}
    number = number_of_statements(
        statements, lambda: visitor.asks(visitor.client.post, where, data=sent)
    )

    # Two before: the self-check and its answers.
    assert number == WHO_ASKS + 2 + 2 * len(keys)


def test_the_front_door_needs_one_for_each_self_check_it_offers(
    visitor: Visitor, statements: list[str]
) -> None:
    assessment = an_assessment(year=2024)
    for year in (2025, 2026):
        an_assessment(assessment.municipality, year=year)

    number = number_of_statements(statements, lambda: visitor.gets("/"))

    assert number == WHO_ASKS + 3 + 3

"""The record: who was there, what was decided and how, what stays open, and what goes in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import Role
from app.domain.answers import State
from app.domain.origin import How
from app.extensions import Model, db
from app.holdings.taking_out import everything_of
from app.web.formatting import today
from app.workshops.ballot_models import StoredTally
from app.workshops.deciding import Basis, Settled, basis_of, decide
from app.workshops.ending import end, erase, erase_on
from app.workshops.ideas import write_idea
from app.workshops.models import Decision, Idea, Stage, Workshop, WorkshopItem
from app.workshops.queries import groups_of, result_of
from app.workshops.retention import erase_what_is_due
from tests.builders import an_account
from tests.visitor import Page, Visitor
from tests.workshops.rooms import (
    CRITERIA,
    FIRST,
    a_running_workshop,
    criterion,
    people,
    revealed,
)

SECOND, THIRD = CRITERIA[1:]


@pytest.fixture
def over(app: Flask) -> Workshop:
    """One criterion decided after two rounds, one postponed, one not talked about; one idea."""
    workshop = a_running_workshop()
    [clerks, migrants, _clubs] = people(workshop, 7, 6, 0)
    revealed(workshop, {"0": migrants, "3": clerks})
    last = revealed(workshop, {"1": migrants, "2": clerks})
    scale = criterion().scale
    result = result_of(last, scale, groups=groups_of(workshop), threshold=5)
    settled = Settled(
        How.MAJORITY, State.LEVEL, 2, reason="Es gibt die Liste.", minority="Sie kennt niemand."
    )
    decide(workshop, FIRST, settled, basis_of(result, scale, round_number=2, present=13), by="desk")
    revealed(workshop, {"1": clerks[:3]}, SECOND)
    decide(workshop, SECOND, Settled(How.POSTPONED), Basis(1, 3, 13), by="desk")
    write_idea(workshop, text="Sprachlotsen", criterion_key=None)
    item = db.session.get_one(WorkshopItem, (workshop.id, FIRST))
    item.notes, workshop.notes = "nur für mich", "auch nur für mich"
    end(workshop, by="desk")
    db.session.commit()
    return workshop


def record_page(visitor: Visitor, workshop: Workshop, **expected: int) -> Page:
    key = workshop.municipality.key
    return visitor.opens(f"/municipalities/{key}/workshops/{workshop.id}/record", **expected)


def rows(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_it_says_who_was_in_the_room_and_who_was_missing(app: Flask, over: Workshop) -> None:
    page = record_page(Visitor(app, language="en"), over)

    assert page.table("People by group") == [
        ["Administration", "10", "7", "7"],
        ["Migrants' organisations", "8", "6", "6"],
        ["Clubs", "6", "0", "0"],
    ]
    assert "Clubs: nobody came. The result is without them." in page.texts("p")


def test_it_says_what_was_decided_how_and_against_which_view(app: Flask, over: Workshop) -> None:
    page = record_page(Visitor(app, language="en"), over)

    [decided] = page.of_class("p", "recorded-decision")
    assert decided.endswith("by majority")
    assert "After round 2: 13 of 13 voted." in page.texts("p")
    assert page.of_class("div", "minority") == ["Minority noteSie kennt niemand."]
    assert "Round 1: 13 of 13, Round 2: 13 of 13." in page.texts("p")
    assert page.table(f"Votes on “{criterion().title.in_language('en')}”")[1][1] == "6"


def test_groups_stand_side_by_side_where_they_may(app: Flask, over: Workshop) -> None:
    page = record_page(Visitor(app, language="en"), over)

    assert page.table("Groups side by side") == [
        ["Administration", "7", "2"],
        ["Migrants' organisations", "6", "1"],
    ]
    # Of two small groups the mean of means would tell how the smaller one voted.
    assert "Mean by heads" not in page.text


def test_what_stays_open_is_told_with_its_reason_and_nothing_too_small_is_shown(
    app: Flask, over: Workshop
) -> None:
    page = record_page(Visitor(app, language="en"), over)

    assert "Postponed." in page.texts("p")
    assert "3 votes: too few to show what was chosen." in page.texts("p")
    assert "Not talked about." in page.texts("p")


def test_private_notes_are_in_no_record(app: Flask, over: Workshop) -> None:
    assert "nur für mich" not in record_page(Visitor(app), over).html


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.MODERATOR])
def test_everybody_of_the_municipality_reads_it_and_only_moderators_erase(
    app: Flask, over: Workshop, role: Role
) -> None:
    account = an_account(roles={over.municipality: [role]})
    visitor = Visitor(app, language="en")
    visitor.logs_in(account.email)

    buttons = [text for form in record_page(visitor, over).forms for text, _ in form.buttons]

    assert ("Erase for good" in buttons) == (role is Role.MODERATOR)


def test_after_its_day_votes_ideas_and_notes_are_gone_and_decisions_stay(
    app: Flask, over: Workshop
) -> None:
    assert erase_on(over) == today() + timedelta(days=90)
    assert erase_what_is_due(app) == 0
    over.ended_on = today() - timedelta(days=90)
    db.session.commit()

    assert erase_what_is_due(app) == 1

    db.session.expire_all()
    assert (over.stage, over.notes, rows(StoredTally), rows(Idea)) == (Stage.ERASED, "", 0, 0)
    assert set(db.session.scalars(select(WorkshopItem.notes))) == {""}
    kept = db.session.scalars(select(Decision).order_by(Decision.criterion_key)).all()
    assert [one.minority for one in kept] == ["Sie kennt niemand.", ""]
    page = record_page(Visitor(app, language="en"), over)
    assert "Sie kennt niemand." in page.text
    assert "Votes, ideas and private notes of this workshop are erased." in page.texts("p")


def test_what_is_taken_out_has_a_result_until_it_is_erased(app: Flask, over: Workshop) -> None:
    def results() -> list[bool]:
        [told] = everything_of(over.municipality)["workshops"]
        return [one["result"] is not None for one in told["rounds"]]

    before = results()
    erase(over, by="desk")

    assert (before, results()) == ([True, True, True], [False, False, False])


def test_a_moderator_erases_before_the_day(app: Flask, over: Workshop) -> None:
    visitor = Visitor(app, language="en")

    page = visitor.presses(record_page(visitor, over), "Erase for good")

    db.session.refresh(over)
    assert (over.stage, rows(StoredTally)) == (Stage.ERASED, 0)
    assert page.messages == [
        "Votes, ideas and notes are erased. Decisions and minority notes stay."
    ]


def test_erasing_twice_is_once(app: Flask, over: Workshop) -> None:
    erase(over, by="desk")
    erase(over, by="desk")

    assert over.stage is Stage.ERASED

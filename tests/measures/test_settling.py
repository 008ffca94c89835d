"""A finished measure proposes a level; a person lets it become the answer, once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments.actions import archive
from app.assessments.assigning import assign
from app.assessments.finishing import finish
from app.assessments.models import AnswerChange, Assessment
from app.audit.models import AuditEntry
from app.domain.answers import State
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.models import Measure, Settled
from app.measures.proposals import Standing, proposals_of, waiting_proposals
from tests.builders import a_municipality, address, an_account, an_answer, an_assessment, stored
from tests.measures.yearly_plans import KEY, OTHER, a_measure, leads
from tests.visitor import Visitor


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    check = an_assessment()
    an_answer(check, KEY, level=1, note="Der Flyer")
    return check


def page_of(assessment: Assessment) -> str:
    return f"/municipalities/{assessment.municipality.key}/measures/proposals"


def changes(assessment: Assessment) -> list[tuple[str, str]]:
    found = select(AnswerChange).filter_by(assessment_id=assessment.id).order_by(AnswerChange.id)
    return [(one.criterion_key, one.changed_by) for one in db.session.scalars(found)]


def settled(measure: Measure) -> list[Settled | None]:
    db.session.expire_all()
    return [effect.settled for effect in measure.effects]


def test_nothing_is_written_by_itself(assessment: Assessment, reader: Visitor) -> None:
    a_measure(assessment, "Runder Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    page = reader.opens(page_of(assessment))
    assert "Knowing the language needs: proposed 2 Established in parts" in page.text
    assert "In the self-check of 2026 stands: 1 First steps." in page.text
    assert stored(assessment, KEY).level == 1


def test_one_press_makes_one_change_by_whoever_pressed(app: Flask, assessment: Assessment) -> None:
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    account = an_account(roles={assessment.municipality: [Role.EDITOR]})
    editor = Visitor(app, language="en")
    editor.logs_in(account.email)
    page = editor.opens(page_of(assessment))

    assert editor.presses(page, "Enter this level").messages == ["The level is entered."]
    again = editor.presses(page, "Enter this level")

    assert again.messages == ["This is decided already."]
    assert "Nothing waits for you" in again.text
    assert changes(assessment) == [(KEY, "desk"), (KEY, account.key)]
    answer = stored(assessment, KEY)
    assert (answer.level, answer.note) == (2, "Der Flyer")
    assert settled(measure) == [Settled.CONFIRMED]
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest is not None
    assert (newest.event, newest.by) == ("effect_confirmed", account.key)
    assert newest.facts == {"title": "Tisch", "criterion": KEY, "year": 2026}


def test_leaving_it_changes_nothing_and_nobody_is_asked_again(
    assessment: Assessment, reader: Visitor
) -> None:
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    page = reader.presses(reader.opens(page_of(assessment)), "Leave it as it is")
    assert page.messages == ["Noted. The answer stays as it is."]
    assert settled(measure) == [Settled.DECLINED]
    assert stored(assessment, KEY).level == 1
    assert waiting_proposals(assessment.municipality) == []


def test_what_somebody_answered_meanwhile_is_not_written_over(
    assessment: Assessment, reader: Visitor
) -> None:
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    page = reader.opens(page_of(assessment))
    an_answer(assessment, KEY, level=0)
    again = reader.presses(page, "Enter this level")
    assert again.messages == ["The answer there changed meanwhile. Please look once more."]
    assert (stored(assessment, KEY).level, settled(measure)) == (0, [None])


def test_a_level_that_stands_already_is_only_noted(assessment: Assessment, reader: Visitor) -> None:
    an_answer(assessment, KEY, level=3)
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    page = reader.opens(page_of(assessment))
    assert "The self-check of 2026 says so already, or more" in page.text
    forced = {"decision": "confirm", "year": "2026", "version": "2"}
    address = f"{page_of(assessment)[: -len('/proposals')]}/{measure.id}/effects/{KEY}"
    assert reader.posts(address, forced).messages == [
        "The answer there changed meanwhile. Please look once more."
    ]
    reader.presses(page, "Noted")
    assert (stored(assessment, KEY).level, settled(measure)) == (3, [Settled.CONFIRMED])


def test_the_newest_self_check_at_work_takes_it(app: Flask, reader: Visitor) -> None:
    town = a_municipality()
    then = an_assessment(town, year=2025)
    measure = a_measure(then, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    assert [one.standing for one in proposals_of(measure)] == [Standing.OFFERED]
    finish(then, by="desk")
    db.session.commit()
    assert [one.standing for one in proposals_of(measure)] == [Standing.RESTS]
    page = reader.opens(page_of(then))
    assert "No self-check is at work: the next year takes it." in page.text
    assert not [one for one in page.texts("button") if one == "Enter this level"]
    now = an_assessment(town, year=2026)
    reader.presses(reader.opens(page_of(then)), "Enter this level")
    assert (stored(then, KEY).level, stored(now, KEY).level) == (None, 2)


def test_an_archived_or_an_earlier_self_check_takes_nothing(app: Flask) -> None:
    town = a_municipality()
    an_assessment(town, year=2025)
    now = an_assessment(town, year=2026)
    measure = a_measure(now, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    archive(now, by="desk")
    db.session.commit()
    assert [one.standing for one in proposals_of(measure)] == [Standing.RESTS]


def test_what_does_not_apply_is_not_overruled(assessment: Assessment) -> None:
    an_answer(assessment, KEY, state=State.NOT_APPLICABLE, level=None, reason="Gibt es nicht")
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    assert [one.standing for one in proposals_of(measure)] == [Standing.NOT_APPLICABLE]


@pytest.mark.parametrize("state", [one for one in MeasureState if one is not MeasureState.DONE])
def test_only_a_finished_measure_proposes(assessment: Assessment, state: MeasureState) -> None:
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=state)
    assert proposals_of(measure) == waiting_proposals(assessment.municipality) == []


def test_a_criterion_without_a_level_proposes_nothing(assessment: Assessment) -> None:
    effects = leads(KEY, 1, None), leads(OTHER, None, 2)
    measure = a_measure(assessment, "Tisch", *effects, state=MeasureState.DONE)
    assert [one.effect.criterion_key for one in proposals_of(measure)] == [OTHER]


def test_a_reserved_section_is_not_entered_through_the_back_door(
    app: Flask, assessment: Assessment
) -> None:
    town = assessment.municipality
    a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    owner = an_account("o@example.org", name="Olga", roles={town: [Role.EDITOR]})
    other = an_account("x@example.org", name="Xaver", roles={town: [Role.EDITOR]})
    section = "mi_needs_and_standards"
    options = {"due_on": None, "message": "", "is_exclusive": True, "by": "desk"}
    assign(assessment, section, owner, **options)  # type: ignore[arg-type]
    db.session.commit()
    visitor = Visitor(app, language="en")
    visitor.logs_in(other.email)
    page = visitor.opens(page_of(assessment))
    visitor.presses(page, "Enter this level", status=403)
    assert stored(assessment, KEY).level == 1


def test_a_reader_sees_the_proposals_without_a_button(app: Flask, assessment: Assessment) -> None:
    a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    account = an_account(roles={assessment.municipality: [Role.VIEWER]})
    viewer = Visitor(app, language="en")
    viewer.logs_in(account.email)
    page = viewer.opens(page_of(assessment))
    assert "proposed 2" in page.text
    assert "Enter this level" not in page.texts("button")


def test_a_proposal_follows_the_criterion_into_the_next_version(
    two_years: tuple[Assessment, Assessment], reader: Visitor
) -> None:
    then, now = two_years
    effects = (leads(key, 0, 1) for key in "abcde")
    measure = a_measure(then, "Tisch", *effects, state=MeasureState.DONE)
    found = [(one.effect.criterion_key, one.standing, one.reason) for one in proposals_of(measure)]
    assert found == [
        ("a", Standing.OFFERED, ""),
        ("b", Standing.ELSEWHERE, "split"),
        ("c", Standing.ELSEWHERE, "changed in meaning"),
        ("d", Standing.ELSEWHERE, "no longer asked"),
        ("e", Standing.OFFERED, ""),
    ]
    page = reader.opens(page_of(now))
    assert "Cannot be entered in the self-check of 2026: split." in page.text
    reader.presses(page, "Enter this level")
    assert (stored(now, "anew").level, stored(then, "a").level) == (1, None)


def test_the_form_says_beside_the_criterion_what_is_proposed(
    assessment: Assessment, reader: Visitor
) -> None:
    a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    a_measure(assessment, "Flyer", leads(OTHER, 0, 2), state=MeasureState.DECIDED)
    page = reader.opens(address(assessment, "sections/mi_needs_and_standards"))
    told = [one for one in page.of_class("p", "hint") if "Proposed" in one]
    assert told == ["The measure “Tisch” is done. Proposed: 2 Established in parts. Decide – Tisch"]
    decided = reader.presses(reader.follows(page, "Decide – Tisch"), "Enter this level")
    assert decided.messages == ["The level is entered."]
    page = reader.opens(address(assessment, "sections/mi_needs_and_standards"))
    assert not [one for one in page.of_class("p", "hint") if "Proposed" in one]


def test_the_page_of_the_measure_asks_too(assessment: Assessment, reader: Visitor) -> None:
    measure = a_measure(assessment, "Tisch", leads(KEY, 1, 2), state=MeasureState.DONE)
    where = page_of(assessment).replace("proposals", str(measure.id))
    page = reader.presses(reader.opens(where), "Enter this level")
    assert page.messages == ["The level is entered."]
    assert "What finished measures propose" not in reader.opens(where).texts("h2")

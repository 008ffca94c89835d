"""Decisions: what the room settles on becomes the official answer, and says where it is from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from app.assessments.actions import archive
from app.assessments.finishing import finish
from app.domain.answers import OPEN, State
from app.domain.origin import How, Origin
from app.extensions import db
from app.workshops.deciding import Basis, Settled, decide
from app.workshops.models import Workshop
from app.workshops.queries import decisions_of
from app.workshops.rounds import close_rounds
from tests.builders import an_answer, an_assessment, stored
from tests.visitor import Page, Visitor
from tests.workshops.rooms import FIRST, a_round, a_running_workshop, a_workshop, people, revealed
from tests.workshops.test_console import console

AGREED = {"choice": "level:2", "how": "agreed"}


def form_of(visitor: Visitor, workshop: Workshop) -> Page:
    return visitor.opens(console(workshop, f"/criteria/{FIRST}/decision"))


def checked(page: Page) -> list[str]:
    """The choices that are made already."""
    return [found["value"] for found in page.attributes("input") if "checked" in found]


def test_the_decision_is_the_official_answer_with_its_origin(reader: Visitor) -> None:
    workshop = a_running_workshop()
    an_answer(workshop.assessment, FIRST, level=3, note="Ratsbeschluss von 2019")
    [clerks, migrants] = people(workshop, 6, 5)
    revealed(workshop, {"1": clerks[:5]})
    revealed(workshop, {"1": clerks, "2": migrants})
    said = {"reason": "Der Flyer fehlt noch.", "minority-note": "Vereine: das reicht nicht."}

    reader.presses(
        form_of(reader, workshop),
        "Record the decision",
        {"choice": "level:1", "how": "majority", **said},
    )

    answer = stored(workshop.assessment, FIRST)
    assert (answer.state, answer.level, answer.note) == (
        State.LEVEL,
        1,
        "Ratsbeschluss von 2019",
    )
    assert answer.origin == Origin(
        day=date(2026, 5, 12),
        title="Runder Tisch Willkommen",
        round=2,
        voted=11,
        present=11,
        median=Fraction(1),
        how=How.MAJORITY,
        reason="Der Flyer fehlt noch.",
        minority="Vereine: das reicht nicht.",
    )


def test_the_median_is_proposed_and_never_chosen(reader: Visitor) -> None:
    workshop = a_running_workshop()
    [clerks, migrants] = people(workshop, 6, 6)
    revealed(workshop, {"2": clerks})

    page = form_of(reader, workshop)
    assert "2 Established in parts the room’s median" in page.texts("label")
    assert checked(page) == []
    revealed(workshop, {"1": clerks, "2": migrants})

    assert "the room’s median" not in form_of(reader, workshop).text


def test_a_round_that_is_not_revealed_is_no_basis(reader: Visitor) -> None:
    workshop = a_running_workshop()
    [clerks] = people(workshop, 6)
    opened = a_round(workshop)
    close_rounds(workshop, [opened])
    db.session.commit()

    page = form_of(reader, workshop)
    reader.presses(page, "Record the decision", AGREED)

    decision = decisions_of(workshop)[FIRST]
    assert (decision.round, decision.voted, decision.median) == (None, 0, "")
    assert len(clerks) == 6


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, ["Please choose one, or postpone it.", "Please say how it was settled."]),
        ({"choice": "level:2"}, ["Please say how it was settled."]),
        ({"how": "agreed"}, ["Please choose one, or postpone it."]),
        (
            {"choice": "not_applicable", "how": "agreed"},
            ["Please say why it does not apply."],
        ),
        ({"choice": "level:2", "how": "moderator"}, ["Please say why you set it."]),
        (
            {"choice": "level:9", "how": "agreed"},
            ["This is not one of the choices. Please choose again."],
        ),
        (
            {"choice": "level:2", "how": "alone"},
            ["This is not one of the choices. Please choose again."],
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    reader: Visitor, fields: dict[str, str], problems: list[str]
) -> None:
    workshop = a_running_workshop()
    typed = {"minority-note": "Vereine: das reicht nicht."}

    page = reader.presses(
        form_of(reader, workshop), "Record the decision", {**fields, **typed}, status=422
    )

    assert page.problems == problems
    assert page.fields["minority-note"] == "Vereine: das reicht nicht."
    assert decisions_of(workshop) == {}


def test_does_not_apply_is_an_answer_with_its_reason(reader: Visitor) -> None:
    workshop = a_running_workshop()
    why = {"choice": "not_applicable", "how": "agreed", "reason": "Das macht der Landkreis."}

    reader.presses(form_of(reader, workshop), "Record the decision", why)

    answer = stored(workshop.assessment, FIRST)
    assert (answer.state, answer.reason) == (State.NOT_APPLICABLE, "Das macht der Landkreis.")


def test_what_is_postponed_leaves_the_official_answer_alone(reader: Visitor) -> None:
    workshop = a_running_workshop()

    page = reader.presses(
        form_of(reader, workshop),
        "Record the decision",
        {"choice": "level:2", "how": "postponed", "reason": "Die Zahlen fehlen."},
    )

    assert page.messages == ["1.1 is postponed. The official answer stays as it is."]
    assert stored(workshop.assessment, FIRST) == OPEN
    assert decisions_of(workshop)[FIRST].state is State.OPEN


def test_a_rehearsal_writes_no_official_answer(reader: Visitor) -> None:
    workshop = a_running_workshop()
    workshop.is_rehearsal = True

    page = reader.presses(form_of(reader, workshop), "Record the decision", AGREED)

    assert page.messages == ["Recorded for 1.1. A rehearsal writes no official answer."]
    assert stored(workshop.assessment, FIRST) == OPEN


def test_of_two_who_decide_at_once_the_second_sees_what_stands_and_chooses(
    reader: Visitor,
) -> None:
    workshop = a_running_workshop()
    page = form_of(reader, workshop)
    first = Settled(How.MAJORITY, State.LEVEL, 3, reason="So war die Mehrheit.")
    decide(workshop, FIRST, first, Basis(), by="desk")

    page = reader.presses(page, "Record the decision", AGREED, status=409)
    assert "Meanwhile this was recorded: 3 Systematic and reviewed. By majority." in page.text
    assert page.of_class("p", "quoted") == ["So war die Mehrheit."]
    assert stored(workshop.assessment, FIRST).level == 3
    page = reader.presses(page, "Record the decision", AGREED)

    assert stored(workshop.assessment, FIRST).level == 2


def test_pressed_twice_it_is_recorded_once(reader: Visitor) -> None:
    workshop = a_running_workshop()
    page = form_of(reader, workshop)

    first, second = (reader.presses(page, "Record the decision", AGREED) for _ in range(2))

    assert first.messages == second.messages
    assert stored(workshop.assessment, FIRST).level == 2


def test_a_round_revealed_meanwhile_is_looked_at_first(reader: Visitor) -> None:
    workshop = a_running_workshop()
    [clerks] = people(workshop, 6)
    page = form_of(reader, workshop)
    revealed(workshop, {"0": clerks})

    page = reader.presses(page, "Record the decision", AGREED, status=409)

    assert "Meanwhile something changed about this criterion." in page.text
    assert checked(page) == ["level:2", "agreed"]


@pytest.mark.parametrize(
    ("put_away", "title"),
    [(finish, "This self-check is finished"), (archive, "This self-check is archived")],
)
def test_a_self_check_that_rests_takes_no_decision_and_gives_the_words_back(
    reader: Visitor, put_away: object, title: str
) -> None:
    workshop = a_running_workshop(an_assessment())
    page = form_of(reader, workshop)
    put_away(workshop.assessment, by="desk")  # type: ignore[operator]
    typed = {**AGREED, "reason": "Weil der Flyer da ist.", "minority-note": "Vereine: nein."}

    page = reader.presses(page, "Record the decision", typed, status=400)

    assert page.title == title
    assert "Weil der Flyer da ist." in page.text
    assert "Vereine: nein." in page.text
    assert decisions_of(workshop) == {}


def test_nothing_is_decided_before_it_begins_nor_about_what_is_not_on_the_agenda(
    reader: Visitor, app: Flask
) -> None:
    workshop = a_workshop()

    page = reader.opens(console(workshop, f"/criteria/{FIRST}/decision"))
    late = reader.posts(console(workshop, f"/criteria/{FIRST}/decision"), AGREED)
    reader.opens(console(workshop, "/criteria/mi_flyer/decision"), status=404)

    assert [page.messages, late.messages] == 2 * [["The workshop has not begun yet."]]


def test_a_decision_that_stands_is_shown_and_changed(reader: Visitor) -> None:
    workshop = a_running_workshop()
    reader.presses(form_of(reader, workshop), "Record the decision", AGREED)

    page = form_of(reader, workshop)
    assert checked(page) == ["level:2", "agreed"]
    reader.presses(page, "Record the decision", {"choice": "unknown", "how": "agreed"})

    assert stored(workshop.assessment, FIRST).state is State.UNKNOWN

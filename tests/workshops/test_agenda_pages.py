"""The agenda in the console: it writes itself, says what it leaves out, and obeys."""

from __future__ import annotations

from collections.abc import Mapping

from app.workshops.models import ItemState, Workshop
from app.workshops.queries import items_of
from tests.builders import an_answer, an_assessment
from tests.visitor import Page, Visitor
from tests.workshops.rooms import a_plan, a_running_workshop, people, revealed
from tests.workshops.test_console import console, large_buttons

FOUR = ("mi_language_needs", "mi_responsibility", "mi_website", "mi_plain_language")


def a_rated_room(votes: Mapping[str, tuple[str, str]], *, minutes: int = 120) -> Workshop:
    """Two groups of six have rated, each as it is told; the administration stands at level 0."""
    assessment = an_assessment()
    for key in votes:
        an_answer(assessment, key, level=0)
    workshop = a_running_workshop(assessment, a_plan(criteria=tuple(votes)))
    workshop.minutes = minutes
    [clerks, migrants] = people(workshop, 6, 6)
    for key, (mine, theirs) in votes.items():
        split = {mine: clerks} if mine != theirs else {mine: [*clerks, *migrants]}
        revealed(workshop, split if mine == theirs else {**split, theirs: migrants}, key)
    workshop.current_criterion = None
    return workshop


def agenda(workshop: Workshop) -> list[tuple[str, str, str]]:
    return [(item.criterion_key, item.state.value, item.reason) for item in items_of(workshop)]


def stages(page: Page) -> list[str]:
    return page.of_class("p", "agenda-stage")


def test_the_agenda_begins_with_a_good_news_and_goes_on_with_what_divides(
    reader: Visitor,
) -> None:
    agreed, divided, far, unknown = FOUR
    workshop = a_rated_room(
        {
            agreed: ("2", "2"),
            divided: ("1", "2"),
            far: ("0", "3"),
            unknown: ("unknown", "unknown"),
        }
    )

    page = reader.presses(reader.opens(console(workshop)), "Plan anew")

    assert agenda(workshop) == [
        (agreed, "planned", "good_news"),
        (far, "planned", "disagreement"),
        (divided, "planned", "disagreement"),
        (unknown, "skipped", "find_out"),
    ]
    assert page.of_class("div", "messages") == [
        "Note: The agenda has 3 criteria now; it takes 18 minutes. "
        "Note: Left out: 1 because many do not know. You can bring each of them back."
    ]
    assert stages(page) == [
        "largely agreed · 2 min",
        "two camps · 8 min",
        "some spread · 8 min",
        "skipped · 8 min",
    ]
    assert "Many do not know. Somebody should find out." in page.text
    assert large_buttons(page) == ["Begin with 1.1"]


def test_what_finds_no_time_is_left_out_and_comes_back_with_more_of_it(reader: Visitor) -> None:
    near, far = FOUR[:2]
    workshop = a_rated_room({near: ("1", "2"), far: ("0", "3")}, minutes=10)

    page = reader.presses(reader.opens(console(workshop)), "Plan anew")
    assert agenda(workshop) == [
        (far, "planned", "disagreement"),
        (near, "skipped", "no_time"),
    ]
    assert "Left out: 1 because time is short." in page.html
    page = reader.presses(page, "+15 min")
    reader.presses(page, "Plan anew")

    assert [state for _, state, _ in agenda(workshop)] == ["planned", "planned"]


def test_what_the_moderator_left_out_stays_out_and_what_nobody_rated_follows(
    reader: Visitor,
) -> None:
    first, second = FOUR[:2]
    workshop = a_rated_room({first: ("0", "3"), second: ("0", "3")})
    page = reader.opens(console(workshop))
    page = reader.posts(console(workshop, "/agenda"), {"what": "skip", "criterion": first})
    page = reader.posts(console(workshop, "/agenda"), {"what": "add", "criterion": FOUR[2]})

    page = reader.presses(page, "Plan anew")

    assert agenda(workshop) == [
        (second, "planned", "disagreement"),
        (FOUR[2], "planned", ""),
        (first, "skipped", ""),
    ]
    assert "1 criterion was not rated yet and follows at the end." in page.html


def test_what_is_settled_stays_in_front_and_is_not_planned_again(reader: Visitor) -> None:
    first, second = FOUR[:2]
    workshop = a_rated_room({first: ("0", "3"), second: ("0", "3")})
    settled = {"choice": "level:1", "how": "agreed"}
    page = reader.opens(console(workshop, f"/criteria/{second}/decision"))
    page = reader.presses(page, "Record the decision", settled)

    page = reader.presses(page, "Plan anew")

    assert agenda(workshop) == [(second, "planned", ""), (first, "planned", "disagreement")]
    assert stages(page)[0] == "decided: 1 First steps · 8 min"


def test_the_agenda_is_changed_by_hand(reader: Visitor) -> None:
    workshop = a_running_workshop(plan=a_plan(criteria=FOUR[:3]))

    page = reader.presses(reader.opens(console(workshop)), f"Down: {titled(reader, workshop, 0)}")
    assert keys(workshop) == [FOUR[1], FOUR[0], FOUR[2]]
    page = reader.presses(page, f"Skip: {titled(reader, workshop, 1)}")
    assert items_of(workshop)[1].state is ItemState.SKIPPED
    page = reader.presses(page, f"Bring back: {titled(reader, workshop, 1)}")
    assert items_of(workshop)[1].state is ItemState.PLANNED
    page = reader.presses(page, "Add", {"criterion": FOUR[3]})
    assert keys(workshop) == [FOUR[1], FOUR[0], FOUR[2], FOUR[3]]
    reader.presses(page, f"Turn to it: {titled(reader, workshop, 3)}")

    assert workshop.current_criterion == FOUR[3]


def test_who_turns_to_what_was_left_out_brings_it_back(reader: Visitor) -> None:
    workshop = a_running_workshop()
    item = items_of(workshop)[1]
    item.state, item.reason = ItemState.SKIPPED, "no_time"
    page = reader.opens(console(workshop))

    reader.presses(page, f"Turn to it: {titled(reader, workshop, 1)}")

    assert (item.state, item.reason) == (ItemState.PLANNED, "")
    assert workshop.current_criterion == item.criterion_key


def test_a_workshop_does_not_grow_without_end(reader: Visitor) -> None:
    workshop = a_running_workshop()
    workshop.minutes = 590

    page = reader.presses(reader.opens(console(workshop)), "+15 min")

    assert page.messages == ["A workshop lasts at most 600 minutes."]
    assert workshop.minutes == 590


def keys(workshop: Workshop) -> list[str]:
    return [item.criterion_key for item in items_of(workshop)]


def titled(reader: Visitor, workshop: Workshop, place: int) -> str:
    """Number and title of an item, as its buttons say them."""
    return reader.opens(console(workshop)).of_class("p", "agenda-title")[place]

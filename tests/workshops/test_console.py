"""The console: the story of one criterion by its buttons, and nothing told before the reveal."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.accounts.roles import Role
from app.extensions import db
from app.workshops.ballot_models import Round, RoundState
from app.workshops.joining import open_joining, signs_by_group
from app.workshops.models import Pace, Stage, Workshop
from app.workshops.queries import items_of, people_in, rounds_of
from app.workshops.rounds import begin, close_rounds, turn_to
from tests.builders import an_account, an_answer, an_assessment
from tests.visitor import Page, Visitor
from tests.workshops.rooms import (
    CRITERIA,
    FIRST,
    a_plan,
    a_round,
    a_running_workshop,
    a_workshop,
    people,
    revealed,
    vote,
)

CAME_TOO_LATE = "That was done already, or the room has moved on. This is how it stands."


def console(workshop: Workshop, page: str = "") -> str:
    return f"/municipalities/{workshop.municipality.key}/workshops/{workshop.id}{page}"


def large_buttons(page: Page) -> list[str]:
    """The words on the large buttons of the page: there should be one."""
    return [
        element.words
        for element in page.every("button", "a")
        if "kern-btn--primary" in element.attributes.get("class", "")
    ]


def facts(page: Page) -> dict[str, str]:
    """What stands beside the result."""
    names, words = page.texts("dt"), page.texts("dd")
    return {
        name: said
        for name, said in zip(names, words, strict=True)
        if name in ("Voted", "Median", "Middle half", "The administration before")
    }


def newest(workshop: Workshop) -> Round:
    return max(rounds_of(workshop), key=lambda one: one.id)


def test_one_criterion_is_told_from_joining_to_its_decision_by_one_button_each(
    reader: Visitor,
) -> None:
    workshop = a_workshop()
    page = reader.opens(console(workshop))

    for expected in ("Let people join", "Begin", "Begin with 1.1", "Open the secret rating"):
        assert large_buttons(page) == [expected]
        page = reader.presses(page, expected)
    [clerks, migrants] = people(workshop, 8, 6)
    vote(newest(workshop), clerks, "1")
    page = reader.opens(console(workshop))
    assert page.of_class("p", "lead") == ["8 of 14 have voted."]
    vote(newest(workshop), migrants, "3")
    page = reader.presses(page, "Close the rating")
    assert page.of_class("p", "lead") == ["Closed. 14 of 14 have voted."]
    page = reader.presses(page, "Reveal the result")
    assert page.of_class("p", "prompt") == [
        "What lies behind the different experiences? Let each side give one example."
    ]
    decision = reader.follows(page, "Record the decision")
    page = reader.presses(decision, "Record the decision", {"choice": "level:2", "how": "majority"})

    assert page.messages == [
        "Recorded: “2 Established in parts” is now the official answer to 1.1."
    ]
    assert large_buttons(page) == ["Go on with 1.2"]


def test_after_the_reveal_the_console_says_what_may_be_seen_and_why_not_more(
    reader: Visitor,
) -> None:
    assessment = an_assessment()
    an_answer(assessment, FIRST, level=3)
    workshop = a_running_workshop(assessment)
    [clerks, migrants, clubs] = people(workshop, 12, 8, 5)
    revealed(workshop, {"1": clerks, "2": migrants[:6]})
    revealed(workshop, {"1": clerks, "3": migrants, "2": clubs[:2]})

    page = reader.opens(console(workshop))

    assert facts(page) == {
        "Voted": "22 of 25",
        "Median": "1 First steps",
        "Middle half": "1 to 3",
        "The administration before": "3 Systematic and reviewed",
    }
    assert page.table("Groups side by side") == [["Administration", "12", "1", "0 · 12 · 0 · 0"]]
    assert (
        "Not shown alone: Migrants' organisations, Clubs. Too few voted there, "
        "or they could be worked out from the rest."
    ) in page.text
    assert "Round 1: 18 of 25 voted, median 1, largely agreed" in page.texts("li")
    assert page.table("Who was in the room") == [
        ["Administration", "10", "12", "12"],
        ["Migrants' organisations", "8", "8", "8"],
        ["Clubs", "6", "5", "2"],
    ]


def test_of_four_votes_nothing_but_their_number_is_shown(reader: Visitor) -> None:
    workshop = a_running_workshop()
    [clerks] = people(workshop, 4)
    revealed(workshop, {"3": clerks})

    page = reader.opens(console(workshop))

    assert page.of_class("p", "lead") == ["4 of 4 have voted."]
    assert "More is shown from 5 ratings on, so that nobody can be recognised." in page.text
    assert page.attributes("svg") == []


def everything_told(visitor: Visitor, workshop: Workshop) -> list[object]:
    """Pages, answers and headers of a workshop, without what names it or the moment."""
    told: list[object] = []
    for page in ("", "/progress.json", f"/criteria/{FIRST}/decision", "/end"):
        response = visitor.gets(console(workshop, page))
        text = response.get_data(as_text=True)
        for own in (
            rf"workshops/{workshop.id}\b",
            re.escape(workshop.municipality.key),
            rf'name="rounds" value="{newest(workshop).id}"',
            # Numbers of rounds, and places on the agenda.
            r'name="seen" value="[0-9]+"',
            re.escape(f"{(workshop.code or '')[:4]}-{(workshop.code or '')[4:]}"),
            r'name="csrf_token"[^>]*',
            r'class="hint">[^<]*: ([0-9A-Z]{4}(, )?)+',
        ):
            text = re.sub(own, "", text)
        headers = {
            name: value for name, value in response.headers if name not in ("Date", "Set-Cookie")
        }
        told += [response.status_code, text, {**headers, "Content-Length": ""}]
    return told


@pytest.mark.parametrize("state", ["open", "closed"])
def test_before_the_reveal_everything_told_is_the_same_whatever_was_chosen(
    visitor: Visitor, state: str
) -> None:
    rooms = [a_running_workshop(), a_running_workshop()]
    for workshop, choices in zip(rooms, [("3", "3"), ("0", "unknown")], strict=True):
        workshop.started_at = datetime(2026, 5, 12, 16, tzinfo=UTC)
        [clerks, migrants] = people(workshop, 7, 6)
        opened = a_round(workshop)
        for tickets, choice in zip((clerks, migrants), choices, strict=True):
            vote(opened, tickets, choice)
        if state == "closed":
            close_rounds(workshop, [opened])
            db.session.commit()

    one, other = (everything_told(visitor, workshop) for workshop in rooms)

    for mine, theirs in zip(one, other, strict=True):
        assert mine == theirs
    assert '"voted":13' in str(one)


@time_machine.travel("2026-05-12 10:00:00Z", tick=False)
def test_a_second_look_is_answered_in_a_word_until_something_changes(visitor: Visitor) -> None:
    workshop = a_running_workshop()
    [clerks] = people(workshop, 2)
    opened = a_round(workshop)
    first = visitor.gets(console(workshop, "/progress.json"))
    tag = {"If-None-Match": first.headers["ETag"]}

    again = visitor.gets(console(workshop, "/progress.json"), headers=tag)
    vote(opened, clerks[:1], "1")
    changed = visitor.gets(console(workshop, "/progress.json"), headers=tag)

    assert first.get_json() == {
        "revision": workshop.revision,
        "joined": 2,
        "voted": 0,
        "present": 2,
        "minutes": 120,
    }
    assert (again.status_code, again.get_data()) == (304, b"")
    assert (changed.status_code, changed.get_json()["voted"]) == (200, 1)
    assert first.headers["Cache-Control"] == "private, no-cache"


def pressed_before(workshop: Workshop, button: str) -> tuple[str, dict[str, Any]]:
    """A button of a page that somebody opened before all of this happened."""
    old = {"rounds": rounds_of(workshop)[0].id, "criterion": FIRST, "seen": "0"}
    return {
        "join": ("/joining", {}),
        "begin": ("/begin", {}),
        "turn": ("/turn", {"criterion": CRITERIA[2], "seen": CRITERIA[1]}),
        "turn elsewhere": ("/turn", {"criterion": "no_such", "seen": FIRST}),
        "open": ("/rounds/open", old),
        "open all": ("/rounds/open", {"what": "all", "seen": "0"}),
        "close": ("/rounds/close", old),
        "close nothing": ("/rounds/close", {}),
        "reveal": ("/rounds/reveal", old),
        "minutes": ("/minutes", {"what": "5", "seen": "115"}),
        "up": ("/agenda", {"what": "up", "criterion": CRITERIA[2], "seen": "1"}),
        "skip": ("/agenda", {"what": "skip", "criterion": CRITERIA[2]}),
        "add": ("/agenda", {"what": "add", "criterion": FIRST}),
        "nonsense": ("/agenda", {"what": "burn", "criterion": FIRST}),
        "plan": ("/agenda/plan", {}),
    }[button]


@pytest.mark.parametrize(
    "button",
    [
        *("join", "begin", "turn", "turn elsewhere", "open", "open all", "close"),
        *("close nothing", "reveal", "minutes", "up", "skip", "add", "nonsense", "plan"),
    ],
)
def test_a_button_that_comes_too_late_does_nothing_and_says_so(
    reader: Visitor, button: str
) -> None:
    workshop = a_running_workshop()
    revealed(workshop, {})
    turn_to(workshop, FIRST)
    items_of(workshop)[2].state = "skipped"  # type: ignore[assignment]
    a_round(workshop)
    before = workshop.revision

    page = reader.posts(
        console(workshop, pressed_before(workshop, button)[0]), pressed_before(workshop, button)[1]
    )

    assert page.messages == [CAME_TOO_LATE]
    assert workshop.revision == before


def test_the_room_does_not_turn_away_from_a_rating_that_runs(reader: Visitor) -> None:
    workshop = a_running_workshop()
    a_round(workshop)

    page = reader.posts(console(workshop, "/turn"), {"criterion": CRITERIA[1], "seen": FIRST})

    assert page.messages == ["A rating is running. Please close it first."]
    assert workshop.current_criterion == FIRST


def test_another_moderator_goes_on_where_the_first_one_stopped(app: Flask) -> None:
    workshop = a_running_workshop()
    a_round(workshop)
    first, second = Visitor(app, language="en"), Visitor(app, language="en")
    page = first.opens(console(workshop))
    second.presses(second.opens(console(workshop)), "Close the rating")

    late = first.presses(page, "Close the rating")

    assert late.messages == [CAME_TOO_LATE]
    assert large_buttons(late) == ["Reveal the result"]
    assert newest(workshop).state is RoundState.CLOSED


def test_the_door_is_locked_and_opened_again(reader: Visitor) -> None:
    workshop = a_running_workshop()
    people(workshop, 3)
    page = reader.opens(console(workshop))
    assert "3 of at most 80 are in." in page.text

    page = reader.presses(page, "Let nobody else join")
    assert workshop.is_locked
    reader.presses(page, "Let people join again")

    assert not workshop.is_locked


def test_a_phone_is_removed_by_its_sign_however_it_is_written(reader: Visitor) -> None:
    workshop = a_running_workshop()
    people(workshop, 2)
    [[sign, _]] = signs_by_group(workshop).values()

    page = reader.opens(console(workshop))
    assert reader.presses(page, "Remove", {"sign": "????"}).messages == [
        "There is no phone with this sign in the room."
    ]
    page = reader.presses(page, "Remove", {"sign": f" {sign[:2].lower()} {sign[2:]}"})

    assert page.messages == [f"The phone {sign} is out of the room."]
    assert people_in(workshop) == 1


def test_notes_are_kept_for_the_workshop_and_for_the_criterion(reader: Visitor) -> None:
    workshop = a_running_workshop()
    turn_to(workshop, FIRST)
    address = console(workshop, "/notes")

    for fields in (
        {"room-note": "Kaffee um vier"},
        {"item-note": "Frau M. fragen", "criterion": FIRST},
    ):
        seen = reader.opens(console(workshop)).forms
        here = next(form for form in seen if {*fields} - {"criterion"} <= form.fields.keys()).fields
        reader.posts(address, {**here, **fields})

    assert (workshop.notes, items_of(workshop)[0].notes) == ("Kaffee um vier", "Frau M. fragen")


def test_of_two_moderators_who_write_notes_neither_loses_a_word(reader: Visitor) -> None:
    workshop = a_running_workshop()
    page = reader.opens(console(workshop))
    workshop.notes = "von der anderen"

    page = reader.presses(page, "Save notes", {"room-note": "von mir"})

    assert page.messages == ["Somebody changed the notes meanwhile. Both texts stand there now."]
    assert workshop.notes == "von der anderen\n\nvon mir"


def test_notes_that_are_too_long_are_still_there(reader: Visitor) -> None:
    workshop = a_running_workshop()
    page = reader.opens(console(workshop))

    page = reader.presses(page, "Save notes", {"room-note": "x" * 2001}, status=422)

    assert page.fields["room-note"] == "x" * 2001
    assert page.problems == ["At most 2000 characters. Your text is still here."]


def test_whoever_moderates_sees_levels_and_never_what_was_written_about_them(app: Flask) -> None:
    assessment = an_assessment()
    an_answer(assessment, FIRST, level=2, note="Nur im Protokoll des Ausschusses.")
    workshop = a_running_workshop(assessment)
    [clerks] = people(workshop, 6)
    revealed(workshop, {"1": clerks})
    an_account("mo@example.org", roles={assessment.municipality: [Role.MODERATOR]})
    moderator = Visitor(app, language="en")
    moderator.logs_in("mo@example.org")

    pages = [
        moderator.opens(console(workshop, page)) for page in ("", f"/criteria/{FIRST}/decision")
    ]

    assert facts(pages[0])["The administration before"] == "2 Established in parts"
    assert not [page for page in pages if "Ausschusses" in page.html]


@pytest.mark.parametrize(("role", "status"), [(Role.MODERATOR, 200), (Role.EDITOR, 403)])
def test_only_those_who_moderate_come_in(app: Flask, role: Role, status: int) -> None:
    workshop = a_running_workshop()
    an_account("wer@example.org", roles={workshop.municipality: [role]})
    visitor = Visitor(app, language="en")
    visitor.logs_in("wer@example.org")

    visitor.opens(console(workshop), status=status)


def test_a_room_that_decides_openly_is_asked_for_no_rating(reader: Visitor) -> None:
    workshop = a_workshop()
    workshop.decides_openly = True
    page = reader.opens(console(workshop))

    for expected in ("Begin", "Begin with 1.1"):
        assert large_buttons(page) == [expected]
        page = reader.presses(page, expected)
    assert large_buttons(page) == ["Record the decision"]
    assert "rating" not in " ".join(text for form in page.forms for text, _ in form.buttons)
    page = reader.follows(page, "Record the decision")
    page = reader.presses(page, "Record the decision", {"choice": "level:1", "how": "agreed"})

    assert large_buttons(page) == ["Go on with 1.2"]


def test_the_end_names_what_is_open_and_ends_it(reader: Visitor) -> None:
    workshop = a_running_workshop()
    a_round(workshop, CRITERIA[1])
    page = reader.opens(console(workshop, "/end"))
    assert page.texts("h2") == [
        "Not revealed: these ratings go, for nobody has seen them",
        "Without a decision: their official answers stay as they are",
    ]
    assert len(page.texts("li")) >= 3

    token = {"csrf_token": reader.token()}
    answers = [
        reader.asks(reader.client.post, console(workshop, "/end"), data=token) for _ in range(2)
    ]

    assert {answer.headers["Location"] for answer in answers} == {console(workshop, "/record")}
    assert workshop.stage is Stage.ENDED
    assert reader.gets(console(workshop)).headers["Location"] == console(workshop, "/record")


def test_a_rehearsal_ends_without_a_trace(reader: Visitor) -> None:
    workshop = a_running_workshop()
    workshop.is_rehearsal = True
    page = reader.opens(console(workshop))
    assert "Rehearsal: it leaves no trace" in page.text
    page = reader.presses(page, "Let invented people take part")
    assert page.messages == ["40 invented people joined."]
    place = workshop.municipality.key

    token = {"csrf_token": reader.token()}
    answer = reader.asks(reader.client.post, console(workshop, "/end"), data=token)

    assert answer.headers["Location"] == f"/municipalities/{place}/workshops"
    assert db.session.query(Workshop).all() == []


def test_time_is_told_and_more_of_it_is_given(reader: Visitor) -> None:
    workshop = a_running_workshop(plan=a_plan(criteria=CRITERIA))
    workshop.minutes = 10
    page = reader.opens(console(workshop))
    assert "Minutes left: 10 (until" in page.text
    assert "What is still planned takes longer: you are 14 minutes behind." in page.text

    page = reader.presses(page, "+15 min")
    assert workshop.minutes == 25
    page = reader.presses(page, "+5 min")

    assert "You are in time." in page.text


def test_all_at_once_says_how_many_are_through_and_nothing_else(reader: Visitor) -> None:
    workshop = a_workshop(plan=a_plan(pace=Pace.SILENT))
    open_joining(workshop, by="desk")
    begin(workshop)
    [clerks] = people(workshop, 6)
    page = reader.opens(console(workshop))

    page = reader.presses(page, "Open all at once")
    opened = rounds_of(workshop)
    for one in opened:
        vote(one, clerks[:4], "2")
    vote(opened[0], clerks, "1")
    page = reader.opens(console(workshop))

    assert page.of_class("p", "lead") == ["4 of 6 are through with all."]
    assert page.of_class("p", "agenda-stage") == 3 * ["open · 8 min"]
    page = reader.presses(page, "Close all ratings")
    assert large_buttons(page) == ["Reveal all results"]
    page = reader.presses(page, "Reveal all results")
    assert large_buttons(page) == ["Let the agenda write itself"]

"""Two people at one self-check: nothing of either is dropped or stored over unseen."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from flask import Flask

from app.assessments.queries import history, load_answer
from app.domain.answers import OPEN, Answer, State, Sureness
from tests.builders import address, an_answer, an_assessment, stored
from tests.visitor import Page, Visitor

SECTION = "sections/mi_needs_and_standards"
KEY = "mi_language_needs"
OTHER = "mi_responsibility"


@pytest.fixture
def colleague(app: Flask) -> Visitor:
    """Somebody else, in a browser of their own."""
    return Visitor(app, language="en")


def decide(reader: Visitor, page: Page, keep: str, *, status: int = 200) -> Page:
    return reader.presses(page, "Keep this", {f"{KEY}-keep": keep}, status=status)


def test_the_second_of_two_sees_both_texts_and_nothing_is_stored_over(
    reader: Visitor, colleague: Visitor
) -> None:
    assessment = an_assessment()
    mine = reader.opens(address(assessment, SECTION))
    theirs = colleague.opens(address(assessment, SECTION))
    colleague.presses(
        theirs, "Save and go on", {f"{KEY}-choice": "level:3", f"{KEY}-note": "ihr Text"}
    )

    conflict = reader.presses(
        mine,
        "Save and go on",
        {f"{KEY}-choice": "level:1", f"{KEY}-note": "mein Text"},
        status=409,
    )

    assert conflict.texts("h3") == ["What you entered", "What is saved"]
    assert conflict.texts("dd") == [
        *("1 First steps", "mein Text"),
        *("3 Systematic and reviewed", "ihr Text"),
    ]
    assert stored(assessment, KEY) == Answer(State.LEVEL, 3, note="ihr Text")


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ("mine", Answer(State.LEVEL, 1, note="mein Text", sureness=Sureness.GUESS)),
        ("theirs", Answer(State.LEVEL, 3, note="ihr Text", target=3, importance=1)),
        (
            "both",
            Answer(State.LEVEL, 1, note="ihr Text\n\nmein Text", sureness=Sureness.GUESS),
        ),
    ],
)
def test_whoever_decides_keeps_mine_or_theirs_or_both(
    reader: Visitor, keep: str, kept: Answer
) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3, note="ihr Text")
    an_answer(assessment, KEY, target=3, importance=1)
    conflict = reader.presses(
        page,
        "Save and go on",
        {f"{KEY}-choice": "level:1", f"{KEY}-note": "mein Text", f"{KEY}-sureness": "guess"},
        status=409,
    )

    after = decide(reader, conflict, keep)

    answer = stored(assessment, KEY)
    assert answer == Answer(
        answer.state,
        kept.level,
        note=kept.note,
        sureness=kept.sureness,
        # Neither was on my page, so nothing of them is lost.
        target=3,
        importance=1,
    )
    assert after.address == address(assessment, SECTION)


def test_who_only_typed_a_note_takes_away_no_level(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3)
    conflict = reader.presses(page, "Save and go on", {f"{KEY}-note": "mein Text"}, status=409)

    decide(reader, conflict, "mine")

    assert stored(assessment, KEY) == Answer(State.LEVEL, 3, note="mein Text")


def test_different_criteria_of_one_section_are_both_saved(
    reader: Visitor, colleague: Visitor
) -> None:
    assessment = an_assessment()
    mine = reader.opens(address(assessment, SECTION))
    theirs = colleague.opens(address(assessment, SECTION))

    colleague.presses(theirs, "Save and go on", {f"{OTHER}-choice": "level:2"})
    reader.presses(mine, "Save and go on", {f"{KEY}-choice": "level:1"})

    assert stored(assessment, KEY) == Answer.at(1)
    assert stored(assessment, OTHER) == Answer.at(2)


def test_the_same_entry_twice_is_no_conflict(reader: Visitor) -> None:
    assessment = an_assessment()
    entry = {f"{KEY}-version": "0", f"{KEY}-choice": "level:1", f"{KEY}-note": "Beschluss"}

    first = reader.saves(address(assessment, f"criteria/{KEY}"), entry)
    again = reader.saves(address(assessment, f"criteria/{KEY}"), entry)

    assert first == again
    assert load_answer(assessment, KEY).version == 1


def test_two_who_say_the_same_do_not_disagree(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, target=3)

    reader.saves(
        address(assessment, f"criteria/{KEY}"),
        {f"{KEY}-version": "0", f"{KEY}-choice": "level:1"},
    )

    assert stored(assessment, KEY) == Answer(State.LEVEL, 1, target=3)


def test_conflicts_come_after_everything_else_of_the_page_is_saved(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3)

    reader.presses(
        page,
        "Save and go on",
        {f"{KEY}-choice": "level:1", f"{OTHER}-choice": "level:2"},
        status=409,
    )

    assert stored(assessment, OTHER) == Answer.at(2)


def test_a_conflict_beside_a_fault_loses_neither_text(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3, note="ihr Text")

    again = reader.presses(
        page,
        "Save and go on",
        {f"{KEY}-note": "mein Text", f"{OTHER}-note": "x" * 10_001},
        status=422,
    )
    conflict = reader.presses(again, "Save and go on", {f"{OTHER}-note": "kurz"}, status=409)

    assert again.fields[f"{KEY}-note"] == "mein Text"
    assert again.fields[f"{OTHER}-note"] == "x" * 10_001
    assert conflict.texts("dd") == [
        *("3 Systematic and reviewed", "mein Text"),
        *("3 Systematic and reviewed", "ihr Text"),
    ]
    assert stored(assessment, KEY) == Answer(State.LEVEL, 3, note="ihr Text")
    assert stored(assessment, OTHER) == Answer(note="kurz")


def test_a_missing_reason_does_not_hide_what_somebody_else_chose(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3)
    again = reader.presses(page, "Save and go on", {f"{KEY}-choice": "not_applicable"}, status=422)

    reader.presses(again, "Save and go on", {f"{KEY}-reason": "kein Bahnhof"}, status=409)

    assert stored(assessment, KEY) == Answer.at(3)


def test_a_page_that_saves_by_itself_hears_of_the_conflict(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=3)

    reply = reader.saves(
        address(assessment, f"criteria/{KEY}"),
        {f"{KEY}-version": "0", f"{KEY}-choice": "level:1"},
        status=409,
    )

    assert reply == {"errors": ["Somebody else changed this answer meanwhile."]}
    assert stored(assessment, KEY) == Answer.at(3)


def test_targets_may_conflict_too(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=0, note="unser Text")
    page = reader.opens(address(assessment, "targets"))
    an_answer(assessment, KEY, level=1, target=2)

    conflict = reader.presses(page, "Save and see the result", {f"{KEY}-target": "3"}, status=409)
    decide(reader, conflict, "mine")

    assert stored(assessment, KEY) == Answer(State.LEVEL, 1, note="unser Text", target=3)


def test_if_it_changes_yet_again_both_are_shown_once_more(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3, note="erster Text")
    conflict = reader.presses(
        page,
        "Save and go on",
        {f"{KEY}-choice": "level:1", f"{KEY}-note": "mein Text"},
        status=409,
    )
    an_answer(assessment, KEY, level=2, note="zweiter Text")

    again = decide(reader, conflict, "both", status=409)
    in_between = stored(assessment, KEY)
    decide(reader, again, "both")

    assert in_between == Answer(State.LEVEL, 2, note="zweiter Text")
    assert stored(assessment, KEY) == Answer(
        State.LEVEL, 1, note="zweiter Text\n\nerster Text\n\nmein Text"
    )


def test_keeping_theirs_holds_though_they_went_on(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3)
    conflict = reader.presses(page, "Save and go on", {f"{KEY}-choice": "level:1"}, status=409)
    an_answer(assessment, KEY, level=2)

    decide(reader, conflict, "theirs")

    assert stored(assessment, KEY) == Answer.at(2)


@pytest.mark.parametrize(
    "fields",
    [
        {f"{KEY}-keep": "everything"},
        {f"{KEY}-keep": "mine", f"{KEY}-choice": "level:9"},
        {f"{KEY}-keep": "mine", f"{KEY}-target": "9"},
        {"no_such-keep": "mine"},
    ],
)
def test_a_decision_that_was_not_offered_is_refused(
    reader: Visitor, fields: dict[str, str]
) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=3)

    reader.posts(address(assessment, "conflicts"), {f"{KEY}-version": "1", **fields}, status=400)

    assert stored(assessment, KEY) == Answer.at(3)


def test_a_decision_cannot_leave_not_applicable_without_a_reason(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=3)
    sent = {
        f"{KEY}-version": "1",
        f"{KEY}-keep": "mine",
        f"{KEY}-choice": "not_applicable",
        f"{KEY}-reason": "",
        f"{KEY}-note": "mein Text",
    }

    reader.posts(address(assessment, "conflicts"), sent)

    assert stored(assessment, KEY) == Answer(State.LEVEL, 3, note="mein Text")


@pytest.mark.parametrize("version", ["7", "9" * 40, "-1", "abc", "", "٣"])
def test_a_version_that_never_was_stores_nothing_over(reader: Visitor, version: str) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=3)

    reader.saves(
        address(assessment, f"criteria/{KEY}"),
        {f"{KEY}-version": version, f"{KEY}-choice": "level:1"},
        status=409,
    )

    assert stored(assessment, KEY) == Answer.at(3)


@pytest.mark.parametrize("seed", range(10))
def test_no_order_of_two_tabs_overwrites_anything_unseen(app: Flask, seed: int) -> None:
    """Ten times ten steps: whoever saves has seen what stood there, or is told of it."""
    chance = random.Random(seed)
    assessment = an_assessment()
    where = address(assessment, f"criteria/{KEY}")
    tabs = [Visitor(app), Visitor(app)]
    seen = [(0, OPEN), (0, OPEN)]

    for step in range(10):
        tab = chance.choice([0, 1])
        before = load_answer(assessment, KEY)
        version, answer = seen[tab]
        entered = Answer(State.LEVEL, chance.randrange(4), note=f"Tab {tab}, Schritt {step}")
        entry = {
            f"{KEY}-version": version,
            f"{KEY}-choice": f"level:{entered.level}",
            f"{KEY}-note": entered.note,
        }
        is_current = version == before.version
        reply = tabs[tab].saves(where, entry, status=200 if is_current else 409)
        after = load_answer(assessment, KEY)
        assert after.answer == (entered if is_current else before.answer)
        if is_current:
            assert answer == before.answer
            assert reply["version"] == after.version
        seen[tab] = (after.version, after.answer)

    changes = history(assessment)
    assert [change.version for change in changes] == list(range(len(changes), 0, -1))
    assert all(newer.before == older.after for newer, older in pairwise(changes))


def test_notes_too_long_to_be_joined_are_shown_again(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, note="t" * 6000)
    conflict = reader.presses(page, "Save and go on", {f"{KEY}-note": "m" * 6000}, status=409)

    again = reader.presses(conflict, "Keep this", {f"{KEY}-keep": "both"}, status=409)

    assert again.messages == [
        "Both notes together are too long for one. Please choose one of them."
    ]
    assert stored(assessment, KEY).note == "t" * 6000
    assert again.fields[f"{KEY}-note"] == "m" * 6000


def test_nothing_is_kept_until_somebody_chooses(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3)
    conflict = reader.presses(page, "Save and go on", {f"{KEY}-choice": "level:1"}, status=409)

    again = reader.presses(conflict, "Keep this", status=409)

    assert again.messages == ["Please choose what shall be kept."]
    assert stored(assessment, KEY) == Answer.at(3)

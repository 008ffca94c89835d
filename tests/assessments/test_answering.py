"""Answering a section: with and without JavaScript, each state, and whatever may be typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.assessments.forms import CriterionForm, form_of
from app.assessments.queries import load_answer
from app.domain.answers import OPEN, Answer, State, Sureness
from app.domain.scope import Scope
from app.web.checklists import checklists
from tests.builders import CHECKLIST, address, an_answer, an_assessment, stored
from tests.visitor import Visitor

SECTION = "sections/mi_needs_and_standards"
KEY = "mi_language_needs"
OTHER = "mi_responsibility"
ELSEWHERE = "mi_website"
REASON_MISSING = (
    "The reason is missing. “Does not apply” counts as soon as you say why; "
    "until then the answer stays what it was."
)
UNDO = "Undo the last change"
TOO_LONG = "At most 10000 characters. Your text is still here."


def entry(key: str = KEY, version: int = 0, **fields: object) -> dict[str, object]:
    """What the page sends about one criterion."""
    return {f"{key}-version": version} | {f"{key}-{name}": value for name, value in fields.items()}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"choice": "level:2"}, Answer.at(2)),
        ({"choice": "level:0"}, Answer.at(0)),
        ({"choice": "unknown"}, Answer(State.UNKNOWN)),
        (
            {"choice": "not_applicable", "reason": "Wir haben keine Schule."},
            Answer(State.NOT_APPLICABLE, reason="Wir haben keine Schule."),
        ),
        (
            {"choice": "level:3", "note": "Ratsbeschluss", "sureness": "guess"},
            Answer(State.LEVEL, 3, note="Ratsbeschluss", sureness=Sureness.GUESS),
        ),
        ({"note": "noch zu klären"}, Answer(note="noch zu klären")),
        ({}, OPEN),
    ],
)
def test_what_was_entered_is_kept(visitor: Visitor, sent: dict[str, object], kept: Answer) -> None:
    assessment = an_assessment()

    visitor.posts(address(assessment, SECTION), entry(**sent))

    assert stored(assessment, KEY) == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"choice": "level:2"}, Answer.at(2)),
        ({"choice": "level:0"}, Answer.at(0)),
        ({"choice": "unknown", "note": "fragen"}, Answer(State.UNKNOWN, note="fragen")),
    ],
)
def test_one_answer_is_kept_as_it_is_chosen(
    reader: Visitor, sent: dict[str, object], kept: Answer
) -> None:
    assessment = an_assessment()

    reply = reader.saves(address(assessment, f"criteria/{KEY}"), entry(**sent))

    assert stored(assessment, KEY) == kept
    assert (reply["version"], reply["state"], reply["message"]) == (1, kept.state, "")
    assert reply["saved"].startswith("saved ")
    assert (reply["progress"]["done"], reply["progress"]["total"]) == (1, 2)


def test_the_page_shows_what_is_stored(visitor: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=0, note="Zeile 1\n\nZeile 2", sureness=Sureness.SURE)

    page = visitor.opens(address(assessment, SECTION))

    assert page.fields[f"{KEY}-choice"] == "level:0"
    assert page.fields[f"{KEY}-note"] == "Zeile 1\n\nZeile 2"
    assert page.fields[f"{KEY}-sureness"] == "sure"
    assert page.fields[f"{KEY}-version"] == "1"


def test_a_whole_section_is_saved_by_its_button_alone(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))

    following = reader.presses(
        page,
        "Save and go on",
        {f"{KEY}-choice": "level:1", f"{OTHER}-choice": "unknown", f"{OTHER}-note": "Hauptamt"},
    )

    assert stored(assessment, KEY) == Answer.at(1)
    assert stored(assessment, OTHER) == Answer(State.UNKNOWN, note="Hauptamt")
    assert following.address == address(assessment, "sections/mi_written")


def test_the_button_of_one_criterion_comes_back_to_it(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))

    again = reader.presses(page, "Save this answer", {f"{KEY}-choice": "level:1"})

    assert again.address == address(assessment, SECTION)
    assert stored(assessment, KEY) == Answer.at(1)


def test_the_last_section_ends_on_the_overview(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, "sections/ip_participation_steering"))

    overview = reader.presses(page, "Save and finish")

    assert overview.address == address(assessment)


def test_not_applicable_without_a_reason_keeps_state_and_text_and_says_so(
    reader: Visitor,
) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)

    page = reader.posts(
        address(assessment, SECTION),
        entry(version=1, choice="not_applicable", reason=" \x07", note="gibt es hier nicht"),
        status=422,
    )

    assert stored(assessment, KEY) == Answer(State.LEVEL, 2, note="gibt es hier nicht")
    assert page.problems == [REASON_MISSING]
    assert page.fields[f"{KEY}-choice"] == "not_applicable"
    assert page.fields[f"{KEY}-note"] == "gibt es hier nicht"


def test_the_reason_may_follow_on_the_same_page(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.posts(
        address(assessment, SECTION),
        entry(choice="not_applicable", reason="", note="gibt es hier nicht"),
        status=422,
    )

    reader.presses(page, "Save and go on", {f"{KEY}-reason": "kein Bahnhof"})

    assert stored(assessment, KEY) == Answer(
        State.NOT_APPLICABLE, reason="kein Bahnhof", note="gibt es hier nicht"
    )


def test_a_page_that_saves_by_itself_hears_that_the_reason_is_missing(reader: Visitor) -> None:
    assessment = an_assessment()

    reply = reader.saves(
        address(assessment, f"criteria/{KEY}"),
        entry(choice="not_applicable", reason="", note="gibt es hier nicht"),
    )

    assert stored(assessment, KEY) == Answer(note="gibt es hier nicht")
    assert (reply["state"], reply["message"]) == ("open", REASON_MISSING)


def test_a_reason_cannot_be_taken_away_from_what_does_not_apply(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, state=State.NOT_APPLICABLE, reason="kein Bahnhof")

    reader.saves(address(assessment, f"criteria/{KEY}"), entry(version=1, reason="", note="x"))

    assert stored(assessment, KEY) == Answer(State.NOT_APPLICABLE, reason="kein Bahnhof", note="x")


def test_a_reason_is_kept_when_the_state_changes(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, state=State.NOT_APPLICABLE, reason="kein Bahnhof")
    page = reader.opens(address(assessment, SECTION))

    reader.presses(page, "Save and go on", {f"{KEY}-choice": "level:1"})

    assert stored(assessment, KEY) == Answer(State.LEVEL, 1, reason="kein Bahnhof")


def test_what_a_page_did_not_offer_stays_as_it_is(reader: Visitor) -> None:
    assessment = an_assessment()
    before = an_answer(
        assessment, KEY, level=1, note="Beschluss", sureness=Sureness.SURE, target=3, importance=3
    )

    reader.saves(address(assessment, f"criteria/{KEY}"), entry(version=1, choice="level:2"))

    assert stored(assessment, KEY) == Answer(
        State.LEVEL,
        2,
        note="Beschluss",
        sureness=Sureness.SURE,
        target=before.answer.target,
        importance=3,
    )


@pytest.mark.parametrize("choice", ["level:4", "level:-1", "level:" + "9" * 40, "open", "<b>", "3"])
def test_a_choice_that_is_not_there_is_refused(reader: Visitor, choice: str) -> None:
    assessment = an_assessment()

    page = reader.posts(
        address(assessment, SECTION), entry(choice=choice, note="Beschluss"), status=422
    )

    assert page.problems == ["This is not one of the choices. Please choose again."]
    assert page.fields[f"{KEY}-note"] == "Beschluss"
    assert stored(assessment, KEY) == OPEN


def errors_of(form: CriterionForm) -> dict[str, list[str]]:
    form.validate()
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def test_not_applicable_is_refused_where_the_checklist_forbids_it(app: Flask) -> None:
    allowed = checklists().latest(CHECKLIST).criteria_by_key[KEY]
    criterion = replace(allowed, allows_not_applicable=False)
    sent = MultiDict({"choice": "not_applicable", "reason": "kein Bahnhof"})

    with app.test_request_context(headers={"Accept-Language": "en"}):
        errors = errors_of(form_of(criterion)(sent))

    assert errors == {"choice": ["This is not one of the choices. Please choose again."]}


def test_a_sureness_that_is_not_there_is_refused(reader: Visitor) -> None:
    assessment = an_assessment()

    reply = reader.saves(
        address(assessment, f"criteria/{KEY}"),
        entry(choice="level:1", sureness="very"),
        status=422,
    )

    assert reply == {"errors": ["This is not one of the choices. Please choose again."]}
    assert stored(assessment, KEY) == OPEN


@pytest.mark.parametrize("length", [10_001, 1024 * 1024])
def test_a_note_too_long_stays_on_the_page_and_holds_up_nothing_else(
    reader: Visitor, length: int
) -> None:
    assessment = an_assessment()
    text = ("Größe-" * length)[:length]

    page = reader.posts(
        address(assessment, SECTION),
        entry(choice="level:1", note=text) | entry(OTHER, choice="level:2"),
        status=422,
    )

    assert page.problems == [TOO_LONG]
    assert page.fields[f"{KEY}-note"] == text
    assert page.fields[f"{KEY}-choice"] == "level:1"
    assert stored(assessment, KEY) == OPEN
    assert stored(assessment, OTHER) == Answer.at(2)


def test_a_note_of_just_the_length_is_kept(reader: Visitor) -> None:
    assessment = an_assessment()

    reader.posts(address(assessment, SECTION), entry(note="ü" * 10_000))

    assert stored(assessment, KEY).note == "ü" * 10_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bürgerbüro, Größe, çà et là", "Bürgerbüro, Größe, çà et là"),
        ("👩‍👩‍👧 Привет مرحبا", "👩‍👩‍👧 Привет مرحبا"),
        ("eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
        ("  außen  ", "außen"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("Gro\u0308\u00dfe", "Größe"),
        ("\u202eabc", "abc"),
        ("<script>alert(1)</script> & \"'", "<script>alert(1)</script> & \"'"),
        ("{{ 7 * 7 }} %(x)s {0}", "{{ 7 * 7 }} %(x)s {0}"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts_survive_as_typed_and_cleaned(reader: Visitor, typed: str, kept: str) -> None:
    assessment = an_assessment()

    reader.posts(address(assessment, SECTION), entry(note=typed, choice="level:1"))

    assert stored(assessment, KEY).note == kept
    assert reader.opens(address(assessment, SECTION)).fields[f"{KEY}-note"] == kept


def test_a_text_that_cannot_be_one_stays_in_its_field(reader: Visitor) -> None:
    assessment = an_assessment()
    piled_up = "a" + "\u0301" * 40

    page = reader.posts(address(assessment, SECTION), entry(note=piled_up), status=422)

    assert page.problems == ["This text holds characters that cannot be saved."]
    assert page.fields[f"{KEY}-note"] == piled_up


@pytest.mark.parametrize(
    ("page", "foreign"),
    [
        (SECTION, entry(ELSEWHERE, choice="level:1")),
        (SECTION, {"criterion": ELSEWHERE}),
        (SECTION, {"undo": ELSEWHERE}),
        (SECTION, entry("no_such_criterion", choice="level:1")),
        (f"criteria/{KEY}", entry(OTHER, choice="level:1")),
        (f"criteria/{KEY}", {"criterion": OTHER}),
    ],
)
def test_an_answer_sent_to_another_address_is_refused_and_given_back(
    reader: Visitor, page: str, foreign: dict[str, object]
) -> None:
    assessment = an_assessment()
    text = "Das haben wir im Hauptausschuss lange besprochen."
    sent = entry(choice="level:1", note=text) | foreign

    refused = reader.posts(address(assessment, page), sent, status=400)

    assert refused.title == "These answers belong to another page"
    assert text in refused.texts("textarea")
    assert [stored(assessment, key) for key in (KEY, OTHER, ELSEWHERE)] == [OPEN, OPEN, OPEN]


def test_an_answer_to_a_criterion_nobody_knows_is_given_back(reader: Visitor) -> None:
    assessment = an_assessment()
    text = "Das haben wir im Hauptausschuss lange besprochen."

    page = reader.posts(address(assessment, "criteria/no_such"), {"no_such-note": text}, status=404)

    assert text in page.texts("textarea")


def test_an_answer_is_kept_though_the_short_form_no_longer_asks_for_it(reader: Visitor) -> None:
    assessment = an_assessment(scope=Scope.SHORT)

    reply = reader.saves(address(assessment, f"criteria/{KEY}"), entry(choice="level:2"))

    assert stored(assessment, KEY) == Answer.at(2)
    assert reply["progress"]["total"] == 0


def test_undo_walks_back_step_by_step(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    an_answer(assessment, KEY, level=1, note="Beschluss")
    an_answer(assessment, KEY, level=3)
    seen = []

    for _ in range(4):
        page = reader.opens(address(assessment, SECTION))
        page = reader.presses(page, UNDO)
        seen.append(stored(assessment, KEY))

    assert seen == [Answer(State.LEVEL, 1, note="Beschluss"), Answer.at(1), OPEN, OPEN]
    assert page.messages == ["There is nothing left to undo."]
    assert load_answer(assessment, KEY).version == 6


def test_what_was_undone_may_be_answered_anew_and_undone_again(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    an_answer(assessment, KEY, level=2)
    reader.presses(reader.opens(address(assessment, SECTION)), UNDO)
    an_answer(assessment, KEY, level=3)

    reader.presses(reader.opens(address(assessment, SECTION)), UNDO)

    assert stored(assessment, KEY) == Answer.at(1)


def test_there_is_nothing_to_undo_at_the_beginning(reader: Visitor) -> None:
    assessment = an_assessment()

    page = reader.posts(address(assessment, SECTION), entry() | {"undo": KEY})

    assert page.messages == ["There is nothing left to undo."]


def test_undoing_one_answer_keeps_what_was_typed_about_the_others(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    page = reader.opens(address(assessment, SECTION))

    reader.presses(page, UNDO, {f"{OTHER}-note": "Hauptamt"})

    assert stored(assessment, KEY) == OPEN
    assert stored(assessment, OTHER) == Answer(note="Hauptamt")


def test_undo_takes_back_nothing_that_somebody_else_did_meanwhile(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    page = reader.opens(address(assessment, SECTION))
    an_answer(assessment, KEY, level=3)

    conflict = reader.presses(page, UNDO, status=409)

    assert conflict.title == "Somebody else was here, too"
    assert stored(assessment, KEY) == Answer.at(3)

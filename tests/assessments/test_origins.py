"""What a workshop decided is the answer, says where it comes from, and gives way to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.roles import Role
from app.assessments.actions import ChangedMeanwhile, record_answer, undo_answer
from app.assessments.finishing import finish, reopen
from app.assessments.models import Assessment
from app.assessments.queries import history, load_answer
from app.assessments.wording import origin_sentence
from app.domain.answers import Answer, State
from app.domain.editing import Edit
from app.domain.origin import How, Origin
from app.extensions import db
from app.web.checklists import checklists
from tests.assessments.people import KEY, SECTION, logged_in, somebody
from tests.assessments.test_moving import REPLACES, moved
from tests.builders import (
    a_decision,
    a_municipality,
    address,
    an_answer,
    an_assessment,
    an_origin,
    stored,
)
from tests.domain.checklist_writing import write_version
from tests.visitor import Visitor

PAGE = f"sections/{SECTION}"
SENTENCE = "Workshop of May 12, 2026, round 2, 14 of 18 voted, median 1.5, agreed"
NOTE = "Der Beirat sieht Stufe 1."


@pytest.fixture
def check(app: Flask) -> Assessment:
    return an_assessment()


def lines(assessment: Assessment) -> list[tuple[int | None, Origin | None]]:
    """Levels and origins of the history, newest first."""
    return [(change.after["level"], change.origin) for change in history(assessment)]


def test_a_decision_is_stored_with_the_change_it_made(check: Assessment) -> None:
    a_decision(check, KEY, level=2)

    db.session.expire_all()
    assert load_answer(check, KEY).origin == an_origin()
    assert lines(check) == [(2, an_origin())]


def test_a_level_that_stands_already_is_decided_all_the_same(check: Assessment) -> None:
    an_answer(check, KEY, level=2, note="Beleg")

    kept = a_decision(check, KEY, level=2)

    assert (kept.version, kept.answer.note) == (2, "Beleg")
    assert lines(check) == [(2, an_origin()), (2, None)]


def test_the_same_decision_sent_again_changes_nothing(check: Assessment) -> None:
    first = a_decision(check, KEY, level=2)

    again = a_decision(check, KEY, level=2)

    assert again.version == first.version == 1


def test_the_next_workshop_takes_the_place_of_the_last(check: Assessment) -> None:
    a_decision(check, KEY, level=2)

    a_decision(check, KEY, level=2, round=3)

    assert load_answer(check, KEY).origin == an_origin(round=3)
    assert lines(check) == [(2, an_origin(round=3)), (2, an_origin())]


@pytest.mark.parametrize(
    "fields",
    [
        {"level": 1},
        {"state": State.UNKNOWN, "level": None},
        {"reason": "weil"},
    ],
)
def test_who_chooses_otherwise_takes_the_origin_away(
    check: Assessment, fields: dict[str, object]
) -> None:
    a_decision(check, KEY, level=2)

    an_answer(check, KEY, **fields)

    assert load_answer(check, KEY).origin is None
    assert [origin for _, origin in lines(check)] == [None, an_origin()]


def test_note_sureness_target_and_importance_leave_the_origin_alone(check: Assessment) -> None:
    a_decision(check, KEY, level=2)

    an_answer(check, KEY, level=2, note="Beleg", sureness="sure", target=3, importance=1)

    assert load_answer(check, KEY).origin == an_origin()
    assert lines(check) == [(2, None), (2, an_origin())]


def test_undo_brings_back_the_origin_that_stood_before(check: Assessment) -> None:
    a_decision(check, KEY, level=2)
    an_answer(check, KEY, level=1)

    once = undo_answer(check, KEY, based_on=2, by="desk")
    twice = undo_answer(check, KEY, based_on=3, by="desk")

    assert (once.answer.level, once.origin) == (2, an_origin())
    assert twice.answer == Answer()


def test_a_decision_on_top_of_what_somebody_changed_meanwhile_is_refused(
    check: Assessment,
) -> None:
    an_answer(check, KEY, level=2)
    an_answer(check, KEY, level=3)

    with pytest.raises(ChangedMeanwhile) as refused:
        decided = Edit(1, {"state": State.LEVEL, "level": 2})
        record_answer(check, KEY, edit=decided, by="desk", origin=an_origin())

    assert (refused.value.mine.level, refused.value.mine.origin) == (2, an_origin())
    assert (stored(check, KEY).level, stored(check, KEY).origin) == (3, None)


def test_an_answer_without_a_workshop_leaves_the_column_empty(check: Assessment) -> None:
    an_answer(check, KEY, level=2)

    for table in ("stored_answer", "answer_change"):
        full = text(f"SELECT count(*) FROM {table} WHERE origin IS NOT NULL")  # noqa: S608
        assert db.session.scalar(full) == 0


@pytest.mark.parametrize(
    ("origin", "sentence"),
    [
        (an_origin(), SENTENCE),
        (
            an_origin(title="Ideen", median=None, how=How.MAJORITY),
            "Workshop “Ideen” of May 12, 2026, round 2, 14 of 18 voted, by majority",
        ),
        (
            an_origin(round=None, voted=0, median=None, how=How.MODERATOR),
            "Workshop of May 12, 2026, decided openly, without votes, decided by the moderator",
        ),
    ],
)
def test_an_origin_is_one_sentence(app: Flask, origin: Origin, sentence: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert origin_sentence(origin) == sentence


@pytest.mark.parametrize("page", [PAGE, "answers", "result"])
def test_the_pages_tell_it_with_the_minority_note(
    check: Assessment, reader: Visitor, page: str
) -> None:
    a_decision(check, KEY, level=2, reason="Flyer in 3 Sprachen", minority=NOTE)

    shown = reader.opens(address(check, page)).of_class("div", "origin")

    told = f"{SENTENCE} Why: Flyer in 3 Sprachen Minority note: {NOTE}"
    assert [one.removesuffix(HINT).strip() for one in shown] == [told]


HINT = "If you choose otherwise here, your choice takes its place."


def test_the_pages_of_other_answers_know_no_workshop(check: Assessment, reader: Visitor) -> None:
    an_answer(check, KEY, level=2)

    told = [reader.opens(address(check, page)) for page in (PAGE, "answers", "history", "result")]

    assert [page.of_class("div", "origin") for page in told] == [[], [], [], []]
    assert [page.url for page in told if "orkshop" in page.text] == []


def test_the_history_says_which_change_a_workshop_made(check: Assessment, reader: Visitor) -> None:
    a_decision(check, KEY, level=2, minority=NOTE)
    an_answer(check, KEY, note="Beleg")

    rows = reader.opens(address(check, "history")).table("Changes of answers, newest first")

    assert [SENTENCE in row[-1] for row in rows] == [False, True]
    assert NOTE not in str(rows)


def test_who_moderates_reads_the_origin_and_nothing_that_was_written(
    app: Flask, check: Assessment
) -> None:
    a_decision(check, KEY, level=2, reason="GEHEIM", minority="GEHEIM")
    moderator = logged_in(app, somebody(check, "Mona", Role.MODERATOR))

    page = moderator.opens(address(check, "levels"))

    assert SENTENCE in page.text
    assert "GEHEIM" not in page.html


def test_saving_the_page_of_a_decision_untouched_keeps_it(
    check: Assessment, reader: Visitor
) -> None:
    a_decision(check, KEY, level=2)
    page = reader.opens(address(check, PAGE))

    reader.presses(page, "Save this answer")

    assert load_answer(check, KEY).origin == an_origin()


def test_next_year_asks_what_became_of_the_minority_note(reader: Visitor, app: Flask) -> None:
    town = a_municipality()
    then = an_assessment(town, year=2025)
    a_decision(then, KEY, level=2, minority=NOTE)
    finish(then, by="desk")
    db.session.commit()
    this_year = an_assessment(town, year=2026)

    page = reader.opens(address(this_year, PAGE))
    reader.presses(page, "Unchanged, still true")

    shown = page.of_class("div", "last-year")[0]
    assert f"{SENTENCE} Minority note of 2025: {NOTE} Has this been taken up?" in shown
    # Who takes it over says so today: no workshop of this year did.
    assert (stored(this_year, KEY).level, stored(this_year, KEY).origin) == (2, None)


def test_what_stays_in_a_newer_version_keeps_its_origin_and_what_is_asked_again_does_not(
    library: Callable[[], Path], reader: Visitor
) -> None:
    assert checklists().get("example", "1.0.0")
    draft = an_assessment(checklist="example")
    for key in ("a", "b", "c", "e"):
        a_decision(draft, key, level=1)
    keys = ("anew", "b_one", "b_two", "c", "e", "f")
    write_version(library(), keys, "1.1.0", replaces=REPLACES, is_published=True)
    library()

    after = moved(reader, draft)

    kept = {key: load_answer(after, key).origin for key in keys}
    assert kept == {
        **dict.fromkeys(keys),
        "anew": an_origin(),
        "e": an_origin(),
    }


def test_a_finished_state_tells_it_from_its_document(check: Assessment, reader: Visitor) -> None:
    a_decision(check, KEY, level=2, minority=NOTE)
    finish(check, by="desk")
    db.session.commit()
    reopen(check, reason="Neue Runde", by="desk")
    an_answer(check, KEY, level=1)

    page = reader.opens(address(check, "finish/1"))

    assert page.of_class("div", "origin") == [f"{SENTENCE} Minority note: {NOTE}"]

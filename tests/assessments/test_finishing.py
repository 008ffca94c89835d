"""Finished means: kept as it was, words and numbers, until somebody gives a reason."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import update

from app.assessments.editions import checklist_of
from app.assessments.finishing import (
    NotADraft,
    NotFinished,
    finish,
    reopen,
    snapshots_of,
    standing_snapshot,
)
from app.assessments.models import Assessment
from app.extensions import db, now
from app.files.assessment_document import hash_of
from tests.builders import address, an_answer, an_assessment, stored
from tests.meanwhile import posts_meanwhile
from tests.visitor import Visitor


def test_a_finished_self_check_keeps_one_document_with_its_hash(app: Flask) -> None:
    assessment = an_assessment()
    an_answer(assessment, "mi_language_needs", level=1, note="Flyer")

    snapshot = finish(assessment, by="desk")
    db.session.commit()

    document = json.loads(snapshot.document)
    assert document["sha256"] == hash_of(document)
    assert document["answers"][0] == {
        "criterion": "mi_language_needs",
        "state": "level",
        "level": 1,
        "reason": "",
        "note": "Flyer",
        "sureness": None,
        "target": 2,
        "target_is_proposal": True,
        "importance": None,
    }
    assert assessment.finished_at == snapshot.finished_at
    assert standing_snapshot(assessment) == snapshot


def test_what_is_finished_cannot_be_finished_again(app: Flask) -> None:
    assessment = an_assessment()
    finish(assessment, by="desk")

    with pytest.raises(NotADraft):
        finish(assessment, by="desk")


def test_reopening_keeps_the_state_that_was_and_says_why(app: Flask) -> None:
    assessment = an_assessment()
    first = finish(assessment, by="desk").document
    reopen(assessment, reason="Zahl vertauscht", by="desk")
    an_answer(assessment, "mi_language_needs", level=3)
    finish(assessment, by="desk")
    db.session.commit()

    second, old = snapshots_of(assessment)

    assert (old.document, old.reopen_reason) == (first, "Zahl vertauscht")
    assert second.document != first
    assert second.reopened_at is None


def test_a_draft_cannot_be_reopened(app: Flask) -> None:
    with pytest.raises(NotFinished):
        reopen(an_assessment(), reason="x", by="desk")


def test_equal_words_are_kept_once(app: Flask) -> None:
    first, second = an_assessment(year=2025), an_assessment(year=2026)

    finish(first, by="desk")
    finish(second, by="desk")

    assert first.edition_key == second.edition_key
    assert checklist_of(first) is checklist_of(second)


def test_a_draft_says_so_on_every_page_and_a_finished_one_does_not(reader: Visitor) -> None:
    assessment = an_assessment()
    pages = ["", "result", "result/numbers", "answers", "levels", "history", "targets"]

    drafts = [reader.opens(address(assessment, page)) for page in pages]
    finish(assessment, by="desk")
    db.session.commit()
    finished = [reader.opens(address(assessment, page)) for page in pages]

    assert [page.of_class("p", "draft-mark") for page in drafts] == [["Not finished"]] * 7
    assert [page.of_class("p", "draft-mark") for page in finished] == [[]] * 7


def test_somebody_finishes_and_opens_again_with_a_reason(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, "mi_language_needs", level=1, note="Der Flyer von 2023")

    result = reader.presses(reader.opens(address(assessment, "finish")), "Finish 2026")
    assert result.messages == ["Finished. This is how 2026 stands from now on."]

    page = reader.opens(address(assessment, "finish"))
    again = reader.presses(page, "Open again", status=422)
    assert again.problems == ["Please say why."]
    overview = reader.presses(page, "Open again", {"reason": "Falsche Stufe"})
    assert overview.messages == ["Open again. What was finished stays readable."]

    state = reader.opens(address(assessment, "finish/1"))
    assert "Der Flyer von 2023" in state.text
    assert "Falsche Stufe" in state.text


def test_a_finished_self_check_takes_no_answer(reader: Visitor) -> None:
    assessment = an_assessment()
    section = address(assessment, "sections/mi_needs_and_standards")
    page = reader.opens(section)
    finish(assessment, by="desk")
    db.session.commit()

    refused = reader.presses(page, "Save and go on", status=400)

    assert refused.title == "This self-check is finished"
    assert [form for form in reader.opens(section).forms if "sections" in form.action] == []


def test_a_state_that_never_was_is_missing(reader: Visitor) -> None:
    reader.opens(address(an_assessment(), "finish/1"), status=404)


def test_no_answer_slips_in_while_somebody_finishes(reader: Visitor) -> None:
    assessment = an_assessment()
    key = "mi_language_needs"
    finishing = update(Assessment).filter_by(id=assessment.id).values(finished_at=now())

    page = posts_meanwhile(
        reader,
        address(assessment, "sections/mi_needs_and_standards"),
        {f"{key}-version": "0", f"{key}-choice": "level:2"},
        finishing,
    )

    assert page.title == "This self-check is finished"
    assert stored(assessment, key).level is None


def test_two_who_finish_at_once_make_one_state(reader: Visitor) -> None:
    assessment = an_assessment()
    finishing = update(Assessment).filter_by(id=assessment.id).values(finished_at=now())

    page = posts_meanwhile(reader, address(assessment, "finish"), {}, finishing)

    assert page.title == "This self-check is finished"
    assert snapshots_of(assessment) == []


def test_what_is_finished_is_not_discarded(reader: Visitor) -> None:
    assessment = an_assessment()
    finish(assessment, by="desk")
    db.session.commit()

    page = reader.opens(address(assessment, "remove"))
    refused = reader.posts(address(assessment, "discard"), {"confirm": "2026"}, status=400)

    assert page.texts("h2") == ["Archive"]
    assert refused.title == "This self-check is finished"


def test_a_reason_that_came_with_an_expired_form_is_given_back(reader: Visitor) -> None:
    assessment = an_assessment()
    finish(assessment, by="desk")
    db.session.commit()

    page = reader.posts(
        address(assessment, "finish/reopen"),
        {"csrf_token": "abgelaufen", "reason": "Bei 1.1 war die Stufe vertauscht."},
        status=400,
    )

    assert "Bei 1.1 war die Stufe vertauscht." in page.text

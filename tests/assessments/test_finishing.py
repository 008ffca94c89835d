"""Finished means: kept as it was, words and numbers, until somebody gives a reason."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.assessments.editions import checklist_of
from app.assessments.finishing import (
    NotADraft,
    NotFinished,
    finish,
    reopen,
    snapshots_of,
    standing_snapshot,
)
from app.extensions import db
from app.files.assessment_document import hash_of
from tests.builders import an_answer, an_assessment


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

"""The document tells which workshop decided an answer; without one nothing in it is new."""

from __future__ import annotations

import json

from flask import Flask

from app.assessments.editions import texts_of
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.assessments.records import record_of
from app.files.archive import make_archive
from app.files.archive_check import verify_archive
from app.files.assessment_document import answers_of, as_document, canonical
from tests.builders import a_decision, an_answer, an_assessment, an_origin, stored

KEY = "mi_website"
ALWAYS = (
    *("criterion", "state", "level", "reason", "note", "sureness"),
    *("target", "target_is_proposal", "importance"),
)


def told_of(assessment: Assessment) -> dict[str, dict[str, object]]:
    document = json.loads(canonical(as_document(record_of(assessment))))
    return {one["criterion"]: one for one in document["answers"]}


def test_only_what_a_workshop_decided_has_an_origin_at_its_end(app: Flask) -> None:
    assessment = an_assessment()
    an_answer(assessment, "mi_signage", level=1)
    a_decision(assessment, KEY, minority="Nein")

    told = told_of(assessment)

    fields = {key: tuple(one) for key, one in told.items()}
    assert fields == {**dict.fromkeys(told, ALWAYS), KEY: (*ALWAYS, "origin")}
    assert told[KEY]["origin"] == an_origin(minority="Nein").as_record()


def test_the_same_answers_without_the_workshop_are_the_bytes_they_always_were(app: Flask) -> None:
    entered, decided = an_assessment(), an_assessment()
    an_answer(entered, KEY, level=2)
    a_decision(decided, KEY, level=2)

    told = told_of(decided)
    del told[KEY]["origin"]

    assert told == told_of(entered)


def test_a_document_gives_its_answers_back_with_their_origins(app: Flask) -> None:
    assessment = an_assessment()
    a_decision(assessment, KEY, minority="Nein")

    answers = answers_of(as_document(record_of(assessment)))

    assert answers[KEY] == stored(assessment, KEY)


def test_an_archive_with_origins_proves_itself(app: Flask) -> None:
    assessment = an_assessment()
    a_decision(assessment, KEY, minority="Nein")
    document = finish(assessment, by="desk").document.encode("utf-8")

    archive = make_archive(document=document, answers=b"", texts=texts_of(assessment))

    assert verify_archive(archive, name="archive.zip").differences == ()

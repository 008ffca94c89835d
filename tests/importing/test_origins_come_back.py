"""The workshop an answer comes from travels with the document, and tables do not contradict it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.assessments.queries import history
from app.extensions import db
from app.files.assessment_document import HASH
from app.holdings.taking_out import as_json
from app.municipalities.models import Municipality
from tests.builders import a_decision, an_answer, an_assessment, an_origin, stored
from tests.importing.bringing import brings
from tests.importing.test_what_is_taken_out_comes_back import FILES, come_back, file_of
from tests.visitor import Visitor

KEY = "mi_website"
NOTE = "Der Beirat: „Stufe 1“,\nweil =1+1"


@pytest.fixture
def decided(town: Municipality) -> Assessment:
    assessment = an_assessment(town, year=2021)
    an_answer(assessment, "mi_signage", level=1, note="Beleg")
    a_decision(assessment, KEY, title="Ideen", reason="Flyer", minority=NOTE)
    return assessment


@pytest.mark.parametrize("is_finished", [False, True])
@pytest.mark.parametrize("file", ["assessment.json", "archive.zip"])
def test_a_document_comes_back_byte_for_byte_with_its_origins(
    decided: Assessment, town: Municipality, reader: Visitor, file: str, is_finished: bool
) -> None:
    if is_finished:
        finish(decided, by="desk")
        db.session.commit()
    before = file_of(reader, decided, "assessment.json")

    back = come_back(reader, town, file_of(reader, decided, file), file)

    origin = an_origin(title="Ideen", reason="Flyer", minority=NOTE)
    assert file_of(reader, back, "assessment.json") == before
    assert stored(back, KEY).origin == origin
    assert [one.origin for one in history(back) if one.criterion_key == KEY] == [origin]


def test_all_that_is_kept_about_a_town_brings_the_origins_of_a_draft_back(
    decided: Assessment, town: Municipality, reader: Visitor
) -> None:
    before = stored(decided, KEY)

    back = come_back(reader, town, as_json(town).encode("utf-8"), "willkommenscheck.json")

    assert stored(back, KEY) == before


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_what_is_here_changes_nothing_whether_it_names_the_workshop_or_not(
    decided: Assessment, town: Municipality, reader: Visitor, file: str
) -> None:
    content = file_of(reader, decided, file)

    page = brings(reader, town, content, file.partition("?")[0])

    assert "1 is here already and stays as it is." in page.text
    assert stored(decided, KEY).origin is not None


def test_another_workshop_than_the_one_that_is_here_is_refused(
    decided: Assessment, town: Municipality, reader: Visitor
) -> None:
    content = file_of(reader, decided, "assessment.json")
    a_decision(decided, KEY, round=3)

    page = brings(reader, town, content, "assessment.json")

    assert [text for _, text in page.table("Every problem and its place")] == [
        "Wiederkehr 2021 is here already with other answers; first at mi_website"
    ]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"how": "postponed"}, "how"),
        ({"median": "1.5"}, "median"),
        ({"median": "1/0"}, "median"),
        ({"round": 0}, "round"),
        ({"voted": -1}, "voted"),
        ({"day": "12. Mai"}, "day"),
        ({"minority": "x" * 2_001}, "minority"),
    ],
)
def test_what_is_wrong_about_an_origin_is_named(
    decided: Assessment,
    town: Municipality,
    reader: Visitor,
    wrong: dict[str, Any],
    name: str,
) -> None:
    document = json.loads(file_of(reader, decided, "assessment.json"))
    del document[HASH]
    for answer in document["answers"]:
        if "origin" in answer:
            answer["origin"] |= wrong

    page = brings(reader, town, json.dumps(document).encode(), "assessment.json", status=422)

    assert f"“{name}” cannot be" in page.text

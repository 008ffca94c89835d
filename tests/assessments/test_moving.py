"""A draft moves to a newer version by a deliberate act, and nothing that was written is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.assessments.actions import start_assessment
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.assessments.queries import find_assessment, history
from app.domain.answers import State
from app.domain.scope import Scope
from app.extensions import db
from app.web.checklists import checklists
from tests.builders import a_municipality, an_answer, stored
from tests.domain.checklist_writing import write_version
from tests.visitor import Visitor

REPLACES = (
    "version: 1.0.0",
    "criteria:",
    "  - {kind: reworded, from: [a], to: [anew]}",
    "  - {kind: split, from: [b], to: [b_one, b_two]}",
    "  - {kind: changed, from: [c], to: [c]}",
    "  - {kind: retired, from: [d]}",
)


@pytest.fixture
def draft(library: Callable[[], Path]) -> Assessment:
    """Answered with version 1.0.0; 1.1.0 came out since."""
    assessment = start_assessment(
        a_municipality(),
        checklists().get("example", "1.0.0"),
        year=2026,
        scope=Scope.FULL,
        by="desk",
    )
    for key, note in (("a", "Beleg A"), ("b", "Beleg B"), ("c", "Beleg C"), ("d", "Beleg D")):
        an_answer(assessment, key, level=1, note=note)
    an_answer(assessment, "e", level=2)
    keys = ("anew", "b_one", "b_two", "c", "e", "f")
    write_version(library(), keys, "1.1.0", replaces=REPLACES, is_published=True)
    library()
    return assessment


def url(assessment: Assessment, page: str = "") -> str:
    return f"/municipalities/{assessment.municipality.key}/example/{assessment.year}{page}"


def moved(reader: Visitor, draft: Assessment) -> Assessment:
    reader.presses(reader.opens(url(draft, "/move")), "Go on with version 1.1.0")
    found = find_assessment(draft.municipality.key, "example", 2026)
    assert found
    return found


def test_the_overview_offers_it_and_nothing_happens_by_itself(
    draft: Assessment, reader: Visitor
) -> None:
    page = reader.opens(url(draft))

    assert "Version 1.1.0 of the checklist is published" in page.text
    assert draft.checklist_version == "1.0.0"


def test_the_preview_says_what_becomes_of_each_answer(draft: Assessment, reader: Visitor) -> None:
    page = reader.opens(url(draft, "/move"))

    assert (
        "2 of 5 criteria stay as they are. Asked again: 2. New: 1. No longer asked: 1." in page.text
    )
    assert page.table("No longer asked") == [["d: 1 Stufe 1", "–", "no longer asked"]]
    assert page.table("New") == [["–", "f: open", "new"]]


def test_what_is_comparable_stays_and_the_rest_is_asked_again(
    draft: Assessment, reader: Visitor
) -> None:
    here = moved(reader, draft)

    assert here.checklist_version == "1.1.0"
    assert (stored(here, "anew").level, stored(here, "anew").note) == (1, "Beleg A")
    assert stored(here, "e").level == 2
    assert [stored(here, key).state for key in ("b_one", "b_two", "c", "f")] == [State.OPEN] * 4
    assert stored(here, "c").note == "Beleg C"


def test_everything_that_was_written_stays_in_the_history(
    draft: Assessment, reader: Visitor
) -> None:
    here = moved(reader, draft)

    page = reader.opens(url(here, "/history"))

    assert len(history(here)) == 7
    for note in ("Beleg A", "Beleg B", "Beleg C", "Beleg D"):
        assert note in page.text


def test_what_is_finished_never_moves(draft: Assessment, reader: Visitor) -> None:
    finish(draft, by="desk")
    db.session.commit()

    page = reader.opens(url(draft, "/move"))
    refused = reader.posts(url(draft, "/move"), {"to": "1.1.0"}, status=400)

    assert page.messages == ["There is no newer version to move to."]
    assert refused.title == "This self-check is finished"


def test_another_version_than_the_one_that_was_looked_at_is_refused(
    draft: Assessment, reader: Visitor
) -> None:
    page = reader.posts(url(draft, "/move"), {"to": "9.0.0"})

    assert page.messages == ["This is not the newest version. Please look once more."]
    assert draft.checklist_version == "1.0.0"


def test_nothing_is_undone_to_a_level_the_scale_does_not_have(
    draft: Assessment, library: Callable[[], Path], reader: Visitor
) -> None:
    folder = library()
    criteria = "version: 1.1.0", "criteria:", "  - {kind: changed, from: [c], to: [c]}"
    lower = "{value: 0, points: 0}"
    keys = ("anew", "b_one", "b_two", "c", "e", "f")
    others = [f"  - {{kind: changed, from: [{key}], to: [{key}]}}" for key in keys if key != "c"]
    replaces = (*criteria, *others)
    write_version(folder, keys, "1.2.0", levels=lower, replaces=replaces, is_published=True)
    library()
    reader.presses(reader.opens(url(draft, "/move")), "Go on with version 1.2.0")

    fields = {"c-version": "2", "undo": "c"}
    page = reader.posts(url(draft, "/sections/dimension"), fields)

    assert page.messages == ["There is nothing left to undo."]
    reader.opens(url(draft, "/result"))

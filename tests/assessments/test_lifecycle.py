"""Archive, bring back and discard a self-check; change between full and short form."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.assessments.models import AnswerChange, StoredAnswer
from app.assessments.queries import find_assessment
from app.domain.answers import Answer
from app.domain.scope import Scope
from app.extensions import Model, db
from tests.builders import CHECKLIST, address, an_answer, an_assessment, stored
from tests.visitor import Visitor

KEY = "mi_language_needs"


def count(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_archived_is_put_aside_with_everything_in_it(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    offer = reader.opens(address(assessment, "remove"))

    desk = reader.presses(offer, "Archive")

    assert desk.messages == ["Archived. You can bring it back at any time."]
    assert desk.texts("h2") == ["No self-check yet", "Archived", "Who works here"]
    assert reader.opens("/").of_class("span", "task-title") == []
    assert stored(assessment, KEY) == Answer.at(2)


def test_what_is_archived_can_be_brought_back(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    reader.presses(reader.opens(address(assessment, "remove")), "Archive")
    archived = reader.opens(address(assessment))

    overview = reader.presses(archived, "Bring it back")

    assert overview.messages == ["Here it is again, with every answer."]
    assert assessment.archived_at is None
    assert stored(assessment, KEY) == Answer.at(2)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("sections/mi_needs_and_standards", {f"{KEY}-choice": "level:1"}),
        (f"criteria/{KEY}", {f"{KEY}-choice": "level:1"}),
        ("targets", {f"{KEY}-target": "3"}),
        (f"targets/{KEY}", {f"{KEY}-target": "3"}),
        ("conflicts", {f"{KEY}-keep": "mine", f"{KEY}-choice": "level:1"}),
    ],
)
def test_what_is_archived_rests_and_gives_back_what_is_sent(
    reader: Visitor, page: str, fields: dict[str, str]
) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    reader.presses(reader.opens(address(assessment, "remove")), "Archive")
    text = "Das haben wir im Hauptausschuss lange besprochen."
    sent = {f"{KEY}-version": "1", f"{KEY}-note": text, **fields}

    refused = reader.posts(address(assessment, page), sent, status=400)

    assert refused.title == "This self-check is archived"
    assert text in refused.texts("textarea")
    assert stored(assessment, KEY) == Answer.at(2)


@pytest.mark.parametrize(
    "page", ["", "sections/mi_needs_and_standards", "targets", "result", "history"]
)
def test_what_is_archived_can_still_be_read(reader: Visitor, page: str) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    reader.presses(reader.opens(address(assessment, "remove")), "Archive")

    assert reader.opens(address(assessment, page)).status == 200


def test_what_is_discarded_is_gone_with_its_history(reader: Visitor) -> None:
    assessment = an_assessment()
    other = an_assessment(assessment.municipality, year=2025)
    an_answer(assessment, KEY, level=2)
    an_answer(other, KEY, level=1)
    offer = reader.opens(address(assessment, "remove"))

    desk = reader.presses(offer, "Discard for good", {"confirm": " 2026 "})

    assert desk.messages == ["The self-check for 2026 is discarded."]
    assert find_assessment("own-musterort", CHECKLIST, 2026) is None
    assert (count(StoredAnswer), count(AnswerChange)) == (36, 1)
    assert stored(other, KEY) == Answer.at(1)


@pytest.mark.parametrize("typed", ["", "2025", "yes", "٢٠٢٦", "2026.0", "9" * 40])
def test_only_the_year_typed_discards(reader: Visitor, typed: str) -> None:
    assessment = an_assessment()
    offer = reader.opens(address(assessment, "remove"))

    page = reader.presses(offer, "Discard for good", {"confirm": typed}, status=422)

    assert page.problems == ["To discard it, type the year 2026."]
    assert count(StoredAnswer) == 36


def test_a_discarded_self_check_gives_back_what_is_still_typed_elsewhere(reader: Visitor) -> None:
    assessment = an_assessment()
    section = reader.opens(address(assessment, "sections/mi_needs_and_standards"))
    offer = reader.opens(address(assessment, "remove"))
    reader.presses(offer, "Discard for good", {"confirm": "2026"})
    text = "Das haben wir im Hauptausschuss lange besprochen."

    page = reader.presses(section, "Save and go on", {f"{KEY}-note": text}, status=404)

    assert text in page.texts("textarea")


def test_what_was_discarded_may_be_begun_anew(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    offer = reader.opens(address(assessment, "remove"))
    reader.presses(offer, "Discard for good", {"confirm": "2026"})

    reader.posts("/start/own-musterort", {"checklist": CHECKLIST, "year": "2026", "scope": "full"})

    again = find_assessment("own-musterort", CHECKLIST, 2026)
    assert again
    assert stored(again, KEY) == Answer()
    assert count(AnswerChange) == 0


def test_from_full_to_short_and_back_every_answer_is_kept(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    an_answer(assessment, "mi_website", level=1)

    short = reader.presses(reader.opens(address(assessment)), "Switch to the short form")
    kept_meanwhile = stored(assessment, KEY)
    full = reader.presses(short, "Switch to the full form")

    assert short.messages == ["Changed. Every answer is kept."]
    assert "1 of 12" in short.text
    assert "2 of 36" in full.text
    assert kept_meanwhile == Answer.at(2)
    assert stored(assessment, KEY) == Answer.at(2)
    assert assessment.scope is Scope.FULL


@pytest.mark.parametrize("scope", ["", "half", "FULL"])
def test_there_is_no_third_form(reader: Visitor, scope: str) -> None:
    assessment = an_assessment()

    reader.posts(address(assessment, "scope"), {"scope": scope}, status=400)

    assert assessment.scope is Scope.FULL

"""Pages that are older than what is stored: what they may still change, and what not."""

from __future__ import annotations

from app.domain.answers import OPEN, Answer, State
from tests.builders import address, an_answer, an_assessment, stored
from tests.visitor import Visitor

SECTION = "sections/mi_needs_and_standards"
KEY = "mi_language_needs"


def test_who_chose_the_same_level_still_meets_the_note_they_never_saw(reader: Visitor) -> None:
    assessment = an_assessment()
    saving = address(assessment, f"criteria/{KEY}")
    mine = {f"{KEY}-choice": "level:2", f"{KEY}-note": ""}
    an_answer(assessment, KEY, level=2, note="ihr Text")

    reply = reader.saves(saving, {**mine, f"{KEY}-version": "0"})
    sent = {**mine, f"{KEY}-version": str(reply["version"]), f"{KEY}-note": "mein Text"}
    reader.saves(saving, sent, status=409)

    assert reply["version"] == 0
    assert stored(assessment, KEY) == Answer(State.LEVEL, 2, note="ihr Text")


def test_what_is_sent_again_after_a_lost_reply_is_no_conflict(reader: Visitor) -> None:
    assessment = an_assessment()
    saving = address(assessment, f"criteria/{KEY}")
    sent = {f"{KEY}-version": "0", f"{KEY}-choice": "level:2", f"{KEY}-note": "mein Text"}
    reader.saves(saving, sent)

    reply = reader.saves(saving, sent)

    assert reply["version"] == 1


def test_a_version_that_never_was_is_a_conflict(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, note="ihr Text")
    sent = {f"{KEY}-version": "999", f"{KEY}-note": ""}

    reader.saves(address(assessment, f"criteria/{KEY}"), sent, status=409)

    assert stored(assessment, KEY).note == "ihr Text"


def test_a_page_of_a_discarded_self_check_writes_into_no_other(reader: Visitor) -> None:
    assessment = an_assessment()
    sent = {f"{KEY}-version": "0", f"{KEY}-note": "alter Text"}
    earlier = f"{address(assessment, SECTION)}?begun=20200101000000"

    page = reader.posts(earlier, sent, status=400)

    assert page.title == "This self-check was begun anew"
    assert "alter Text" in page.text
    assert stored(assessment, KEY) == OPEN

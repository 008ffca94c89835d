"""The council paper: its words, what is kept of them, and two people at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.assessments.actions import archive
from app.assessments.finishing import finish
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.models import Measure
from app.papers.models import TEXT_LENGTH, CouncilPaper
from tests.builders import (
    a_municipality,
    address,
    an_account,
    an_answer,
    an_assessment,
    every_answer,
)
from tests.files.printed import text_of
from tests.papers.towns import MINORITY, RESPONDENT, a_full_town, measure_titles
from tests.visitor import Visitor

KEEP = "Beschlussvorlage speichern"


def test_it_says_what_a_council_decides_on(visitor: Visitor) -> None:
    page = visitor.opens(address(a_full_town(), "papers/council"))
    for words in (
        "Aktenzeichen",
        "Gremium",
        "Sitzung am",
        RESPONDENT,
        "1. Ausgangslage",
        "3. Maßnahmen",
        MINORITY,
        "4. Beschlussvorschlag",
        "Der Rat nimmt das Ergebnis des Selbstchecks zur Willkommenskultur 2026 zur Kenntnis.",
        "Er beschließt die unter Nummer 3 aufgeführten Maßnahmen",
    ):
        assert words in page.text, words


def test_what_is_proposed_goes_in_first_and_three_at_least_until_somebody_chooses(
    visitor: Visitor,
) -> None:
    page = visitor.opens(address(a_full_town(), "papers/council"))
    proposed, decided, under_way, done, dropped = measure_titles()
    rows = page.table("Maßnahmen, die beschlossen werden sollen")
    named = [row[0] for row in rows[:-1]]
    assert named == [proposed, decided, under_way]
    # One of the three states no cost: the sum says of which it is.
    assert rows[-1][0] == "Summe der bezifferten Kosten"
    assert rows[-1][3] == "17.284 €"
    assert done not in named and dropped not in named


def test_chosen_measures_go_in_and_the_others_stay_out(visitor: Visitor) -> None:
    here = address(a_full_town(), "papers/council")
    one = db.session.scalars(db.select(Measure).filter_by(state=MeasureState.DECIDED)).one().id
    page = visitor.presses(visitor.opens(here), KEEP, {"measure": [str(one)]})
    rows = page.table("Maßnahmen, die beschlossen werden sollen")
    assert [row[0] for row in rows] == [measure_titles()[1]]
    assert "1 Maßnahme wird vorgeschlagen. Kosten sind bisher nicht beziffert." in page.text


def test_texts_are_kept_and_an_emptied_one_is_proposed_again(visitor: Visitor) -> None:
    here = address(a_full_town(), "papers/council")
    head = {"file_number": "50-12/2026", "committee": "Sozialausschuss", "meeting_on": "2027-01-14"}
    page = visitor.presses(
        visitor.opens(here), KEEP, {**head, "resolution": "1. Es wird beraten.\n2. Es wird gut."}
    )
    assert "Die Beschlussvorlage ist gespeichert." in page.messages
    for words in ("50-12/2026", "Sozialausschuss", "14. Januar 2027", "Es wird beraten."):
        assert words in page.text
    assert "1. Es wird beraten." not in page.of_class("div", "sheet")[0]
    again = visitor.presses(page, KEEP, {"resolution": ""})
    assert "Der Rat nimmt das Ergebnis" in again.text


def test_a_proposal_that_was_left_as_it_is_follows_the_answers(visitor: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)
    here = address(assessment, "papers/council")
    visitor.presses(visitor.opens(here), KEEP, {"file_number": "1"})
    before = visitor.opens(here).fields["situation"]
    for key in ("mi_language_needs", "mi_responsibility", "mi_website", "mi_forms"):
        if key in {c.key for c in _criteria()}:
            an_answer(assessment, key, level=3)
    assert visitor.opens(here).fields["situation"] != before


def _criteria() -> tuple:
    from tests.papers.towns import checklist

    return checklist().criteria


def test_each_language_has_its_own_texts(visitor: Visitor, app: Flask) -> None:
    here = address(a_full_town(), "papers/council")
    visitor.presses(visitor.opens(here), KEEP, {"situation": "Nur auf Deutsch."})
    english = Visitor(app, language="en").opens(here)
    assert "Nur auf Deutsch." not in english.text
    assert "Proposed resolution" in english.text


def test_the_second_of_two_is_shown_what_the_first_one_wrote(visitor: Visitor, app: Flask) -> None:
    here = address(a_full_town(), "papers/council")
    late = Visitor(app)
    opened = late.opens(here)
    visitor.presses(visitor.opens(here), KEEP, {"situation": "Zuerst gespeichert."})
    answer = late.presses(opened, KEEP, {"situation": "Zu spät."}, status=409)
    assert "Zuerst gespeichert." in answer.of_class("div", "sheet")[0]
    assert answer.fields["situation"].strip() == "Zu spät."
    kept = late.presses(answer, KEEP)
    assert "Zu spät." in kept.of_class("div", "sheet")[0]


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "=cmd|' /C calc'!A0",
        "<w:p><w:r/></w:p>",
        "<script>alert(1)</script>",
        "$ \\ * _ ` @ref <label> // ~",
        "مرحبا بكم",
        "Willkommen 🎉 in Lindenbruck",
    ],
)
def test_hostile_texts_come_out_as_text(visitor: Visitor, text: str, tmp_path: Path) -> None:
    here = address(a_full_town(), "papers/council")
    page = visitor.presses(visitor.opens(here), KEEP, {"situation": text})
    assert page.fields["situation"].strip() == text
    assert text in page.of_class("div", "sheet")[0]
    answer = visitor.gets(f"{here}.pdf")
    assert answer.status_code == 200
    assert "root:" not in text_of(answer.data, tmp_path)
    assert visitor.gets(f"{here}.docx").status_code == 200


def test_a_text_that_is_too_long_is_said_to_be(visitor: Visitor) -> None:
    here = address(an_assessment(), "papers/council")
    long = "x" * (TEXT_LENGTH + 1)
    page = visitor.presses(visitor.opens(here), KEEP, {"gaps": long}, status=422)
    assert page.problems and page.fields["gaps"].strip() == long


def test_the_longest_text_is_made_or_said_not_to_be(visitor: Visitor) -> None:
    here = address(an_assessment(), "papers/council")
    visitor.presses(visitor.opens(here), KEEP, {"gaps": "ab\n" * 3000, "resolution": "x" * 9000})
    assert visitor.gets(f"{here}.pdf").status_code in (200, 422)


def test_draft_stands_there_until_it_is_finished(visitor: Visitor, tmp_path: Path) -> None:
    assessment = a_full_town()
    here = address(assessment, "papers/council")
    drafted = visitor.gets(f"{here}.pdf")
    pages = text_of(drafted.data, tmp_path).rstrip("\f").split("\f")
    assert 1 <= len(pages) <= 2
    assert all("Entwurf" in page for page in pages)
    assert "beschlussvorlage-Entwurf.pdf" in drafted.headers["Content-Disposition"]
    finish(assessment, by="desk")
    db.session.commit()
    finished = visitor.gets(f"{here}.pdf")
    assert "Entwurf" not in text_of(finished.data, tmp_path)
    assert "Entwurf" not in finished.headers["Content-Disposition"]


def test_an_unchanged_file_is_not_sent_twice(visitor: Visitor) -> None:
    here = address(a_full_town(), "papers/council.pdf")
    first = visitor.gets(here)
    again = visitor.gets(here, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_viewer_reads_it_and_changes_nothing(app: Flask) -> None:
    town = a_municipality()
    an_account("vera@example.org", roles={town: [Role.VIEWER]})
    assessment = an_assessment(town)
    viewer = Visitor(app)
    viewer.logs_in("vera@example.org")
    here = address(assessment, "papers/council")
    assert "Texte und Maßnahmen ändern" not in viewer.opens(here).text
    viewer.posts(here, {"version": "0", "situation": "Nein"}, status=403)


def test_without_measures_and_answers_it_is_still_a_paper(visitor: Visitor) -> None:
    here = address(an_assessment(), "papers/council")
    page = visitor.opens(here)
    assert "Noch sind keine Maßnahmen vorgeschlagen." in page.text
    assert "Er beauftragt die Verwaltung, Maßnahmen für die größten Lücken" in page.text
    assert visitor.gets(f"{here}.pdf").status_code == 200


def test_meetings_lie_in_our_time(visitor: Visitor) -> None:
    here = address(an_assessment(), "papers/council")
    page = visitor.presses(visitor.opens(here), KEEP, {"meeting_on": "0999-01-01"}, status=422)
    assert page.problems


def test_the_paper_of_an_archived_self_check_rests(visitor: Visitor) -> None:
    assessment = a_full_town()
    here = address(assessment, "papers/council")
    version = visitor.opens(here).fields["version"]
    archive(assessment, by="desk")
    db.session.commit()
    assert KEEP not in visitor.opens(here).text
    sent = {"version": version, "resolution": "Der Rat beschließt anderes."}
    refused = visitor.posts(here, sent, status=400)
    assert refused.title.startswith("Dieser Selbstcheck ist archiviert")
    assert "Der Rat beschließt anderes." in refused.text
    assert db.session.scalars(db.select(CouncilPaper)).all() == []

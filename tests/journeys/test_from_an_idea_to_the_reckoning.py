"""An idea of a workshop becomes a measure, goes to the council, is done, and is reckoned up."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import time_machine
from flask import Flask

from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.domain.answers import State
from app.extensions import db
from app.workshops.ideas import write_idea
from tests.builders import a_municipality, address, an_answer, an_assessment, stored
from tests.files.printed import words_of
from tests.visitor import Page, Visitor
from tests.workshops.rooms import a_running_workshop

ENCOUNTER = "ia_encounter"
IDEA = "Sprachcafé im Dorfgemeinschaftshaus"
IN_SPRING = datetime(2026, 5, 12, 18, tzinfo=UTC)
IN_AUTUMN = datetime(2026, 10, 2, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 9, 6, 9, tzinfo=UTC)


def test_from_an_idea_to_the_reckoning(app: Flask, tmp_path: Path) -> None:
    reader = Visitor(app, language="en")
    with time_machine.travel(IN_SPRING, tick=False):
        check = an_assessment(a_municipality())
        an_answer(check, ENCOUNTER, level=1)
        measure = the_idea_becomes_a_measure(reader, check)
        it_gets_a_person_a_day_and_an_effect(reader, measure)
        the_council_decides_on_it(reader, check, tmp_path)

    with time_machine.travel(IN_AUTUMN, tick=False):
        it_is_done_and_a_person_confirms(reader, check, measure)
        finish(check, by="desk")
        db.session.commit()

    with time_machine.travel(NEXT_YEAR, tick=False):
        next_check = an_assessment(check.municipality, year=2027)
        an_answer(next_check, ENCOUNTER, level=2)
        the_reckoning_tells_what_became_of_it(reader, next_check)


def the_idea_becomes_a_measure(reader: Visitor, check: Assessment) -> Page:
    workshop = a_running_workshop(check)
    write_idea(workshop, text=IDEA, criterion_key=ENCOUNTER)
    ideas = reader.opens(f"/municipalities/{check.municipality.key}/workshops/{workshop.id}/ideas")
    reader.presses(ideas, f"Make it a measure – {IDEA}")
    return reader.follows(reader.opens(plan_of(check)), IDEA)


def it_gets_a_person_a_day_and_an_effect(reader: Visitor, measure: Page) -> None:
    form = reader.follows(measure, "Change")
    after = next(name for name in form.fields if name.endswith(f"{ENCOUNTER}-after"))
    kept = reader.presses(
        form,
        "Save",
        {
            "responsible": "Head of the citizens’ office",
            "due": "2026-09-30",
            "cost": "1.200",
            "funding": "Budget of 2026",
            after: "2",
            after.replace("after", "by_year"): "2027",
        },
    )

    assert "Head of the citizens’ office" in kept.text
    assert "from 1 to 2 by 2027" in kept.text


def the_council_decides_on_it(reader: Visitor, check: Assessment, folder: Path) -> None:
    paper = reader.opens(f"{address(check)}/papers/council")
    reader.presses(
        paper, "Keep the council paper", {"file_number": "050.12", "committee": "Town council"}
    )

    word = docx.Document(BytesIO(reader.gets(f"{address(check)}/papers/council.docx").data))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    printed = words_of(reader.gets(f"{address(check)}/papers/council.pdf").data, folder)
    told = next(row for row in rows if row[0].startswith(IDEA))
    assert "1,200" in " ".join(told)
    assert "Head of the citizens’ office" in told
    assert "050.12" in "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert [words in printed for words in ("Sprachcafé", "050.12", "Town council")] == [True] * 3


def it_is_done_and_a_person_confirms(reader: Visitor, check: Assessment, measure: Page) -> None:
    shown = reader.opens(measure.address)
    done = reader.presses(shown, "Keep", {"state": "done", "done_on": "2026-10-01"})
    assert stored(check, ENCOUNTER).level == 1

    reader.presses(done, confirming(done))

    answer = stored(check, ENCOUNTER)
    assert (answer.state, answer.level) == (State.LEVEL, 2)


def confirming(page: Page) -> str:
    return next(
        words
        for form in page.forms
        for words, _ in form.buttons
        if re.match("Enter this level", words)
    )


def the_reckoning_tells_what_became_of_it(reader: Visitor, check: Assessment) -> None:
    forecast = reader.opens(f"{address(check)}/forecast")

    assert "1 of 1 expected effect was reached" in forecast.text
    [row] = forecast.table("What was expected in 2026, and what stands in 2027")
    assert [row[0], row[2], *row[4:]] == [
        IDEA,
        "from 1 First steps to 2 Established in parts by 2027",
        "reached",
        "done on October 1, 2026",
    ]


def plan_of(check: Assessment) -> str:
    return f"/municipalities/{check.municipality.key}/measures?state=all"

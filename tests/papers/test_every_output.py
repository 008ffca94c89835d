"""One dossier, many outputs: each holds every criterion, note, measure and minority note."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.domain.measure import Effect
from app.domain.scope import Scope
from app.extensions import db
from app.files.assessment_document import hash_of
from tests.builders import CHECKLIST, address, an_assessment, every_answer
from tests.files.printed import pages_of, text_of, words_of
from tests.measures.plans import a_measure
from tests.papers.towns import MINORITY, REASON, a_full_town, checklist, measure_titles, note_of
from tests.visitor import Visitor


def everything() -> list[str]:
    """What must be found, whoever looks where."""
    titles = [criterion.title.in_language("de") for criterion in checklist().criteria]
    notes = [note_of(checklist().numbers[criterion.key]) for criterion in checklist().criteria]
    # What a workshop decided replaces level and origin, never the note.
    return [*titles, *notes, *measure_titles(), MINORITY, REASON]


@pytest.fixture
def town(app: Flask) -> Assessment:
    return a_full_town()


def missing_in(text: str) -> list[str]:
    """Without blanks: lines and columns break texts where they like."""
    solid = _solid(text)
    return [wanted for wanted in everything() if _solid(wanted) not in solid]


def _solid(text: str) -> str:
    for sign in ("\u00ad", "-", "‐", "\u200b"):
        text = text.replace(sign, "")
    return "".join(text.split())


def sheets_of(answer: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(BytesIO(answer))
    return {name: [[c.value for c in row] for row in book[name].rows] for name in book.sheetnames}


def test_the_page_holds_everything(visitor: Visitor, town: Assessment) -> None:
    assert missing_in(visitor.opens(address(town, "papers/report")).text) == []


def test_the_pdf_holds_everything(visitor: Visitor, town: Assessment, tmp_path: Path) -> None:
    answer = visitor.gets(address(town, "papers/report.pdf"))
    assert answer.status_code == 200
    assert 8 <= pages_of(answer.data) <= 15
    # Columns lie beside each other: words are put together cell by cell, not line by line.
    assert missing_in(cells_in(answer.data, tmp_path)) == []


def cells_in(pdf: bytes, folder: Path) -> str:
    """In the order in which it was written, so that a cell stays together."""
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def test_the_workbook_holds_everything(visitor: Visitor, town: Assessment) -> None:
    sheets = sheets_of(visitor.gets(address(town, "papers/report.xlsx")).data)
    text = "\n".join(str(cell) for rows in sheets.values() for row in rows for cell in row)
    assert missing_in(text) == []


def test_the_document_holds_everything(visitor: Visitor, town: Assessment) -> None:
    told = visitor.gets(address(town, "papers/report.json")).get_json()
    text = json.dumps(told, ensure_ascii=False)
    titles = {criterion.title.in_language("de") for criterion in checklist().criteria}
    # Programs get keys, not titles.
    assert [wanted for wanted in missing_in(text) if wanted not in titles] == []
    keys = [answer["criterion"] for answer in told["assessment"]["answers"]]
    assert keys == [criterion.key for criterion in checklist().criteria]
    assert told["assessment"]["sha256"] == hash_of(told["assessment"])


def test_every_output_shows_the_same_numbers(
    visitor: Visitor, town: Assessment, tmp_path: Path
) -> None:
    told = visitor.gets(address(town, "papers/report.json")).get_json()
    profile = {
        line["part"]: round(float(line["score"]["value"]), 1)
        for line in told["assessment"]["results"]["profile"]
    }
    titles = {node.key: node.title.in_language("de") for node in checklist().nodes}
    page = visitor.opens(address(town, "papers/report"))
    rows = {row[0]: row[1] for row in page.table("Profil nach Dimension und Abschnitt")}
    sheet = sheets_of(visitor.gets(address(town, "papers/report.xlsx")).data)["Profil"]
    cells = {row[0]: row[1] for row in sheet}
    pdf = words_of(visitor.gets(address(town, "papers/report.pdf")).data, tmp_path)
    for part, value in profile.items():
        written = f"{value:.1f}".replace(".", ",")
        assert rows[titles[part]] == written
        assert round(float(str(cells[titles[part]])), 1) == value
        assert written in pdf


def test_the_council_paper_and_the_report_tell_the_same_points(
    visitor: Visitor, town: Assessment
) -> None:
    told = visitor.gets(address(town, "papers/report.json")).get_json()
    rounded = {line["part"]: line["rounded"] for line in told["assessment"]["results"]["profile"]}
    page = visitor.opens(address(town, "papers/council"))
    rows = {row[0]: row[1] for row in page.table("Profil nach Dimension, Punkte von 100")}
    for dimension in checklist().dimensions:
        assert rows[dimension.title.in_language("de")] == str(rounded[dimension.key])


def test_draft_stands_on_each_page_until_it_is_finished(
    visitor: Visitor, town: Assessment, tmp_path: Path
) -> None:
    for what in ("report", "council", "poster-a4", "poster-a3"):
        answer = visitor.gets(address(town, f"papers/{what}.pdf"))
        pages = text_of(answer.data, tmp_path).rstrip("\f").split("\f")
        assert all("Entwurf" in page for page in pages), what
    finish(town, by="desk")
    db.session.commit()
    for what in ("report", "council", "poster-a4"):
        answer = visitor.gets(address(town, f"papers/{what}.pdf"))
        assert "Entwurf" not in text_of(answer.data, tmp_path), what


def test_a_report_in_english_speaks_english(app: Flask, town: Assessment, tmp_path: Path) -> None:
    english = Visitor(app, language="en")
    text = words_of(english.gets(address(town, "papers/report.pdf")).data, tmp_path)
    for words in ("In short", "All answers", "Method and limits", "they are not the original"):
        assert words in text


def test_two_years_are_put_beside_each_other(visitor: Visitor, town: Assessment) -> None:
    earlier = an_assessment(town.municipality, year=2025)
    every_answer(earlier, level=1)
    page = visitor.opens(address(town, "papers/report"))
    assert "Was sich von 2025 bis 2026 verändert hat" in page.texts("h3")
    assert visitor.gets(address(town, "papers/report.pdf")).status_code == 200


def test_a_self_check_without_answers_has_papers_too(visitor: Visitor) -> None:
    empty = an_assessment()
    for what in ("report", "report.pdf", "report.xlsx", "report.json", "poster-a4.pdf"):
        assert visitor.gets(address(empty, f"papers/{what}")).status_code == 200, what


def test_a_short_form_has_papers_too(visitor: Visitor) -> None:
    short = an_assessment(scope=Scope.SHORT)
    for what in ("report", "report.pdf", "council", "council.pdf"):
        assert visitor.gets(address(short, f"papers/{what}")).status_code == 200, what


def test_other_checklists_do_not_speak_of_in2(visitor: Visitor) -> None:
    other = an_assessment(checklist="handlungsfelder")
    page = visitor.opens(address(other, "papers/report"))
    assert "keine der genannten Quellen hat sie gebilligt" in page.text
    in2 = visitor.opens(address(an_assessment(checklist=CHECKLIST), "papers/report"))
    assert "sie sind nicht die Original-Checkliste" in in2.text


def test_what_a_measure_is_expected_to_change_needs_no_year(reader: Visitor) -> None:
    assessment = an_assessment()
    one, two, three, four, *_ = checklist().criteria
    a_measure(assessment, "Flyer", effects=(Effect(one.key, 1, 2), Effect(two.key, None, 2)))
    a_measure(assessment, "Kurs", effects=(Effect(three.key, 0, 2, 2027), Effect(four.key)))
    text = reader.opens(address(assessment, "papers/report")).text
    for words in (": from 1 to 2", ": to level 2", ": from 0 to 2 by 2027"):
        assert words in text
    assert "None" not in text

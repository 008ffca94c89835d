"""What is taken along is complete, opens in German Excel, and calculates nothing by itself."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.commands.demo import load
from app.domain.answers import State
from app.extensions import db
from app.files.answers_file import COLUMNS
from app.files.archive_check import verify_archive
from tests.builders import CHECKLIST, address, an_answer, an_assessment
from tests.visitor import Visitor

CANARIES = ["=1+1", "+49 681", "-5 Grad", "@rathaus", "\tTab", "Zeile\nzwei; „Umlaute“ äöü 🙂"]


@pytest.fixture
def told(app: Flask) -> Assessment:
    """A self-check with a canary in every text."""
    assessment = an_assessment()
    keys = ["mi_language_needs", "mi_responsibility", "mi_website", "mi_welcome_guide"]
    for key, canary in zip(keys, CANARIES, strict=False):
        an_answer(assessment, key, level=1, note=canary)
    an_answer(assessment, "ia_leadership", level=2, note=CANARIES[4])
    an_answer(
        assessment, "mi_signage", state=State.NOT_APPLICABLE, reason=CANARIES[5], note="x" * 10_000
    )
    return assessment


def rows_of(content: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter))


def test_the_table_has_every_criterion_and_every_text(told: Assessment, reader: Visitor) -> None:
    content = reader.gets(address(told, "result/answers.csv")).data

    rows = {row["criterion"]: row for row in rows_of(content)}
    assert content.startswith(b"\xef\xbb\xbf")
    assert [*rows_of(content)[0]] == [*COLUMNS]
    assert len(rows) == 36
    assert [rows[key]["note"] for key in ("mi_language_needs", "mi_responsibility")] == [
        "'=1+1",
        "'+49 681",
    ]
    assert rows["mi_signage"]["reason"] == CANARIES[5]
    assert rows["mi_signage"]["note"] == "x" * 10_000
    assert (rows["ia_leadership"]["level"], rows["ia_leadership"]["target"]) == ("2", "3")


def test_commas_stand_between_where_they_are_asked_for(told: Assessment, reader: Visitor) -> None:
    content = reader.gets(address(told, "result/answers.csv?separator=comma")).data

    assert len(rows_of(content, ",")) == 36


def test_the_workbook_has_real_numbers_and_no_formula(told: Assessment, reader: Visitor) -> None:
    content = reader.gets(address(told, "result/result.xlsx")).data

    book = load_workbook(BytesIO(content))
    with ZipFile(BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        formulas = sum(parts.read(name).count(b"<f>") for name in sheets)
    assert (book.sheetnames, formulas) == (["Profile", "Gaps", "Answers", "Sources"], 0)
    answers = {row[10]: row for row in book["Answers"].iter_rows(min_row=2, values_only=True)}
    assert answers["mi_language_needs"][COLUMNS.index("note")] == "=1+1"
    assert answers["ia_leadership"][COLUMNS.index("level")] == 2
    assert isinstance(book["Profile"]["B3"].value, float | int)


def test_equal_content_gives_equal_files(told: Assessment, reader: Visitor) -> None:
    for file in ("answers.csv", "result.xlsx", "assessment.json", "archive.zip"):
        first, second = (reader.gets(address(told, f"result/{file}")).data for _ in range(2))
        assert first == second, file


def test_a_finished_self_check_gives_the_bytes_that_were_kept(
    told: Assessment, reader: Visitor
) -> None:
    kept = finish(told, by="desk").document
    db.session.commit()

    response = reader.gets(address(told, "result/assessment.json"))

    assert response.data.decode() == kept
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].endswith('-2026-complete.json"')


def test_the_name_of_a_draft_says_so(told: Assessment, reader: Visitor) -> None:
    response = reader.gets(address(told, "result/archive.zip"))

    assert response.headers["Content-Disposition"].endswith(f'-{CHECKLIST}-2026-archive-draft.zip"')


def test_every_note_and_reason_is_in_every_complete_file(told: Assessment, reader: Visitor) -> None:
    document = json.loads(reader.gets(address(told, "result/assessment.json")).data)
    archive = reader.gets(address(told, "result/archive.zip")).data

    assert len(document["answers"]) == 36
    texts = {one[name] for one in document["answers"] for name in ("note", "reason")}
    assert {*CANARIES, "x" * 10_000} <= texts
    assert verify_archive(archive, name="archive.zip").is_equal


def test_every_year_of_the_example_town_proves_itself(app: Flask, reader: Visitor) -> None:
    app.test_cli_runner().invoke(load)

    years = {
        year: verify_archive(
            reader.gets(
                f"/municipalities/own-lindenbruck/{CHECKLIST}/{year}/result/archive.zip"
            ).data,
            name="archive.zip",
        ).is_equal
        for year in (2024, 2025, 2026)
    }

    assert years == {2024: True, 2025: True, 2026: True}

"""Export, import, export: the same bytes; and a second import of a file changes nothing."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from app.assessments.actions import discard
from app.assessments.editions import texts_of
from app.assessments.finishing import finish, reopen, standing_snapshot
from app.assessments.models import AnswerChange, Assessment, StoredAnswer
from app.assessments.queries import find_assessment, history
from app.domain.answers import State, Sureness
from app.domain.scope import Scope
from app.extensions import Model, db
from app.files.archive import sha256_of
from app.holdings.taking_out import as_json
from app.municipalities.models import Municipality
from tests.builders import CHECKLIST, a_municipality, address, an_answer, an_assessment
from tests.importing.bringing import brings, takes
from tests.visitor import Visitor

TEXTS = [
    "=1+1",
    "'=1+1",
    "+49 681; „Umlaute“ äöü 🙂",
    "-5 Grad,\nzweite Zeile",
    '@rathaus "quer"',
]
FILES = ["answers.csv", "answers.csv?separator=comma", "result.xlsx", "assessment.json"]


@pytest.fixture
def told(town: Municipality) -> Assessment:
    """Every state, every field, and a canary in every text."""
    assessment = an_assessment(town, year=2021)
    keys = ["mi_language_needs", "mi_responsibility", "mi_website", "mi_welcome_guide"]
    for key, text in zip(keys, TEXTS, strict=False):
        an_answer(assessment, key, level=0, note=text, sureness=Sureness.GUESS, importance=3)
    an_answer(assessment, "ia_leadership", level=2, target=3, note=TEXTS[4])
    an_answer(assessment, "ip_work", state=State.UNKNOWN, reason="bleibt stehen")
    an_answer(assessment, "mi_signage", state=State.NOT_APPLICABLE, reason=TEXTS[3])
    assessment.respondent, assessment.reference_date = "Hauptamt & Söhne", date(2021, 11, 30)
    db.session.commit()
    return assessment


def rows_in(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def file_of(reader: Visitor, assessment: Assessment, name: str) -> bytes:
    return reader.gets(address(assessment, f"result/{name}")).data


def name_of(file: str) -> str:
    return file.partition("?")[0]


def come_back(reader: Visitor, place: Municipality, content: bytes, name: str) -> Assessment:
    """Take a file over after the self-check it was made from is gone."""
    gone = find_assessment(place.key, CHECKLIST, 2021)
    assert gone
    if gone.finished_at:
        reopen(gone, reason="weg damit", by="desk")
    discard(gone, by="desk")
    db.session.commit()
    takes(reader, brings(reader, place, content, name))
    found = find_assessment(place.key, CHECKLIST, 2021)
    assert found
    return found


@pytest.mark.parametrize("file", FILES)
def test_a_draft_comes_back_byte_for_byte(
    told: Assessment, town: Municipality, reader: Visitor, file: str
) -> None:
    before = {name: file_of(reader, told, name) for name in FILES}

    back = come_back(reader, town, before[file], name_of(file))

    assert {name: file_of(reader, back, name) for name in FILES} == before


@pytest.mark.parametrize("file", [*FILES, "archive.zip"])
def test_a_finished_year_comes_back_byte_for_byte_and_stays_finished(
    told: Assessment, town: Municipality, reader: Visitor, file: str
) -> None:
    finish(told, by="desk")
    db.session.commit()
    every = [*FILES, "archive.zip"]
    before = {name: file_of(reader, told, name) for name in every}

    back = come_back(reader, town, before[file], name_of(file))

    assert back.finished_at is not None
    assert {name: file_of(reader, back, name) for name in every} == before


def test_the_short_form_comes_back_as_the_short_form(town: Municipality, reader: Visitor) -> None:
    short = an_assessment(town, year=2021, scope=Scope.SHORT)
    an_answer(short, "mi_language_needs", level=2)
    before = file_of(reader, short, "answers.csv")

    back = come_back(reader, town, before, "answers.csv")

    assert back.scope is Scope.SHORT
    assert file_of(reader, back, "answers.csv") == before


@pytest.mark.parametrize("file", [*FILES, "archive.zip"])
def test_the_second_import_of_a_file_changes_nothing(
    told: Assessment, town: Municipality, reader: Visitor, file: str
) -> None:
    content = file_of(reader, told, file)
    stands = (rows_in(Assessment), rows_in(StoredAnswer), rows_in(AnswerChange))

    page = brings(reader, town, content, name_of(file))

    assert "1 is here already and stays as it is." in page.text
    assert not [text for form in page.forms for text, _ in form.buttons if "Take " in text]
    assert (rows_in(Assessment), rows_in(StoredAnswer), rows_in(AnswerChange)) == stands


def test_everything_that_is_kept_about_a_town_comes_back(
    told: Assessment, town: Municipality, reader: Visitor
) -> None:
    finish(told, by="desk")
    an_answer(an_assessment(town, year=2022), "mi_website", level=3, note="nur ein Entwurf")
    db.session.commit()
    before = file_of(reader, told, "assessment.json")
    everything = as_json(town).encode("utf-8")
    draft = find_assessment(town.key, CHECKLIST, 2022)
    assert draft
    discard(draft, by="desk")

    back = come_back(reader, town, everything, "willkommenscheck.json")

    draft = find_assessment(town.key, CHECKLIST, 2022)
    assert draft
    assert draft.finished_at is None
    assert file_of(reader, back, "assessment.json") == before


def test_who_imported_what_stands_in_the_history(
    told: Assessment, town: Municipality, reader: Visitor
) -> None:
    content = file_of(reader, told, "answers.csv")

    back = come_back(reader, town, content, "Antworten 2021.csv")

    assert {(change.version, change.changed_by) for change in history(back)} == {(1, "desk")}
    assert len(history(back)) == 7


def test_a_finished_year_names_who_finished_it_then(
    told: Assessment, town: Municipality, reader: Visitor
) -> None:
    finish(told, by="desk")
    db.session.commit()
    content = file_of(reader, told, "assessment.json")

    back = come_back(reader, town, content, "assessment.json")

    snapshot = standing_snapshot(back)
    assert snapshot
    assert snapshot.finished_by == "import"
    assert snapshot.document.encode("utf-8") == content


def test_what_says_something_else_than_what_is_here_is_refused(
    told: Assessment, town: Municipality, reader: Visitor
) -> None:
    content = file_of(reader, told, "answers.csv")
    an_answer(told, "mi_website", level=3)

    page = brings(reader, town, content)

    assert page.table("Every problem and its place") == [
        [
            "row 2, column A",
            "Wiederkehr 2021 is here already with other answers; first at mi_website",
        ]
    ]


def test_what_somebody_wrote_into_an_archive_comes_from_nobody_elses_file(
    told: Assessment, town: Municipality, reader: Visitor
) -> None:
    finish(told, by="desk")
    db.session.commit()
    archive = file_of(reader, told, "archive.zip")

    back = come_back(reader, town, with_a_comment(archive), "archive.zip")
    other = an_assessment(a_municipality("Anderswo"), year=2021)
    finish(other, by="desk")

    assert texts_of(back)["checklist.yaml"].endswith("# von uns\n")
    assert not texts_of(other)["checklist.yaml"].endswith("# von uns\n")


def with_a_comment(archive: bytes) -> bytes:
    """The same archive with a line more in its checklist, and the hash of that."""
    with ZipFile(BytesIO(archive)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files["checklist/checklist.yaml"] += b"# von uns\n"
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["checklist/checklist.yaml"] = sha256_of(files["checklist/checklist.yaml"])
    files["manifest.json"] = json.dumps(manifest).encode("utf-8")
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()

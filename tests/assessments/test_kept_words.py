"""A finished self-check keeps its words and its bytes, whatever becomes of the checklist."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from app.assessments.actions import start_assessment
from app.assessments.editions import FilesHaveChanged
from app.assessments.finishing import finish, snapshots_of
from app.assessments.models import Assessment
from app.domain.checklist_files import read_checklist
from app.domain.published import publish
from app.domain.scope import Scope
from app.extensions import db
from app.web.checklists import checklists
from tests.builders import a_municipality, an_answer
from tests.domain.checklist_writing import write_version
from tests.visitor import Visitor

REPLACES = (
    "version: 1.0.0",
    "criteria:",
    "  - {kind: reworded, from: [a], to: [anew]}",
    "  - {kind: split, from: [b], to: [b_one, b_two]}",
    "  - {kind: merged, from: [c, d], to: [together]}",
    "  - {kind: retired, from: [e]}",
    "  - {kind: new, to: [f]}",
)


def a_year(year: int) -> Assessment:
    checklist = checklists().get("example", "1.0.0")
    assessment = start_assessment(
        a_municipality(), checklist, year=year, scope=Scope.FULL, by="desk"
    )
    an_answer(assessment, "a", level=1, note="Beleg")
    return assessment


def url(assessment: Assessment, page: str) -> str:
    return f"/municipalities/{assessment.municipality.key}/example/{assessment.year}/{page}"


def correct_a_word(folder: Path) -> None:
    words = folder / "example" / "1.0.0" / "de.yaml"
    words.write_text(words.read_text("utf-8").replace("Warum a?", "Weshalb a?"), "utf-8")
    publish(folder, read_checklist(words.parent), wording=True)


def test_a_corrected_word_appears_in_drafts_and_not_in_what_is_finished(
    library: Callable[[], Path], visitor: Visitor
) -> None:
    finished, draft = a_year(2025), a_year(2026)
    finish(finished, by="desk")
    db.session.commit()

    correct_a_word(library())

    for page in ("sections/dimension", "answers"):
        assert "Warum a?" in visitor.opens(url(finished, page)).text
        assert "Weshalb a?" in visitor.opens(url(draft, page)).text


def test_a_new_version_leaves_the_finished_one_byte_for_byte(
    library: Callable[[], Path], visitor: Visitor
) -> None:
    finished = a_year(2025)
    finish(finished, by="desk")
    db.session.commit()
    files = ("assessment.json", "answers.csv", "archive.zip", "result.xlsx")
    before = {file: visitor.gets(url(finished, f"result/{file}")).data for file in files}

    folder = library()
    keys = ("anew", "b_one", "b_two", "together", "f")
    write_version(folder, keys, "1.1.0", replaces=REPLACES, is_published=True)

    assert checklists().latest("example").version == "1.1.0"
    assert {file: visitor.gets(url(finished, f"result/{file}")).data for file in files} == before
    assert "Warum a?" in visitor.opens(url(finished, "sections/dimension")).text


def test_what_is_finished_opens_where_its_version_is_no_longer_installed(
    library: Callable[[], Path], visitor: Visitor
) -> None:
    finished = a_year(2025)
    finish(finished, by="desk")
    db.session.commit()

    folder = library()
    shutil.rmtree(folder / "example" / "1.0.0")
    (folder / "published.sha256").unlink()
    write_version(folder, "pqr", "2.0.0", is_published=True)

    assert "Warum a?" in visitor.opens(url(finished, "answers")).text
    assert "Beleg" in visitor.opens(url(finished, "finish/1")).text
    page = visitor.opens(url(finished, "finish"))
    again = visitor.presses(page, "Wieder öffnen", {"reason": "Zahl vertauscht"}, status=422)
    assert again.problems == ["Fehler: Es gibt keine Fassung 1.0.0 einer Checkliste „example“."]


def test_words_that_changed_since_the_start_are_not_kept_as_those_that_were_read(
    library: Callable[[], Path], reader: Visitor
) -> None:
    assessment = a_year(2026)
    words = checklists().folders["example", "1.0.0"] / "de.yaml"
    words.write_text(words.read_text("utf-8").replace("Warum a?", "Wozu a?"), "utf-8")

    db.session.commit()
    page = reader.presses(reader.opens(url(assessment, "finish")), "Finish 2026")

    assert page.messages == [FilesHaveChanged.message]
    assert snapshots_of(assessment) == []

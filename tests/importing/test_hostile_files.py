"""Files that mean harm are refused in words, quickly, and leave nothing behind."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
import xlsxwriter
from openpyxl import Workbook
from sqlalchemy import delete

from app.accounts.roles import Role
from app.assessments.actions import discard
from app.assessments.finishing import finish, reopen
from app.assessments.models import Assessment
from app.domain.errors import InvalidFile
from app.extensions import db
from app.files.assessment_document import hash_of
from app.files.columns import best_layout
from app.files.incoming import open_incoming
from app.importing.models import ImportDraft
from app.municipalities.models import Municipality
from app.web.checklists import checklists
from tests.builders import (
    CHECKLIST,
    a_municipality,
    address,
    an_account,
    an_answer,
    an_assessment,
)
from tests.importing.bringing import brings, by_hand, import_of
from tests.meanwhile import posts_meanwhile
from tests.visitor import Page, Visitor

HEAD = b"Jahr;Kriterium;Antwort\r\n"
DOCUMENT = {
    "format": "willkommenscheck-assessment",
    "format_version": 1,
    "municipality": {"key": "own-wiederkehr", "name": ""},
    "checklist": {"key": CHECKLIST, "version": "1.0.0"},
    "year": 2021,
    "answers": [],
}


def a_workbook(change: Callable[[dict[str, bytes]], None] = lambda parts: None) -> bytes:
    """A sound workbook, with its parts changed by hand."""
    book = Workbook()
    book.active.append(["Jahr", "Kriterium", "Antwort"])
    book.active.append([2021, "mi_website", 2])
    written = BytesIO()
    book.save(written)
    with ZipFile(written) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def lying(content: bytes) -> bytes:
    """A ZIP file whose directory says that there is little in it."""
    packed = zipped({"xl/x.xml": content})
    size = len(content).to_bytes(4, "little")
    assert packed.count(size) == 2
    return packed.replace(size, (1_000).to_bytes(4, "little"))


def sharing() -> bytes:
    """A small workbook of which each cell is the same long text."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(100):
            sheet.write_row(row, 0, ["".join(map(str, range(7_000)))] * 50)
    return written.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        assert old in parts[sheet]
        parts[sheet] = parts[sheet].replace(old, new)

    return a_workbook(change)


def with_part(name: str, content: bytes) -> bytes:
    return a_workbook(lambda parts: parts.update({name: content}))


def document(**changes: object) -> bytes:
    return json.dumps({**DOCUMENT, **changes}).encode("utf-8")


ROWS_TO_THE_END = b'<row r="1048576"><c r="A1048576" t="n"><v>1</v></c></row></sheetData>'
HOSTILE: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb": ("a.xlsx", lambda: with_part("xl/x.xml", b" " * 19_000_000), "packed more than"),
    "a larger bomb": ("a.xlsx", lambda: with_part("x", b" " * 30_000_000), "larger than 20 MB"),
    "many tags": ("a.xlsx", lambda: with_part("xl/x.xml", b"<a b='1'>" * 1_600_000), "packed"),
    "a far column": ("a.xlsx", lambda: in_sheet(b'r="A2"', b'r="XFD2"'), "than 5000 rows"),
    "a far row": (
        "a.xlsx",
        lambda: in_sheet(b"</sheetData>", ROWS_TO_THE_END),
        "there are more than 5000 rows",
    ),
    "a formula": (
        "a.xlsx",
        lambda: in_sheet(b'<c r="A2" t="n"><v>2021</v></c>', b'<c r="A2"><f>1+1</f></c>'),
        "this cell is calculated",
    ),
    "macros": ("a.xlsx", lambda: with_part("xl/vbaProject.bin", b"x"), "has macros"),
    "another file": (
        "a.xlsx",
        lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"),
        "from other files",
    ),
    "entities": (
        "a.xlsx",
        lambda: with_part("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "declares entities",
    ),
    "damaged": ("a.xlsx", lambda: a_workbook()[:-400], "no ZIP file, or it is damaged"),
    "no sheet": ("a.xlsx", lambda: zipped({"[Content_Types].xml": b"<x"}), "no XLSX workbook"),
    "text as xlsx": ("a.xlsx", lambda: HEAD + b"2021;mi_website;2", "ends in .xlsx"),
    "a workbook as csv": ("a.csv", a_workbook, "ends in .csv"),
    "a program": ("a.exe", lambda: HEAD, "ends in .exe cannot be read"),
    "an old workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 99, "old or protected"),
    "nothing": ("a.csv", lambda: b"", "the file is empty"),
    "blanks": ("a.csv", lambda: b"\r\n;;\r\n", "the file is empty"),
    "no text": ("a.csv", lambda: b"\x81\x8d\x8f\xff\x81" * 9, "is no text in UTF-8"),
    "an open quote": ("a.csv", lambda: HEAD + b'2021;"mi_website;2', "is opened here and not"),
    "a NUL": ("a.csv", lambda: HEAD + b"2021;mi_\x00website;2\r\n" * 9, "a character that is none"),
    "wide": ("a.csv", lambda: b";".join([b"x"] * 200), "more than 100 columns"),
    "nested": ("a.json", lambda: b"[" * 200_000, "this is no JSON"),
    "no number": ("a.json", lambda: document(year=float("nan")), "this is no JSON"),
    "twice": ("a.json", lambda: b'{"format": 1, "format": 2}', "this is no JSON"),
    "something else": ("a.json", lambda: b'{"format": "x"}', "“format” cannot be"),
    "a huge year": ("a.json", lambda: document(year=99999), "“year” cannot be “99999”"),
    "year 0": ("a.json", lambda: document(year=0), "“year” cannot be “0”"),
    "a long year": ("a.json", lambda: b'{"year": ' + b"9" * 5000 + b"}", "this is no JSON"),
    "a broken sign": ("a.json", lambda: document(respondent="\ud800"), "this is no JSON"),
    "many names": (
        "a.json",
        lambda: b"{" + b",".join(b'"%d":0' % one for one in range(30_000)) + b',"z":0,"z":1}',
        "stands here twice",
    ),
    "the end of time": (
        "a.json",
        lambda: document(finished={"at": "9999-12-31T23:59:59-12:00", "by": ""}),
        "“at” cannot be",
    ),
    "a lying directory": ("a.xlsx", lambda: lying(b" " * 9_000_000), "no ZIP file, or it is"),
    "packed otherwise": ("a.xlsx", lambda: zipped({"x": b"x"}, ZIP_LZMA), "is not read here"),
    "shared texts": ("a.xlsx", sharing, "more text in it"),
    "a long cell": ("a.csv", lambda: HEAD + b"2021;" + b"x" * 40_000, "more than 32767"),
    "an empty archive": ("a.zip", lambda: zipped({"manifest.json": b"{}"}), "no archive of the"),
}


def problems_on(page: Page) -> str:
    caption = next(text for text in page.texts("caption") if text.startswith("What is wrong"))
    return " | ".join(" ".join(row) for row in page.table(caption))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(town: Municipality, reader: Visitor, name: str) -> None:
    file_name, make, sentence = HOSTILE[name]

    page = brings(reader, town, make(), file_name, status=422)

    assert sentence in problems_on(page)
    assert db.session.scalar(db.select(ImportDraft)) is None


@pytest.mark.parametrize("name", HOSTILE)
def test_refusing_takes_little_memory(town: Municipality, name: str) -> None:
    file_name, make, _ = HOSTILE[name]
    content = make()

    tracemalloc.start()
    with pytest.raises(InvalidFile):
        open_incoming(content, lambda key, version: None, name=file_name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 150_000_000


def test_a_dimension_that_lies_hides_no_row(town: Municipality, reader: Visitor) -> None:
    content = in_sheet(b'<dimension ref="A1:C2"', b'<dimension ref="A1:A1"')

    page = brings(reader, town, content, "a.xlsx")

    assert "1 self-check is new." in page.text


def test_a_cell_that_is_shown_again_stays_text(town: Municipality, reader: Visitor) -> None:
    evil = "<script>window.__xss=1</script>"

    page = brings(reader, town, by_hand("Jahr;Kriterium;Antwort", f"2021;mi_website;{evil}"))

    assert evil not in page.html
    assert "&lt;script&gt;window.__xss=1" in page.html


def test_a_file_name_that_is_shown_again_stays_text(town: Municipality, reader: Visitor) -> None:
    page = brings(reader, town, HEAD + b"2021;mi_website;2", "../../<b>{x}.csv")

    assert page.title == "Look at <b>{x}.csv"


def test_braces_in_a_cell_are_no_gaps_to_fill(town: Municipality, reader: Visitor) -> None:
    content = by_hand("Jahr;Kriterium;Antwort", "2021;mi_website;{0.__class__} %(x)s")

    page = brings(reader, town, content)

    assert "“{0.__class__} %(x)s” is no answer" in page.text


def test_rows_of_another_municipality_are_refused_as_if_it_did_not_exist(
    town: Municipality, reader: Visitor
) -> None:
    foreign = a_municipality("Fremdstadt")
    an_account("kim@example.org", roles={town: [Role.COORDINATOR]})
    an_account("mo@example.org", roles={foreign: [Role.COORDINATOR]})
    reader.logs_in("kim@example.org")

    rows = (f"{foreign.key};2021;mi_website;1", "own-nowhere;2021;mi_website;1")
    page = brings(reader, town, by_hand("AGS;Jahr;Kriterium;Antwort", *rows))

    assert page.table("Every problem and its place") == [
        ["row 2, column A", f"“{foreign.key}” is no municipality you may import into"],
        ["row 3, column A", "“own-nowhere” is no municipality you may import into"],
    ]
    assert db.session.scalar(db.select(Assessment)) is None


def test_a_document_that_was_changed_is_refused(town: Municipality, reader: Visitor) -> None:
    page = brings(reader, town, document(sha256="0" * 64), "a.json")

    assert "its hash is another" in page.text


def test_the_upload_page_needs_a_file(town: Municipality, reader: Visitor) -> None:
    page = reader.posts(import_of(town), {}, status=422)

    assert page.problems == ["Please choose a file."]


def test_layouts_of_nonsense_are_no_crash(town: Municipality) -> None:
    incoming = open_incoming(b"a;b\r\n1;2\r\n", lambda key, version: None, name="a.csv")

    layout = best_layout(incoming.grids, checklists().latest(CHECKLIST))

    assert layout.understood == 0


def forged(reader: Visitor, place: Municipality, **changes: object) -> bytes:
    """The document of a finished year with other numbers, and the hash of that."""
    finished = an_assessment(place, year=2021)
    an_answer(finished, "mi_website", level=1)
    finish(finished, by="desk")
    db.session.commit()
    told = json.loads(reader.gets(address(finished, "result/assessment.json")).data)
    reopen(finished, reason="weg damit", by="desk")
    discard(finished, by="desk")
    db.session.commit()
    told |= changes
    return json.dumps({**told, "sha256": hash_of(told)}).encode("utf-8")


@pytest.mark.parametrize(
    "changes", [{"results": {}}, {"results": "100"}, {"answers": []}, {"engine_version": "0"}]
)
def test_numbers_that_the_answers_do_not_make_are_refused(
    town: Municipality, reader: Visitor, changes: dict[str, object]
) -> None:
    page = brings(reader, town, forged(reader, town, **changes), "a.json")

    assert "its results are not what its answers make of them" in page.text
    assert db.session.scalar(db.select(Assessment)) is None


@pytest.mark.parametrize("years", [1, 50])
def test_a_file_that_somebody_lets_go_meanwhile_is_not_taken(
    town: Municipality, reader: Visitor, years: int
) -> None:
    rows = [f"{1990 + number};2" for number in range(years)]
    page = brings(reader, town, by_hand("Jahr;mi_website", *rows), "a.csv")

    after = posts_meanwhile(reader, f"{page.address}/take", {}, delete(ImportDraft))
    told = after if years > 1 else reader.opens(f"/municipalities/{town.key}")

    assert "Somebody took this file over, or let it go, a moment ago." in told.html
    assert db.session.scalar(db.select(Assessment)) is None

"""A paper as DOCX: what its parts say, and how a real LibreOffice shows it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.files.paper import (
    Block,
    DataTable,
    Facts,
    Figure,
    Heading,
    Listing,
    PageBreak,
    Paper,
    Paragraph,
    Tone,
    Words,
)
from app.files.word_file import as_docx
from app.files.word_styles import TEXT_WIDTH
from app.files.word_text import cleaned
from tests.files.office import pages_in_office

ARABIC = "قال السكان إن المعلومات غير كافية."
COMMAND = '#read("/etc/passwd")'
DRAFT = "Entwurf – noch nicht abgeschlossen"
TABLE = DataTable(
    caption="Maßnahmen und ihre Kosten",
    head=("Maßnahme", "Zuständig", "Kosten"),
    rows=(("Willkommensmappe", "Bürgerbüro", "1.200 €"), ("Lotsen", "Soziales", "900 €")),
    shares=(3, 2, 1),
    numeric=(2,),
)


def drawing() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 100), "#2945a8").save(file, "PNG")
    return file.getvalue()


FIGURE = Figure(b"<svg/>", drawing, "Balken: 62 von 100", "Abbildung 1: Punkte", width=50)


def paper(*blocks: Block) -> Paper:
    return Paper(
        title="Willkommenskultur in Musterstadt",
        language="de",
        direction="ltr",
        author="Stadt Musterstadt",
        day=date(2026, 11, 26),
        blocks=blocks,
        subtitle="Für den Rat",
        kicker="Beschlussvorlage",
        draft=DRAFT,
        running="Stadt Musterstadt · IN²",
        page_word="Seite",
    )


def in_arabic(*blocks: Block) -> Paper:
    return replace(paper(*blocks), language="ar", direction="rtl", title="ثقافة الترحيب")


def read(of: Paper) -> Document:
    return docx.Document(io.BytesIO(as_docx(of)))


def written(*blocks: Block) -> list[tuple[str, str]]:
    """Each paragraph below the opening, with its style."""
    paragraphs = read(paper(*blocks)).paragraphs[3:]
    return [(each.style.name, each.text) for each in paragraphs]


def values(document: Document, path: str) -> list[str]:
    return [str(value) for value in document.element.body.xpath(path)]


def test_every_kind_of_words_has_its_style() -> None:
    document = read(
        paper(
            Heading("Eins"),
            Heading("Zwei", 2),
            Heading("Drei", 3),
            Heading("Vier", 4),
            Paragraph("Text"),
            Paragraph("Satz", Tone.LEAD),
            Paragraph("Klein", Tone.SMALL),
            Paragraph("Vorbehalt", Tone.NOTICE),
            Listing(["Punkt"]),
            Listing(["Schritt"], is_ordered=True),
            Facts([("Gremium", "Rat")]),
        )
    )
    assert [(each.style.name, each.text) for each in document.paragraphs] == [
        ("Kicker", "Beschlussvorlage"),
        ("Title", "Willkommenskultur in Musterstadt"),
        ("Subtitle", "Für den Rat"),
        ("Heading 1", "Eins"),
        ("Heading 2", "Zwei"),
        ("Heading 3", "Drei"),
        ("Heading 3", "Vier"),
        ("Normal", "Text"),
        ("Lead", "Satz"),
        ("Small", "Klein"),
        ("Notice", "Vorbehalt"),
        ("List Bullet", "Punkt"),
        ("List Number", "Schritt"),
        ("Facts", "Gremium:\tRat"),
    ]


def test_a_long_word_of_a_fact_has_its_own_line() -> None:
    assert written(Facts([("Auswirkungen auf das Klima der Stadt", "keine")])) == [
        ("Facts", "Auswirkungen auf das Klima der Stadt:\nkeine")
    ]


def test_a_question_among_facts_needs_no_colon() -> None:
    assert written(Facts([("Öffentlich?", "ja")])) == [("Facts", "Öffentlich?\tja")]


def test_the_page_is_a4() -> None:
    section = read(paper()).sections[0]
    assert [round(each / Mm(1)) for each in (section.page_width, section.page_height)] == [210, 297]


def test_every_ordered_list_begins_with_one() -> None:
    document = read(paper(Listing(["a", "b"], True), Listing(["c"]), Listing(["d"], True)))
    numbers = values(document, "w:p/w:pPr/w:numPr/w:numId/@w:val")
    assert numbers == ["2", "2", "1", "3"]
    restarts = document.part.numbering_part.element.xpath(
        "w:num[w:lvlOverride/w:startOverride/@w:val='1']/@w:numId"
    )
    assert restarts == ["2", "3"]


def test_a_table_repeats_its_head_and_tears_no_row() -> None:
    document = read(paper(TABLE))
    rows = document.tables[0].rows
    properties = [[child.tag for child in row._tr.trPr] for row in rows]
    assert properties == [
        [qn("w:cantSplit"), qn("w:tblHeader")],
        [qn("w:cantSplit")],
        [qn("w:cantSplit")],
    ]
    assert [cell.text for row in rows for cell in row.cells] == [
        *TABLE.head,
        *(cell for row in TABLE.rows for cell in row),
    ]


def test_a_tables_head_is_bold_and_its_numbers_stand_at_the_right() -> None:
    document = read(paper(TABLE))
    head, first = (row.cells for row in document.tables[0].rows[:2])
    assert {cell.paragraphs[0].style.font.bold for cell in head} == {True}
    assert [cell.paragraphs[0].alignment for cell in first] == [None, None, 2]


def test_a_table_has_its_caption_above_and_for_those_who_do_not_see_it() -> None:
    document = read(paper(TABLE))
    caption = document.paragraphs[3]
    assert (caption.style.name, caption.text) == ("Caption", TABLE.caption)
    assert caption.paragraph_format.keep_with_next is True
    assert values(document, ".//w:tblCaption/@w:val") == [TABLE.caption]
    assert values(document, ".//w:tblDescription/@w:val") == ["Maßnahme · Zuständig · Kosten"]
    assert values(document, ".//w:tblLook/@w:firstRow") == ["1"]
    assert values(document, ".//w:tblLook/@w:firstColumn") == ["1"]


@pytest.mark.parametrize("shares", [(3, 2, 1), (1, 1, 1), (7, 11, 13), (100, 1, 1)])
def test_columns_together_are_as_wide_as_the_text(shares: tuple[int, ...]) -> None:
    document = read(paper(replace(TABLE, shares=shares)))
    widths = [int(width) for width in values(document, ".//w:gridCol/@w:w")]
    assert sum(widths) == TEXT_WIDTH
    assert values(document, ".//w:tr[1]/w:tc/w:tcPr/w:tcW/@w:w") == [str(each) for each in widths]


def test_shares_are_kept_where_the_words_fit() -> None:
    document = read(paper(replace(TABLE, shares=(3, 2, 2))))
    first, second, third = (int(width) for width in values(document, ".//w:gridCol/@w:w"))
    assert (second, third) == (TEXT_WIDTH * 2 // 7, TEXT_WIDTH * 2 // 7)
    assert first == TEXT_WIDTH - second - third


def test_a_column_too_narrow_for_a_date_takes_from_the_others() -> None:
    dates = replace(TABLE, rows=[("a", "b", "31.12.2027")], shares=(50, 50, 1))
    assert values(read(paper(dates)), ".//w:gridCol/@w:w")[2] == str(10 * 118 + 192)


def test_endless_words_leave_the_shares_as_they_are() -> None:
    endless = replace(TABLE, head=["x" * 50] * 12, rows=[], shares=[1] * 12, numeric=())
    widths = {int(width) for width in values(read(paper(endless)), ".//w:gridCol/@w:w")}
    assert min(widths) == TEXT_WIDTH // 12


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError):
        as_docx(paper(replace(TABLE, rows=[("only one",)])))


def test_a_document_never_ends_with_a_table() -> None:
    body = read(paper(TABLE)).element.body
    assert [child.tag for child in body[-3:]] == [qn("w:tbl"), qn("w:p"), qn("w:sectPr")]


def test_a_picture_has_its_width_and_its_words() -> None:
    document = read(paper(FIGURE))
    assert values(document, ".//wp:docPr/@descr") == ["Balken: 62 von 100"]
    assert values(document, ".//wp:docPr/@title") == []
    shape = document.inline_shapes[0]
    assert shape.width.twips == TEXT_WIDTH // 2
    assert round(shape.width / shape.height, 3) == 4
    assert document.paragraphs[4].text == "Abbildung 1: Punkte"
    assert document.paragraphs[4].style.name == "Caption"


def test_pictures_have_numbers_of_their_own() -> None:
    numbers = values(read(paper(FIGURE, FIGURE, FIGURE)), ".//wp:docPr/@id")
    assert len(set(numbers)) == 3


@pytest.mark.parametrize("alt", ["", "  ", "\x00"])
def test_a_picture_without_words_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="no words for those who do not see it"):
        as_docx(paper(replace(FIGURE, alt=alt)))


@pytest.mark.parametrize(
    ("language", "said"), [("de", "de-DE"), ("en", "en-GB"), ("uk", "uk"), ("en-IE", "en-IE")]
)
def test_the_language_is_said(language: str, said: str) -> None:
    document = read(replace(paper(), language=language))
    defaults = document.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert (defaults, document.core_properties.language) == ([said], language)


def test_words_in_another_language_say_so() -> None:
    document = read(paper(Paragraph(Words("Welcome", lang="en")), Paragraph("Willkommen")))
    assert values(document, ".//w:r/w:rPr/w:lang/@w:val") == ["en-GB"]


def test_a_paper_from_right_to_left_is_so_throughout() -> None:
    document = read(
        in_arabic(
            Paragraph(ARABIC),
            Listing([ARABIC], True),
            Facts([("أ", "ب")]),
            replace(TABLE, head="أبت", rows=["دجح"]),
            FIGURE,
        )
    )
    assert len(values(document, ".//w:p[not(w:pPr/w:bidi)]")) == 0
    assert len(values(document, ".//w:r[w:t and not(w:rPr/w:rtl)]")) == 0
    assert len(values(document, ".//w:tblPr/w:bidiVisual")) == 1
    assert len(values(document, "w:sectPr/w:bidi")) == 1
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:bidi") == ["ar"]


@pytest.mark.parametrize(("of", "side"), [(paper(), "left"), (in_arabic(), "right")])
def test_a_notice_has_its_bar_where_its_lines_begin(of: Paper, side: str) -> None:
    path = "w:style[@w:styleId='Notice']/w:pPr/w:pBdr/*[@w:sz='24']"
    (bar,) = read(of).styles.element.xpath(path)
    assert bar.tag == qn(f"w:{side}")


def test_what_people_typed_follows_its_own_letters() -> None:
    typed = [Words(text, is_typed=True) for text in (f"1. {ARABIC}", "Gut.", "2027")]
    german, arabic = read(paper(Listing(typed))), read(in_arabic(Listing(typed)))
    path = "boolean(w:pPr/w:bidi) and boolean(w:r/w:rPr/w:rtl)"
    assert [each._p.xpath(path) for each in german.paragraphs[3:]] == [True, False, False]
    assert [each._p.xpath(path) for each in arabic.paragraphs[3:]] == [True, False, True]


def test_the_draft_stands_at_the_head_of_every_page() -> None:
    section = read(paper()).sections[0]
    assert section.different_first_page_header_footer is False
    assert [each.text for each in section.header.paragraphs] == [DRAFT]
    assert read(replace(paper(), draft="")).sections[0].header.is_linked_to_previous is True


def test_the_foot_counts_the_pages() -> None:
    foot = read(paper()).sections[0].footer.part.element
    assert foot.xpath(".//w:instrText/text()") == [" PAGE ", " NUMPAGES "]
    assert foot.xpath(".//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"] * 2
    assert "".join(foot.xpath(".//w:t/text()")) == "Stadt Musterstadt · IN²Seite 1 / 1"


def test_what_follows_a_page_break_begins_a_page() -> None:
    document = read(paper(Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"), PageBreak()))
    breaks = [each.paragraph_format.page_break_before for each in document.paragraphs[3:]]
    assert breaks == [None, True]


def test_a_cover_has_its_own_page() -> None:
    covered = replace(paper(Heading("Eins")), has_cover=True, cover_facts=[("Stand", "2026")])
    *cover, first = read(covered).paragraphs
    assert [each.text for each in cover[3:]] == ["Stand:\t2026"]
    assert (first.text, first.paragraph_format.page_break_before) == ("Eins", True)


def test_the_contents_lead_to_the_headings() -> None:
    headed = paper(Heading("Eins"), Heading("Tief", 2), Heading("Zu tief", 3), Heading("Zwei"))
    document = read(replace(headed, contents_word="Inhalt"))
    entries = [each for each in document.paragraphs if each.style.name.startswith("toc ")]
    assert [each.text for each in entries] == ["Eins", "Tief", "Zwei"]
    marks = values(document, ".//w:hyperlink/@w:anchor")
    path = "w:p[w:bookmarkStart/@w:name='{}']/w:r/w:t/text()"
    assert [values(document, path.format(mark))[0] for mark in marks] == ["Eins", "Tief", "Zwei"]
    assert values(document, ".//w:instrText/text()") == [' TOC \\o "1-2" \\h \\n ']
    assert values(document, ".//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<w:p>&amp;</w:p>", "<w:p>&amp;</w:p>"),
        ("=cmd()|' /C calc'!A0", "=cmd()|' /C calc'!A0"),
        (COMMAND, COMMAND),
        ("a\x00b\x08c\x1fd\ufffee\uffff", "abcde"),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\nb\r\nc\rd\x0be", "a\nb\nc\nd\ne"),
        ("a\tb", "a\tb"),
        ("  two  spaces  ", "  two  spaces  "),
        ("ß" * 50_000, "ß" * 50_000),
        ("👋🏽\u200f\x85", "👋🏽\u200f\x85"),
    ],
)
def test_words_are_never_more_than_words(typed: str, kept: str) -> None:
    table = DataTable(typed, [typed], [[Words(typed, is_typed=True)]], [1])
    document = read(
        replace(
            paper(Paragraph(typed), Heading(typed), table, replace(FIGURE, alt=typed)),
            title=typed,
            author=typed,
            draft=typed,
            running=typed,
            subtitle=Words("x", lang=typed[:20]),
        )
    )
    shown = [each.text for each in document.paragraphs]
    assert [shown[1], *shown[3:6]] == [kept] * 4
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [kept] * 2
    assert [each.text for each in document.sections[0].header.paragraphs] == [kept]


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_whatever_people_type_is_read_back_as_it_was_cleaned(typed: str) -> None:
    assert written(Paragraph(Words(typed, is_typed=True))) == [("Normal", cleaned(typed))]


def test_the_file_says_whose_it_is_and_nothing_of_its_template() -> None:
    content = as_docx(paper(FIGURE))
    said = docx.Document(io.BytesIO(content)).core_properties
    day = datetime(2026, 11, 26)
    assert (said.title, said.author) == ("Willkommenskultur in Musterstadt", "Stadt Musterstadt")
    assert (said.last_modified_by, said.comments, said.keywords) == ("Stadt Musterstadt", "", "")
    moments = [said.created.replace(tzinfo=None), said.modified.replace(tzinfo=None)]
    assert (said.revision, moments) == (1, [day, day])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/footer1.xml",
            "word/header1.xml",
            "word/media/image1.png",
            "word/numbering.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in everything
    assert b"Theme=" not in everything


def test_equal_papers_give_equal_bytes() -> None:
    blocks = (Heading("Eins"), TABLE, FIGURE, Listing(["a"], True))
    assert as_docx(paper(*blocks)) == as_docx(paper(*blocks))


def test_office_shows_every_word_of_a_council_paper(tmp_path: Path) -> None:
    pages = pages_in_office(
        as_docx(
            paper(
                Facts([("Vorlage", "2026/0417")]),
                Heading("Worum es geht"),
                Paragraph("57 von 100 Punkten", Tone.LEAD),
                FIGURE,
                Paragraph(COMMAND),
                Listing(["zur Kenntnis nehmen", "beschließen"], True),
                Listing(["neu gezählt"], True),
                Paragraph("Haushalt vorbehalten", Tone.NOTICE),
                TABLE,
                PageBreak(),
                Paragraph("Die Bürgermeisterin", Tone.SMALL),
            )
        ),
        tmp_path,
    )
    assert len(pages) == 2
    expected = (
        "Beschlussvorlage|Willkommenskultur in Musterstadt|Für den Rat|Vorlage:|2026/0417|"
        f"Worum es geht|57 von 100 Punkten|Abbildung 1: Punkte|{COMMAND}|Haushalt vorbehalten|"
        "Maßnahmen und ihre Kosten|Willkommensmappe|Bürgerbüro|1.200 €|Seite 1 / 2"
    )
    assert [words for words in expected.split("|") if words not in pages[0]] == []
    numbered = [line.split()[:2] for line in pages[0].splitlines() if line.strip()[1:2] == "."]
    assert numbered == [["1.", "zur"], ["2.", "beschließen"], ["1.", "neu"]]
    assert "Die Bürgermeisterin" in pages[1]


def test_office_repeats_head_and_draft_on_every_page(tmp_path: Path) -> None:
    rows = [(f"Nummer {number}", "Soziales " * 20, "5 €") for number in range(1, 61)]
    pages = pages_in_office(as_docx(paper(replace(TABLE, rows=rows))), tmp_path)
    count = len(pages)
    assert count > 2
    assert [("Zuständig" in page, DRAFT in page) for page in pages] == [(True, True)] * count
    feet = [f"Seite {number} / {count}" for number in range(1, count + 1)]
    assert [foot in page for foot, page in zip(feet, pages, strict=True)] == [True] * count
    everything = "".join(pages)
    assert [number for number in range(1, 61) if f"Nummer {number}" not in everything] == []


def test_office_shows_a_row_longer_than_a_page_whole(tmp_path: Path) -> None:
    words = [f"wort{number}" for number in range(2_000)]
    long = replace(TABLE, rows=[("Lang", " ".join(words), "1")])
    shown = set(" ".join(pages_in_office(as_docx(paper(long)), tmp_path)).split())
    assert [word for word in words if word not in shown] == []


def test_office_reads_a_paper_from_right_to_left(tmp_path: Path) -> None:
    blocks = (Paragraph(ARABIC), replace(TABLE, rows=[("62", ARABIC, "7")]), Listing(["Gut"], True))
    (page,) = pages_in_office(as_docx(in_arabic(*blocks)), tmp_path)
    assert "المعلومات" in page
    head = next(line for line in page.splitlines() if "Zuständig" in line)
    assert head.split() == ["Kosten", "Zuständig", "Maßnahme"]

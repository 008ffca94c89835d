"""Papers as PDF: tagged, to be kept, words as data, and never more than two at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.paper import (
    DataTable,
    Facts,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Tone,
    Words,
)
from app.files.presentable import presentable, shown_signs
from app.files.typesetting import CannotBeTypeset, typeset
from tests.files.papers import a_figure, a_paper
from tests.files.printed import (
    languages_in,
    pages_of,
    says_of_itself,
    tags_in,
    text_of,
    words_for_figures,
    words_of,
)

HOSTILE = (
    '#read("/etc/passwd")',
    "*fett* _kursiv_ $x^2$ `roh`",
    "= Überschrift",
    "<w:p> &amp; <script>",
    "=cmd()",
    "@quelle <marke> \\\\ [inhalt] {code} //kommentar",
)


def test_a_paper_is_tagged_and_says_what_it_is(tmp_path: Path) -> None:
    pdf = typeset(
        a_paper(
            Heading("Lage"),
            Paragraph("Es geht voran.", Tone.LEAD),
            a_figure(),
            Heading("Maßnahmen", 2),
            DataTable("Was zu tun ist", ["Maßnahme", "Kosten"], [["Sprachcafé", "350 €"]], [3, 1]),
            Listing(["eins", "zwei"], is_ordered=True),
            Facts([("Gremium", "Rat")]),
        ),
        locks=tmp_path,
    )

    assert says_of_itself(pdf) == {
        "language": "de-DE",
        "title": "Willkommen in Lindenbruck",
        "title_is_shown": True,
        "is_tagged": True,
        "pdf/ua": "1",
        "pdf/a": "2A",
    }
    tags = tags_in(pdf)
    assert [tag for tag in tags if tag in ("Title", "H1", "H2", "Figure", "Table")] == [
        "Title",
        "H1",
        "Figure",
        "H2",
        "Table",
    ]
    assert (tags.count("TH"), tags.count("TD"), tags.count("LI")) == (2, 2, 2)
    assert words_for_figures(pdf) == ["Information 54 von 100"]


def test_a_figure_without_words_for_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBeTypeset, match="alt"):
        typeset(a_paper(a_figure(alt="")), locks=tmp_path)


def test_a_heading_of_nothing_but_unseen_signs_is_a_dash(tmp_path: Path) -> None:
    pdf = typeset(a_paper(Heading(Words("\u200b \ufe0f", is_typed=True))), locks=tmp_path)

    assert "Lindenbruck –" in words_of(pdf, tmp_path)


def test_contents_name_the_headings_with_a_cover_and_without(tmp_path: Path) -> None:
    of = replace(a_paper(Heading("Lage"), Heading("Maßnahmen", 2)), contents_word="Inhalt")

    for has_cover, pages in ((False, 1), (True, 3)):
        pdf = typeset(replace(of, has_cover=has_cover), locks=tmp_path)

        assert pages_of(pdf) == pages
        assert [words_of(pdf, tmp_path).count(word) for word in ("Inhalt", "Lage")] == [1, 2]


def test_a_drawing_has_our_font(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(typeset(a_paper(a_figure()), locks=tmp_path))) as opened:
        fonts = {str(font.BaseFont)[8:] for font in opened.objects if is_a_font(font)}

    assert fonts == {"FiraSans-Regular", "FiraSans-SemiBold"}


def test_equal_papers_give_equal_bytes(tmp_path: Path) -> None:
    paper = a_paper(Heading("Lage"), a_figure())

    assert typeset(paper, locks=tmp_path) == typeset(paper, locks=tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_arrives_as_text(text: str, tmp_path: Path) -> None:
    pdf = typeset(
        a_paper(
            Heading(text),
            Paragraph(Words(text, is_typed=True)),
            DataTable(text, [text], [[text]], [1]),
        ),
        locks=tmp_path,
    )

    assert words_of(pdf, tmp_path).count(text) == 5


def test_what_no_font_has_arrives_as_its_number(tmp_path: Path) -> None:
    pdf = typeset(a_paper(Paragraph("Haus \U0001f3d8, \ud800, \x00Null, 東")), locks=tmp_path)

    assert "Haus [U+1F3D8], \ufffd, Null, [U+6771]" in words_of(pdf, tmp_path)


def test_other_scripts_are_shaped_and_run_their_way(tmp_path: Path) -> None:
    arabic, ukrainian = "مرحبا بكم في المدينة", "Ласкаво просимо до міста"
    pdf = typeset(
        a_paper(Paragraph(Words(arabic, is_typed=True)), Paragraph(Words(ukrainian, lang="uk"))),
        locks=tmp_path,
    )

    text = text_of(pdf, tmp_path)
    assert ukrainian in text
    assert "مرحبا" in text
    assert languages_in(pdf) == ["uk"]


def test_a_paper_from_right_to_left_has_its_language(tmp_path: Path) -> None:
    pdf = typeset(
        a_paper(Heading("مرحبا"), a_figure(), language="ar", direction="rtl"), locks=tmp_path
    )

    assert says_of_itself(pdf)["language"] == "ar"


def test_draft_stands_on_every_page_and_the_head_of_a_table_too(tmp_path: Path) -> None:
    rows = [[str(number), "Sprachbedarf kennen " * 6] for number in range(90)]
    pdf = typeset(
        a_paper(
            DataTable("Antworten", ["Nummer", "Kriterium"], rows, [1, 4], numeric=[0]),
            PageBreak(),
            Paragraph("Ende"),
            draft="Entwurf",
        ),
        locks=tmp_path,
    )

    pages = text_of(pdf, tmp_path).split("\f")[:-1]
    assert len(pages) == pages_of(pdf) > 3
    assert [page.count("Entwurf") for page in pages] == [1] * len(pages)
    assert [page.count("Kriterium") for page in pages[:-1]] == [1] * (len(pages) - 1)
    assert [f"Seite {number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)


def test_every_sign_that_counts_as_shown_is_printed(tmp_path: Path) -> None:
    signs = "\n".join(map(presentable, map(chr, sorted(shown_signs()))))

    pdf = typeset(a_paper(Heading(signs), Paragraph(Words(signs))), locks=tmp_path)

    assert pages_of(pdf) > 50


def test_no_row_is_torn_and_no_caption_stands_alone(tmp_path: Path) -> None:
    rows = [[f"Anfang{number}", "Wort " * 60 + f"Ende{number}"] for number in range(40)]
    before = [Paragraph("Zeile") for _ in range(32)]

    for blank in range(10):
        blocks = [*before[blank:], DataTable("Beschriftung", ["Nummer", "Text"], rows, [1, 3])]
        pages = text_of(typeset(a_paper(*blocks), locks=tmp_path), tmp_path).split("\f")[:-1]
        for page in pages:
            assert sorted(set(re.findall(r"Anfang(\d+)", page))) == sorted(
                set(re.findall(r"Ende(\d+)", page))
            )
            assert ("Beschriftung" in page) == ("Anfang0 " in page)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=()), min_size=1, max_size=300),
        min_size=20,
        max_size=40,
    )
)
def test_whatever_is_typed_becomes_a_paper(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    blocks = [Paragraph(Words(text, is_typed=True)) for text in texts]

    pdf = typeset(a_paper(*blocks), locks=tmp_path_factory.getbasetemp())

    assert pages_of(pdf) >= 1


def is_a_font(found: pikepdf.Object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Subtype") == "/Type0"

"""The pages that belong to no municipality."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.web.checklists import checklists
from tests.visitor import Page, Visitor

STATEMENTS = ("imprint", "privacy", "accessibility")


@pytest.fixture
def own_texts(app: Flask) -> Path:
    """The folder where an operator lays texts of their own."""
    folder: Path = app.config["STATEMENTS_FOLDER"]
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    return folder


def statement(page: Page) -> str:
    return page.of_class("div", "flow")[0]


def test_the_about_page_says_what_the_criteria_are_not(reader: Visitor) -> None:
    page = reader.opens("/about")

    assert (
        "They are not the original checklist, which was not available to us, "
        "and the project has not endorsed this product."
    ) in page.text
    assert "No certificate, no label, no league table." in page.text


def test_the_about_page_names_every_source_with_its_address(reader: Visitor) -> None:
    page = reader.opens("/about")

    sources = [(source.name, source.url) for source in checklists().sources.values()]
    assert sources
    assert [link for link in page.links if link in sources] == sources


def test_the_about_page_names_every_checklist_with_size_and_version(reader: Visitor) -> None:
    page = reader.opens("/about")

    assert page.texts("h3") == [
        checklist.title.in_language("en") for checklist in checklists().offered()
    ]
    assert page.of_class("p", "hint") == [
        f"{len(checklist.criteria)} criteria, version {checklist.version}"
        for checklist in checklists().offered()
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", STATEMENTS)
def test_our_drafts_say_that_they_are_drafts(app: Flask, name: str, language: str) -> None:
    page = Visitor(app, language=language).opens(f"/{name}")

    draft = {"de": "Entwurf", "en": "Draft"}[language]
    assert statement(page).startswith(draft)


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_operators_own_text_wins(reader: Visitor, own_texts: Path, name: str) -> None:
    (own_texts / f"{name}.en.md").write_text("Ours *alone*.", encoding="utf-8")

    page = reader.opens(f"/{name}")

    assert statement(page) == "Ours alone."
    assert page.texts("em") == ["alone"]


def test_the_operators_german_text_wins_over_our_english_draft_and_says_its_language(
    reader: Visitor, own_texts: Path
) -> None:
    (own_texts / "imprint.de.md").write_text("Stadt Musterort", encoding="utf-8")

    page = reader.opens("/imprint")

    assert statement(page) == "Stadt Musterort"
    flow = next(found for found in page.attributes("div") if found.get("class") == "flow")
    assert flow["lang"] == "de"


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b onclick=x>fett</b>", "&lt;b onclick=x&gt;fett&lt;/b&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("**fett**", "<strong>fett</strong>"),
        ("[uns](/about)", '<a href="/about">uns</a>'),
    ],
)
def test_a_statement_is_markdown_and_never_html(
    reader: Visitor, own_texts: Path, written: str, html: str
) -> None:
    (own_texts / "imprint.en.md").write_text(written, encoding="utf-8")

    page = reader.opens("/imprint")

    assert f"<p>{html}</p>" in page.html


def test_a_statement_with_a_title_of_its_own_stays_below_the_title_of_the_page(
    reader: Visitor, own_texts: Path
) -> None:
    (own_texts / "imprint.en.md").write_text("# Our notice\n\nText\n", encoding="utf-8")

    page = reader.opens("/imprint")

    assert page.texts("h2") == ["Our notice"]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("\ufeffGrüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Gr\ufffd\ufffde"),
        (b"", ""),
    ],
)
def test_a_statement_in_another_encoding_is_shown_as_far_as_it_can_be(
    reader: Visitor, own_texts: Path, content: bytes, shown: str
) -> None:
    (own_texts / "privacy.en.md").write_bytes(content)

    assert statement(reader.opens("/privacy")) == shown


def test_statements_can_be_reached_from_every_page(reader: Visitor) -> None:
    for path in ("/", "/about", "/start", "/no-such-page"):
        page = Page(reader.gets(path))

        assert {address for _, address in page.links} >= {f"/{name}" for name in STATEMENTS}

"""A language of the installation: offered beside ours, English where it is silent, never blank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask_babel import gettext, ngettext

from app import create_app
from app.config import WrongSetting, read_settings
from app.extensions import db
from app.web.own_languages import read_own_languages
from tests.conftest import settings
from tests.languages import FORMS, write_arabic, write_translation
from tests.visitor import Page
from tools.translate import write_for_translators

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"

msgid "Privacy"
msgstr "Gizlilik"

#, fuzzy
msgid "Legal notice"
msgstr "Old words"

msgid "Accessibility"
msgstr "   "

msgid "%(num)s hit"
msgid_plural "%(num)s hits"
msgstr[0] "%(num)s sonuç"
msgstr[1] ""
"""
ARABIC = 'msgid ""\nmsgstr ""\n\nmsgid "Privacy"\nmsgstr "الخصوصية"\n'


def with_header(line: str) -> bytes:
    return ARABIC.replace('msgstr ""\n', f'msgstr ""\n"{line}\\n"\n', 1).encode()


def write(folder: Path, code: str, content: str | bytes, name: str = "messages.po") -> Path:
    file = folder / code / "LC_MESSAGES" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def wrong(folder: Path) -> list[str]:
    """What the start says about this folder, without the setting it begins with."""
    with pytest.raises(WrongSetting) as told:
        read_own_languages(folder)
    lines = str(told.value).splitlines()
    return [line.removeprefix("OWN_TRANSLATIONS_FOLDER: ") for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    write(folder, "tr", PO)
    write_arabic(folder)
    (folder / "README.txt").write_text("Ours.", encoding="utf-8")
    (folder / ".git").mkdir()
    return folder


@pytest.fixture(scope="module")
def speaking(folder: Path, migrated_database: Path) -> Iterator[Flask]:
    """An installation with Turkish, little of it, and Arabic, all of it."""
    database = folder / "test.sqlite"
    database.write_bytes(migrated_database.read_bytes())
    app = create_app({**settings(database), "OWN_TRANSLATIONS_FOLDER": folder})
    yield app
    with app.app_context():
        db.engine.dispose()


def page(app: Flask, language: str, address: str = "/about") -> Page:
    return Page(app.test_client().get(address, headers={"Accept-Language": language}))


def test_nothing_is_added_where_no_folder_is_named(tmp_path: Path) -> None:
    named = read_settings({"INSTANCE_FOLDER": str(tmp_path), "OWN_TRANSLATIONS_FOLDER": ""})

    assert named["OWN_TRANSLATIONS_FOLDER"] is None
    assert read_own_languages(None) == {}


def test_own_languages_come_after_ours_in_the_order_of_the_alphabet(speaking: Flask) -> None:
    buttons = page(speaking, "de").forms[0].buttons

    assert [name for name, _ in buttons] == ["English", "العربية", "Türkçe"]


@pytest.mark.parametrize(
    ("accepted", "language", "direction"),
    [
        ("ar", "ar", "rtl"),
        ("ar-SY,ar;q=0.9,de;q=0.5", "ar", "rtl"),
        ("tr", "tr", "ltr"),
        ("fr", "de", "ltr"),
    ],
)
def test_the_browser_is_asked_for_own_languages_too(
    speaking: Flask, accepted: str, language: str, direction: str
) -> None:
    html = page(speaking, accepted).attributes("html")[0]

    assert (html["lang"], html["dir"]) == (language, direction)


def test_an_own_language_can_be_chosen(speaking: Flask) -> None:
    client = speaking.test_client()

    answer = client.post("/language", data={"language": "tr", "next": "/about"})

    assert answer.status_code == 302
    assert Page(client.get("/about")).attributes("html")[0]["lang"] == "tr"
    assert client.post("/language", data={"language": "fr"}).status_code == 400


def test_a_message_without_a_text_is_english_and_never_blank(speaking: Flask) -> None:
    with speaking.test_request_context(headers={"Accept-Language": "tr"}):
        said = [gettext(each) for each in ("Privacy", "Legal notice", "Accessibility", "Start")]

    assert said == ["Gizlilik", "Legal notice", "Accessibility", "Start"]


def test_a_plural_with_a_form_missing_is_english_altogether(speaking: Flask) -> None:
    with speaking.test_request_context(headers={"Accept-Language": "tr"}):
        said = [ngettext("%(num)s hit", "%(num)s hits", number) for number in (1, 2)]

    assert said == ["1 hit", "2 hits"]


def test_every_plural_form_is_said(speaking: Flask) -> None:
    with speaking.test_request_context(headers={"Accept-Language": "ar"}):
        said = [
            ngettext("%(num)s hit", "%(num)s hits", number).split()[0]
            for number in (0, 1, 2, 3, 100, 11)
        ]

    assert said == [*FORMS]


def test_a_page_says_once_that_some_texts_are_english(speaking: Flask) -> None:
    told = {
        language: page(speaking, language).html.count("exist only in English")
        for language in ("de", "en", "ar", "tr")
    }

    assert told == {"de": 0, "en": 0, "ar": 0, "tr": 1}


def test_english_stands_in_for_a_statement_that_is_not_there(speaking: Flask) -> None:
    flow = [
        found["lang"]
        for language in ("ar", "en", "de")
        for found in page(speaking, language, "/imprint").attributes("div")
        if found.get("class") == "flow"
    ]

    assert flow == ["en", "en", "de"]


def test_what_is_compiled_comes_before_what_is_not(tmp_path: Path) -> None:
    catalog = Catalog(locale="ar")
    catalog.add("Privacy", "compiled")
    write_translation(tmp_path, catalog)
    write(tmp_path, "ar", ARABIC)

    assert read_own_languages(tmp_path)["ar"].texts.gettext("Privacy") == "compiled"


def test_a_file_that_does_not_say_how_it_counts_counts_as_its_language_does(tmp_path: Path) -> None:
    write(tmp_path, "ar", ARABIC)

    plural = read_own_languages(tmp_path)["ar"].texts.plural

    assert [plural(number) for number in (0, 1, 2, 3, 100, 11)] == [0, 1, 2, 3, 4, 5]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (found,) = wrong(tmp_path / "missing")

    assert found.startswith("OWN_TRANSLATIONS_FOLDER cannot be read: ")
    assert str(tmp_path / "missing") in found


@pytest.mark.parametrize("code", ["xx", "arabic", "AR", "iw", "pt_BR", "a", "root", "lost+found"])
def test_a_folder_that_is_no_language_is_told(tmp_path: Path, code: str) -> None:
    write(tmp_path, code, ARABIC)

    assert wrong(tmp_path) == [
        f"{tmp_path / code}: {code!r} is not the code of a language, such as ar, tr or uk."
    ]


@pytest.mark.parametrize("code", ["de", "en"])
def test_ours_cannot_be_replaced(tmp_path: Path, code: str) -> None:
    write(tmp_path, code, ARABIC)

    assert wrong(tmp_path) == [f"{tmp_path / code}: {code} is here already and cannot be replaced."]


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    file = write(tmp_path, "tr", 'msgid "Settings"\nmsgstr ""\n')

    assert wrong(tmp_path) == [
        f"{tmp_path / 'ar' / 'LC_MESSAGES'} has neither messages.mo nor messages.po.",
        f"{file}: It has no text of these pages.",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("messages.mo", b""),
        ("messages.mo", b"no catalogue at all"),
        ("messages.mo", b"\xde\x12\x04\x95" + b"\x00" * 8),
        ("messages.po", b"\xff\xfe\x00"),
        ("messages.po", b"Privacy is Gizlilik"),
        ("messages.po", with_header("Content-Type: text/plain; charset=x")),
        ("messages.po", with_header("Plural-Forms: nplurals=2; plural=n/0;")),
        ("messages.po", with_header("Plural-Forms: nplurals=2; plural=n+;")),
    ],
    ids=["empty", "words", "cut", "no UTF-8", "no .po", "charset", "divided", "unfinished"],
)
def test_a_damaged_file_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    file = write(tmp_path, "ar", content, name)

    assert [line.split(": ")[0] for line in wrong(tmp_path)] == [f"{file} is damaged"]


def test_every_cut_of_a_file_is_told(tmp_path: Path, folder: Path) -> None:
    whole = (folder / "ar" / "LC_MESSAGES" / "messages.mo").read_bytes()

    for length in range(0, len(whole) - 1, len(whole) // 20):
        file = write(tmp_path, "ar", whole[:length], "messages.mo")
        assert [line.split(": ")[0] for line in wrong(tmp_path)] == [f"{file} is damaged"]


@pytest.mark.parametrize(
    ("english", "text", "foreign"),
    [
        ("saved %(time)s", "%(tiem)s", "%(tiem)s"),
        ("saved %(time)s", "%(time)d", "%(time)d"),
        ("saved %(time)s", "% (time)s", "%"),
        ("Privacy", "100 %", "%"),
        ("Privacy", "{name}", "{name}"),
        ("Privacy", "<b onclick=x>", "<, >"),
    ],
)
def test_a_text_that_would_break_its_page_is_told(
    tmp_path: Path, english: str, text: str, foreign: str
) -> None:
    file = write(tmp_path, "tr", f'msgid "{english}"\nmsgstr "{text}"\n')

    assert wrong(tmp_path) == [f"{file}: {text!r} has {foreign}, which {english!r} has not."]


def test_the_installation_does_not_start_with_a_damaged_language(tmp_path: Path) -> None:
    write(tmp_path, "ar", b"no catalogue at all", "messages.mo")

    with pytest.raises(WrongSetting, match=r"messages\.mo is damaged"):
        create_app({**settings(tmp_path / "test.sqlite"), "OWN_TRANSLATIONS_FOLDER": tmp_path})


def test_a_translator_begins_with_every_message_and_goes_on_where_they_were(tmp_path: Path) -> None:
    begun = write_for_translators("uk", tmp_path)
    file = tmp_path / "uk" / "LC_MESSAGES" / "messages.po"
    begun["Privacy"].string = "Конфіденційність"
    with file.open("wb") as opened:
        write_po(opened, begun)

    write_for_translators("uk", tmp_path)

    with file.open("rb") as opened:
        written = read_po(opened)
    first = next(message for message in written if message.id)
    assert (first.id, first.auto_comments) == ("Skip to content", ["Deutsch: Zum Inhalt springen"])
    assert written.num_plurals == 3
    assert written["Privacy"].string == "Конфіденційність"
    assert read_own_languages(tmp_path)["uk"].texts.gettext("Privacy") == "Конфіденційність"

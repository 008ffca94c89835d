"""The language of a page: the reader's choice, then what the browser prefers, then German."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web.addresses import own_address
from app.web.i18n import page_language
from tests.builders import address, an_assessment
from tests.visitor import Visitor


def language_of(visitor: Visitor, *, accepted: str, cookie: str | None = None) -> str:
    if cookie is not None:
        visitor.client.set_cookie("language", cookie)
    visitor.headers = {"Accept-Language": accepted}
    page = visitor.opens("/about")
    assert page.response.headers["Content-Language"] == page.attributes("html")[0]["lang"]
    return page.attributes("html")[0]["lang"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de-AT", "de"),
        ("fr,en;q=0.5,de;q=0.4", "en"),
        ("fr", "de"),
        ("", "de"),
        ("*", "de"),
        ("en;q=0", "de"),
        (";;;q=,,=", "de"),
        ("en" * 5_000, "de"),
        ("../../etc/passwd", "de"),
        ("\u00fc\u00df", "de"),
    ],
)
def test_the_browser_is_asked(visitor: Visitor, accepted: str, language: str) -> None:
    assert language_of(visitor, accepted=accepted) == language


@pytest.mark.parametrize(
    ("cookie", "language"),
    [
        ("de", "de"),
        ("en", "en"),
        ("fr", "en"),
        ("", "en"),
        ("DE", "en"),
        ("../de", "en"),
        ("d" * 4_000, "en"),
    ],
)
def test_the_readers_own_choice_comes_first_if_it_is_one(
    visitor: Visitor, cookie: str, language: str
) -> None:
    assert language_of(visitor, accepted="en", cookie=cookie) == language


def test_the_choice_is_one_press_away_on_every_page_and_lasts(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, "targets?all=1"))

    german = reader.presses(page, "Deutsch")

    assert german.attributes("html")[0]["lang"] == "de"
    assert german.response.request.full_path == address(assessment, "targets?all=1")
    assert reader.opens("/about").attributes("html")[0]["lang"] == "de"


@pytest.mark.parametrize("language", ["fr", "", "DE", "de-DE", "x" * 10_000])
def test_a_language_that_is_not_offered_is_refused(reader: Visitor, language: str) -> None:
    page = reader.posts("/language", {"language": language, "next": "/about"}, status=400)

    assert "language" not in page.response.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    ("sent", "leads_to"),
    [
        ("/about", "/about"),
        ("/about?", "/about"),
        ("/start?q=M%C3%BChl", "/start?q=M%C3%BChl"),
        ("", "/"),
        ("about", "/"),
        ("https://evil.example", "/"),
        ("https://evil.example/about", "/"),
        ("//evil.example", "/"),
        ("//evil.example/about", "/about"),
        ("///evil.example/about", "/"),
        ("////evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\\/evil.example/about", "/"),
        ("\\\\evil.example", "/"),
        ("/%2F%2Fevil.example", "/"),
        ("/about\r\nSet-Cookie: a=b", "/"),
        ("/about\x00", "/"),
        ("/\tevil.example", "/"),
        ("//[evil", "/"),
        ("//[evil]/about", "/"),
        ("javascript:alert(1)", "/"),
        ("data:text/html,x", "/"),
        ("/language", "/"),
        ("/no-such-page", "/"),
        ("/@evil.example", "/"),
        ("/about#//evil.example", "/about"),
        ("/ab\u00f6ut", "/"),
        ("/municipalities/own-a/b/" + "9" * 5_000, "/"),
    ],
)
def test_nobody_is_sent_elsewhere(app: Flask, sent: str, leads_to: str) -> None:
    response = app.test_client().post("/language", data={"language": "en", "next": sent})

    assert (response.status_code, response.location) == (302, leads_to)


@pytest.mark.parametrize("sent", ["/check/about", "//evil.example/check/about"])
def test_behind_a_prefix_addresses_keep_it(app: Flask, sent: str) -> None:
    with app.test_request_context(base_url="http://localhost/check"):
        assert own_address(sent, otherwise="/check/") == "/check/about"


def test_behind_a_prefix_the_page_says_where_it_is(reader: Visitor) -> None:
    page = reader.gets("/about", base_url="http://localhost/check")

    assert 'name="next" value="/check/about?"' in page.text


@pytest.mark.parametrize(
    ("code", "direction", "name"),
    [("de", "ltr", "Deutsch"), ("en", "ltr", "English"), ("ar", "rtl", "العربية")],
)
def test_a_language_knows_its_direction_and_its_own_name(
    code: str, direction: str, name: str
) -> None:
    language = page_language(code)

    assert (language.tag, language.direction, language.name) == (code, direction, name)

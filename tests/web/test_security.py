"""Headers, hosts and cookies."""

from __future__ import annotations

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.web.access import allows, everyone
from app.web.security import HEADERS
from tests.builders import address, an_answer, an_assessment
from tests.conftest import settings
from tests.visitor import Visitor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.fixture
def failing_app(tmp_path: Path) -> Flask:
    """The application with one more view, which fails."""
    app = create_app(settings(tmp_path / "test.sqlite"))

    @app.get("/fails")
    @allows(everyone)
    def fails() -> str:
        raise ZeroDivisionError("a secret of the program")

    return app


def cookies(response: TestResponse) -> dict[str, dict[str, object]]:
    """The attributes of each cookie that a response sets, but for how long it lives."""
    set_now: dict[str, dict[str, object]] = {}
    for header in response.headers.getlist("Set-Cookie"):
        for name, morsel in SimpleCookie(header).items():
            set_now[name] = {
                attribute: morsel[attribute]
                for attribute in ("httponly", "samesite", "secure", "path", "domain")
            }
    return set_now


def test_the_policy_allows_our_own_files_alone() -> None:
    assert HEADERS["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/healthz", 200),
        ("/no-such-page", 404),
        ("/language", 405),
        ("/static/app.css", 200),
        ("/static/no-such-file", 404),
    ],
)
def test_every_response_carries_every_header(visitor: Visitor, path: str, status: int) -> None:
    response = visitor.gets(path)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_redirects_and_unchanged_pages_carry_them_too(visitor: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, "mi_website", level=1)
    tag = visitor.gets(address(assessment, "result")).headers["ETag"]

    redirect = visitor.gets(address(assessment, "next"))
    unchanged = visitor.gets(address(assessment, "result"), headers={"If-None-Match": tag})

    assert (redirect.status_code, unchanged.status_code) == (302, 304)
    for response in (redirect, unchanged):
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_faults_of_ours_carry_them_too(failing_app: Flask) -> None:
    response = failing_app.test_client().get("/fails")

    assert response.status_code == 500
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-store"),
        ("/about", "no-store"),
        ("/static/app.css", "public, max-age=31536000"),
        ("/static/app.css?v=0123456789", "public, max-age=31536000"),
    ],
)
def test_what_may_be_kept_is_said(visitor: Visitor, path: str, kept: str) -> None:
    assert visitor.gets(path).headers["Cache-Control"] == kept


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:5000", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("evil.example:80", 400),
        ("", 400),
        ("local host", 400),
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz"])
def test_only_its_own_names_open_the_check(
    visitor: Visitor, path: str, host: str, status: int
) -> None:
    response = visitor.gets(path, headers={"Host": host})

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "path", ["/", "/about", "/method", "/imprint", "/healthz", "/start", "/static/app.css"]
)
def test_a_reader_gets_no_cookie(visitor: Visitor, path: str) -> None:
    assert cookies(visitor.gets(path)) == {}


def test_a_form_sets_one_cookie_that_scripts_and_other_sites_never_see(visitor: Visitor) -> None:
    response = visitor.gets("/start/own")

    assert cookies(response) == {
        "willkommenscheck": {
            "httponly": True,
            "samesite": "Lax",
            "secure": "",
            "path": "/",
            "domain": "",
        }
    }


def test_the_choice_of_a_language_sets_one_cookie_alone(visitor: Visitor) -> None:
    response = visitor.asks(visitor.client.post, "/language", data={"language": "en"})

    assert cookies(response) == {
        "language": {"httponly": True, "samesite": "Lax", "secure": "", "path": "/", "domain": ""}
    }


def test_texts_of_people_are_never_markup(reader: Visitor) -> None:
    markup = '"><img src=x onerror=alert(1)>'
    reader.posts("/start/own", {"name": markup, "country": markup})
    page = reader.opens("/municipalities/own-img-src-x-onerror-alert-1")

    assert page.title == markup
    assert page.every("img") == []

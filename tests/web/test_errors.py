"""Errors are calm pages in the reader's language, and no typed text is lost."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.web.access import allows, everyone
from tests.builders import address, an_assessment, stored
from tests.conftest import settings
from tests.visitor import Page, Visitor, check_page

SECTION = "sections/mi_needs_and_standards"
KEY = "mi_language_needs"
LONG_TEXT = "Größe & <b>Umfang</b>\n" + "ü" * 5_000
JSON = {"Accept": "application/json"}


@pytest.fixture
def failing_app(tmp_path: Path) -> Flask:
    """The application with one more view, which fails."""
    app = create_app(settings(tmp_path / "test.sqlite"))

    @app.route("/fails", methods=["GET", "POST"])
    @allows(everyone)
    def fails() -> str:
        raise ZeroDivisionError("a secret of the program")

    return app


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Diese Seite gibt es nicht"), ("en", "This page does not exist")],
)
def test_what_does_not_exist_is_said_in_the_readers_language(
    app: Flask, language: str, title: str
) -> None:
    page = Visitor(app, language=language).opens("/no-such-page", status=404)

    assert page.title == title
    assert page.attributes("html")[0]["lang"] == language


def test_a_wrong_method_is_a_page_that_names_the_right_ones(reader: Visitor) -> None:
    page = reader.opens("/language", status=405)

    assert page.title == "That is not possible here"
    assert page.response.headers["Allow"] == "OPTIONS, POST"


def test_too_much_at_once_is_a_page(reader: Visitor) -> None:
    assessment = an_assessment()
    sent = {f"{KEY}-version": "0", f"{KEY}-note": "x" * (4 * 1024 * 1024)}

    page = reader.posts(address(assessment, SECTION), sent, status=413)

    assert page.title == "That is too much text at once"


def test_too_many_fields_are_a_page(reader: Visitor) -> None:
    assessment = an_assessment()
    sent = {f"{KEY}-note-{number}": "x" for number in range(1_100)}

    response = reader.asks(
        reader.client.post,
        address(assessment, SECTION),
        data=sent,
        headers=reader.headers,
        content_type="multipart/form-data",
    )

    assert response.status_code == 413
    check_page(Page(response))


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        (
            "/no-such-page",
            404,
            "This page does not exist. "
            "The address may be mistyped, or the self-check was discarded.",
        ),
        (
            "/language",
            405,
            "That is not possible here. Please go back and use the buttons of the page.",
        ),
    ],
)
def test_who_asks_for_json_gets_json(reader: Visitor, path: str, status: int, error: str) -> None:
    response = reader.gets(path, headers=JSON)

    assert response.status_code == status
    assert response.get_json() == {"errors": [error]}


@pytest.mark.parametrize("token", [None, "", "nonsense", "ImFiYyI.aaaa.bbbb"])
def test_a_form_too_old_comes_back_with_every_text_and_can_be_sent_again(
    reader: Visitor, token: str | None
) -> None:
    assessment = an_assessment()
    sent = {f"{KEY}-version": "0", f"{KEY}-choice": "level:2", f"{KEY}-note": LONG_TEXT}
    sent |= {} if token is None else {"csrf_token": token}
    response = reader.asks(
        reader.client.post, address(assessment, SECTION), data=sent, headers=reader.headers
    )
    expired = Page(response)
    check_page(expired)

    reader.presses(expired, "Send again")

    assert (expired.status, expired.title) == (400, "Please send this once more")
    assert expired.fields[f"{KEY}-note"] == LONG_TEXT
    assert stored(assessment, KEY).note == LONG_TEXT
    assert stored(assessment, KEY).level == 2


def test_a_cookie_that_was_lost_loses_no_text(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, SECTION))
    elsewhere = Visitor(app, language="en")

    expired = elsewhere.presses(page, "Save and go on", {f"{KEY}-note": LONG_TEXT}, status=400)
    elsewhere.presses(expired, "Send again")

    assert stored(assessment, KEY).note == LONG_TEXT


def test_a_page_that_saves_by_itself_hears_that_it_is_too_old(reader: Visitor) -> None:
    assessment = an_assessment()

    reply = reader.saves(address(assessment, f"criteria/{KEY}"), {"csrf_token": "old"}, status=400)

    assert reply == {
        "errors": [
            "This page is too old to save by itself. "
            "Please use the button below; nothing gets lost."
        ]
    }


@pytest.mark.parametrize("path", ["/start/own", "/start/own?from=here"])
def test_sending_to_an_address_with_a_query_comes_back_to_it(reader: Visitor, path: str) -> None:
    response = reader.asks(reader.client.post, path, data={"name": "x"}, headers=reader.headers)

    assert Page(response).forms[-1].action == path


def test_behind_a_prefix_forms_are_sent_back_behind_it(reader: Visitor) -> None:
    response = reader.asks(
        reader.client.post,
        "/start/own",
        data={"name": "x"},
        headers=reader.headers,
        base_url="http://localhost/check",
    )

    assert Page(response).forms[-1].action == "/check/start/own"


def test_a_fault_of_ours_gives_a_number_and_tells_the_log_alone(
    failing_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    client = failing_app.test_client()

    with caplog.at_level(logging.ERROR):
        page = Page(client.get("/fails", headers={"Accept-Language": "en"}))

    check_page(page)
    assert (page.status, page.title) == (500, "Something went wrong on our side")
    number = re.search(r"Incident number: ([0-9a-f]{8})", page.text)
    assert number
    assert f"incident {number[1]}" in caplog.text
    assert "ZeroDivisionError: a secret of the program" in caplog.text
    assert "secret" not in page.html
    assert "Traceback" not in page.html


def test_a_fault_of_ours_gives_a_number_to_programs_too(failing_app: Flask) -> None:
    response = failing_app.test_client().get("/fails", headers={**JSON, "Accept-Language": "en"})

    assert response.status_code == 500
    assert re.fullmatch(
        r"Something went wrong on our side\. What was saved before is safe\. "
        r"Go back in your browser: your text is still there\. Incident number: [0-9a-f]{8}",
        response.get_json()["errors"][0],
    )


def test_a_database_that_is_away_is_a_page(
    failing_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    # Its file was never made, so that no table is there.
    page = Page(failing_app.test_client().get("/", headers={"Accept-Language": "en"}))

    assert page.status == 503
    assert page.response.headers["Retry-After"] == "10"
    assert "no such table" not in page.html
    assert "no such table" in caplog.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_what_another_site_sent_has_no_button_to_send_it_again(
    reader: Visitor, headers: dict[str, str]
) -> None:
    assessment = an_assessment()

    response = reader.asks(
        reader.client.post,
        address(assessment, "discard"),
        data={"confirm": str(assessment.year)},
        headers={**reader.headers, **headers},
    )

    page = Page(response)
    assert (page.status, page.title) == (400, "This request could not be understood")
    assert page.fields == {}


def test_no_note_gets_into_the_log(
    app: Flask, reader: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    assessment = an_assessment()
    token = reader.token()
    db.session.execute(db.text("DROP TABLE answer_change"))
    db.session.commit()
    sent = {"csrf_token": token, f"{KEY}-version": "0", f"{KEY}-note": "nobody's business"}

    response = reader.asks(
        reader.client.post, address(assessment, SECTION), data=sent, headers=reader.headers
    )

    assert Page(response).status == 503
    assert "nobody's business" in Page(response).text
    assert "nobody's business" not in caplog.text

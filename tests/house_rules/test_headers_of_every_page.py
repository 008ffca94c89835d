"""Every response of every page: its headers, what browsers may keep, and cookies for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.assessments.queries import find_assessment
from app.extensions import db
from app.web.security import HEADERS
from tests.builders import CHECKLIST
from tests.house_rules.expectations import FIELDS, MISSING, permission_of
from tests.house_rules.found_forms import every_page, open_as
from tests.house_rules.towns import YEAR, Asker, House, Town, a_town

KEPT_NOWHERE = {"no-store", "private, no-cache"}
"""The second is asked about at each visit, and only the person's own browser has it."""
FOR_ALL_THE_SAME = {"/static/app.css", "/page.js", "/phone.css", "/phone.js"}
# Nobody's: neither a form nor a log-in is on them.
FOR_READING = ["/about", "/accessibility", "/imprint", "/method", "/privacy", "/healthz", "/readyz"]


@pytest.fixture
def house(app: Flask) -> tuple[Town, dict[str, Asker]]:
    place, town = a_town("own-north")
    assessment = find_assessment(town.key, CHECKLIST, YEAR)
    assert assessment
    askers = {one.name: one for one in House(app, place, place, assessment).everybody()}
    # Whoever asks waits for the writer's lock otherwise.
    db.session.commit()
    return town, askers


def every_response(app: Flask, town: Town, asker: Asker) -> Iterator[tuple[str, TestResponse]]:
    """Each page, each form sent with nothing in it and without its token, and what is nowhere."""
    client = app.test_client(use_cookies=False)
    for path in [
        *every_page(app, asker, town),
        "/no-such-page",
        "/language",
        "/static/no-such.css",
    ]:
        yield path, open_as(client, asker, path)
    build, given = app.url_map.bind("localhost").build, {**MISSING, **town.arguments, **asker.own}
    headers = {"Cookie": asker.cookie}
    for endpoint in FIELDS:
        rule = next(app.url_map.iter_rules(endpoint))
        path = build(endpoint, {name: given[name] for name in rule.arguments}, "POST")
        for data in ({}, {"csrf_token": asker.token}):
            sent = Context().run(client.post, path, data=data, headers=headers, buffered=True)
            yield f"POST {path}", sent


@pytest.mark.parametrize("name", ["coordinator", "operator", "nobody"])
def test_every_response_has_every_header_and_is_kept_nowhere(
    app: Flask, house: tuple[Town, dict[str, Asker]], name: str
) -> None:
    town, askers = house
    found = dict(every_response(app, town, askers[name]))

    stricter = {**HEADERS, "Referrer-Policy": "no-referrer"}
    bare = [
        path
        for path, response in found.items()
        if {name: response.headers.get(name) for name in HEADERS} not in (HEADERS, stricter)
    ]
    kept = {
        path
        for path, response in found.items()
        if response.headers["Cache-Control"] not in KEPT_NOWHERE
    }

    assert bare == []
    assert kept == FOR_ALL_THE_SAME
    assert {response.status_code for response in found.values()} >= {200, 302, 400, 404, 405}


def test_a_mere_reader_gets_no_cookie(app: Flask) -> None:
    client = app.test_client()

    for path in FOR_READING:
        client.get(path)

    assert client.get_cookie(app.config["SESSION_COOKIE_NAME"]) is None
    assert [path for path in FOR_READING if "Set-Cookie" in client.get(path).headers] == []


def test_no_page_for_everyone_but_those_with_a_form_sets_a_cookie(
    app: Flask, house: tuple[Town, dict[str, Asker]]
) -> None:
    town, _ = house
    nobody = Asker("without a cookie", is_known=False)
    client = app.test_client(use_cookies=False)

    with_cookie = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if permission_of(app, rule) == "everyone" and "GET" in (rule.methods or ())
        for path in [
            app.url_map.bind("localhost").build(
                rule.endpoint, {name: town.arguments[name] for name in rule.arguments}
            )
        ]
        if "Set-Cookie" in open_as(client, nobody, path).headers
    ]

    assert sorted(with_cookie) == [
        "/invitation/<token>",
        "/join",
        "/log-in",
        "/log-in/forgotten",
        "/session",
    ]


def test_the_token_of_an_invitation_goes_to_no_other_page(
    app: Flask, house: tuple[Town, dict[str, Asker]]
) -> None:
    town, _ = house
    client = app.test_client()
    token = str(town.arguments["token"])

    opened = Context().run(client.get, f"/invitation/{token}")
    page = Context().run(client.get, opened.headers["Location"])

    assert (opened.status_code, opened.headers["Location"]) == (302, "/invitation")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert opened.headers["Cache-Control"] == "no-store"
    assert (page.status_code, token in page.get_data(as_text=True)) == (200, False)

"""Every form of the house, found by opening its pages: new ones come in by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import Context
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house_rules.expectations import MISSING, filled_in
from tests.house_rules.towns import Asker, Town
from tests.house_rules.walking import own_for
from tests.visitor import Page

NAMED = {"input", "select", "textarea", "button"}


@dataclass
class FoundForm:
    """Where a form sends what, and who came upon it."""

    asker: Asker
    endpoint: str
    path: str
    fields: dict[str, set[str]] = field(default_factory=dict)
    """The values that the page itself offers, by name."""

    def __str__(self) -> str:
        return f"{self.asker.name}: {self.path}"


def open_as(client: FlaskClient, asker: Asker, path: str) -> TestResponse:
    headers = {"Cookie": asker.cookie, "Accept-Language": "en"}
    return Context().run(client.get, path, headers=headers, buffered=True)


def every_page(app: Flask, asker: Asker, town: Town) -> list[str]:
    """The addresses of all pages in one town, and of those in none."""
    build, given = app.url_map.bind("localhost").build, {**MISSING, **town.arguments, **asker.own}
    return [
        build(rule.endpoint, {name: own_for(rule.endpoint, given)[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    ]


def forms_found(app: Flask, askers: Iterable[Asker], town: Town) -> list[FoundForm]:
    """One for each view that takes something; where no page shows it, with plausible fields."""
    client, found = app.test_client(use_cookies=False), {}
    askers = [*askers]
    for asker in askers:
        for path in every_page(app, asker, town):
            response = open_as(client, asker, path)
            if response.mimetype == "text/html" and response.status_code == 200:
                for form in _forms_on(app, asker, Page(response)):
                    found.setdefault(form.endpoint, form).fields.update(form.fields)
    build = app.url_map.bind("localhost").build
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in found:
            given = {**MISSING, "email": "x@example.org", **town.arguments, **askers[0].own}
            path = build(rule.endpoint, {name: given[name] for name in rule.arguments}, "POST")
            fields = {name: {text} for name, text in filled_in(rule.endpoint, given).items()}
            found[rule.endpoint] = FoundForm(askers[0], rule.endpoint, path, fields)
    return [*found.values()]


def _forms_on(app: Flask, asker: Asker, page: Page) -> list[FoundForm]:
    forms: list[FoundForm] = []
    name, is_post = "", False
    for tag, attributes in page.tags:
        if tag == "form":
            is_post = attributes.get("method", "get").lower() == "post"
            if is_post:
                forms.append(_form_at(app, asker, attributes.get("action") or page.address))
        elif is_post and tag == "option":
            forms[-1].fields[name].add(attributes.get("value", ""))
        elif is_post and tag in NAMED and "name" in attributes:
            name = attributes["name"]
            forms[-1].fields.setdefault(name, set()).add(attributes.get("value", ""))
    return forms


def _form_at(app: Flask, asker: Asker, action: str) -> FoundForm:
    path = urlsplit(action).path
    endpoint, _ = app.url_map.bind("localhost").match(path, method="POST")
    return FoundForm(asker, endpoint, action)

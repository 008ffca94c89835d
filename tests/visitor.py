"""A visitor: a client that checks every page it opens as a careful reader would."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.extensions import db
from tests.builders import PASSWORD

WITHOUT_CONTENT = frozenset(["br", "hr", "img", "input", "link", "meta", "path"])


@dataclass
class Element:
    """A part of a page with all the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def words(self) -> str:
        """The text with white space folded."""
        return " ".join(self.text.split())


@dataclass
class Form:
    """What a form of a page would send as it stands, and its buttons by their words."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page says: its headings, forms, links and text."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.response = response
        self.status = response.status_code
        self.address = response.request.path
        self.html = response.get_data(as_text=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self._open: list[Element] = []
        self._elements: list[Element] = []
        self.spoken: list[tuple[str, str]] = []
        """Every piece of text with the language it is said to be in."""
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag == "form":
            self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get")))
        if tag == "input":
            self._note_input(attributes)
        if tag == "br":
            self.handle_data(" ")
        chooses = tag == "option" and any(found.tag == "select" for found in self._open)
        if chooses and ("selected" in attributes or not self._in_form(self._select)):
            self.forms[-1].fields[self._select] = attributes["value"]
        if tag not in WITHOUT_CONTENT:
            element = Element(tag, attributes)
            self._open.append(element)
            if not self._is_template:
                self._elements.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while tag in [element.tag for element in self._open]:
            closed = self._open.pop()
            if closed.tag == "textarea" and "name" in closed.attributes:
                self.forms[-1].fields[closed.attributes["name"]] = closed.text.removeprefix("\n")
            if closed.tag == "button" and self.forms and not self._is_template:
                self.forms[-1].buttons.append((closed.words, closed.attributes))
            if closed.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        languages = [found.attributes["lang"] for found in self._open if "lang" in found.attributes]
        self.spoken += [(" ".join(data.split()), languages[-1] if languages else "")]
        for element in self._open:
            element.text += data

    def _note_input(self, attributes: dict[str, str]) -> None:
        chosen = attributes.get("type") not in ("radio", "checkbox") or "checked" in attributes
        if chosen and attributes.get("name"):
            self.forms[-1].fields[attributes["name"]] = attributes.get("value", "")

    @property
    def _is_template(self) -> bool:
        """Inside of what a script may show later: it is not on the page yet."""
        return any(found.tag == "template" for found in self._open)

    @property
    def _select(self) -> str:
        selects = [element for element in self._open if element.tag == "select"]
        return selects[-1].attributes["name"]

    def _in_form(self, name: str) -> bool:
        return name in self.forms[-1].fields

    def texts(self, tag: str) -> list[str]:
        """The texts of all elements of this kind, white space folded."""
        return [element.words for element in self.every(tag)]

    def every(self, *tags: str) -> list[Element]:
        """The elements of these kinds in the order of the page."""
        return [element for element in self._elements if element.tag in tags]

    def text_of(self, id: str) -> str:
        """The text of the element with this id, white space folded."""
        return next(found.words for found in self._elements if found.attributes.get("id") == id)

    def table(self, caption: str) -> list[list[str]]:
        """The cells of the table with this caption, row by row, without its head."""
        rows: list[list[str]] = []
        is_inside = False
        for element in self.every("caption", "tr", "th", "td"):
            if element.tag == "caption":
                is_inside = element.words == caption
            elif is_inside and element.tag == "tr":
                rows.append([])
            elif is_inside:
                rows[-1].append(element.words)
        return rows[1:]

    @property
    def text(self) -> str:
        """Everything readable in the main part."""
        return self.texts("main")[0]

    @property
    def title(self) -> str:
        return self.texts("h1")[0]

    def of_class(self, tag: str, name: str) -> list[str]:
        """The texts of all elements of this kind that carry this class."""
        return [
            element.words
            for element in self.every(tag)
            if name in element.attributes.get("class", "").split()
        ]

    @property
    def messages(self) -> list[str]:
        """What is said above the page about what just happened."""
        text = self.of_class("div", "messages")[0]
        return [text.partition(": ")[2]] if text else []

    @property
    def problems(self) -> list[str]:
        """The errors at the fields."""
        found = self.of_class("p", "field-error") + self.of_class("div", "field-error")
        return [text.removeprefix("Error: ") for text in found]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words and the address of every link."""
        return [(element.words, element.attributes["href"]) for element in self.every("a")]

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def fields(self) -> dict[str, str]:
        """What all forms of the page would send as they stand: hidden, chosen and typed."""
        return {name: text for form in self.forms for name, text in form.fields.items()}


class Visitor:
    """Opens pages and sends forms with their token; each page must pass what a reader expects."""

    def __init__(self, app: Flask, *, language: str = "de") -> None:
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}
        self._token = ""

    def logs_in(self, email: str, password: str = PASSWORD) -> Page:
        """The page after logging in with e-mail and password."""
        entrance = self.opens("/log-in")
        return self.presses(
            entrance,
            {"de": "Anmelden", "en": "Log in"}[self.headers["Accept-Language"]],
            {"email": email, "password": password},
        )

    def opens(self, address: str, *, status: int = 200) -> Page:
        """The page at this address, redirects followed."""
        return self._read(self.gets(address, follow_redirects=True), status=status)

    def follows(self, page: Page, words: str) -> Page:
        """The page behind the first link with these words."""
        return self.opens(next(address for text, address in page.links if text == words))

    def posts(self, address: str, fields: dict[str, Any], *, status: int = 200) -> Page:
        """The page after posting these fields with a token, redirects followed."""
        sent = {"csrf_token": self.token(), **fields}
        response = self.asks(
            self.client.post, address, data=sent, headers=self.headers, follow_redirects=True
        )
        return self._read(response, status=status)

    def presses(
        self, page: Page, words: str, fields: dict[str, Any] | None = None, *, status: int = 200
    ) -> Page:
        """The page after pressing the button with these words; `fields` change its form first."""
        form, button = next(
            (form, attributes)
            for form in page.forms
            for text, attributes in form.buttons
            if text == words
        )
        pressed = {button["name"]: button.get("value", "")} if "name" in button else {}
        sent = {**form.fields, **(fields or {}), **pressed}
        response = self.asks(
            self.client.open,
            form.action or page.address,
            method=form.method.upper(),
            **{"query_string" if form.method == "get" else "data": sent},
            headers=self.headers,
            follow_redirects=True,
        )
        return self._read(response, status=status)

    def saves(self, address: str, fields: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
        """The JSON answer to a page that saves by itself."""
        sent = {"csrf_token": self.token(), **fields}
        headers = {**self.headers, "Accept": "application/json"}
        response = self.asks(self.client.post, address, data=sent, headers=headers)
        assert response.status_code == status, response.get_data(as_text=True)[:2000]
        return dict(response.get_json())

    def gets(self, address: str, **options: Any) -> TestResponse:
        """The bare response, for those who look at its headers."""
        headers = {**self.headers, **options.pop("headers", {})}
        return self.asks(self.client.get, address, headers=headers, **options)

    def token(self) -> str:
        """A form token of this visitor's own session."""
        self._token = self._token or self._new_token()
        return self._token

    def _new_token(self) -> str:
        # Whoever is logged in is led on to a page that has the button to log out.
        return Page(self.gets("/log-in", follow_redirects=True)).fields["csrf_token"]

    def asks(
        self, ask: Callable[..., TestResponse], *arguments: Any, **options: Any
    ) -> TestResponse:
        """Ask as from outside: what the test did is stored, and the server knows nothing of it."""
        db.session.commit()
        db.session.expire_all()
        return Context().run(ask, *arguments, buffered=True, **options)

    def _read(self, response: TestResponse, *, status: int) -> Page:
        page = Page(response)
        assert page.status == status, page.html[:3000]
        check_page(page)
        return page


def check_page(page: Page) -> None:
    """One h1 that is also the title, language and direction, labels, unique ids, nothing inline."""
    assert len(page.texts("h1")) == 1, page.texts("h1")
    html = page.attributes("html")[0]
    assert html["lang"] in ("de", "en")
    assert html["dir"] == "ltr"
    assert page.texts("title")[0].endswith(" – Willkommenscheck")
    assert sorted(page.ids) == sorted(set(page.ids))
    assert not [tag for tag, attributes in page.tags if "style" in attributes or tag == "style"]
    assert not [name for _, found in page.tags for name in found if re.match(r"on[a-z]+$", name)]
    assert all("src" in attributes for attributes in page.attributes("script"))
    assert {link["href"][1:] for link in page.attributes("a") if link["href"][0] == "#"} <= set(
        page.ids
    )
    _check_labels(page)


def _check_labels(page: Page) -> None:
    labelled = {attributes["for"] for attributes in page.attributes("label")}
    assert labelled <= set(page.ids)
    for tag in ("input", "textarea", "select"):
        for attributes in page.attributes(tag):
            if attributes.get("type") not in ("hidden", "submit"):
                named = "aria-label" in attributes or attributes.get("id") in labelled
                assert named, attributes

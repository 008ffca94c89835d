"""The language of a request and its writing direction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from flask import Flask, request
from flask_babel import get_locale

from app.domain.checklist import ShownText, Text
from app.extensions import babel

LANGUAGES = ("de", "en")
LANGUAGE_COOKIE = "language"


@dataclass(frozen=True)
class PageLanguage:
    """What a page needs to know about its language."""

    tag: str
    direction: str
    name: str
    """The language's own name for itself."""


@cache
def page_language(code: str) -> PageLanguage:
    locale = Locale.parse(code)
    name = locale.get_display_name(code) or code
    return PageLanguage(code, locale.text_direction, name[:1].upper() + name[1:])


def choose_language() -> str:
    """The visitor's own choice, then what the browser prefers, then German."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def current_language() -> str:
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def shown(text: Text) -> ShownText:
    """A checklist's text in the language of the page, or its substitute, marked as such."""
    return text.shown(current_language())


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return Locale.parse(code).get_display_name(current_language()) or code


def speak_languages(app: Flask) -> None:
    babel.init_app(app, locale_selector=choose_language)
    app.add_template_global(language_name)

    @app.context_processor
    def language_of_the_page() -> dict[str, Any]:
        return {
            "locale": page_language(current_language()),
            "languages": [page_language(code) for code in LANGUAGES],
            "shown": shown,
        }

    @app.after_request
    def caches_know_the_language(response: Any) -> Any:
        if request.endpoint != "static":
            response.vary.update(["Accept-Language", "Cookie"])
            response.headers.setdefault("Content-Language", current_language())
        return response

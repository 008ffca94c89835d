"""The language of a request and its writing direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, Request, current_app, has_request_context, request
from flask_babel import Domain, get_locale, get_translations

from app.domain.checklist import Checklist, ShownText, Text
from app.extensions import babel
from app.web.own_languages import LANGUAGES, OwnLanguage, read_own_languages
from app.web.problems import is_for_programs

SPEAKS_NO_LANGUAGE = frozenset(
    {"static", "scripts.show", "scripts.show_for_phones", "styles.show_for_phones"}
)


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


def own_languages() -> Mapping[str, OwnLanguage]:
    """What this installation brings along, by language."""
    return cast(Mapping[str, OwnLanguage], current_app.extensions["own_languages"])


def offered_languages() -> tuple[str, ...]:
    """Ours, then those of this installation."""
    return (*LANGUAGES, *own_languages())


def choose_language() -> str:
    """The visitor's own choice, but of programs; then what is preferred, then German."""
    chosen = (
        None
        if is_for_programs()
        else request.cookies.get(current_app.config["LANGUAGE_COOKIE_NAME"])
    )
    offered = offered_languages()
    if chosen in offered:
        return chosen
    return request.accept_languages.best_match(offered) or LANGUAGES[0]


class SpokenRequest(Request):
    """A request that knows its language, found once: a page asks for it a hundred times."""

    @cached_property
    def language(self) -> str:
        locale = get_locale()
        return locale.language if locale else LANGUAGES[0]

    @cached_property
    def translations(self) -> Translations | NullTranslations:
        return cast(DomainOfPages, babel.domain_instance).find_translations()


class DomainOfPages(Domain):
    """The messages of pages, asked for through the request that has found them already."""

    def get_translations(self) -> Translations | NullTranslations:
        if has_request_context():
            return cast(SpokenRequest, request).translations
        return self.find_translations()

    def find_translations(self) -> Translations | NullTranslations:
        """This installation's own, or ours; both speak English where they have no text."""
        own = own_languages().get(str(get_locale()))
        return own.texts if own else super().get_translations()


def current_language() -> str:
    if has_request_context():
        return cast(SpokenRequest, request).language
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def current_translations() -> Translations | NullTranslations:
    if has_request_context():
        return cast(SpokenRequest, request).translations
    return get_translations()


def shown(text: Text) -> ShownText:
    """A checklist's text in the language of the page, or its substitute, marked as such."""
    return text.shown(current_language())


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return Locale.parse(code).get_display_name(current_language()) or code


def lacks_words(checklist: Checklist) -> bool:
    """Whether some of its texts are not there in the language of the page."""
    return current_language() in checklist.incomplete_languages or (
        current_language() not in checklist.languages
    )


def lacks_texts() -> bool:
    """Whether some texts of the pages are not there in their language."""
    own = own_languages().get(current_language())
    return own is not None and not own.is_complete


def speak_languages(app: Flask) -> None:
    """Offer the languages of the pages; raises WrongSetting where an own one is damaged."""
    app.extensions["own_languages"] = read_own_languages(app.config["OWN_TRANSLATIONS_FOLDER"])
    app.request_class = SpokenRequest
    babel.domain_instance = DomainOfPages()
    babel.init_app(app, locale_selector=choose_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: current_translations().gettext(text),
        ngettext=lambda one, many, number: current_translations().ngettext(one, many, number),
        newstyle=True,
    )
    app.add_template_global(language_name)
    app.add_template_global(lacks_words)
    app.add_template_global(lacks_texts)

    @app.context_processor
    def language_of_the_page() -> dict[str, Any]:
        return {
            "locale": page_language(current_language()),
            "languages": [page_language(code) for code in offered_languages()],
            "shown": shown,
        }

    @app.after_request
    def caches_know_the_language(response: Any) -> Any:
        if request.endpoint not in SPEAKS_NO_LANGUAGE:
            response.vary.update(["Accept-Language", "Cookie"])
            if is_for_programs():
                response.vary.add("Authorization")
            response.headers.setdefault("Content-Language", current_language())
        return response

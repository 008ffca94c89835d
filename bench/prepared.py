"""What a template is given, prepared once: plain values in place of the application's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, template_rendered
from markupsafe import Markup

from app.domain.checklist import ShownText
from bench.browser import Browser, Inside

PLAIN = (str, int, float, bool, type(None))


class Prepared:
    """Stands for an object of the application; what was asked of it once is then an attribute."""

    def __init__(self, original: object, prepare: Preparation) -> None:
        self.__dict__["_original"] = original
        self.__dict__["_prepare"] = prepare

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self._prepare.answer(lambda: getattr(self._original, name))
        self.__dict__[name] = found
        return found


class Remembered:
    """Stands for a function of the application; each question is worked out once."""

    def __init__(self, original: Callable[..., object], prepare: Preparation) -> None:
        self._original = original
        self._prepare = prepare
        self._answers: dict[object, Any] = {}

    def __call__(self, *args: Any, **options: Any) -> Any:
        key = (args, tuple(options.items())) if options else args
        if key not in self._answers:
            given = [_original(argument) for argument in args]
            named = {name: _original(value) for name, value in options.items()}
            self._answers[key] = self._prepare.answer(lambda: self._original(*given, **named))
        return self._answers[key]


class Preparation:
    """Turns what a view gave its template into plain values, within the application's context."""

    def __init__(self, app: Flask, address: str) -> None:
        self._app = app
        self._address = address

    def answer(self, work: Callable[[], object]) -> Any:
        """What the application makes of it in a request to this address, as a plain value."""
        asked = self._app.test_request_context(
            self._address, headers={"Accept-Language": "de"}, base_url="http://localhost"
        )
        with asked:
            return self.plain(work())

    def plain(self, value: Any) -> Any:
        if isinstance(value, ShownText) and not value.is_substitute:
            return str(value.text)
        if isinstance(value, (*PLAIN, Markup)):
            return value
        if isinstance(value, Mapping):
            return {key: self.plain(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return tuple(self.plain(one) for one in value)
        if isinstance(value, (set, frozenset)):
            return frozenset(self.plain(one) for one in value)
        if callable(value):
            return Remembered(value, self)
        return Prepared(value, self)


def _original(value: Any) -> Any:
    if isinstance(value, Prepared):
        return value.__dict__["_original"]
    if isinstance(value, tuple):
        return tuple(_original(one) for one in value)
    return value


def given_to_template(app: Flask, address: str) -> dict[str, Any]:
    """What the view at this address gave its template."""
    taken: list[dict[str, Any]] = []

    def take(_sender: Flask, *, context: dict[str, Any], **_more: object) -> None:
        taken.append(context)

    with template_rendered.connected_to(take, app):
        Browser(Inside(app)).get(address)
    return taken[0]

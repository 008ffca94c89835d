"""The style of phones in a workshop: of KERN only what they show, then ours, as one small file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from flask import Blueprint, Flask, Response, request, url_for

from app.web.access import allows, everyone
from app.web.assets import STATIC

bp = Blueprint("styles", __name__)

SHOWN_ON_PHONES = {
    "kern-alert",
    "kern-btn",
    "kern-dark",
    "kern-form-input",
    "kern-icon",
    "kern-icon--danger",
    "kern-icon--info",
    "kern-icon--success",
    "kern-icon--warning",
    "kern-label",
    "kern-light",
    "kern-title",
}
"""KERN's components that participants meet, its colours, and of its many icons four."""
# Without what stands behind two dashes or two low lines: a component keeps all of its parts.
_COMPONENT = re.compile(r"\.(kern-icon--[a-z0-9-]+|kern-[a-z0-9]+(?:-[a-z0-9]+)*)")
_BRACE = re.compile(r'"[^"]*"|[{}]')
_SELECTOR = re.compile(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+")


@cache
def for_phones() -> str:
    kern = (STATIC / "vendor/kern/kern.min.css").read_text(encoding="utf-8")
    ours = (STATIC / "app.css").read_text(encoding="utf-8")
    # The file lies one level above those that it is made of.
    return "".join(_shown(kern)) + ours.replace('url("vendor/', 'url("static/vendor/')


@cache
def fingerprint() -> str:
    return sha256(for_phones().encode()).hexdigest()[:10]


@bp.get("/phone.css")
@allows(everyone)
def show_for_phones() -> Response:
    """Its address changes with it, so that browsers may keep it."""
    response = Response(for_phones(), mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 60 * 60
    response.set_etag(fingerprint())
    response.make_conditional(request)
    return response


def phone_style() -> str:
    return url_for("styles.show_for_phones", v=fingerprint())


def offer_styles(app: Flask) -> None:
    app.add_template_global(phone_style)


def _shown(css: str) -> Iterator[str]:
    """The rules, also inside of conditions, whose selectors a phone can meet."""
    for head, body in _rules(css):
        if head.startswith(("@media", "@supports")):
            inside = "".join(_shown(body))
            if inside:
                yield f"{head}{{{inside}}}"
            continue
        met = [one for one in _SELECTOR.findall(head) if SHOWN_ON_PHONES.issuperset(_named(one))]
        if met:
            yield f"{','.join(met)}{{{body}}}"


def _named(selector: str) -> list[str]:
    return _COMPONENT.findall(selector)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before and inside of each outer pair of braces."""
    depth = start = opened = 0
    for found in _BRACE.finditer(css):
        if found.group() == "{":
            depth += 1
            opened = found.start() if depth == 1 else opened
        elif found.group() == "}":
            depth -= 1
            if depth == 0:
                # A line such as @charset ends before its first rule begins.
                head = css[start:opened].rpartition(";")[2].strip()
                yield head, css[opened + 1 : found.start()]
                start = found.end()

"""The script of every page: small modules, sent as one, for a request costs more than they do."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256

from flask import Blueprint, Flask, Response, request, url_for

from app.web.access import allows, everyone
from app.web.assets import STATIC

bp = Blueprint("scripts", __name__)

SCRIPTS = STATIC / "scripts"
# Each after those that it imports.
MODULES = (
    "page.js",
    "notices.js",
    "session.js",
    "drafts.js",
    "saver.js",
    "saving.js",
    "idle.js",
    "watch.js",
    "making.js",
    "joining.js",
    "ballot.js",
)
ONLY_FOR_PHONES = frozenset({"joining.js", "ballot.js"})
FOR_PHONES = ("page.js", "notices.js", "session.js", "watch.js", "joining.js", "ballot.js")
ON_PAGES = tuple(name for name in MODULES if name not in ONLY_FOR_PHONES)
"""A phone in a workshop fills in no self-check: it need not load how that is done."""
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
# Only lines that are nothing else: they are for readers of the source.
_COMMENT = re.compile(r"^[ ]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)


@cache
def joined(modules: tuple[str, ...] = ON_PAGES) -> str:
    """Modules in one scope, without imports, exports and comments; names must not meet twice."""
    texts = [(SCRIPTS / name).read_text(encoding="utf-8") for name in modules]
    return "\n".join(_COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", text))) for text in texts)


@cache
def fingerprint(modules: tuple[str, ...] = ON_PAGES) -> str:
    return sha256(joined(modules).encode()).hexdigest()[:10]


@bp.get("/page.js")
@allows(everyone)
def show() -> Response:
    """The joined script; its address changes with it, so that browsers may keep it."""
    return _kept(ON_PAGES)


@bp.get("/phone.js")
@allows(everyone)
def show_for_phones() -> Response:
    """The same for people in a workshop."""
    return _kept(FOR_PHONES)


def _kept(modules: tuple[str, ...]) -> Response:
    response = Response(joined(modules), mimetype="text/javascript")
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 60 * 60
    response.set_etag(fingerprint(modules))
    response.make_conditional(request)
    return response


def page_script() -> str:
    """Where the script lies, as pages name it."""
    return url_for("scripts.show", v=fingerprint())


def phone_script() -> str:
    return url_for("scripts.show_for_phones", v=fingerprint(FOR_PHONES))


def offer_script(app: Flask) -> None:
    app.add_template_global(page_script)
    app.add_template_global(phone_script)

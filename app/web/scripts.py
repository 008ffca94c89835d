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
)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@cache
def joined() -> str:
    """All modules in one scope, without their imports and exports; names must not meet twice."""
    texts = [(SCRIPTS / name).read_text(encoding="utf-8") for name in MODULES]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts)


@cache
def fingerprint() -> str:
    return sha256(joined().encode()).hexdigest()[:10]


@bp.get("/page.js")
@allows(everyone)
def show() -> Response:
    """The joined script; its address changes with it, so that browsers may keep it."""
    response = Response(joined(), mimetype="text/javascript")
    response.cache_control.public = True
    response.cache_control.max_age = 365 * 24 * 60 * 60
    response.set_etag(fingerprint())
    response.make_conditional(request)
    return response


def page_script() -> str:
    """Where the script lies, as pages name it."""
    return url_for("scripts.show", v=fingerprint())


def offer_script(app: Flask) -> None:
    app.add_template_global(page_script)

"""Addresses of static files that change with their content, so that browsers may keep them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for

from app.extensions import compress

APP = Path(__file__).parent.parent
STATIC = APP / "static"


@cache
def fingerprint(filename: str) -> str:
    """Ten characters of the file's hash; read once, for files do not change while we serve."""
    return sha256((STATIC / filename).read_bytes()).hexdigest()[:10]


@cache
def edition() -> str:
    """A fingerprint of everything that makes pages: programs, templates, translations."""
    digest = sha256()
    for file in sorted(APP.rglob("*")):
        if file.suffix in (".py", ".html", ".mo", ".css", ".js"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def asset(filename: str) -> str:
    return url_for("static", filename=filename, v=fingerprint(filename))


def offer_assets(app: Flask) -> None:
    """Style and script travel compressed; pages do not, for they hold form tokens."""
    app.config.setdefault("COMPRESS_MIMETYPES", ["text/css", "text/javascript"])
    app.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ["br", "gzip"])
    compress.init_app(app)
    app.add_template_global(asset)

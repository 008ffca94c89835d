"""JSON that a program may keep: it asks whether its copy still holds, and hears yes in a word."""

from __future__ import annotations

import json
from hashlib import sha256

from flask import Response, request

from app.files.assessment_document import HASH, Document, canonical


def answer(document: Document) -> Response:
    """The document in its one way of writing."""
    content = canonical(document)
    return _answer(content, document.get(HASH) or sha256(content).hexdigest())


def answer_kept(content: bytes) -> Response:
    """A document that is written already: these very bytes, and the hash in it is their tag."""
    return _answer(content, json.loads(content)[HASH])


def _answer(content: bytes, tag: str) -> Response:
    response = Response(content, mimetype="application/json")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response

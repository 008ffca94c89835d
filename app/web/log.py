"""The log of a server: one JSON object per line, and nothing in it that people typed."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask.logging import default_handler

ROOT = Path(__file__).parents[2]
LOGGERS_OF_THE_SERVER = ("gunicorn.error", "waitress")
# A net below the rule that messages name no people: what still looks like it is masked.
MASKS = (
    (re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,255}"), "<mail address>"),
    (re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"), "<network address>"),
    (re.compile(r"(?<![\w:])[\da-f:]*::[\da-f:.]*(?![\w:])", re.IGNORECASE), "<network address>"),
    (re.compile(r"(?<![\w:])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}", re.IGNORECASE), "<network address>"),
    (re.compile(r"\b[\da-fA-F]{32,}\b"), "<token>"),
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}"), "<token>"),
    (re.compile(r"(?<=\?)[^\s\"']*=[^\s\"']*"), "<query>"),
)
LONGEST_MESSAGE = 2000


class JsonLine(logging.Formatter):
    """A record as one line of ASCII: no line end, colour or direction mark gets through."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "source": record.name,
            "message": masked(record.getMessage()),
            "incident": getattr(record, "incident", ""),
            **_what_was_asked(),
        }
        if record.exc_info and record.exc_info[1]:
            told |= _what_went_wrong(record.exc_info[1])
        return json.dumps({name: value for name, value in told.items() if value})


def masked(message: str) -> str:
    """The message without what looks like an address or a token, and not endless."""
    message = message[:LONGEST_MESSAGE]
    for pattern, mask in MASKS:
        message = pattern.sub(mask, message)
    return message


def _what_was_asked() -> dict[str, object]:
    """The view and the person by their keys; an address could hold a token, so it is left out."""
    if not has_request_context():
        return {}
    return {
        "method": request.method,
        "view": request.endpoint,
        "person": getattr(g.get("person"), "key", ""),
    }


def _what_went_wrong(error: BaseException) -> dict[str, object]:
    """Kinds of errors and lines of the program; their messages may repeat what was typed."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 10:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": " < ".join(kinds),
        "trace": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(filename: str) -> str:
    """A file of ours from the top of the project, one of a library from its packages."""
    return filename.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]


def prepare_log(app: Flask) -> None:
    """On a server: JSON lines to stderr, from us and from every library. At a desk: plain words."""
    if app.config["MODE"] != "server":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one.formatter, JsonLine)]
    root.addHandler(handler)
    app.logger.removeHandler(default_handler)
    # What gunicorn says about requests goes the same way; it keeps a handler of its own.
    for name in LOGGERS_OF_THE_SERVER:
        for own_handler in logging.getLogger(name).handlers:
            own_handler.setFormatter(JsonLine())

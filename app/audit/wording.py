"""A line of the audit trail in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.audit.events import EVENTS
from app.audit.models import AuditEntry

Speaker = Callable[[Any], str]

_SPEAKERS: dict[str, Speaker] = {}


def speak_fact(name: str, speaker: Speaker) -> None:
    """Let every fact of this name be told by `speaker`, for instance roles by their words."""
    _SPEAKERS[name] = speaker


def event_words(entry: AuditEntry) -> str:
    """“invited an@example.org as editor”; the bare name of an event this program never knew."""
    event = EVENTS.get(entry.event)
    if event is None:
        return entry.event
    facts = {name: _SPEAKERS.get(name, str)(fact) for name, fact in entry.facts.items()}
    sentence = str(event.sentence)
    return sentence % facts if facts else sentence


def speak_on_pages(app: Flask) -> None:
    app.add_template_global(event_words)

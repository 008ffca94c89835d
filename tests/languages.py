"""A language for tests alone: English words behind Arabic letters, from right to left."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app.domain.checklist_files import read_checklist
from app.domain.published import publish
from tests.domain.checklist_folders import write_checklist
from tools.translate import english_messages

MARK = "عر"
"""Before every word of the test language, by which one recognises it."""
FORMS = ("صفر", "واحد", "اثنان", "قليل", "آخر", "كثير")
"""First in each of the six plural forms of Arabic, in the order of Babel's rule."""
THREE_LANGUAGES = "three_languages"
"""The key of a checklist of four criteria in two sections, in German, English and Arabic."""

GAP_OR_WORD = re.compile(r"(%\([a-z_]+\)[a-z]|%%|\{[a-z_]*\})|([^\W\d_][\w'’]*)")

STRUCTURE = f"""\
key: {THREE_LANGUAGES}
version: 1.0.0
languages: [de, en, ar]
default_scale: steps
scales:
  steps:
    levels:
      - {{value: 0, points: 0}}
      - {{value: 1, points: 50}}
      - {{value: 2, points: 100}}
dimensions:
  - key: arriving
    sections:
      - key: first_days
        criteria:
          - {{key: guide, core: true, effort: [S, M]}}
          - {{key: interpreters, core: true, effort: [S, M]}}
      - key: staying
        criteria:
          - {{key: meeting_places, effort: [S, M]}}
          - {{key: german_courses, effort: [S, L]}}
indices:
  - {{key: core, criteria: core}}
"""


def arabic(text: str) -> str:
    """The text in the test language; gaps such as %(name)s stay as they are.

    >>> arabic("Saved at %(time)s")
    'عرSaved عرat %(time)s'
    """
    return GAP_OR_WORD.sub(lambda found: found[1] or f"{MARK}{found[2]}", text)


def write_arabic(folder: Path) -> Path:
    """Write every message of the pages below this folder of translations; the file."""
    catalog = Catalog(locale="ar")
    for message in english_messages():
        if isinstance(message.id, str):
            catalog.add(message.id, arabic(message.id))
        else:
            catalog.add(message.id, tuple(f"{form} {arabic(message.id[1])}" for form in FORMS))
    return write_translation(folder, catalog)


def write_translation(folder: Path, catalog: Catalog) -> Path:
    """Write a catalogue where an installation looks for it; the file."""
    file = folder / str(catalog.locale_identifier) / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_mo(opened, catalog)
    return file


def write_three_languages(root: Path) -> Path:
    """Write and publish the checklist in three languages; the folder of its version."""
    german, english = (
        _words(
            "Ankommen und bleiben",
            ("Nichts", "Erste Schritte", "Eingespielt"),
            {"arriving": "Ankommen", "first_days": "Die ersten Tage", "staying": "Bleiben"},
            {
                "guide": ("Wegweiser", "Gibt es einen Wegweiser für die erste Zeit?"),
                "interpreters": ("Dolmetschen", "Ist jemand da, um zu dolmetschen?"),
                "meeting_places": ("Begegnung", "Gibt es Orte, an denen man sich trifft?"),
                "german_courses": ("Deutschkurse", "Gibt es Deutschkurse am Ort?"),
            },
        ),
        _words(
            "Arriving and staying",
            ("Nothing", "First steps", "Established"),
            {"arriving": "Arriving", "first_days": "The first days", "staying": "Staying"},
            {
                "guide": ("Welcome guide", "Is there a guide for the first weeks?"),
                "interpreters": ("Interpreting", "Is somebody there to interpret?"),
                "meeting_places": ("Meeting places", "Are there places where people meet?"),
                "german_courses": ("German courses", "Are there German courses in town?"),
            },
        ),
    )
    words = {"de": german, "en": english, "ar": _in_arabic(english)}
    written = {
        language: yaml.safe_dump(each, allow_unicode=True, sort_keys=False)
        for language, each in words.items()
    }
    folder = write_checklist(root, STRUCTURE, words=written, key=THREE_LANGUAGES)
    publish(root, read_checklist(folder))
    return folder


def _words(
    title: str,
    levels: tuple[str, ...],
    nodes: dict[str, str],
    criteria: dict[str, tuple[str, str]],
) -> dict[str, Any]:
    return {
        "title": title,
        "scales": {"steps": {value: {"label": label} for value, label in enumerate(levels)}},
        "nodes": {key: {"title": text} for key, text in nodes.items()},
        "indices": {"core": title},
        "criteria": {
            key: {
                "title": name,
                "question": question,
                "levels": {value: f"{label}: {name}." for value, label in enumerate(levels)},
            }
            for key, (name, question) in criteria.items()
        },
    }


def _in_arabic(words: Any) -> Any:
    """The same words in the test language; keys stay."""
    if isinstance(words, dict):
        return {key: _in_arabic(each) for key, each in words.items()}
    return arabic(words)

"""A small checklist in a folder, to be changed line by line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

STRUCTURE = """\
key: probe
version: 1.0.0
languages: [de, en]
default_scale: steps
scales:
  steps:
    levels:
      - {value: 0, points: 0}
      - {value: 1, points: 100/3}
      - {value: 2, points: 100}
bands: [{from: 0, key: low}, {from: 50, key: high}]
dimensions:
  - key: town_hall
    criteria:
      - {key: website, core: true, effort: [S, M], sources: [in2]}
      - {key: opening_hours, weight: 0.5}
    sections:
      - key: counters
        criteria:
          - {key: interpreters}
indices:
  - {key: core, criteria: core}
  - {key: pair, criteria: [website, interpreters]}
replaces:
  version: 0.9.0
  criteria:
    - {kind: reworded, from: [site], to: [website]}
"""

GERMAN = """\
title: Probe
description: Ein Probestück.
scales:
  steps:
    0: {label: Nichts}
    1: {label: Etwas, meaning: Erste Ansätze.}
    2: {label: Alles}
bands:
  low: Am Anfang
  high: Gut unterwegs
nodes:
  town_hall: {title: Rathaus}
  counters: {title: Schalter, short_title: Schalter}
indices:
  core: Kurzform
  pair: Paar
criteria:
  website:
    title: Internetseite
    question: Gibt es sie in mehreren Sprachen?
    help: Auch Leichte Sprache zählt.
    levels:
      0: Nur deutsch.
    next_steps:
      0: Eine Seite übersetzen.
  opening_hours:
    title: Öffnungszeiten
    question: Passen sie?
  interpreters:
    title: Dolmetschen
    question: Ist jemand da?
"""

ENGLISH = """\
checked: false
title: Probe
scales:
  steps:
    0: {label: Nothing}
    1: {label: Something}
    2: {label: Everything}
bands:
  low: At the start
  high: Well on the way
nodes:
  town_hall: {title: Town hall}
  counters: {title: Counters}
indices:
  core: Short form
  pair: Pair
criteria:
  website:
    title: Website
    question: Is it there in several languages?
  opening_hours:
    title: Opening hours
    question: Do they suit people?
  interpreters:
    title: Interpreters
    question: Is somebody there?
"""

WORDS = {"de": GERMAN, "en": ENGLISH}


def write_checklist(
    root: Path,
    structure: str = STRUCTURE,
    *,
    words: Mapping[str, str] = WORDS,
    key: str = "probe",
    version: str = "1.0.0",
) -> Path:
    """Write the files of one version below a folder of checklists; the version's own folder."""
    folder = root / key / version
    folder.mkdir(parents=True)
    (folder / "checklist.yaml").write_text(structure, encoding="utf-8")
    for language, content in words.items():
        (folder / f"{language}.yaml").write_text(content, encoding="utf-8")
    return folder


def changed(content: str, old: str, new: str) -> str:
    """The content with one passage exchanged, which must be there exactly once."""
    assert content.count(old) == 1, old
    return content.replace(old, new)

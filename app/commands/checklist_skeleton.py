"""The commented files with which a new checklist begins."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.yaml_scalars import TrapFound, plain_value

FIRST_VERSION = "1.0.0"

_STRUCTURE = """\
# The structure: what is asked, in which order, with which weight. The words stand beside it,
# in one file per language. Keys are written in small letters, digits and “_”; each is used once.
key: {key}
version: 1.0.0
languages: [de, en]              # the first stands in for a missing text

default_scale: steps
scales:
  steps:
    levels:                      # any number of levels; points from 0 to 100, never falling
      - {{value: 0, points: 0}}
      - {{value: 1, points: 100/3}}      # numbers or exact fractions
      - {{value: 2, points: 200/3}}
      - {{value: 3, points: 100}}

total: {{aggregate: mean, completeness: 0.8}}   # mean of the dimensions, or pooled
bands:                           # words for scores, from here up to the next
  - {{from: 0, key: starting}}
  - {{from: 50, key: established}}

dimensions:
  - key: first_dimension
    weight: 1                    # default 1; 0 and fractions are allowed
    aggregate: pooled            # pooled over its criteria (default), or mean of its children
    sections:                    # sections may hold further sections
      - key: first_section
        criteria:
          - key: first_criterion
            weight: 1
            core: true           # asked in the short form, too
            influence: own       # own | shared | advocate
            effort: [S, M, L]    # of the step from each level to the next
            not_applicable: true # may be answered with “does not apply”
          - key: second_criterion

indices:                         # extra totals over some criteria
  - {{key: core, criteria: core}}  # every criterion marked core; or a list of keys
"""

_GERMAN = """\
# Die Texte auf Deutsch. Gewichte und Reihenfolge stehen in checklist.yaml.
title: Neue Checkliste
description: Wofür diese Checkliste da ist und wer sie ausfüllt.

scales:
  steps:
    0:
      label: Nicht vorhanden
      meaning: Es gibt nichts oder niemand ist zuständig.      # darf fehlen
    1:
      label: Erste Schritte
    2:
      label: In Teilen verankert
    3:
      label: Systematisch und überprüft

bands:
  starting: Am Anfang
  established: Verankert

nodes:                           # Dimensionen und Abschnitte
  first_dimension:
    title: Erste Dimension
    short_title: Erste           # für Diagramme; darf fehlen
  first_section:
    title: Erster Abschnitt

indices:
  core: Kurzform

criteria:
  first_criterion:
    title: Erstes Kriterium
    question: Was wollen wir wissen?
    help: Was als Nachweis zählt.                              # darf fehlen
    levels:                      # was jede Stufe hier bedeutet; darf fehlen
      0: Das gibt es bei uns nicht.
      3: Das gilt überall und wird jedes Jahr überprüft.
    next_steps:                  # der Schritt von dieser Stufe zur nächsten; darf fehlen
      0: Eine zuständige Person benennen.
  second_criterion:
    title: Zweites Kriterium
    question: Was wollen wir noch wissen?
"""

_ENGLISH = """\
# The words in English. Weights and order stand in checklist.yaml.
checked: false                   # an unchecked translation is shown as such; delete once checked
title: New checklist
description: What this checklist is for and who fills it in.

scales:
  steps:
    0:
      label: Not in place
      meaning: Nothing exists or nobody is responsible.        # optional
    1:
      label: First steps
    2:
      label: Established in parts
    3:
      label: Systematic and reviewed

bands:
  starting: At the start
  established: Established

nodes:                           # dimensions and sections
  first_dimension:
    title: First dimension
    short_title: First           # for charts; optional
  first_section:
    title: First section

indices:
  core: Short form

criteria:
  first_criterion:
    title: First criterion
    question: What do we want to know?
    help: What counts as evidence.                             # optional
    levels:                      # what each level means here; optional
      0: We do not have this.
      3: This applies everywhere and is reviewed every year.
    next_steps:                  # the step from this level to the next; optional
      0: Name a person who is responsible.
  second_criterion:
    title: Second criterion
    question: What else do we want to know?
"""


def skeleton(key: str) -> Mapping[str, str]:
    """The files of a new checklist by name; they pass every check."""
    return {
        "checklist.yaml": _STRUCTURE.format(key=_as_yaml(key)),
        "de.yaml": _GERMAN,
        "en.yaml": _ENGLISH,
    }


def _as_yaml(key: str) -> str:
    """The key, in quotes where it would be read as something else, such as “no”."""
    try:
        is_text = plain_value(key) == key
    except TrapFound:
        is_text = False
    return key if is_text else f'"{key}"'

"""The self-proving archive: checklist, answers and results in one ZIP, with the hash of each.

In ten years somebody can open it without us: the files are plain, README.txt says what they are,
and `flask archive verify` works every number out again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.domain.scoring import ENGINE_VERSION

FORMAT, FORMAT_VERSION = "willkommenscheck-archive", 1
MANIFEST, README, DOCUMENT, ANSWERS = (
    "manifest.json",
    "README.txt",
    "assessment.json",
    "answers.csv",
)
CHECKLIST_FOLDER = "checklist/"
# Equal content makes equal archives, so a file knows nothing of the moment it was made.
_MADE = (2000, 1, 1, 0, 0, 0)
_EXPLAINED = """\
Dies ist ein Selbstcheck des Willkommenschecks, so wie er bei der Ausgabe war.

  checklist/       die Checkliste: Aufbau (checklist.yaml) und Worte je Sprache
  assessment.json  Antworten, Ziele und alle Werte, genau als Brüche
  answers.csv      dieselben Antworten als Tabelle
  manifest.json    Fassung des Rechenwerks und der SHA-256 jeder Datei

„flask archive verify DATEI“ rechnet jeden Wert neu aus und sagt, ob alles gleich ist.
Die Kriterien folgen den drei veröffentlichten Dimensionen von IN2 in eigenen Worten.

This is a self-check of the Willkommenscheck as it was when it was taken out.

  checklist/       the checklist: structure (checklist.yaml) and words per language
  assessment.json  answers, targets and every score, exact as fractions
  answers.csv      the same answers as a table
  manifest.json    version of the engine, and the SHA-256 of every file

"flask archive verify FILE" works every number out again and says whether all is equal.
The criteria follow the three published dimensions of IN2 in our own words.
"""


def make_archive(*, document: bytes, answers: bytes, texts: Mapping[str, str]) -> bytes:
    """The ZIP, the same bytes for the same content; `texts` are the checklist's files by name."""
    files = {
        README: _EXPLAINED.encode("utf-8"),
        DOCUMENT: document,
        ANSWERS: answers,
        **{f"{CHECKLIST_FOLDER}{name}": text.encode("utf-8") for name, text in texts.items()},
    }
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "engine_version": ENGINE_VERSION,
        "files": {name: sha256_of(content) for name, content in sorted(files.items())},
    }
    files[MANIFEST] = (json.dumps(manifest, indent=1) + "\n").encode("utf-8")
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in sorted(files.items()):
            entry = ZipInfo(name, _MADE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

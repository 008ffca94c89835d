"""Bring the German catalogue up to date with the English messages in code and templates.

For developers only: `python tools/translate.py`. It adds new messages without a text, marks changed
ones as fuzzy, drops what nobody says any more, and compiles. Then write or check those texts in
`messages.po` and run it again. With `--check` it changes nothing and ends with 1 if a message is
missing, fuzzy or obsolete. The test of the house rules does the same.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "de"
PO_FILE = ROOT / "app" / "translations" / LANGUAGE / "LC_MESSAGES" / "messages.po"
MO_FILE = PO_FILE.with_suffix(".mo")

KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
HEADER = """\
# SPDX-FileCopyrightText: 2026 Willkommenscheck contributors
# SPDX-License-Identifier: EUPL-1.2
# The German texts of the Willkommenscheck; tools/translate.py keeps this file in order."""


class DatelessCatalog(Catalog):
    """A catalogue whose header only says what readers of the file need, so it is stable."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def english_messages() -> Catalog:
    """Every message that code and templates can say."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalog = Catalog()
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours)
    for _, _, message, _, _ in found:
        catalog.add(message)
    return catalog


def _is_ours(folder: str) -> bool:
    path = Path(folder)
    return path == ROOT or path.relative_to(ROOT).parts[0] == "app"


def german_texts() -> Catalog:
    """The catalogue as it is committed; an empty one before the first run."""
    if not PO_FILE.exists():
        return Catalog(locale=LANGUAGE)
    with PO_FILE.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def in_order(catalog: Catalog) -> bytes:
    """The .po file: sorted, without dates and places, so that a difference shows only words."""
    file = io.BytesIO()
    write_po(file, _dateless(catalog), width=100, no_location=True, sort_output=True)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The .mo file, equal for equal texts."""
    file = io.BytesIO()
    write_mo(file, _dateless(catalog))
    return file.getvalue()


def _dateless(catalog: Catalog) -> Catalog:
    plain = DatelessCatalog(locale=LANGUAGE, header_comment=HEADER, fuzzy=False)
    for message in _texts(catalog):
        plain[message.id] = message
    return plain


def complaints(english: Catalog, german: Catalog) -> Iterator[str]:
    """One line for each message that has no valid German text, and for each text of no use."""
    for message in _texts(english):
        text = german.get(message.id)
        if text is None or not _is_translated(text):
            yield f"missing: {message.id!r}"
        elif text.fuzzy:
            yield f"fuzzy: {message.id!r}"
    said = {message.id for message in _texts(english)}
    yield from (f"obsolete: {text.id!r}" for text in _texts(german) if text.id not in said)
    yield from (f"obsolete: {text!r}" for text in german.obsolete)


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(texts) and all(texts)


def update() -> Catalog:
    """Write the .po file anew with every message there is, and the .mo file."""
    german = german_texts()
    german.update(english_messages())
    german.obsolete.clear()
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    PO_FILE.write_bytes(in_order(german))
    MO_FILE.write_bytes(compiled(german))
    return german


def main() -> int:
    parser = argparse.ArgumentParser(description="Keep the German texts complete.")
    parser.add_argument("--check", action="store_true", help="change nothing, only look")
    german = german_texts() if parser.parse_args().check else update()
    found = list(complaints(english_messages(), german))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

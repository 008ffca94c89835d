"""Bring a catalogue of texts up to date with the English messages in code and templates.

For developers: `python tools/translate.py`. It keeps the German texts: it adds new messages without
a text, marks changed ones as fuzzy, drops what nobody says any more, and compiles. Then write or
check those texts in `messages.po` and run it again. With `--check` it changes nothing and ends with
1 if a message is missing, fuzzy or obsolete. The test of the house rules does the same.

For translators: `python tools/translate.py --language uk --out FOLDER` writes a catalogue for an
installation, or brings it up to date: FOLDER/uk/LC_MESSAGES/messages.po. What stands on every page
comes first, and the German text stands beside each English one.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
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
SEEN_FIRST = ("app/templates/base.html", "app/templates/components/", "app/templates/", "app/")
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
    """Every message that code and templates can say, and where."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalog = Catalog()
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours)
    for file, line, message, _, _ in found:
        catalog.add(message, locations=[(file, line)])
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


def write_for_translators(language: str, folder: Path) -> Catalog:
    """Write every message into the .po file of this language; texts that stand there stay."""
    file = folder / language / "LC_MESSAGES" / "messages.po"
    comment = f"# The texts of the Willkommenscheck in {Locale.parse(language).english_name}."
    catalog = Catalog(locale=language, project="Willkommenscheck", header_comment=comment)
    if file.exists():
        with file.open("rb") as opened:
            catalog = read_po(opened, locale=language)
    english, german = english_messages(), german_texts()
    catalog.update(english)
    catalog.obsolete.clear()
    ordered = Catalog(locale=language, fuzzy=False)
    ordered.header_comment, ordered.mime_headers = catalog.header_comment, catalog.mime_headers
    for message in sorted(_texts(catalog), key=_place):
        text = german.get(message.id)
        message.auto_comments = [f"Deutsch: {each}" for each in _strings(text) if each]
        ordered[message.id] = message
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, ordered, width=100)
    return ordered


def _place(message: Message) -> tuple[int, str, int]:
    """Where it is seen first: on every page, in parts of pages, on pages, elsewhere."""
    places = [(file, line or 0) for file, line in message.locations]
    rank, file, line = min((_rank(file), file, line) for file, line in places)
    return rank, file, line


def _rank(file: str) -> int:
    return next(rank for rank, start in enumerate(SEEN_FIRST) if file.startswith(start))


def _strings(message: Message | None) -> tuple[str, ...]:
    text = message.string if message else ""
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def main() -> int:
    parser = argparse.ArgumentParser(description="Keep texts complete; without options the German.")
    parser.add_argument("--check", action="store_true", help="change nothing, only look")
    parser.add_argument("--language", help="a language of an installation, such as uk")
    parser.add_argument("--out", type=Path, default=Path(), help="the folder of such languages")
    options = parser.parse_args()
    if options.language:
        texts = list(_texts(write_for_translators(options.language, options.out)))
        done = sum(_is_translated(text) and not text.fuzzy for text in texts)
        sys.stdout.write(f"{options.language}: {done} of {len(texts)} messages have a text.\n")
        return 0
    german = german_texts() if options.check else update()
    found = list(complaints(english_messages(), german))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

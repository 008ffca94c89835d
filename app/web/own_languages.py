"""The languages that an installation brings along: gettext files in a folder, read at the start."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from app.config import WrongSetting

LANGUAGES = ("de", "en")
"""Those we ship; the first is spoken to whoever prefers none that is offered."""

# Complete, which the house rules hold: what it has is what pages can say.
GERMAN = Path(__file__).parents[1] / "translations" / "de" / "LC_MESSAGES" / "messages.mo"
FILES = ("messages.mo", "messages.po")
# What a damaged file makes babel raise.
UNREADABLE = (OSError, ValueError, LookupError, ArithmeticError, struct.error, PoFileError)
GAP = re.compile(r"%\([a-z_]+\)[a-z]|%%|\{[a-z_]*\}")
SIGNS = frozenset("%{}<>")
"""Outside a gap they break a page, or put markup into it."""
COUNTED_TO = 1_000


@dataclass(frozen=True)
class OwnLanguage:
    """What pages say in a language of this installation; English where it has no text."""

    texts: Translations
    is_complete: bool


def read_own_languages(folder: Path | None) -> Mapping[str, OwnLanguage]:
    """The languages in this folder by their codes, in the order of the alphabet.

    Raises WrongSetting with everything that is wrong, one line each, naming the file.
    """
    if folder is None:
        return {}
    try:
        found = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        raise WrongSetting(f"OWN_TRANSLATIONS_FOLDER cannot be read: {error}") from error
    german = _read(GERMAN, "de")
    problems: list[str] = []
    languages = {}
    for each in found:
        if not each.name.startswith("."):
            languages[each.name] = _read_language(each, german, problems)
    if problems:
        raise WrongSetting("\n".join(f"OWN_TRANSLATIONS_FOLDER: {line}" for line in problems))
    return {code: language for code, language in languages.items() if language}


def _read_language(folder: Path, german: Catalog, problems: list[str]) -> OwnLanguage | None:
    """One language; None where something is wrong, which is added to `problems`."""
    file = next(filter(Path.exists, (folder / "LC_MESSAGES" / name for name in FILES)), None)
    if wrong := _wrong_name(folder.name):
        problems.append(f"{folder}: {wrong}")
    elif file is None:
        problems.append(f"{folder / 'LC_MESSAGES'} has neither {' nor '.join(FILES)}.")
    else:
        try:
            catalog = _read(file, folder.name)
            found = [*_wrong_texts(catalog, german)]
            problems += [f"{file}: {line}" for line in found]
            return None if found else _language(catalog, german)
        except UNREADABLE as error:
            problems.append(f"{file} is damaged: {error}")
    return None


def _wrong_name(code: str) -> str:
    if code in LANGUAGES:
        return f"{code} is here already and cannot be replaced."
    try:
        is_known = re.fullmatch("[a-z]{2,3}", code) and str(Locale.parse(code)) == code
    except (ValueError, UnknownLocaleError):
        is_known = False
    return "" if is_known else f"{code!r} is not the code of a language, such as ar, tr or uk."


def _read(file: Path, code: str) -> Catalog:
    with file.open("rb") as opened:
        if file.suffix == ".po":
            return read_po(opened, locale=code, ignore_obsolete=True, abort_invalid=True)
        catalog = read_mo(opened)
    # A file that does not say how it counts, counts as its language does.
    catalog.locale = Locale.parse(code)
    return catalog


def _texts(catalog: Catalog) -> dict[str, Message]:
    """What has a text by its English one; of plurals by the singular, if no form is missing."""
    return {
        _forms(message.id)[0]: message
        for message in catalog
        if message.id
        and not (message.fuzzy or message.context)
        and all(text and text.strip() for text in _forms(message.string))
    }


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """What is said, one or in plural; nothing said is blank."""
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def _wrong_texts(catalog: Catalog, german: Catalog) -> Iterator[str]:
    """A line for each text that would break its page."""
    said, texts = _texts(german), _texts(catalog)
    if not texts.keys() & said.keys():
        yield "It has no text of these pages."
    for name in sorted(texts.keys() & said.keys()):
        english = " ".join(_forms(said[name].id))
        for text in _forms(texts[name].string):
            foreign = _gaps_and_signs(text) - _gaps_and_signs(english)
            if foreign:
                yield f"{text!r} has {', '.join(sorted(foreign))}, which {name!r} has not."


def _gaps_and_signs(text: str) -> set[str]:
    return {*GAP.findall(text)} | (SIGNS & {*GAP.sub("", text)})


def _language(catalog: Catalog, german: Catalog) -> OwnLanguage:
    said, texts = _texts(german), _texts(catalog)
    # Without its gaps, so that gettext itself falls back to the English text it is asked for.
    whole = Catalog(locale=catalog.locale)
    whole.mime_headers = catalog.mime_headers
    for name in sorted(texts.keys() & said.keys()):
        whole[texts[name].id] = texts[name]
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    translations = Translations(compiled)
    for number in range(COUNTED_TO):
        translations.plural(number)
    return OwnLanguage(translations, is_complete=said.keys() <= texts.keys())

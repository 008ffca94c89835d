"""Whatever the product can say in English, it can say in German."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from tools import translate

GAP = re.compile(r"%\([a-z_]+\)[a-z]|%%|\{[a-z_]*\}")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

ENGLISH = translate.english_messages()
GERMAN = translate.german_texts()
MESSAGES = [message for message in GERMAN if message.id]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each German text beside the English one it stands for, singular and plural."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string, strict=True)


def texts() -> list[str]:
    return [german for message in MESSAGES for _, german in pairs(message)]


def name_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def marked_in_python() -> Iterator[str]:
    """Every literal message in the code, read from the syntax tree: f-strings hide some."""
    for file in sorted((translate.ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in translate.KEYWORDS and isinstance(first, ast.Constant):
                    yield str(first.value)


def test_every_message_has_a_german_text_and_every_text_its_message() -> None:
    complaints = list(translate.complaints(ENGLISH, GERMAN))

    assert complaints == []


def test_no_message_hides_from_the_extraction() -> None:
    extracted = {name_of(message) for message in ENGLISH}

    assert sorted(set(marked_in_python()) - extracted) == []


@pytest.mark.parametrize("message", MESSAGES, ids=name_of)
def test_the_gaps_are_the_same_in_both_languages(message: Message) -> None:
    gaps = [tuple(Counter(GAP.findall(text)) for text in pair) for pair in pairs(message)]

    assert [english for english, _ in gaps] == [german for _, german in gaps]


def test_the_catalogue_is_in_order() -> None:
    assert translate.PO_FILE.read_bytes() == translate.in_order(GERMAN)


def test_what_is_shipped_is_what_was_translated() -> None:
    assert translate.MO_FILE.read_bytes() == translate.compiled(GERMAN)


def test_every_german_quotation_is_opened_and_closed() -> None:
    unbalanced = [text for text in texts() if text.count("„") != text.count("“") or "”" in text]

    assert unbalanced == []


def test_a_number_is_not_torn_from_its_unit() -> None:
    torn = [text for text in texts() if re.search(r" %%|z\. B\.", text)]

    assert torn == []
    assert any(f"{NO_BREAK_SPACE}%%" in text for text in texts())

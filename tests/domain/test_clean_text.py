"""Every text from outside passes one filter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clean_text import UnclearText, clean_text


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("  Rathaus \n", "Rathaus"),
        ("Bu\u0308ro", "Büro"),
        ("eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
        ("a\tb", "a\tb"),
        ("a\x00b\x07c\x1bd\x7fe\x85f", "abcdef"),
        ("\u202eevil\u202c\u2066x\u2069", "evilx"),
        ("مرحبا بكم", "مرحبا بكم"),
        ("zero\u200dwidth", "zero\u200dwidth"),
        ("\ufeff\u200b", ""),
        (" \u00ad\u200e\u2060\ufe0f ", ""),
        ("\u200fא\u200b", "\u200fא\u200b"),
        ("", ""),
    ],
)
def test_a_text_is_cleaned(given_text: str, cleaned: str) -> None:
    assert clean_text(given_text) == cleaned


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(UnclearText) as refused:
        clean_text("a\ud800")

    assert str(refused.value) == "The text contains a broken character."


def test_the_limit_counts_what_remains() -> None:
    assert clean_text("  abc\x00  ", limit=3) == "abc"
    with pytest.raises(UnclearText) as refused:
        clean_text("abcd", limit=3)

    assert refused.value.reason.format(**refused.value.facts) == (
        "The text is longer than 3 characters."
    )


def test_a_pile_of_accents_is_refused() -> None:
    pile = "a" + "\u0301\u0316" * 200_000

    with pytest.raises(UnclearText):
        clean_text(pile)


@given(st.text())
def test_a_clean_text_is_stable_composed_and_printable(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except UnclearText:
        return

    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert {c for c in cleaned if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}

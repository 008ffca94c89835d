"""Labels: cleaned, capped and wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.labels import clean_text, text_width, wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kurz", ("Kurz",)),
        ("", ()),
        ("Mehrsprachige Informationen", ("Mehrsprachige", "Informationen")),
        ("Integrations- und Teilhabe", ("Integrations- und", "Teilhabe")),
        ("Asylbewerber/Geflüchtete", ("Asylbewerber/", "Geflüchtete")),
        ("Donaudampfschifffahrtsamt", ("Donaudampfschi-", "fffahrtsamt")),
        ("Eins zwei drei vier fünf sechs", ("Eins zwei drei", "vier fünf sechs")),
        ("Eins zwei drei vier fünf sechs sieben", ("Eins zwei drei", "vier fünf sechs…")),
    ],
)
def test_labels_wrap_at_words_and_hyphens(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 120, size=14) == lines


@given(st.text(max_size=200), st.integers(20, 300), st.integers(1, 3))
def test_lines_fit_and_are_not_too_many(text: str, width: int, lines: int) -> None:
    found = wrapped(text, width, size=14, lines=lines)

    assert len(found) <= lines
    assert all(text_width(line, 14) <= width or len(line) <= 2 for line in found)


@given(st.text(max_size=500), st.integers(1, 100))
def test_clean_text_is_short_printable_and_stays_as_it_is(text: str, limit: int) -> None:
    cleaned = clean_text(text, limit)

    assert len(cleaned) <= limit
    assert clean_text(cleaned, limit) == cleaned
    assert cleaned == cleaned.strip()


def test_direction_overrides_go_and_joiners_stay() -> None:
    assert clean_text("\u202eamt\u202c \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645") == (
        "amt \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )

"""Text as our fonts can show it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.files.presentable import lines_of, presentable, runs_from_right
from tests.files.test_typesetting import HOSTILE


def test_what_the_fonts_have_stays_as_it_is() -> None:
    for text in (*HOSTILE, "Grüße, Łódź, Ελλάδα, Привіт, مرحبا", "“Anführung” – 1 ½ € ≥ → ●"):
        assert presentable(text) == text


def test_signs_that_turn_the_direction_go() -> None:
    assert presentable("a\u202eb\u2066c\u2069") == "abc"


def test_letters_are_composed_before_they_are_looked_up() -> None:
    assert presentable("u\u0308") == "ü"


def test_every_kind_of_line_end_is_one() -> None:
    assert lines_of("a\r\nb\rc\u2028d") == [["a"], ["b"], ["c"], ["d"]]


def test_addresses_and_endless_words_may_go_on_below() -> None:
    assert lines_of("An integrationsbeauftragte@lindenbruck.example.de")[0] == [
        "An integrationsbeauftragte@",
        "lindenbruck.",
        "example.",
        "de",
    ]
    assert [len(piece) for piece in lines_of("A" * 50)[0]] == [12, 12, 12, 12, 2]
    assert lines_of("Integrationsbeauftragtenstelle 12.500,00")[0] == [
        "Integrationsbeauftragtenstelle 12.500,00"
    ]


def test_a_mark_without_a_letter_is_a_number() -> None:
    assert presentable("\u05b1a\u0331\n\u0331") == "[U+05B1]a\u0331\n[U+0331]"


def test_a_tower_of_marks_ends_somewhere() -> None:
    assert presentable("x" + "\u0331" * 50_000 + "y") == "x" + "\u0331" * 12 + "y"


def test_a_mark_is_never_torn_from_its_letter() -> None:
    pieces = lines_of("x\u0331" * 40)[0]

    assert [piece[0] for piece in pieces] == ["x"] * len(pieces)


@given(st.text(st.sampled_from("aä@. \n\u0331-1"), max_size=300))
def test_the_pieces_together_are_the_text(text: str) -> None:
    assert "\n".join("".join(pieces) for pieces in lines_of(text)) == presentable(text)


def test_signs_without_a_meaning_of_their_own_become_numbers_and_bullets_stay_bullets() -> None:
    assert presentable("\ue000 \uf0b7 Punkt") == "[U+E000] • Punkt"


def test_the_first_letter_decides_the_direction() -> None:
    assert [runs_from_right(text) for text in ("abc", "12 مرحبا", "שלום", "123")] == [
        False,
        True,
        True,
        False,
    ]
    assert runs_from_right("123", otherwise=True)


@given(st.text(st.characters(exclude_categories=())))
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    assert presentable(presentable(text)) == presentable(text)

"""Codes that are read from a projector, and typed on a phone as people type."""

from __future__ import annotations

import base64
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.join_codes import (
    ALPHABET,
    CODE_LENGTH,
    LOOKALIKES,
    new_code,
    new_secret,
    read_code,
    written,
)

CODES = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def test_a_code_is_eight_of_at_least_28_signs():
    assert (CODE_LENGTH, len(new_code())) == (8, 8)
    assert len(set(ALPHABET)) == len(ALPHABET) >= 28
    assert CODE_LENGTH * log2(len(ALPHABET)) > 38


def test_every_sign_is_used_and_codes_differ():
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert set("".join(codes)) == set(ALPHABET)


def test_no_two_signs_of_the_alphabet_are_taken_for_each_other():
    assert set(LOOKALIKES).isdisjoint(ALPHABET)
    assert set(LOOKALIKES.values()) <= set(ALPHABET)


def test_every_letter_and_digit_is_a_sign_or_is_taken_for_one():
    assert {*ALPHABET, *LOOKALIKES} == set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@given(CODES)
def test_what_is_written_is_read_again(code):
    assert read_code(written(code)) == code
    assert read_code(code) == code


def test_a_code_is_shown_in_two_halves():
    assert written("7K3MXW9D") == "7K3M-XW9D"


@given(CODES, st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_case_does_not_matter(code, typed):
    assert read_code(typed(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "7k3m xw9d",
        " 7K3M-XW9D\n",
        "7K3M–XW9D",
        "7K3M — XW9D",
        "7K3M‑XW9D",
        "7K3M−XW9D",
        "7K3M_XW9D",
        "7K3M.XW9D",
        "7K3M\u00a0XW9D",
        "7K3M\u202fXW9D",
        "7-K-3-M-X-W-9-D",
        "7\tK 3 M  X W 9 D",
        "７Ｋ３ＭＸＷ９Ｄ",
        "７ｋ３ｍ－ｘｗ９ｄ",
        "７Ｋ３Ｍ\u3000ＸＷ９Ｄ",
    ],
)
def test_spaces_dashes_and_full_width_signs_do_not_matter(typed):
    assert read_code(typed) == "7K3MXW9D"


@pytest.mark.parametrize(("typed", "meant"), sorted(LOOKALIKES.items()))
def test_a_lookalike_is_taken_for_the_sign_that_is_meant(typed, meant):
    assert read_code(f"7K3M-XW9{typed}") == f"7K3MXW9{meant}"
    assert read_code(f"{typed.lower()}K3M-XW9D") == f"{meant}K3MXW9D"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "----------",
        "7K3M-XW9",
        "7K3M-XW9DD",
        "7K3M-XW9\x00",
        "\x007K3M-XW9D",
        "7K3M-XW9D\x00",
        "7K3M-XW9🎉",
        "🎉🎉🎉🎉🎉🎉🎉🎉",
        "7K3M-XW9Ä",
        "7K3M-XW9ß",
        "7K3M-XW9ſ",
        "7K3M-XW9ı",
        "7K3M-XWﬁ",
        "٠١٢٣٤٥٦٧",
        "۰۱۲۳۴۵۶۷",
        "०१२३४५६७",
        "7K3M-XW9²",
        "7K3M-XW9\u0301",
        "\u202e7K3M-XW9D",
        "7K3M-XW9\ud800",
        "7K3M/XW9D",
        "7K3M'; --",
        "%00000000",
        "A" * 10_000,
        " " * 10_000 + "7K3M-XW9D",
        "7K3MXW9D" * 1250,
    ],
)
def test_what_cannot_be_a_code_is_none_and_no_error(typed):
    assert read_code(typed) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_code_of_ours_or_none(typed):
    code = read_code(typed)

    assert code is None or (len(code) == CODE_LENGTH and set(code) <= set(ALPHABET))


def test_a_secret_is_128_bits_that_an_address_can_carry():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert {len(base64.urlsafe_b64decode(secret + "==")) for secret in secrets} == {16}

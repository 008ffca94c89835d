"""Tokens: unguessable, and kept as hashes alone."""

from __future__ import annotations

import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st

from app.accounts.tokens import hash_token, new_token


def test_a_token_has_256_bits_and_needs_no_escaping():
    # 43 characters of 64 kinds.
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_token())


def test_no_token_comes_twice():
    assert len({new_token() for _ in range(1_000)}) == 1_000


def test_what_is_kept_is_the_hash():
    assert hash_token("abc") == hashlib.sha256(b"abc").hexdigest()


@given(st.text())
def test_whatever_is_sent_as_a_token_has_a_hash_of_64_characters(sent):
    assert re.fullmatch(r"[0-9a-f]{64}", hash_token(sent))


def test_half_a_character_is_merely_a_wrong_token():
    assert hash_token("\ud800") != hash_token("")

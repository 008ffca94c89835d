"""Passwords: how they are kept, and which are refused.

A password is kept as an Argon2id hash (19 MiB, two passes, one lane). It is put into composed
Unicode, because keyboards differ in how they write "ü", and otherwise taken as it was typed or
pasted. There are no rules of composition: 12 to 128 characters, and not easily guessed.
"""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from os import urandom

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.password_guesses import is_easily_guessed, is_mostly_about

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
# One letter may have been typed as several characters. Normalising an endless text takes long.
_LONGEST_TYPED = 4 * LONGEST_PASSWORD

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_TOO_SHORT = _l(
    "This password is too short. Please take at least %(number)s characters, for example four or "
    "five words.",
    number=SHORTEST_PASSWORD,
)
_TOO_LONG = _l(
    "This password is too long. Please take at most %(number)s characters.",
    number=LONGEST_PASSWORD,
)
_IS_ABOUT_YOU = _l(
    "This password consists mainly of your name, your e-mail address or the name of this service. "
    "Please choose another one."
)
_IS_GUESSED = _l(
    "This password is easily guessed: it is known from leaks, or made of one to three common words "
    "or of neighbouring keys. Four or five words that have nothing to do with each other are good."
)


def hash_password(password: str) -> str:
    """The hash to keep; it names its own parameters."""
    return _hasher.hash(_as_bytes(password))


def is_password(kept_hash: str, password: str) -> bool:
    """Whether this is the password that was hashed; takes as long for a wrong one."""
    try:
        return _hasher.verify(kept_hash, _as_bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(kept_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept_hash)


def verify_against_nothing(password: str) -> None:
    """The work of `is_password` for somebody we do not know, so that the time says nothing."""
    is_password(nobodys_hash(), password)


def password_problem(password: str, *, about: Iterable[str]) -> LazyString | None:
    """What is wrong with a new password, in the reader's language; None if nothing is.

    `about` are texts that say who it belongs to: e-mail address, name, municipality.
    """
    typed = _composed(password)
    if len(typed) < SHORTEST_PASSWORD:
        return _TOO_SHORT
    if len(typed) > LONGEST_PASSWORD:
        return _TOO_LONG
    if is_mostly_about(typed, about):
        return _IS_ABOUT_YOU
    return _IS_GUESSED if is_easily_guessed(typed) else None


def _composed(password: str) -> str:
    if len(password) > _LONGEST_TYPED:
        return password
    return unicodedata.normalize("NFC", password)


def _as_bytes(password: str) -> bytes:
    # Half a character, which JSON can bring along, must not be an error: it is merely wrong.
    return _composed(password).encode("utf-8", "surrogatepass")


def nobodys_hash() -> str:
    """A hash with today's parameters that no password has."""
    salt, digest = (b64encode(urandom(size)).decode().rstrip("=") for size in (16, 32))
    parameters = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${parameters}${salt}${digest}"

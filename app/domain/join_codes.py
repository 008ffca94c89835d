"""The code on the projector with which people join, and the secret behind the QR code."""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ACDEFGHJKMNPRTVWXY"
"""28 signs of which no two are easily taken for each other."""
CODE_LENGTH = 8
SECRET_BYTES = 16

# What people read, or type, instead of a sign that is in the alphabet.
LOOKALIKES = {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"}

_MEANT = str.maketrans(LOOKALIKES)
_FULL_WIDTH = {sign + 0xFEE0: sign for sign in range(0x21, 0x7F)}
_SEPARATORS = re.compile(r"[\s\-_.\u2010-\u2015\u2212]")
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
# Spaces and dashes between all signs and around them are well below it.
_LONGEST_TEXT = 64


def new_code() -> str:
    """Eight random signs; 28 to the power of 8 are about 378 thousand million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def written(code: str) -> str:
    """The code as it is shown.

    >>> written("7K3MXW9D")
    '7K3M-XW9D'
    """
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str | None:
    """The code that somebody typed, however they wrote it; None if it cannot be one.

    Case, spaces and dashes do not matter, nor do full-width signs and lookalikes.

    >>> read_code(" 7k3m – xw9d "), read_code("o1l2-5s8b"), read_code("willkommen")
    ('7K3MXW9D', '01125588', None)
    """
    if len(text) > _LONGEST_TEXT:
        return None
    typed = _SEPARATORS.sub("", text.translate(_FULL_WIDTH))
    if not typed.isascii():
        # Not before: what becomes another letter in capitals ("ſ") is no sign of a code.
        return None
    code = typed.upper().translate(_MEANT)
    return code if _CODE.fullmatch(code) else None


def new_secret() -> str:
    """128 random bits for the fragment of the QR code's address, safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)

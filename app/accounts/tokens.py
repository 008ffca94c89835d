"""Secrets that travel in links and cookies. The database keeps their hashes alone."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, in characters that need no escaping in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What the database keeps. A fast hash is enough: nobody can try 256 bits out."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

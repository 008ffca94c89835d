"""Who a provider of single sign-on says somebody is, and what can go wrong in asking it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

SECOND_FACTORS = frozenset({"mfa", "otp", "hwk"})
"""RFC 8176: several factors, a one-time code, a key in hardware."""
LONGEST_SUBJECT = 255


class SingleSignOnFailed(Exception):
    """Nobody was logged in. The message is for the log: nothing in it is secret or personal."""


class ProviderAway(SingleSignOnFailed):
    """The provider does not answer, or not as it should."""


class AnswerRefused(SingleSignOnFailed):
    """What came back proves nothing: too old, used before, forged, or meant for somebody else."""


class Declined(SingleSignOnFailed):
    """The provider says no, or the person did."""


@dataclass(frozen=True)
class Question:
    """What we keep of a question until its answer comes; each is used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Somebody, as the provider vouches for them."""

    subject: str
    """Issuer and subject: what stays when names and addresses change."""
    email: str
    """Empty unless the provider says that it has verified it."""
    name: str
    has_second_factor: bool


def identity_of(issuer: str, claims: Mapping[str, Any]) -> Identity:
    """Read the claims of an ID token that has been checked. Raises AnswerRefused."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise AnswerRefused("the ID token names no subject")
    is_verified = claims.get("email_verified") is True
    return Identity(
        subject=f"{issuer} {subject}",
        email=_text(claims.get("email")) if is_verified else "",
        name=_text(claims.get("name")),
        has_second_factor=_has_second_factor(claims.get("amr"), claims.get("acr")),
    )


def is_safe_address(address: object) -> bool:
    """https, or this machine, where nobody listens on the way."""
    if not isinstance(address, str) or not re.fullmatch(r"[!-~]+", address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if "@" in parts.netloc or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _has_second_factor(methods: object, level: object) -> bool:
    told = {name for name in methods if isinstance(name, str)} if isinstance(methods, list) else ()
    # A level may be a bare word or the end of an address: https://example.org/acr/mfa.
    last = re.split(r"[:/]", level)[-1] if isinstance(level, str) else ""
    return not SECOND_FACTORS.isdisjoint(told) or last in SECOND_FACTORS


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and codes to recover with.

A code of the app is valid for its 30 seconds and one step before and after, for clocks differ. It
must not work twice: whoever logs somebody in keeps the step that `accepted_step` returns and
brings it along the next time.

A recovery code has 50 bits. That is too few for a fast hash, so it is kept like a password.
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime

import pyotp

from app.accounts.passwords import hash_password, is_password

STEP_SECONDS = 30
DRIFT_STEPS = 1
CODE_LENGTH = 6

RECOVERY_CODES = 10
# Without I, L, O and U: nobody mistakes one sign for another, and no code is a word.
RECOVERY_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_LENGTH = 10
_MISREAD = str.maketrans("OIL", "011")
_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")


def new_secret() -> str:
    """160 random bits, in Base32 as authenticator apps want them."""
    return pyotp.random_base32()


def otpauth_address(secret: str, *, account: str, issuer: str) -> str:
    """What the app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def matching_step(secret: str, code: str, *, at: datetime) -> int | None:
    """The newest step around this moment whose code it is; None if it is none of them.

    Blanks are left out. Every step is compared, in constant time.
    """
    typed = _BLANKS.sub("", code)
    if len(typed) != CODE_LENGTH or not (typed.isascii() and typed.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    codes = pyotp.TOTP(secret, interval=STEP_SECONDS, digits=CODE_LENGTH)
    matching = [
        step
        for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
        if hmac.compare_digest(codes.generate_otp(step), typed)
    ]
    return max(matching, default=None)


def accepted_step(secret: str, code: str, *, last_step: int | None, at: datetime) -> int | None:
    """As `matching_step`, but None for a code that was used, or that is older than one used."""
    step = matching_step(secret, code, at=at)
    if step is None or (last_step is not None and step <= last_step):
        return None
    return step


def new_recovery_codes() -> list[str]:
    """Ten codes to print, each for one use: XXXXX-XXXXX."""
    half = RECOVERY_LENGTH // 2
    codes = [
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def hash_recovery_code(code: str) -> str:
    """What the database keeps: a salted Argon2id hash of the code as it was meant."""
    return hash_password(_as_meant(code))


def matching_recovery_code(code: str, kept_hashes: list[str]) -> str | None:
    """Which of the kept hashes is this code's; None if none is. Takes as long either way."""
    meant = _as_meant(code)
    if len(meant) != RECOVERY_LENGTH:
        return None
    matching = [kept for kept in kept_hashes if is_password(kept, meant)]
    return matching[0] if matching else None


def _as_meant(code: str) -> str:
    """Without case, blanks and hyphens, and with the digits that were read as letters."""
    return _SEPARATORS.sub("", code).upper().translate(_MISREAD)

"""The second factor: the app's codes, no code twice, and codes to recover with."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.second_factor import (
    RECOVERY_SIGNS,
    accepted_step,
    hash_recovery_code,
    matching_recovery_code,
    matching_step,
    new_recovery_codes,
    new_secret,
    otpauth_address,
)

# The secret and the codes of RFC 6238, appendix B; of its eight digits the last six.
SECRET = base64.b32encode(b"12345678901234567890").decode()
PUBLISHED = {
    59: "287082",
    1_111_111_109: "081804",
    1_111_111_111: "050471",
    1_234_567_890: "005924",
    2_000_000_000: "279037",
    20_000_000_000: "353130",
}
MOMENT = datetime.fromtimestamp(1_234_567_890, UTC)
CODE = "005924"
STEP = 1_234_567_890 // 30

RECOVERY_CODE = "0A1BC-DEF1G"


# Codes of the app


@pytest.mark.parametrize(("seconds", "code"), PUBLISHED.items())
def test_the_codes_are_those_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)

    assert matching_step(SECRET, code, at=at) == seconds // 30


@pytest.mark.parametrize(
    ("steps", "found"), [(-2, None), (-1, STEP), (0, STEP), (1, STEP), (2, None)]
)
def test_a_clock_may_be_one_step_fast_or_slow(steps, found):
    at = MOMENT + timedelta(seconds=30 * steps)

    assert matching_step(SECRET, CODE, at=at) == found


@pytest.mark.parametrize("typed", ["005924", "005 924", " 00 59 24 ", "005\u00a0924", "005924\r\n"])
def test_blanks_in_a_code_do_no_harm(typed):
    assert matching_step(SECRET, typed, at=MOMENT) == STEP


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "5924",
        "0005924",
        "00592",
        "005925",
        "00592x",
        "-05924",
        "٠٠٥٩٢٤",
        "００５９２４",
        "\0" * 6,
    ],
)
def test_nothing_else_is_a_code(typed):
    assert matching_step(SECRET, typed, at=MOMENT) is None


@given(st.text())
def test_any_text_gets_an_answer(typed):
    assert matching_step(SECRET, typed, at=MOMENT) in (None, STEP - 1, STEP, STEP + 1)


@pytest.mark.parametrize(
    ("last_step", "accepted"),
    [(None, STEP), (STEP - 1, STEP), (STEP, None), (STEP + 1, None)],
)
def test_a_code_that_was_used_or_is_older_is_not_accepted_again(last_step, accepted):
    assert accepted_step(SECRET, CODE, last_step=last_step, at=MOMENT) == accepted


def test_a_wrong_code_is_not_accepted_either():
    assert accepted_step(SECRET, "000000", last_step=None, at=MOMENT) is None


def test_a_secret_has_160_bits_and_is_never_the_same():
    secrets = {new_secret() for _ in range(100)}

    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}
    assert len(secrets) == 100


def test_the_app_learns_who_asks_and_for_whom_it_is():
    address = urlsplit(
        otpauth_address(SECRET, account="erika@lindenbruck.de", issuer="Willkommens-Check & mehr")
    )

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Willkommens-Check & mehr:erika@lindenbruck.de"
    assert parse_qs(address.query) == {"secret": [SECRET], "issuer": ["Willkommens-Check & mehr"]}


# Codes to recover with


def test_there_are_ten_different_codes_of_50_bits_in_signs_nobody_mistakes():
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    assert all(
        re.fullmatch(f"[{RECOVERY_SIGNS}]{{5}}-[{RECOVERY_SIGNS}]{{5}}", code) for code in codes
    )
    assert len(RECOVERY_SIGNS) == 32
    assert set("ILOU") & set(RECOVERY_SIGNS) == set()


@pytest.fixture(scope="module")
def kept_hashes() -> list[str]:
    return [hash_recovery_code(code) for code in ("ZZZZZ-ZZZZZ", RECOVERY_CODE, "22222-22222")]


@pytest.mark.parametrize(
    "typed",
    ["0A1BC-DEF1G", "0a1bcdef1g", " OAlBC DEFiG ", "oA-IBC\u2013DEFLG", "0 A 1 B C D E F 1 G\n"],
)
def test_a_code_is_recognised_however_it_is_typed(kept_hashes, typed):
    assert matching_recovery_code(typed, kept_hashes) == kept_hashes[1]


@pytest.mark.parametrize("typed", ["", "0A1BC-DEF1H", "0A1BC-DEF1", "0A1BC-DEF1G0", "ÖA1BC-DEF1G"])
def test_another_code_is_nobodys(kept_hashes, typed):
    assert matching_recovery_code(typed, kept_hashes) is None


def test_a_code_is_kept_as_a_salted_hash_that_takes_time():
    hashes = {hash_recovery_code(RECOVERY_CODE) for _ in range(2)}

    assert len(hashes) == 2
    assert {extract_parameters(kept).type.name for kept in hashes} == {"ID"}

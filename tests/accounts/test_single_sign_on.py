"""Single sign-on: who gets in by a real provider, and what is refused whoever sends it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey
from sqlalchemy import select

from app.accounts import bounded_http, openid
from app.accounts.actions import invite, invite_operator, make_password_link
from app.accounts.identity import AnswerRefused, identity_of, is_safe_address
from app.accounts.models import Account, Membership
from app.accounts.queries import find_account
from app.accounts.roles import Role
from app.accounts.single_sign_on import SingleSignOnNotSetUp, prepare_single_sign_on
from app.audit.queries import audit_trail
from app.extensions import db
from tests.accounts.provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    CONFIGURATION,
    Provider,
    Reply,
    a_provider,
    another_key,
    as_json,
    signed,
    the_key,
)
from tests.builders import a_municipality, an_account
from tests.visitor import Page, Visitor

EMAIL = "erika@example.org"
BUTTON = "Log in with Kreisverwaltung"
REFUSED = "The answer of Kreisverwaltung cannot be accepted."
AWAY = "Kreisverwaltung does not answer as it should."
SETTINGS = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    """A provider that knows Erika, and the application set up for it."""
    with a_provider() as provider:
        provider.person = {"email": EMAIL, "email_verified": True, "name": "Erika Muster"}
        told = (provider.origin, CLIENT_ID, CLIENT_SECRET, "Kreisverwaltung")
        app.config.update(dict(zip(SETTINGS, told, strict=True)))
        prepare_single_sign_on(app)
        yield provider
        app.config.update(dict.fromkeys(SETTINGS, ""))
        del app.extensions["single_sign_on"]
        prepare_single_sign_on(app)


def sets_out(visitor: Visitor, entrance: str = "/log-in", *, status: int = 200) -> Page:
    return visitor.presses(visitor.opens(entrance), BUTTON, status=status)


def answer_for(visitor: Visitor, provider: Provider, entrance: str = "/log-in") -> str:
    """The address with which somebody comes back from the provider."""
    page = sets_out(visitor, entrance)
    way_on = next(address for words, address in page.links if words == "Go on to Kreisverwaltung")
    refresh = page.attributes("meta")[-1]
    assert refresh == {"http-equiv": "refresh", "content": f"0; url={way_on}"}
    back = provider.logs_in(way_on)
    assert back.startswith("http://localhost/log-in/single-sign-on/answer?")
    return back.removeprefix("http://localhost")


def comes_in(
    visitor: Visitor, provider: Provider, entrance: str = "/log-in", *, status: int = 200
) -> Page:
    return visitor.opens(answer_for(visitor, provider, entrance), status=status)


def is_logged_in(visitor: Visitor) -> bool:
    return visitor.gets("/account").status_code == 200


def told() -> list[tuple[str, str, dict[str, Any]]]:
    """The audit trail of the installation, oldest first."""
    return [(line.event, line.by, line.facts) for line in reversed(audit_trail(None))]


def test_somebody_with_an_account_gets_in_and_is_bound(reader: Visitor, provider: Provider) -> None:
    place = a_municipality("Musterort")
    account = an_account(EMAIL, roles={place: [Role.EDITOR]})

    page = comes_in(reader, provider, f"/municipalities/{place.key}")

    assert page.address == f"/municipalities/{place.key}"
    assert is_logged_in(reader)
    assert account.sso_subject == f"{provider.origin} 4711"
    assert told()[-2:] == [
        ("single_sign_on_bound", account.key, {}),
        ("logged_in", account.key, {"way": "single sign-on"}),
    ]


def test_the_log_in_has_a_session_that_nobody_had_before(
    app: Flask, reader: Visitor, provider: Provider
) -> None:
    an_account(EMAIL)
    answer = answer_for(reader, provider)
    before = reader.client.get_cookie("willkommenscheck")
    reader.opens(answer)
    after = reader.client.get_cookie("willkommenscheck")

    assert before and after
    thief = Visitor(app, language="en")
    thief.client.set_cookie("willkommenscheck", before.value)
    assert not is_logged_in(thief)
    thief.client.set_cookie("willkommenscheck", after.value)
    assert is_logged_in(thief)


def test_whoever_is_bound_gets_in_under_another_address(
    reader: Visitor, provider: Provider
) -> None:
    account = an_account(EMAIL)
    account.sso_subject = f"{provider.origin} 4711"
    provider.person = {"email": "married@example.org", "email_verified": True}

    comes_in(reader, provider)

    assert is_logged_in(reader)
    assert account.email == EMAIL


def test_an_account_bound_to_somebody_else_stays_theirs(
    reader: Visitor, provider: Provider
) -> None:
    account = an_account(EMAIL)
    account.sso_subject = f"{provider.origin} somebody else"

    page = comes_in(reader, provider, status=403)

    assert f"There is no account for {EMAIL}." in page.text
    assert not is_logged_in(reader)
    assert account.sso_subject == f"{provider.origin} somebody else"
    assert told()[-1] == ("log_in_refused", "", {"email": EMAIL, "why": "single sign-on"})


@pytest.mark.parametrize("is_bound", [True, False])
def test_a_disabled_account_stays_out(reader: Visitor, provider: Provider, is_bound: bool) -> None:
    account = an_account(EMAIL)
    account.is_disabled = True
    account.sso_subject = f"{provider.origin} 4711" if is_bound else None

    comes_in(reader, provider, status=403)

    assert not is_logged_in(reader)


def test_whoever_has_no_account_hears_whom_to_ask(reader: Visitor, provider: Provider) -> None:
    page = comes_in(reader, provider, status=403)

    assert page.title == "You are not logged in"
    assert "There is no account for erika@example.org." in page.text
    assert "Ask whoever coordinates the check in your municipality" in page.text
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert db.session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("is_verified", [None, False, "true", 1, [True]])
def test_an_address_that_is_not_verified_opens_nothing(
    reader: Visitor, provider: Provider, is_verified: object
) -> None:
    account = an_account(EMAIL)
    provider.person["email_verified"] = is_verified

    page = comes_in(reader, provider, status=403)

    assert "Kreisverwaltung tells us no confirmed e-mail address." in page.text
    assert account.sso_subject is None


@pytest.mark.parametrize("email", ["", "no address", 7, ["a@example.org"], "a@b\x00.org c", None])
def test_what_is_no_address_opens_nothing(
    reader: Visitor, provider: Provider, email: object
) -> None:
    provider.person["email"] = email

    comes_in(reader, provider, status=403)

    assert not is_logged_in(reader)


def test_addresses_are_compared_without_case(reader: Visitor, provider: Provider) -> None:
    an_account(EMAIL)
    provider.person["email"] = "Erika@Example.ORG"

    comes_in(reader, provider)

    assert is_logged_in(reader)


def test_an_invited_address_becomes_an_account_without_a_password(
    reader: Visitor, provider: Provider
) -> None:
    place = a_municipality("Musterort")
    invite(EMAIL, municipality=place, roles=[Role.EDITOR, Role.VIEWER], by="desk")
    an_account("somebody@example.org")

    comes_in(reader, provider)

    account = find_account(EMAIL)
    assert account
    assert (account.name, account.password_hash) == ("Erika Muster", None)
    assert account.sso_subject == f"{provider.origin} 4711"
    held = db.session.scalars(select(Membership.role).filter_by(account_id=account.id)).all()
    assert sorted(held) == ["editor", "viewer"]
    assert is_logged_in(reader)


def test_whoever_opened_the_link_of_an_invitation_comes_in_under_their_own_address(
    reader: Visitor, provider: Provider
) -> None:
    place = a_municipality("Musterort")
    token = invite("office@example.org", municipality=place, roles=[Role.VIEWER], by="desk")
    an_account("somebody@example.org")
    reader.opens(f"/invitation/{token}")

    comes_in(reader, provider)

    assert find_account("office@example.org") is None
    assert find_account(EMAIL)
    assert is_logged_in(reader)


def test_the_link_of_an_invitation_stands_in_for_an_address_that_is_not_verified(
    reader: Visitor, provider: Provider
) -> None:
    place = a_municipality("Musterort")
    token = invite("office@example.org", municipality=place, roles=[Role.VIEWER], by="desk")
    provider.person = {"email": EMAIL}
    an_account("somebody@example.org")
    reader.opens(f"/invitation/{token}")

    comes_in(reader, provider)

    account = find_account("office@example.org")
    assert account
    assert account.name == "office"
    assert is_logged_in(reader)


def test_the_link_of_an_invitation_gives_nobody_the_account_of_its_address(
    reader: Visitor, provider: Provider
) -> None:
    place = a_municipality("Musterort")
    account = an_account("office@example.org")
    token = invite("office@example.org", municipality=place, roles=[Role.VIEWER], by="desk")
    provider.person = {"email": EMAIL}
    reader.opens(f"/invitation/{token}")

    comes_in(reader, provider, status=403)

    assert account.sso_subject is None


def test_a_link_for_a_new_password_is_no_invitation(reader: Visitor, provider: Provider) -> None:
    account = an_account("somebody@example.org")
    token = make_password_link(account, by="")
    reader.opens(f"/invitation/{token}")

    comes_in(reader, provider, status=403)

    assert find_account(EMAIL) is None


def test_an_operator_still_sets_up_the_second_factor(reader: Visitor, provider: Provider) -> None:
    invite_operator(EMAIL, by="console")
    an_account("somebody@example.org")

    comes_in(reader, provider)

    assert reader.opens("/account").address == "/account/second-factor"


@pytest.mark.parametrize(
    "factor",
    [
        {"amr": ["pwd", "mfa"]},
        {"amr": ["otp"]},
        {"amr": ["hwk"]},
        {"acr": "https://id.example/mfa"},
    ],
)
def test_an_operator_who_gave_it_at_the_provider_does_not(
    reader: Visitor, provider: Provider, factor: dict[str, Any]
) -> None:
    an_account(EMAIL, is_operator=True)
    provider.person.update(factor)

    comes_in(reader, provider)

    assert reader.opens("/account").address == "/account"


def test_that_the_provider_asked_for_it_counts_for_that_log_in_alone(
    reader: Visitor, provider: Provider
) -> None:
    an_account(EMAIL, is_operator=True)
    provider.person["amr"] = ["mfa"]
    comes_in(reader, provider)
    reader.presses(reader.opens("/account"), "Log out")
    provider.person["amr"] = ["pwd"]

    comes_in(reader, provider)

    assert reader.opens("/account").address == "/account/second-factor"


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"], "acr": "1"}, {"acr": "no-mfa"}])
def test_whoever_has_a_second_factor_is_asked_for_it(
    reader: Visitor, provider: Provider, claims: dict[str, Any]
) -> None:
    secret = pyotp.random_base32()
    an_account(EMAIL, totp_secret=secret)
    provider.person.update(claims)

    page = comes_in(reader, provider, "/log-in?next=/method")

    assert page.title == "Your code"
    assert not is_logged_in(reader)
    page = reader.presses(page, "Log in", {"code": pyotp.TOTP(secret).now()})
    assert page.address == "/method"
    assert is_logged_in(reader)


# What comes back through the browser


def test_an_answer_works_once(reader: Visitor, provider: Provider) -> None:
    an_account(EMAIL)
    answer = answer_for(reader, provider)
    reader.opens(answer)
    reader.presses(reader.opens("/account"), "Log out")

    page = reader.opens(answer, status=400)

    assert REFUSED in page.text
    assert not is_logged_in(reader)


def test_an_answer_with_an_old_cookie_fails_at_the_provider(
    app: Flask, reader: Visitor, provider: Provider
) -> None:
    an_account(EMAIL)
    answer = answer_for(reader, provider)
    cookie = reader.client.get_cookie("willkommenscheck")
    reader.opens(answer)
    assert cookie

    thief = Visitor(app, language="en")
    thief.client.set_cookie("willkommenscheck", cookie.value)
    page = thief.opens(answer, status=400)

    assert REFUSED in page.text


def test_an_answer_of_somebody_else_is_worth_nothing(
    app: Flask, reader: Visitor, provider: Provider
) -> None:
    an_account(EMAIL)
    answer = answer_for(reader, provider)
    other = Visitor(app, language="en")
    sets_out(other)

    page = other.opens(answer, status=400)

    assert REFUSED in page.text
    assert not is_logged_in(other)


def test_an_answer_after_ten_minutes_is_too_late(reader: Visitor, provider: Provider) -> None:
    an_account(EMAIL)
    answer = answer_for(reader, provider)
    with time_machine.travel(time.time() + 601, tick=False):
        page = reader.opens(answer, status=400)

    assert REFUSED in page.text


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ({"state": "guessed"}, 400, REFUSED),
        ({"state": "gerät"}, 400, REFUSED),
        ({"state": None}, 400, REFUSED),
        ({"iss": "https://evil.example"}, 400, REFUSED),
        ({"code": None}, 400, REFUSED),
        ({"code": "guessed"}, 400, REFUSED),
        ({"error": "access_denied", "code": None}, 403, "Kreisverwaltung has not logged you in."),
        ({"error": "<script>", "code": None}, 403, "Kreisverwaltung has not logged you in."),
        ({"error": "temporarily_unavailable"}, 503, AWAY),
    ],
)
def test_an_answer_that_is_not_right_gets_a_calm_page(
    reader: Visitor,
    provider: Provider,
    answer: dict[str, str | None],
    status: int,
    words: str,
) -> None:
    an_account(EMAIL)
    provider.answer = answer

    page = comes_in(reader, provider, status=status)

    assert words in page.text
    assert ("Back to the log-in", "/log-in") in page.links
    assert not is_logged_in(reader)


def test_a_provider_that_names_itself_in_answers_must_do_so(
    reader: Visitor, provider: Provider
) -> None:
    an_account(EMAIL)
    provider.answer = {"iss": None}
    comes_in(reader, provider)
    assert is_logged_in(reader)
    reader.presses(reader.opens("/account"), "Log out")

    provider.configuration = {"authorization_response_iss_parameter_supported": True}
    prepare_single_sign_on(reader.client.application)

    assert REFUSED in comes_in(reader, provider, status=400).text


def test_a_code_without_its_verifier_is_worth_nothing(provider: Provider) -> None:
    ours = openid.Provider(provider.origin, CLIENT_ID, CLIENT_SECRET)
    address, question = ours.ask("http://localhost/back")
    stolen = dict(part.split("=") for part in provider.logs_in(address).split("?")[1].split("&"))
    _, others = ours.ask("http://localhost/back")

    with pytest.raises(AnswerRefused):
        ours.read(
            openid.Question(question.state, question.nonce, others.verifier),
            {"state": question.state, "code": stolen["code"]},
            "http://localhost/back",
        )


# The ID token


def pack(*parts: object) -> str:
    return ".".join(
        base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode())
        .rstrip(b"=")
        .decode()
        for part in parts
    )


def without_signature(claims: dict[str, Any]) -> str:
    return pack({"alg": "none"}, claims, b"")


def by_secret(secret: bytes) -> Callable[[dict[str, Any]], str]:
    def sign(claims: dict[str, Any]) -> str:
        head = pack({"alg": "HS256", "kid": "of today"}, claims)
        return f"{head}.{pack(hmac.digest(secret, head.encode(), hashlib.sha256))}"

    return sign


def with_the_public_key(claims: dict[str, Any]) -> str:
    return by_secret(the_key().as_pem(private=False))(claims)


def of_an_unknown_key(claims: dict[str, Any]) -> str:
    _, claimed, signature = signed(claims).split(".")
    return f"{pack({'alg': 'RS256', 'kid': 'of yesterday'})}.{claimed}.{signature}"


def with_another_payload(claims: dict[str, Any]) -> str:
    head, _, signature = signed(claims).split(".")
    return f"{head}.{pack({**claims, 'sub': 'somebody else'})}.{signature}"


def with_its_own_key(claims: dict[str, Any]) -> str:
    key = another_key()
    brought = {"alg": "RS256", "jwk": key.as_dict(private=False)}
    return openid.jwt.encode(brought, claims, key)


MANIPULATED: dict[str, Callable[[dict[str, Any]], object]] = {
    "alg none": without_signature,
    "HS256 with the public key": with_the_public_key,
    "HS256 with the secret of the client": by_secret(CLIENT_SECRET.encode()),
    "HS256 with nothing": by_secret(b""),
    "a key nobody knows": of_an_unknown_key,
    "a key of somebody else": lambda claims: signed(claims, another_key()),
    "a key it brings along": with_its_own_key,
    "changed claims": with_another_payload,
    "no signature": lambda claims: signed(claims).rpartition(".")[0] + ".",
    "an algorithm we do not take": lambda claims: signed(claims, alg="RS512"),
    "two parts": lambda claims: signed(claims).rpartition(".")[0],
    "no token": lambda claims: None,
    "a number": lambda claims: 7,
    "no text": lambda claims: {"alg": "none"},
    "rubbish": lambda claims: "ÄÖÜ.\u0000.…",
    "claims that are none": lambda claims: pack({"alg": "RS256", "kid": "of today"}, [], b"x"),
    "a header that is none": lambda claims: pack([], claims, b"x"),
    "an algorithm that is none": lambda claims: pack({"alg": ["RS256"]}, claims, b"x"),
}


@pytest.mark.parametrize("manipulated", MANIPULATED.values(), ids=MANIPULATED)
def test_a_manipulated_token_is_refused(
    reader: Visitor, provider: Provider, manipulated: Callable[[dict[str, Any]], object]
) -> None:
    account = an_account(EMAIL)
    provider.sign = manipulated

    page = comes_in(reader, provider, status=400)

    assert REFUSED in page.text
    assert not is_logged_in(reader)
    assert account.sso_subject is None


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(part=st.integers(0, 2), at=st.floats(0, 0.999), bit=st.integers(0, 7))
def test_a_token_with_one_bit_turned_is_refused(
    provider: Provider, part: int, at: float, bit: int
) -> None:
    def turned(claims: dict[str, Any]) -> str:
        parts = [base64.urlsafe_b64decode(text + "==") for text in signed(claims).split(".")]
        changed = bytearray(parts[part])
        changed[int(at * len(changed))] ^= 1 << bit
        parts[part] = bytes(changed)
        return pack(*parts)

    provider.sign = turned
    ours = openid.Provider(provider.origin, CLIENT_ID, CLIENT_SECRET)
    address, question = ours.ask("http://localhost/back")
    code = dict(part.split("=") for part in provider.logs_in(address).split("?")[1].split("&"))

    with pytest.raises(AnswerRefused):
        ours.read(
            question, {"state": question.state, "code": code["code"]}, "http://localhost/back"
        )


def seconds_from_now(seconds: int) -> int:
    return int(time.time()) + seconds


@pytest.mark.parametrize(
    "claims",
    [
        lambda: {"aud": "another client"},
        lambda: {"aud": ["another client"]},
        lambda: {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
        lambda: {"aud": [CLIENT_ID, "another client"]},
        lambda: {"azp": "another client"},
        lambda: {"aud": None},
        lambda: {"iss": "https://evil.example"},
        lambda: {"iss": None},
        lambda: {"exp": seconds_from_now(-90)},
        lambda: {"exp": None},
        lambda: {"exp": "tomorrow"},
        lambda: {"iat": seconds_from_now(90)},
        lambda: {"nbf": seconds_from_now(90)},
        lambda: {"nonce": "of another time"},
        lambda: {"nonce": None},
        lambda: {"sub": None},
        lambda: {"sub": ""},
        lambda: {"sub": 4711},
        lambda: {"sub": "4" * 256},
        lambda: {"at_hash": "of another token"},
    ],
)
def test_a_token_that_is_not_for_us_or_not_of_now_is_refused(
    reader: Visitor, provider: Provider, claims: Callable[[], dict[str, Any]]
) -> None:
    account = an_account(EMAIL)
    provider.person.update(claims())

    page = comes_in(reader, provider, status=400)

    assert REFUSED in page.text
    assert account.sso_subject is None


@pytest.mark.parametrize(
    "claims",
    [
        lambda: {"aud": [CLIENT_ID]},
        lambda: {"aud": [CLIENT_ID, "another client"], "azp": CLIENT_ID},
        lambda: {"exp": seconds_from_now(-30)},
        lambda: {"iat": seconds_from_now(30), "nbf": seconds_from_now(30)},
    ],
)
def test_a_token_for_us_is_taken_with_a_minute_between_the_clocks(
    reader: Visitor, provider: Provider, claims: Callable[[], dict[str, Any]]
) -> None:
    an_account(EMAIL)
    provider.person.update(claims())

    comes_in(reader, provider)

    assert is_logged_in(reader)


def test_elliptic_curves_are_taken_too(reader: Visitor, provider: Provider) -> None:
    an_account(EMAIL)
    key = ECKey.generate_key("P-256", {"kid": "curve"})
    provider.keys = [the_key(), key]
    provider.sign = lambda claims: signed(claims, key, "ES256")

    comes_in(reader, provider)

    assert is_logged_in(reader)


def test_a_provider_may_change_its_keys(
    reader: Visitor, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "KEYS_RENEWED_AFTER", 0)
    an_account(EMAIL)
    answer = answer_for(reader, provider)
    key = ECKey.generate_key("P-256", {"kid": "of tomorrow"})
    provider.keys = [key]
    provider.sign = lambda claims: signed(claims, key, "ES256")

    reader.opens(answer)

    assert is_logged_in(reader)
    assert provider.asked.count("/keys") == 2


def test_particulars_are_asked_for_once(reader: Visitor, provider: Provider) -> None:
    an_account(EMAIL)
    for _ in range(2):
        comes_in(reader, provider)
        reader.presses(reader.opens("/account"), "Log out")

    assert [provider.asked.count(path) for path in (CONFIGURATION, "/keys", "/token")] == [1, 1, 2]


# A provider in trouble


def replies(status: int, body: bytes = b"", **headers: str) -> Callable[[], Reply]:
    return lambda: (status, headers, body)


TROUBLE: dict[str, Callable[[], Reply]] = {
    "broken": replies(500, b'{"error": "server_error"}'),
    "a page": replies(200, b"<html>Maintenance</html>"),
    "a list": replies(200, b"[]"),
    "a number": replies(200, b"7"),
    "deep": replies(200, b"[" * 100_000),
    "endless": replies(200, b" " * (bounded_http.LONGEST_REPLY + 1)),
    "cut off": replies(200, b"{", **{"Content-Length": "100"}),
    "not packed": replies(200, b"{}", **{"Content-Encoding": "gzip"}),
    "elsewhere": replies(302, Location="http://127.0.0.1:9/"),
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
@pytest.mark.parametrize("path", [CONFIGURATION, "/keys", "/token"])
def test_a_provider_in_trouble_gets_a_calm_page(
    reader: Visitor, provider: Provider, path: str, trouble: Callable[[], Reply]
) -> None:
    provider.faults[path] = trouble

    if path == "/token":
        page = comes_in(reader, provider, status=503)
    else:
        page = sets_out(reader, status=503)

    assert AWAY in page.text
    assert not is_logged_in(reader)


@pytest.mark.parametrize("drips", [True, False])
def test_a_slow_provider_is_not_waited_for(
    reader: Visitor, provider: Provider, monkeypatch: pytest.MonkeyPatch, drips: bool
) -> None:
    assert bounded_http.SECONDS_TO_WAIT == 5
    monkeypatch.setattr(bounded_http, "SECONDS_TO_WAIT", 0.3)

    def slowly() -> Reply:
        time.sleep(0 if drips else 1.5)
        return as_json({})

    provider.faults[CONFIGURATION] = slowly
    provider.drips_for = 3.0 if drips else 0
    began = time.monotonic()

    page = sets_out(reader, status=503)

    assert AWAY in page.text
    assert time.monotonic() - began < 1.4


def test_a_provider_that_is_away_gets_a_calm_page(
    app: Flask, reader: Visitor, provider: Provider
) -> None:
    app.config["OIDC_ISSUER"] = "http://127.0.0.1:9"
    prepare_single_sign_on(app)

    assert AWAY in sets_out(reader, status=503).text


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
)
def test_a_provider_whose_particulars_are_not_sound_is_not_used(
    reader: Visitor, provider: Provider, told: dict[str, Any]
) -> None:
    provider.configuration = told

    assert AWAY in sets_out(reader, status=503).text


def test_a_provider_that_does_not_know_us_gets_a_calm_page(
    app: Flask, reader: Visitor, provider: Provider
) -> None:
    app.config["OIDC_CLIENT_SECRET"] = "mistyped"
    prepare_single_sign_on(app)

    assert AWAY in comes_in(reader, provider, status=503).text


def test_the_log_tells_what_went_wrong_and_nothing_secret(
    reader: Visitor, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.sign = with_another_payload
    with caplog.at_level(logging.DEBUG):
        answer = answer_for(reader, provider)
        reader.opens(answer, status=400)

    ours = [line.getMessage() for line in caplog.records if line.name == "app"]
    assert ours == ["single sign-on: the ID token is refused: BadSignatureError"]
    secrets = [part.partition("=")[2] for part in answer.split("?")[1].split("&")][:2]
    for secret in (*secrets, CLIENT_SECRET, EMAIL, "eyJ"):
        assert secret not in caplog.text


# Setting it up


def test_without_settings_there_is_no_such_way_in(reader: Visitor) -> None:
    entrance = reader.opens("/log-in")

    assert [words for form in entrance.forms for words, _ in form.buttons if "with" in words] == []
    reader.posts("/log-in/single-sign-on", {}, status=404)
    reader.opens("/log-in/single-sign-on/answer", status=404)


def test_without_settings_nothing_is_imported(tmp_path: Path) -> None:
    program = (
        "import sys; from app import create_app; create_app();"
        "print(sorted({'authlib', 'requests', 'joserfc'} & set(sys.modules)))"
    )
    bare = {name: text for name, text in os.environ.items() if not name.startswith("OIDC_")}
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**bare, "INSTANCE_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout == "[]\n"


def test_without_the_library_the_start_says_so(
    app: Flask, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "app.accounts.openid")
    # Python then answers as if it were not installed.
    monkeypatch.setitem(sys.modules, "authlib.common.errors", None)

    with pytest.raises(SingleSignOnNotSetUp) as stop:
        prepare_single_sign_on(app)

    assert str(stop.value) == (
        "OIDC_ISSUER is set, but single sign-on needs a package that is not installed "
        "(authlib). Install what stands in requirements/server.txt: "
        "pip install --require-hashes -r requirements/server.txt"
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"OIDC_ISSUER": "https://id.example"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"),
        ({"OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, "needs OIDC_ISSUER, too"),
        (
            dict(zip(SETTINGS, ("http://id.example", "a", "b", ""), strict=True)),
            "OIDC_ISSUER must be an address that begins with https://",
        ),
    ],
)
def test_settings_that_cannot_work_are_named_at_the_start(
    app: Flask, given: dict[str, str], words: str
) -> None:
    app.config.update(given)
    try:
        with pytest.raises(SingleSignOnNotSetUp, match=words):
            prepare_single_sign_on(app)
    finally:
        app.config.update(dict.fromkeys(SETTINGS, ""))


def test_behind_a_proxy_the_provider_sends_people_to_the_public_address(
    app: Flask, reader: Visitor, provider: Provider
) -> None:
    app.config["PUBLIC_URL"] = "https://check.example/wir"
    try:
        page = sets_out(reader)
    finally:
        app.config["PUBLIC_URL"] = ""

    address = page.attributes("meta")[-1]["content"]
    assert (
        "redirect_uri=https%3A%2F%2Fcheck.example%2Fwir%2Flog-in%2Fsingle-sign-on%2Fanswer"
        in address
    )


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://id.example/realms/a", True),
        ("http://127.0.0.1:8080/a", True),
        ("http://localhost/a", True),
        ("http://[::1]:80/a", True),
        ("http://id.example", False),
        ("http://127.0.0.1.id.example", False),
        ("https://user@id.example", False),
        ("https://", False),
        ("https://id.example:port", False),
        ("https://id.example/a b", False),
        ("ftp://id.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_encrypted_addresses_and_this_machine_are_safe(address: object, is_safe: bool) -> None:
    assert is_safe_address(address) is is_safe


def test_an_identity_holds_what_was_verified_and_no_more() -> None:
    claims = {"sub": "1", "email": "a@b.de", "email_verified": False, "name": 7, "amr": "mfa"}

    identity = identity_of("https://id.example", claims)

    assert identity.subject == "https://id.example 1"
    assert (identity.email, identity.name, identity.has_second_factor) == ("", "", False)

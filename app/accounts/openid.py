"""The conversation with a provider: OpenID Connect by authorization code, with PKCE.

Only where single sign-on is set up is this module imported: it needs Authlib and requests.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from requests import RequestException

from app.accounts.bounded_http import ask, bounded
from app.accounts.identity import (
    AnswerRefused,
    Declined,
    Identity,
    ProviderAway,
    Question,
    identity_of,
    is_safe_address,
)
from app.accounts.tokens import new_token

SCOPE = "openid email profile"
ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
"""Signatures with a public key only: a secret both sides know proves little."""
CLOCK_SKEW = 60
KEPT_FOR = 60 * 60
"""Seconds after which the provider's particulars are asked for again."""
KEYS_RENEWED_AFTER = 10
"""Seconds: so often at most are keys asked for again because one is not known."""
SHORTEST_RSA_MODULUS = 341
"""Characters of Base64 that 2048 bits have at least."""
_RUBBISH = (
    JoseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
)

Key = RSAKey | ECKey


@dataclass(frozen=True)
class Particulars:
    """What the provider says about itself (OpenID Connect Discovery), and its keys."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    way_of_client: str
    names_itself: bool
    """Whether every answer carries `iss` (RFC 9207)."""
    keys: Sequence[Key]
    read_at: float


class Provider:
    """A provider, as far as we have come to know it; one for all requests of a process."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._kept: Particulars | None = None

    def ask(self, return_to: str) -> tuple[str, Question]:
        """The address at which somebody logs in, and what to keep. Raises ProviderAway."""
        question = Question(new_token(), new_token(), new_token())
        particulars = self._particulars()
        address, _ = self._client(particulars, return_to).create_authorization_url(
            particulars.authorization_endpoint,
            state=question.state,
            nonce=question.nonce,
            code_verifier=question.verifier,
        )
        return address, question

    def read(self, question: Question, answer: Mapping[str, str], return_to: str) -> Identity:
        """Who has come back with this answer. Raises SingleSignOnFailed."""
        particulars = self._particulars()
        self._check_answer(question, answer, particulars)
        reply = self._redeem(question, answer["code"], particulars, return_to)
        claims = self._checked_claims(reply, question)
        return identity_of(self.issuer, claims)

    def _check_answer(
        self, question: Question, answer: Mapping[str, str], particulars: Particulars
    ) -> None:
        if answer.get("state") != question.state:
            raise AnswerRefused("the state is not ours")
        # RFC 9207: no other provider may slip its answer in.
        if answer.get("iss", None if particulars.names_itself else self.issuer) != self.issuer:
            raise AnswerRefused("the answer is from another issuer")
        error = answer.get("error")
        if error in ("server_error", "temporarily_unavailable"):
            raise ProviderAway(f"it answers {error}")
        if error:
            raise Declined(f"it answers {_plain(error)}")
        if not answer.get("code"):
            raise AnswerRefused("there is no code")

    def _redeem(
        self, question: Question, code: str, particulars: Particulars, return_to: str
    ) -> Mapping[str, Any]:
        """Exchange the code for tokens, without the browser in between."""
        client = self._client(particulars, return_to)
        try:
            with client:
                return dict(
                    client.fetch_token(
                        particulars.token_endpoint, code=code, code_verifier=question.verifier
                    )
                )
        except RequestException as error:
            raise ProviderAway(f"no token: {type(error).__name__}") from error
        except AuthlibBaseError as error:
            if error.error in ("invalid_client", "unauthorized_client"):
                raise ProviderAway(f"it answers {error.error}: is the client set up?") from error
            raise AnswerRefused("it does not take the code") from error
        except _RUBBISH as error:
            raise ProviderAway(f"the token is not readable: {type(error).__name__}") from error

    def _checked_claims(self, reply: Mapping[str, Any], question: Question) -> Mapping[str, Any]:
        token, must = reply.get("id_token"), {"essential": True}
        try:
            signed = self._signed(token)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                options={
                    "iss": {**must, "value": self.issuer},
                    "aud": {**must, "value": self._client_id},
                    "nonce": {**must, "value": question.nonce},
                    "sub": must,
                    "exp": must,
                    "iat": must,
                },
                params={
                    "nonce": question.nonce,
                    "client_id": self._client_id,
                    "access_token": reply.get("access_token"),
                },
            )
            claims.validate(leeway=CLOCK_SKEW)
        except _RUBBISH as error:
            raise AnswerRefused(f"the ID token is refused: {type(error).__name__}") from error
        return claims

    def _signed(self, token: Any) -> jwt.Token:
        """The ID token, if a key of the provider has signed it."""
        particulars = self._particulars()
        algorithms = list(ALGORITHMS)
        try:
            return jwt.decode(token, _chooser(particulars.keys), algorithms)
        except LookupError:
            # The provider may have changed its keys since we asked.
            if time.monotonic() - particulars.read_at < KEYS_RENEWED_AFTER:
                raise
            self._kept = None
            return jwt.decode(token, _chooser(self._particulars().keys), algorithms)

    def _client(self, particulars: Particulars, return_to: str) -> OAuth2Session:
        client = OAuth2Session(
            self._client_id,
            self._client_secret,
            token_endpoint_auth_method=particulars.way_of_client,
            scope=SCOPE,
            redirect_uri=return_to,
            code_challenge_method="S256",
        )
        return bounded(client)

    def _particulars(self) -> Particulars:
        kept = self._kept
        if kept is None or time.monotonic() - kept.read_at > KEPT_FOR:
            kept = self._kept = self._ask_particulars()
        return kept

    def _ask_particulars(self) -> Particulars:
        told = ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.issuer:
            raise ProviderAway("it calls itself otherwise than OIDC_ISSUER says")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(is_safe_address(told.get(name)) for name in names):
            raise ProviderAway("its addresses are missing or not encrypted")
        # What a provider takes that does not say so, the standard says.
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        takes_basic = not isinstance(ways, list) or "client_secret_basic" in ways
        return Particulars(
            **{name: told[name] for name in names},
            way_of_client="client_secret_basic" if takes_basic else "client_secret_post",
            names_itself=told.get("authorization_response_iss_parameter_supported") is True,
            keys=_read_keys(ask(told["jwks_uri"])),
            read_at=time.monotonic(),
        )


def _plain(error: str) -> str:
    """An error as the standard names it; anything else is nothing for a log."""
    return error if re.fullmatch("[a-z_]{1,40}", error) else "with an error"


def _read_keys(told: Mapping[str, Any]) -> Sequence[Key]:
    """The keys for signatures we know; others are passed over, as the standard wants it."""
    listed = told.get("keys")
    found = map(_read_key, listed if isinstance(listed, list) else [])
    keys = [key for key in found if key is not None]
    if not keys:
        raise ProviderAway("it shows no key that we can use")
    return keys


def _read_key(told: Any) -> Key | None:
    try:
        if told.get("use", "sig") != "sig" or told.get("alg", "RS256") not in ALGORITHMS:
            return None
        if told.get("kty") == "RSA" and len(told["n"]) >= SHORTEST_RSA_MODULUS:
            return RSAKey.import_key(told)
        if told.get("kty") == "EC" and told["crv"] == "P-256":
            return ECKey.import_key(told)
    except _RUBBISH:
        return None
    return None


def _chooser(keys: Sequence[Key]) -> Callable[[Any], Key]:
    """Finds the key a token names; without a name there must be one alone that it can be."""

    def choose(token: Any) -> Key:
        header = token.headers()
        kind = ALGORITHMS.get(header.get("alg"))
        fitting = [key for key in keys if key.key_type == kind]
        if header.get("kid") is not None:
            fitting = [key for key in fitting if key.kid == header["kid"]]
        if len(fitting) != 1:
            raise LookupError("no such key")
        return fitting[0]

    return choose

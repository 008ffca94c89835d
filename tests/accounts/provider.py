"""A provider of single sign-on: OpenID Connect over real HTTP, strict, and faulty on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT_ID = "check"
CLIENT_SECRET = "a secret that only the two know"
CONFIGURATION = "/.well-known/openid-configuration"


@cache
def the_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "of today"})


@cache
def another_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "of today"})


def signed(claims: dict[str, Any], key: RSAKey | ECKey | None = None, alg: str = "RS256") -> str:
    key = key or the_key()
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Provider:
    """What it says is what its fields hold; tests change them to let it misbehave."""

    origin: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    """Claims about whoever logs in; None as a value leaves a claim out of the token."""
    sign: Callable[[dict[str, Any]], Any] = signed
    keys: list[RSAKey | ECKey] = field(default_factory=lambda: [the_key()])
    configuration: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, str | None] = field(default_factory=dict)
    """What comes back through the browser in place of the proper answer."""
    faults: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    """By path: what is answered instead."""
    drips_for: float = 0
    """Seconds during which a reply comes one byte at a time."""
    asked: list[str] = field(default_factory=list)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)

    def logs_in(self, address: str) -> str:
        """The address back to us, after somebody has logged in at the provider."""
        try:
            opener = urllib.request.build_opener(NoRedirect)
            with opener.open(address, timeout=10) as reply:
                raise AssertionError(f"{reply.status} for {address}")
        except urllib.error.HTTPError as reply:
            with reply:
                assert reply.code == 302, reply.read()
                return str(reply.headers["Location"])

    def reply_to(self, method: str, path: str, sent: dict[str, str], authorization: str) -> Reply:
        self.asked.append(path)
        if path in self.faults:
            return self.faults[path]()
        views = {
            ("GET", CONFIGURATION): lambda: as_json(self.described()),
            ("GET", "/keys"): lambda: as_json({"keys": self.public_keys()}),
            ("GET", "/authorize"): lambda: self.authorize(sent),
            ("POST", "/token"): lambda: self.redeem(sent, authorization),
        }
        view = views.get((method, path))
        return view() if view else as_json({}, 404)

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "jwks_uri": f"{self.origin}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            **self.configuration,
        }

    def public_keys(self) -> list[dict[str, Any]]:
        strange = {"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": "strange"}
        return [strange, *(dict(key.as_dict(private=False)) for key in self.keys)]

    def authorize(self, sent: dict[str, str]) -> Reply:
        """Everybody who comes logs in at once."""
        assert sent["response_type"] == "code"
        assert sent["client_id"] == CLIENT_ID
        assert sent["code_challenge_method"] == "S256"
        assert sent["scope"].split()[0] == "openid"
        code = secrets.token_urlsafe()
        self.waiting[code] = sent
        answer = {"code": code, "state": sent["state"], "iss": self.origin, **self.answer}
        back = urlencode({name: text for name, text in answer.items() if text is not None})
        return 302, {"Location": f"{sent['redirect_uri']}?{back}"}, b""

    def redeem(self, sent: dict[str, str], authorization: str) -> Reply:
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {expected}":
            return as_json({"error": "invalid_client"}, 401)
        asked = self.waiting.pop(sent.get("code", ""), None)
        if asked is None or not _fits(asked, sent):
            return as_json({"error": "invalid_grant"}, 400)
        moment = int(time.time())
        claims = {
            "iss": self.origin,
            "aud": CLIENT_ID,
            "sub": "4711",
            "iat": moment,
            "exp": moment + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        token = self.sign({name: claim for name, claim in claims.items() if claim is not None})
        return as_json({"access_token": "unused", "token_type": "Bearer", "id_token": token})


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def _fits(asked: dict[str, str], sent: dict[str, str]) -> bool:
    digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        sent.get("grant_type") == "authorization_code"
        and sent.get("redirect_uri") == asked["redirect_uri"]
        and challenge == asked["code_challenge"]
    )


def as_json(told: Any, status: int = 200) -> Reply:
    return status, {"Content-Type": "application/json"}, json.dumps(told).encode()


@contextmanager
def a_provider() -> Iterator[Provider]:
    """A provider on a free port of this machine, until the block ends."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("GET", dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._reply("POST", dict(parse_qsl(body.decode())))

        def _reply(self, method: str, sent: dict[str, str]) -> None:
            path, authorization = urlsplit(self.path).path, self.headers.get("Authorization", "")
            status, headers, body = provider.reply_to(method, path, sent, authorization)
            try:
                self.send_response(status)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.end_headers()
                ends_at = time.monotonic() + provider.drips_for
                while time.monotonic() < ends_at:
                    self.wfile.write(b" ")
                    time.sleep(0.05)
                self.wfile.write(body)
            except OSError:
                # Whoever asked has lost patience.
                return

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.origin = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

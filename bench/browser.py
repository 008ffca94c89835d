"""A reader of pages: keeps cookies, sends forms, follows to the next page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Protocol
from urllib.parse import urlencode

from werkzeug.test import create_environ

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Way(Protocol):
    """How a request reaches an application."""

    def ask(
        self, method: str, address: str, *, headers: Mapping[str, str], body: bytes
    ) -> Reply: ...

    def close(self) -> None: ...


class Inside:
    """Calls an application of this process, with no server between."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def ask(self, method: str, address: str, *, headers: Mapping[str, str], body: bytes) -> Reply:
        environment = create_environ(
            address, "http://localhost", method=method, headers=dict(headers)
        )
        environment["wsgi.input"] = io.BytesIO(body)
        environment["CONTENT_LENGTH"] = str(len(body))
        started: list[Any] = []
        chunks = self._application(environment, lambda *heads: started.append(heads))
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        status, received = started[0][:2]
        return _reply(int(status[:3]), received, content)

    def close(self) -> None:
        """There is nothing to close."""


class Over:
    """Asks a server of this machine, over a connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, address: str, *, headers: Mapping[str, str], body: bytes) -> Reply:
        self._connection.request(method, address, body=body or None, headers=dict(headers))
        response = self._connection.getresponse()
        return _reply(response.status, response.getheaders(), response.read())

    def close(self) -> None:
        self._connection.close()


class NotAsExpected(RuntimeError):
    """A page failed: what that takes is no measurement of the page."""


class Browser:
    """Asks in German, as most readers do; a page that fails ends the run."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._cookies: dict[str, str] = {}

    def use(self, way: Way) -> None:
        """Go on another way, such as a new connection where the old one broke."""
        self.close()
        self._way = way

    def close(self) -> None:
        self._way.close()

    def asks(self, address: str) -> Reply:
        """Whatever comes back, also that one is to come again."""
        return self._ask("GET", address, {})

    def get(self, address: str, etag: str = "") -> Reply:
        reply = self._ask("GET", address, {"If-None-Match": etag} if etag else {})
        expected = 304 if etag else 200
        if reply.status != expected:
            raise NotAsExpected(f"{address} answered {reply.status}, not {expected}")
        return reply

    def post(self, address: str, fields: Mapping[str, str], *, accept: str = "text/html") -> Reply:
        body = urlencode(fields).encode()
        headers = {"Content-Type": FORM, "Content-Length": str(len(body)), "Accept": accept}
        return self._ask("POST", address, headers, body)

    def _ask(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        cookies = "; ".join(map("=".join, self._cookies.items()))
        sent = {"Accept-Language": "de", **headers, **({"Cookie": cookies} if cookies else {})}
        reply = self._way.ask(method, address, headers=sent, body=body)
        self._cookies.update(reply.cookies)
        return reply


def _reply(status: int, headers: list[tuple[str, str]], body: bytes) -> Reply:
    cookies = {}
    for name, value in headers:
        if name == "Set-Cookie":
            cookie, _, kept = value.partition(";")[0].partition("=")
            cookies[cookie] = kept
    return Reply(status, dict(headers), cookies, body)

"""Phones in a room: hundreds of open pages in one thread, each with a line of its own.

They share the machine with the server, so they ask as cheaply as they can.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from bench.browser import FORM

Outcome = TypeVar("Outcome")

HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds until a phone takes an answer for lost."""
BREATH = 0.05
"""Seconds before somebody tries again who was not heard."""


def in_a_thread_of_its_own(task: Coroutine[Any, Any, Outcome]) -> Outcome:
    """Run it to its end, also where this thread has a loop already, as tests with browsers have."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, task).result()


class NoAnswer(OSError):
    """The line broke, or nothing came for too long."""


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters, the last of each name."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


class Line:
    """One connection that stays open, and is opened anew after it broke; one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._turn = asyncio.Lock()
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Raises NoAnswer; whether the server heard it nobody knows then."""
        async with self._turn:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._ask(request)
            except (OSError, EOFError, TimeoutError) as error:
                self.close()
                raise NoAnswer from error

    async def _ask(self, request: bytes) -> Answer:
        if self._ends is None:
            self._ends = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._ends
        writer.write(request)
        answer = _read_head(await reader.readuntil(b"\r\n\r\n"))
        if answer.headers.get("transfer-encoding") == "chunked":
            raise NotImplementedError("an answer in chunks")
        length = int(answer.headers.get("content-length", 0)) if answer.status != 304 else 0
        body = await reader.readexactly(length) if length else b""
        if answer.headers.get("connection") == "close":
            self.close()
        return Answer(answer.status, answer.headers, answer.cookies, body)

    def close(self) -> None:
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


class Phone:
    """One open page of somebody in the room, who has a ticket or comes to get one."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self._line = Line(port)
        self._cookies = dict(cookies or {})
        self._head = b""
        self._etag = ""
        self._token = ""
        self.acknowledged: dict[str, str] = {}
        """The last choice by criterion that the server called kept."""
        self.refused: list[int] = []
        """Answers that were not what a phone hopes for."""
        self.broken = 0
        """How often the line broke before an answer came."""
        self._write_head()

    def close(self) -> None:
        self._line.close()

    async def open(self) -> None:
        """Open the page, and get a form token as one does that has been open for long."""
        await self.get("/workshop")
        self._token = json.loads((await self.get("/session")).body)["csrf_token"]

    async def get(self, address: str, etag: str = "") -> Answer:
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        return await self._ask(f"GET {address} HTTP/1.1\r\n{condition}", b"")

    async def post(self, address: str, fields: Mapping[str, str], *, accept: str) -> Answer:
        body = urlencode(fields).encode()
        return await self._ask(
            f"POST {address} HTTP/1.1\r\nAccept: {accept}\r\n"
            f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n",
            body,
        )

    async def look(self) -> bool:
        """Ask once whether there is something new; False if the answer was none of the two."""
        try:
            answer = await self.get("/workshop/state.json", self._etag)
        except NoAnswer:
            self.broken += 1
            return False
        if answer.status not in (200, 304):
            self.refused.append(answer.status)
            return False
        self._etag = answer.headers.get("etag", self._etag)
        return True

    async def vote(self, criterion: str, choice: str, *, number: int = 1) -> bool:
        """Send a choice once; False if it was not acknowledged."""
        sent = {
            "csrf_token": self._token,
            "criterion": criterion,
            "round": str(number),
            "choice": choice,
        }
        try:
            answer = await self.post("/workshop/vote", sent, accept="application/json")
        except NoAnswer:
            self.broken += 1
            return False
        if answer.status != 200 or json.loads(answer.body).get("kept") is not True:
            self.refused.append(answer.status)
            return False
        self.acknowledged[criterion] = choice
        return True

    async def vote_until_heard(self, criterion: str, choice: str) -> None:
        """Send a choice until it is acknowledged. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not await self.vote(criterion, choice):
                await asyncio.sleep(BREATH)

    async def _ask(self, beginning: str, body: bytes) -> Answer:
        answer = await self._line.ask(beginning.encode() + self._head + body)
        if answer.cookies:
            self._cookies.update(answer.cookies)
            self._write_head()
        return answer

    def _write_head(self) -> None:
        """What is the same in every request, put together once."""
        kept = "; ".join(map("=".join, self._cookies.items()))
        cookie = f"Cookie: {kept}\r\n" if kept else ""
        self._head = f"Host: {HOST}\r\nAccept-Language: de\r\n{cookie}\r\n".encode()


async def look_now_and_then(phone: Phone, chance: random.Random, looks: list[bool]) -> None:
    """Every two to three seconds, as an open page does; until it is cancelled.

    `looks` gets whether each was answered.
    """
    await asyncio.sleep(chance.uniform(0, 3))
    while True:
        looks.append(await phone.look())
        await asyncio.sleep(chance.uniform(2, 3))


def _read_head(head: bytes) -> Answer:
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            cookie, _, kept = value.partition(";")[0].partition("=")
            cookies[cookie] = kept
        else:
            headers[name.lower()] = value
    return Answer(int(first.split()[1]), headers, cookies, b"")

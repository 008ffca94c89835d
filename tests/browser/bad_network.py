"""A proxy between browser and server that behaves like a telephone in a tunnel."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

SERVER_PATIENCE = 30
NOT_FORWARDED = {"connection", "keep-alive", "transfer-encoding"}
DROPPED = 0.2
"""Of all requests that save something; as many replies get lost on the way back."""

Reply = tuple[int, list[tuple[str, str]], bytes]


class BadNetwork:
    """Drops, delays, doubles and reorders what is saved; pages themselves arrive."""

    def __init__(self, upstream: str, *, longest_delay: float, seed: int) -> None:
        self._upstream = urlsplit(upstream).netloc
        self._longest_delay = longest_delay
        self._random = random.Random(seed)
        self._under_way: list[threading.Thread] = []
        self.counted: Counter[str] = Counter()
        self.origin = ""

    def carry(self, ask: Callable[[], Reply]) -> Reply | None:
        """The reply to a saving request, if it finds its way back; None where the line breaks."""
        self.counted["requests"] += 1
        fate = self._random.random()
        if fate < DROPPED / 2:
            self.counted["dropped"] += 1
            return None
        if fate < DROPPED:
            # The line breaks, and the request arrives all the same when others have overtaken it.
            self.counted["late"] += 1
            self._later(ask)
            return None
        if fate < 2 * DROPPED:
            self.counted["replies lost"] += 1
            ask()
            return None
        if fate < 0.6:
            self.counted["doubled"] += 1
            self._later(ask)
        elif fate < 0.8:
            self.counted["delayed"] += 1
            time.sleep(self._delay())
        return ask()

    def settle(self) -> None:
        """Wait until everything that was under way has arrived."""
        while self._under_way:
            self._under_way.pop().join()

    def _later(self, ask: Callable[[], Reply]) -> None:
        timer = threading.Timer(self._delay(), ask)
        timer.start()
        self._under_way.append(timer)

    def _delay(self) -> float:
        return self._random.uniform(0.05, self._longest_delay)

    def ask_server(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        connection = HTTPConnection(self._upstream, timeout=SERVER_PATIENCE)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()


class Carrier(BaseHTTPRequestHandler):
    """One request on its way; connections are not kept, so that no browser repeats it by itself."""

    network: BadNetwork

    def do_GET(self) -> None:
        self._carry()

    def do_POST(self) -> None:
        self._carry()

    def _carry(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {
            name: text for name, text in self.headers.items() if name.lower() not in NOT_FORWARDED
        }

        def ask() -> Reply:
            return self.network.ask_server(self.command, self.path, headers, body)

        saves = self.command == "POST" and "/criteria/" in self.path
        reply = self.network.carry(ask) if saves else ask()
        if reply:
            self._give_back(*reply)

    def _give_back(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, text in headers:
            if name.lower() not in NOT_FORWARDED | {"content-length"}:
                self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Nobody reads it."""


class Door(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_who: object) -> None:
        """A browser that has given up on a request is what this is about."""


@contextmanager
def bad_network(upstream: str, *, longest_delay: float, seed: int) -> Iterator[BadNetwork]:
    """The same server under another address, behind a bad network."""
    network = BadNetwork(upstream, longest_delay=longest_delay, seed=seed)
    carrier = type("CarrierOfThisNetwork", (Carrier,), {"network": network})
    with Door(("127.0.0.1", 0), carrier) as door:
        network.origin = f"http://127.0.0.1:{door.server_port}"
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield network
        finally:
            network.settle()
            door.shutdown()
            thread.join()

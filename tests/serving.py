"""gunicorn as people run it, behind a door that stays open when the server dies."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_TIMEOUT = 120
"""Seconds; a busy machine takes its time, and no test is about that."""
PATIENCE = 5
SHOWN_OF_THE_LOG = 4000


class Gunicorn:
    """A server on a free port of its own, which it inherits, so that nobody can take it."""

    def __init__(
        self, log: Path, environment: Mapping[str, str], *, within: Sequence[str] = ()
    ) -> None:
        self.log = log
        self._environment = {**os.environ, **environment}
        self._within = within
        self._door = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port: int = self._door.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self._master: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        handle = self._door.fileno()
        gunicorn = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"fd://{handle}"]
        with self.log.open("ab") as written:
            self._master = subprocess.Popen(
                [*self._within, *gunicorn],
                cwd=ROOT,
                env=self._environment,
                stderr=written,
                pass_fds=[handle],
            )

    @property
    def master(self) -> subprocess.Popen[bytes]:
        assert self._master, "not started"
        return self._master

    @property
    def workers(self) -> list[int]:
        """The numbers of its worker processes; on Linux."""
        number = self.master.pid
        try:
            children = Path(f"/proc/{number}/task/{number}/children").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return []
        return [int(child) for child in children.split()]

    def wait_until(self, page: str = "/healthz") -> float:
        """Wait until this page answers well; how many seconds that took."""
        begun = time.monotonic()
        while time.monotonic() < begun + START_TIMEOUT and self.master.poll() is None:
            try:
                with urllib.request.urlopen(self.origin + page, timeout=PATIENCE):  # noqa: S310
                    return time.monotonic() - begun
            except (HTTPException, OSError):
                time.sleep(0.02)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text(encoding='utf-8')}")

    def kill_a_worker(self) -> None:
        """As if it ran out of memory; the master starts another one."""
        for worker in self.workers[:1]:
            os.kill(worker, signal.SIGKILL)

    def kill(self) -> None:
        """The master and its workers at once, as if the machine had stopped."""
        workers = self.workers
        self.master.kill()
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        self.master.wait(START_TIMEOUT)

    def reload(self) -> None:
        """New workers for old ones, which first finish what they are doing."""
        self.master.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        if self._master and self._master.poll() is None:
            self._master.terminate()
            self._master.wait(START_TIMEOUT)

    def close(self) -> None:
        self.stop()
        self._door.close()


@contextmanager
def serving_with(
    log: Path, environment: Mapping[str, str], *, within: Sequence[str] = ()
) -> Iterator[Gunicorn]:
    """A server that answers, until the block ends; there must be no traceback in its log."""
    server = Gunicorn(log, environment, within=within)
    try:
        server.start()
        server.wait_until("/healthz")
        yield server
    finally:
        server.close()
    written = log.read_text(encoding="utf-8")
    assert "Traceback" not in written, written[-SHOWN_OF_THE_LOG:]

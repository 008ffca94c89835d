"""Servers of this machine: started on a free port, asked, and ended again by their own number."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.town import ROOT

PATIENCE = 60
"""Seconds after which a server that does not answer is given up."""


class NeverAnswered(RuntimeError):
    """A server did not come up."""


@dataclass(frozen=True)
class Server:
    """A running gunicorn; `started_in` is the seconds from its start to its first answer."""

    port: int
    process: subprocess.Popen[bytes]
    started_in: float

    @property
    def processes(self) -> list[Path]:
        """The master and its workers, as folders of /proc."""
        master = Path(f"/proc/{self.process.pid}")
        children = (master / f"task/{self.process.pid}/children").read_text().split()
        return [master, *(Path("/proc", child) for child in children)]

    def cpu_seconds(self) -> float:
        """Processor seconds of all its threads so far."""
        threads = [thread for each in self.processes for thread in each.glob("task/*/schedstat")]
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def worker_megabytes(self) -> float:
        """What its workers take of the memory, shared pages counted in part (PSS)."""
        rolled = [each / "smaps_rollup" for each in self.processes[1:]]
        lines = [line for file in rolled for line in file.read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def can_serve() -> bool:
    """Whether servers can be run and watched here: with gunicorn, on Linux."""
    return sys.platform == "linux"


@contextmanager
def served(
    application: str, *, first_page: str, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Serve an application as gunicorn.conf.py says, until its first page has come."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--log-level", "warning", application]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {}), "PORT": str(port)}
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{first_page}", process)
        yield Server(port, process, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=PATIENCE):  # noqa: S310
                return
        except (URLError, HTTPException, ConnectionError):
            time.sleep(0.01)
    raise NeverAnswered(address)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

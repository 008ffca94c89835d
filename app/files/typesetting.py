"""Papers become PDF: words as data, two at a time, ten seconds each, in a process of its own.

The layout is in `printing/`. docs/measures.md says what the files promise.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from app.domain.errors import DomainError
from app.files.paper import Paper
from app.files.poster import Poster
from app.files.presentable import font_folders
from app.files.typeset_data import paper_data, poster_data

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # On Windows, where one process serves.
    fcntl = None

PRESS = Path(__file__).parent / "printing" / "press.py"
AT_A_TIME = 2
SECONDS = 10.0
PATIENCE = 2.0
"""So many seconds a paper waits for its turn before whoever asked is told to come again."""
_LOOK_AGAIN = 0.05
_HERE = threading.BoundedSemaphore(AT_A_TIME)


class Busy(DomainError):
    """As many papers as may be are being made; ask again in a few seconds."""


class TookTooLong(DomainError):
    """The paper was not finished in time, for instance because a text has hundreds of pages."""


class CannotBeTypeset(DomainError):
    """The paper was refused; the message says why, for the log."""


def typeset(paper: Paper, *, locks: Path) -> bytes:
    """The paper as a tagged PDF; equal papers give equal bytes.

    `locks` is a folder that all processes of the installation share. Raises Busy, TookTooLong,
    and CannotBeTypeset, for instance for a figure without a text that says what it shows.
    """
    return _made("paper.typ", paper_data(paper), paper.day, locks)


def typeset_poster(poster: Poster, *, locks: Path) -> bytes:
    """One page to hang up; raises what `typeset` raises."""
    return _made("poster.typ", poster_data(poster), poster.day, locks)


def _made(template: str, data: Mapping[str, Any], day: date, locks: Path) -> bytes:
    asked = {
        "template": template,
        "data": data,
        "fonts": [str(folder) for folder in font_folders()],
        "timestamp": int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    }
    with taking_turns(locks):
        return _pressed(json.dumps(asked).encode("utf-8"))


def _pressed(asked: bytes) -> bytes:
    """Isolated (-I): neither the settings of the environment nor the working folder matter."""
    command = [sys.executable, "-I", str(PRESS)]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise TookTooLong(f"not finished after {SECONDS:g} s") from late
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        told = done.stderr.decode("utf-8", "replace").strip()
        raise CannotBeTypeset(told[-2_000:] or f"ended with {done.returncode}")
    return done.stdout


@contextmanager
def taking_turns(locks: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """One of the few turns there are, over all processes; raises Busy.

    The lock goes with the process that holds it, however that ends.
    """
    if fcntl is None:
        if not _HERE.acquire(timeout=patience):
            raise Busy
        try:
            yield
        finally:
            _HERE.release()
        return
    until = time.monotonic() + patience
    while (held := _free_turn(locks)) is None:
        if time.monotonic() >= until:
            raise Busy
        time.sleep(_LOOK_AGAIN)
    with held:
        yield


def _free_turn(locks: Path) -> Any | None:
    """The opened lock file of a turn that nobody has; closing it gives the turn back."""
    assert fcntl is not None  # noqa: S101
    locks.mkdir(parents=True, exist_ok=True)
    for number in range(AT_A_TIME):
        opened = (locks / f"printing-{number}.lock").open("ab")
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            opened.close()
            continue
        return opened
    return None

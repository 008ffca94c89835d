"""One writer at a time, first come, first served: in the process, and between processes."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import deque
from pathlib import Path
from types import ModuleType

from sqlalchemy.exc import OperationalError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # On Windows, where one process serves.
    fcntl = None

PATIENCE = 20.0
"""So many seconds somebody waits for a turn before hearing that it was too long."""


class NoTurn(OperationalError):
    """Writing did not get its turn; to the reader it is a database that does not answer."""

    def __init__(self, reason: str) -> None:
        super().__init__("BEGIN IMMEDIATE", None, sqlite3.OperationalError(reason))


class WriterLock:
    """SQLite lets those who wait try again at random; here the first to come is the first served.

    Inside the process a queue gives the turns. Who has the turn locks a file beside the database,
    and the kernel wakes the processes in the order they came. A process that dies lets go of it.
    """

    def __init__(self, file: Path | None, *, patience: float = PATIENCE) -> None:
        self._file = file
        self._patience = patience
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False
        self._opened: int | None = None

    def acquire(self) -> None:
        """Wait for the turn to write; raises NoTurn."""
        self._queue()
        try:
            self._opened = self._lock_file()
        except BaseException as failed:
            self._pass_on()
            if isinstance(failed, OSError):
                raise NoTurn(f"{self._file}: {failed.strerror}") from failed
            raise

    def release(self) -> None:
        """Let the next one write; call once after each `acquire`, from any thread."""
        opened, self._opened = self._opened, None
        if opened is not None:
            os.close(opened)
        self._pass_on()

    @property
    def waiting(self) -> int:
        """How many of this process wait for their turn."""
        return len(self._waiting)

    def _queue(self) -> None:
        turn = threading.Event()
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            self._waiting.append(turn)
        if turn.wait(self._patience):
            return
        with self._guard:
            # The turn may have come while time ran out.
            if turn.is_set():
                return
            self._waiting.remove(turn)
        raise NoTurn(f"others wrote for {self._patience:g} seconds")

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

    def _lock_file(self) -> int | None:
        """Opened anew each time: a file opened before a fork would be locked by both processes."""
        if fcntl is None or self._file is None:
            return None
        opened = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
        except BaseException:
            os.close(opened)
            raise
        return opened


class QueuedConnection(sqlite3.Connection):
    """A connection that lets the next one write once its own transaction is really over.

    SQLAlchemy tells of a commit before it happens. The driver's own methods return after it.
    """

    _holds: WriterLock | None = None

    def begin_writing(self, lock: WriterLock) -> None:
        """Wait for the turn, then begin a transaction that may write from the start."""
        lock.acquire()
        self._holds = lock
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._let_go()
            raise

    def commit(self) -> None:
        # Where it fails the transaction may still be open: then the rollback lets go.
        super().commit()
        self._let_go()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._let_go()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        held, self._holds = self._holds, None
        if held is not None:
            held.release()

"""Drawn charts, kept by content: each is drawn once, however many ask at the same time."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeVar

from app.charts.rows import ChartRow, ChartWords

Drawn = TypeVar("Drawn")


class ChartCache(Generic[Drawn]):
    """Charts, or files of them, by content key; the longest unused leaves first.

    `drawings` counts what was really drawn. What fails is not kept: all who waited for it get
    the error, the next one tries again.
    """

    def __init__(self, size: int = 256) -> None:
        self.size = size
        self.drawings = 0
        self._kept: OrderedDict[str, Future[Drawn]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str, draw: Callable[[], Drawn], *, patience: float | None = None) -> Drawn:
        """What was drawn for this key; only the first to ask for it draws, the others wait.

        Raises TimeoutError for those who wait longer than `patience`, in seconds.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                ours: Future[Drawn] = Future()
                self._kept[key] = ours
                self.drawings += 1
                while len(self._kept) > self.size:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
        return self._drawn(key, draw, ours) if kept is None else kept.result(patience)

    def _drawn(self, key: str, draw: Callable[[], Drawn], ours: Future[Drawn]) -> Drawn:
        try:
            ours.set_result(draw())
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is ours:
                    del self._kept[key]
            ours.set_exception(error)
        return ours.result()


def content_key(kind: str, rows: Sequence[ChartRow], words: ChartWords) -> str:
    """A key for this content, the same in every process of a release; also good as its ETag."""
    content = repr((kind, tuple(rows), words, _edition()))
    return hashlib.sha256(content.encode(errors="backslashreplace")).hexdigest()[:32]


@cache
def _edition() -> str:
    """A fingerprint of what draws: a browser must not keep what another release drew."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(version("matplotlib").encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()

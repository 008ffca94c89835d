"""Files for their owner alone, that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import N_
from app.storage.problems import StorageProblem


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """A file to write to, that becomes `target` when the block ends well.

    Raises StorageProblem where `target` is there already, or cannot be written.
    """
    target = target.absolute()
    if target.exists():
        raise StorageProblem(N_("{file} is there already."), file=target)
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        yield unfinished
        _write_through(unfinished)
        unfinished.rename(target)
        _write_through(target.parent)
    except OSError as error:
        raise StorageProblem(
            N_("{file} cannot be written: {reason}."), file=target, reason=error.strerror
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def private_folder(folder: Path) -> Path:
    """The folder, made for its owner alone where it is missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageProblem(
            N_("{file} cannot be written: {reason}."), file=folder, reason=error.strerror
        ) from error
    return folder


def stamped_file(folder: Path, *, name: str, ending: str) -> Path:
    """A name with this moment in it that nothing has yet, in a private folder."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    found, number = private_folder(folder) / f"{name}-{stamp}{ending}", 2
    while found.exists():
        found, number = folder / f"{name}-{stamp}-{number}{ending}", number + 1
    return found


def _write_through(path: Path) -> None:
    """Wait until the disk has it; a folder cannot be asked for that on Windows."""
    if path.is_dir() and os.name == "nt":
        return
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

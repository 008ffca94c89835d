"""The disk is full: nothing is called saved that is not, pages open, and room alone repairs it."""

from __future__ import annotations

import os
import resource
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.browser import Browser, NotAsExpected, Over
from bench.results import Goal, Result
from tests.reliability.evidence import Evidence, examine
from tests.reliability.installation import Installation, an_app
from tests.reliability.savers import Saver, log_in
from tests.serving import Gunicorn, serving_with

ROOM = 16 * 1024 * 1024
"""Bytes of the small file system."""
LITTLE = 16 * 1024
"""Bytes that a file may still grow where there is no small file system."""
NOT_SAVED = (503, 507)


@dataclass(frozen=True)
class Figures:
    way: str
    """How the disk was filled."""
    acknowledged: int
    refused: int
    refused_otherwise: int
    """Errors that are no plain “not saved”."""
    pages_opened: int
    """While the disk was full."""
    pages_failed: int
    saved_again: int
    """After there was room, by the same server."""
    evidence: Evidence

    def results(self) -> Iterator[Result]:
        theme = f"Disk full ({self.way}), SQLite"
        yield Result(theme, "acknowledged", self.acknowledged, "answers")
        yield Result(theme, "refused as not saved", self.refused, "answers", Goal(1, at_least=True))
        yield Result(theme, "refused otherwise", self.refused_otherwise, "answers", Goal(0))
        yield Result(theme, "acknowledged and lost", self.evidence.lost, "answers", Goal(0))
        yield Result(theme, "torn", self.evidence.torn, "answers", Goal(0))
        yield Result(theme, "damages of the file", self.evidence.damages, "", Goal(0))
        yield Result(theme, "pages that did not open", self.pages_failed, "pages", Goal(0))
        yield Result(theme, "saved again without a restart", self.saved_again, "answers",
                     Goal(1, at_least=True))  # fmt: skip


class Disk(Protocol):
    """Where the database lies, seen from outside, and how it gets full."""

    way: str
    database: Path
    server: Gunicorn

    def fill(self) -> None: ...

    def make_room(self) -> None: ...


class SmallDisk:
    """A small file system that only the server sees under its own name."""

    way = "tmpfs of 16 MB"

    def __init__(self, server: Gunicorn, folder: Path) -> None:
        self.server = server
        # The server's own view of the files, for those outside.
        self._inside = Path(f"/proc/{server.master.pid}/root{folder}")
        self.database = self._inside / "check.sqlite"

    def fill(self) -> None:
        with (self._inside / "ballast").open("ab", buffering=0) as ballast:
            for size in (64 * 1024, 1024):
                try:
                    while True:
                        ballast.write(b"x" * size)
                except OSError:
                    continue

    def make_room(self) -> None:
        (self._inside / "ballast").unlink()


class LimitedFiles:
    """Where nothing may be mounted: no file of the server may grow any more."""

    way = "no file may grow"

    def __init__(self, server: Gunicorn, folder: Path) -> None:
        self.server = server
        self.database = folder / "check.sqlite"

    def fill(self) -> None:
        # The journal may be larger: what lies beyond the limit cannot be written again either.
        self._limit(self.database.stat().st_size + LITTLE)

    def make_room(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for worker in self.server.workers:
            hard = resource.prlimit(worker, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (size, hard))


def may_mount() -> bool:
    """Whether a process of ours may have a file system of its own."""
    if os.geteuid() or not shutil.which("unshare"):
        return False
    trial = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return not subprocess.run(trial, capture_output=True, check=False).returncode


@contextmanager
def served_on(installation: Installation, *, on_small_disk: bool) -> Iterator[Disk]:
    folder = installation.folder
    if not on_small_disk:
        with serving_with(installation.log, installation.environment) as server:
            yield LimitedFiles(server, folder)
        return
    log = folder.with_name(f"{folder.name}-server.log")
    kept = folder.with_name(f"{folder.name}-kept")
    shutil.copytree(folder, kept)
    names = {name: shlex.quote(str(path)) for name, path in {"here": folder, "kept": kept}.items()}
    steps = (
        'mount -t tmpfs -o size={room},mode=700 tmpfs {here} && cp -p {kept}/* {here} && exec "$@"'
    ).format(room=ROOM, **names)
    within = ["unshare", "-m", "sh", "-c", steps, "sh"]
    with serving_with(log, installation.environment, within=within) as server:
        yield SmallDisk(server, folder)


def disk_full(
    installation: Installation, *, rounds: int, saves: int, on_small_disk: bool
) -> Figures:
    """Fill the disk under a server that saves, make room again, and so on."""
    opened: list[int] = []
    saved_again = []
    place, email = installation.places[0], installation.emails[0]
    with (
        served_on(installation, on_small_disk=on_small_disk) as disk,
        closing(Saver(disk.server.port, place, email=email)) as saver,
        closing(Browser(Over(disk.server.port))) as reader,
    ):
        log_in(reader, email)
        for _ in range(rounds):
            _save(saver, saves)
            disk.fill()
            _save_until_refused(saver)
            for _ in range(saves):
                saver.save()
                opened.append(_status(reader, place.section_address))
            disk.make_room()
            saved_again.append(_save(saver, saves))
        copy = _copied(disk.database, installation.folder)
    refused = [one.status for one in saver.refused]
    return Figures(
        way=disk.way,
        acknowledged=len(saver.acknowledged),
        refused=sum(status in NOT_SAVED for status in refused),
        refused_otherwise=sum(status not in NOT_SAVED for status in refused) + saver.broken,
        pages_opened=len(opened),
        pages_failed=sum(status != 200 for status in opened),
        saved_again=min(saved_again),
        evidence=examine(an_app(copy), saver.acknowledged),
    )


def _save(saver: Saver, times: int) -> int:
    """How many of so many were acknowledged."""
    return sum(saver.save() is not None for _ in range(times))


def _save_until_refused(saver: Saver) -> None:
    """What there is of room in the journal is used up first."""
    for _ in range(2000):
        if saver.save() is None:
            return
    raise RuntimeError("the disk does not get full")


def _status(reader: Browser, address: str) -> int:
    try:
        return reader.get(address).status
    except NotAsExpected:
        return 500


def _copied(database: Path, folder: Path) -> Path:
    """The database as it is when the server has been killed at this moment."""
    target = folder.with_name(f"{folder.name}-after")
    target.mkdir()
    for part in database.parent.glob("check.sqlite*"):
        shutil.copy(part, target / part.name)
    return target / database.name

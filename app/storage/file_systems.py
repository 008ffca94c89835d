"""What the folder of a SQLite database lies on: over a network its locks do not hold."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from app.domain.errors import N_
from app.storage.problems import StorageProblem
from app.storage.writer_lock import fcntl

MOUNTS = Path("/proc/mounts")
OVER_A_NETWORK = frozenset({
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre",
    "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb", "smb2", "smb3", "smbfs", "sshfs",
})  # fmt: skip
LOCAL_FUSE = frozenset(["fuse.fuse-overlayfs", "fuse.gocryptfs", "fuse.ntfs-3g"])
"""Every other file system in user space passes on to somewhere, and not all of its locks."""

ESCAPED = re.compile(r"\\([0-7]{3})")
PROBE_TIMEOUT = 10
# Another process must find both kinds of lock taken: ours, and the kind that SQLite takes.
PROBE = """
import fcntl, sys
found = []
for lock in (fcntl.flock, fcntl.lockf):
    with open(sys.argv[1], "r+b") as opened:
        try:
            lock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            found.append("taken")
print(*found)
"""


@dataclass(frozen=True)
class Mount:
    """Where a file system begins, and its kind."""

    folder: Path
    kind: str

    @property
    def is_over_a_network(self) -> bool:
        # Where everything is 9p it is the sandbox of a container, and no share.
        if self.kind == "9p" and self.folder == Path("/"):
            return False
        if self.kind.startswith("fuse."):
            return self.kind not in LOCAL_FUSE
        return self.kind in OVER_A_NETWORK


def mount_of(folder: Path, *, mounts: Path = MOUNTS) -> Mount | None:
    """The file system a folder lies on; None where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found = [Mount(Path(_unescaped(line.split()[1])), line.split()[2]) for line in lines]
    around = [mount for mount in found if folder.resolve().is_relative_to(mount.folder)]
    # Of two on the same folder the later one covers the other.
    return max(reversed(around), key=lambda mount: len(mount.folder.parts), default=None)


def refuse_network(folder: Path, *, mounts: Path = MOUNTS) -> None:
    """Raise StorageProblem if a database in this folder could lose what it acknowledged."""
    mount = mount_of(folder, mounts=mounts)
    if mount and mount.is_over_a_network:
        raise StorageProblem(
            N_(
                "The database folder {folder} lies on a network file system ({kind}),"
                " where SQLite loses data. Put it on a local disk, or use PostgreSQL."
            ),
            folder=folder,
            kind=mount.kind,
        )


def locks_hold(folder: Path) -> bool:
    """Whether a lock taken here is seen by another process; True where there is no such lock."""
    if fcntl is None:
        return True
    file = folder / f".lock-probe-{secrets.token_hex(8)}"
    opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        return _is_seen_from_elsewhere(fcntl, file, opened)
    finally:
        os.close(opened)
        file.unlink()


def _is_seen_from_elsewhere(fcntl: ModuleType, file: Path, opened: int) -> bool:
    fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    command = [sys.executable, "-I", "-S", "-c", PROBE, str(file)]
    asked = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, timeout=PROBE_TIMEOUT, check=False
    )
    return asked.stdout.split() == ["taken", "taken"]


def _unescaped(name: str) -> str:
    return ESCAPED.sub(lambda code: chr(int(code[1], 8)), name)

"""A database over a network is refused, and a lock that does not hold is noticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.storage.file_systems import Mount, locks_hold, mount_of, refuse_network
from app.storage.problems import StorageProblem

MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
town:/export {folder} nfs rw 0 0
none {folder}/local tmpfs rw 0 0
none {folder}/two\\040words cifs rw 0 0
none {folder}/twice tmpfs rw 0 0
none {folder}/twice fuse.sshfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """What the system would tell about the mounts below this folder."""
    file = tmp_path / "mounts"
    file.write_text(MOUNTS.format(folder=tmp_path), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("below", "kind"),
    [
        ("..", "ext4"),
        (".", "nfs"),
        ("deeper/down", "nfs"),
        ("local", "tmpfs"),
        ("local/down", "tmpfs"),
        ("two words", "cifs"),
        ("twice", "fuse.sshfs"),
    ],
)
def test_a_folder_lies_on_the_nearest_mount(
    tmp_path: Path, mounts: Path, below: str, kind: str
) -> None:
    mount = mount_of(tmp_path / below, mounts=mounts)

    assert mount
    assert mount.kind == kind


@pytest.mark.parametrize(
    ("kind", "folder", "is_refused"),
    [
        ("ext4", "/srv", False),
        ("tmpfs", "/srv", False),
        ("overlay", "/", False),
        ("nfs", "/srv", True),
        ("nfs4", "/", True),
        ("cifs", "/srv", True),
        ("smb3", "/srv", True),
        ("9p", "/mnt/c", True),
        ("9p", "/", False),
        ("fuse.sshfs", "/srv", True),
        ("fuse.rclone", "/srv", True),
        ("fuse.fuse-overlayfs", "/", False),
        ("fuseblk", "/srv", False),
    ],
)
def test_what_lies_over_a_network_is_known_by_its_kind(
    kind: str, folder: str, is_refused: bool
) -> None:
    assert Mount(Path(folder), kind).is_over_a_network == is_refused


def test_a_database_over_a_network_is_refused_with_the_way_out(
    tmp_path: Path, mounts: Path
) -> None:
    with pytest.raises(StorageProblem) as refused:
        refuse_network(tmp_path / "data", mounts=mounts)

    assert str(refused.value) == (
        f"The database folder {tmp_path}/data lies on a network file system (nfs), where SQLite"
        " loses data. Put it on a local disk, or use PostgreSQL."
    )


def test_a_system_that_does_not_tell_its_mounts_refuses_nothing(tmp_path: Path) -> None:
    assert mount_of(tmp_path, mounts=tmp_path / "missing") is None
    refuse_network(tmp_path, mounts=tmp_path / "missing")


def test_locks_hold_on_a_local_disk_and_leave_nothing_behind(tmp_path: Path) -> None:
    assert locks_hold(tmp_path)
    assert os.listdir(tmp_path) == []

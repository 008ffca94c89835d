"""Which versions of SQLite may damage a database that several write at once."""

from __future__ import annotations

import sqlite3

Version = tuple[int, ...]

FIRST_AFFECTED: Version = (3, 7, 0)
FIRST_REPAIRED: Version = (3, 51, 3)
REPAIRED_BRANCHES: tuple[Version, ...] = ((3, 44, 6), (3, 50, 7))


def has_wal_reset_bug(version: str = sqlite3.sqlite_version) -> bool:
    """Whether this version may lose pages when two write or checkpoint at the same instant.

    We run on such versions nevertheless: whoever writes, and the checkpoint that goes with a
    commit, has the one turn of `writer_lock`. The last connection to close makes a checkpoint
    too, and only where nobody else has the file open.

    >>> [has_wal_reset_bug(version) for version in ("3.40.1", "3.44.6", "3.51.2", "3.51.3")]
    [True, False, True, False]
    """
    numbers = _numbers(version)
    if not FIRST_AFFECTED <= numbers < FIRST_REPAIRED:
        return False
    return not any(
        numbers[:2] == repaired[:2] and numbers >= repaired for repaired in REPAIRED_BRANCHES
    )


def _numbers(version: str) -> Version:
    numbers = tuple(int(number) for number in version.split(".")[:3])
    return numbers + (0,) * (3 - len(numbers))

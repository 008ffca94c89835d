"""The versions of SQLite with the bug of the write-ahead log are known."""

from __future__ import annotations

import pytest

from app.storage.version_gate import has_wal_reset_bug


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [
        ("3.6.23", False),
        ("3.7.0", True),
        ("3.7", True),
        ("3.40.1", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.45.0", True),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.0", True),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.52.0", False),
        ("4.0.0", False),
    ],
)
def test_a_version_is_affected_until_it_was_repaired(version: str, is_affected: bool) -> None:
    assert has_wal_reset_bug(version) == is_affected

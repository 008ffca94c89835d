"""A full disk, a backup while people save, and what a commit promises."""

from __future__ import annotations

import sys

import pytest

from tests.reliability.disk_full import may_mount
from tests.reliability.evidence import Evidence
from tests.reliability.experiments import ask_what_a_commit_promises, back_up, fill_the_disk
from tests.reliability.ground import BOTH, SQLITE, Ground

NOTHING_MISSING = Evidence(lost=0, torn=0, damages=0)


@pytest.mark.skipif(sys.platform != "linux", reason="fills disks as Linux lets it")
def test_on_a_full_disk_nothing_is_called_saved_that_is_not(ground: Ground) -> None:
    # Where nothing may be mounted, files that may not grow stand for the full disk.
    figures = fill_the_disk(ground, on_small_disk=may_mount())

    assert figures.evidence == NOTHING_MISSING
    assert (figures.refused_otherwise, figures.pages_failed) == (0, 0)
    assert figures.refused >= ground.profile.rounds
    assert figures.pages_opened == ground.profile.rounds * ground.profile.saves
    assert figures.saved_again == ground.profile.saves


@pytest.mark.parametrize("engine", BOTH)
def test_a_backup_has_everything_acknowledged_before_it_began(ground: Ground, engine: str) -> None:
    figures = back_up(ground, engine)

    assert figures.restored == (NOTHING_MISSING,) * ground.profile.backups
    assert figures.refused == 0
    assert figures.acknowledged >= ground.profile.backups * ground.profile.saves


def test_a_commit_waits_for_the_disk(ground: Ground) -> None:
    figures = ask_what_a_commit_promises(ground, SQLITE)

    assert figures.differing == {}

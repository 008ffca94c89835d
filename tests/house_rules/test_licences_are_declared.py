"""Every file has a copyright holder and a licence, as REUSE asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "instance", "__pycache__"}


def test_every_file_declares_its_licence() -> None:
    reuse = [sys.executable, "-m", "reuse", "--root", str(ROOT)]
    # Without git reuse cannot tell our files from those that tools left behind.
    command = ["lint", "--lines"] if (ROOT / ".git").exists() else ["lint-file", *files_of_ours()]

    result = subprocess.run([*reuse, *command], cwd=ROOT, capture_output=True, text=True)

    assert (result.returncode, result.stdout) == (0, "")


def test_every_licence_in_use_is_there_in_full() -> None:
    declared = {
        line.split('"')[1]
        for line in (ROOT / "REUSE.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith("SPDX-License-Identifier")
    }

    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == declared


def test_the_licence_of_the_whole_stands_at_the_top() -> None:
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "LICENSES" / "EUPL-1.2.txt").read_bytes()


def files_of_ours() -> list[str]:
    inside = [path for path in ROOT.rglob("*") if path.is_file()]
    return [str(path) for path in inside if not is_left_behind(path.relative_to(ROOT))]


def is_left_behind(path: Path) -> bool:
    return any(part in NOT_OURS or part.endswith("_cache") for part in path.parts)

#!/usr/bin/env python3
"""Renew the hashed locks from requirements/*.in with uv, for every platform and Python ≥ 3.11."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEV_LOCK = "requirements/dev.txt"
# The largest first: what tests run with is what is served.
LOCKS = {
    "requirements/dev.in": DEV_LOCK,
    "requirements/server.in": "requirements/server.txt",
    "requirements/run.in": "requirements.txt",
}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"]


def main() -> int:
    """Write the locks; arguments are handed on to uv, for instance --upgrade."""
    if shutil.which("uv") is None:
        print("uv is needed to renew the locks (not to use them): pipx install uv", file=sys.stderr)
        return 1
    for wishes, lock in LOCKS.items():
        bounds = [] if lock == DEV_LOCK else ["--constraint", DEV_LOCK]
        command = ["uv", "pip", "compile", *OPTIONS, *bounds, wishes, "-o", lock, "--quiet"]
        subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, check=True)
    dev, *served = (pins(lock) for lock in LOCKS.values())
    return complain(sorted({name for run in served for name in different_pins(run, dev)}))


def pins(lock: str) -> dict[str, str]:
    """Name and version of everything in a lock."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE))


def different_pins(run: dict[str, str], dev: dict[str, str]) -> list[str]:
    """What two locks would install in different versions: tests must test what runs."""
    return sorted(name for name, version in run.items() if dev.get(name, version) != version)


def complain(names: list[str]) -> int:
    if names:
        print(f"the locks differ in: {', '.join(names)}", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())

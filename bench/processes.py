"""A command as a process of its own: how long it takes, and how much memory it ever had."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence

from bench.town import ROOT


def run_measured(
    command: Sequence[str], environment: Mapping[str, str]
) -> tuple[float, float | None]:
    """Seconds, and megabytes at most where the system tells them; AssertionError if it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    megabytes = None
    if hasattr(os, "wait4"):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        megabytes = used.ru_maxrss / 1024
    if process.wait() != 0:
        raise AssertionError(f"{' '.join(command[-4:])} ended with {process.returncode}")
    return time.perf_counter() - begun, megabytes

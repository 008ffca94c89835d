"""What it was measured on: processors, system, versions."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version

LIBRARIES = ("Flask", "Jinja2", "SQLAlchemy", "WTForms", "matplotlib", "gunicorn")


def describe_machine() -> dict[str, str]:
    """Names and versions, in the order in which they are worth reading."""
    found = {
        "cores": str(os.cpu_count()),
        "load": _load(),
        "system": platform.platform(terse=True),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
    return found | {library: version(library) for library in LIBRARIES}


def _load() -> str:
    """How busy the machine is at the beginning; absolute times mean little on a busy one."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"

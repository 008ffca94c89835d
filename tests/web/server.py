"""The application as on a server for many: every production check passed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app import create_app
from app.config import read_settings
from app.web.log import JsonLine

GOOD_KEY = "0f3c7a9e51d24b6886b1e2d7c9a4f05b"


def server_environment(instance: Path) -> dict[str, str]:
    """The smallest set of settings with which MODE=server starts."""
    return {
        "MODE": "server",
        "INSTANCE_FOLDER": str(instance),
        "SECRET_KEY": GOOD_KEY,
        "PUBLIC_URL": "https://check.example.de",
        "TRUSTED_HOSTS": "check.example.de",
    }


@contextmanager
def a_server(instance: Path, **environment: str) -> Iterator[Flask]:
    """The application with these settings besides; what it changes of the process is undone."""
    umask = os.umask(0o022)
    os.umask(umask)
    root = logging.getLogger()
    try:
        yield create_app(read_settings({**server_environment(instance), **environment}))
    finally:
        os.umask(umask)
        root.handlers = [one for one in root.handlers if not isinstance(one.formatter, JsonLine)]

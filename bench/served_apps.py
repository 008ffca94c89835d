"""The applications that servers of the bench serve."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from bench.floor_app import floor_app
from bench.town import Town, application_on

DATABASE = "BENCH_DATABASE"
"""The environment variable that names the database of a town that exists already."""


def serve_floor() -> Flask:
    return floor_app(_town())


def serve_ours() -> Flask:
    return _town().app


def _town() -> Town:
    database = Path(os.environ[DATABASE])
    return Town(application_on(database), database, database.parent)

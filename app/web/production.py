"""What a server for many people must not start with: everything wrong at once, in words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.domain.errors import DomainError

SHORTEST_KEY = 32
FEWEST_CHARACTERS = 10
"""A key with fewer different ones was typed, not drawn."""
TELLTALES = ("change", "default", "example", "insert", "password", "replace", "secret", "test")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
# Others may nothing, the group may read (for a backup), the owner as they like.
TOO_OPEN = 0o027
OWNER_ALONE = 0o077


class UnsafeSettings(DomainError):
    """A server that must not start like this; `problems` names everything there is to repair."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        found = "\n".join(f"- {problem}" for problem in self.problems)
        super().__init__(f"MODE=server does not start like this:\n{found}")


def prepare_server(app: Flask) -> None:
    """Refuse what is unsafe in front of many people; keep what is written from now on private."""
    if app.config["MODE"] != "server":
        return
    checks = (_debugging, _secret_key, _database, _private_files, _public_url, _trusted_hosts)
    problems = [problem for check in checks for problem in check(app)]
    if problems:
        raise UnsafeSettings(problems)
    # SQLite and others would otherwise make files that everybody on the machine can read.
    os.umask(OWNER_ALONE)


def _debugging(app: Flask) -> Iterator[str]:
    if app.debug:
        yield "Debugging is on, which shows the inside to everybody: unset FLASK_DEBUG."


def _secret_key(app: Flask) -> Iterator[str]:
    key = str(app.config["SECRET_KEY"])
    if len(key) < SHORTEST_KEY:
        yield f"SECRET_KEY has {len(key)} characters and needs {SHORTEST_KEY}. {_how_to_draw()}"
    elif len(set(key)) < FEWEST_CHARACTERS or _is_made_up(key):
        yield f"SECRET_KEY is an example, and everybody knows those. {_how_to_draw()}"


def _how_to_draw() -> str:
    return "Leave it unset, or draw one: python3 -c 'import secrets; print(secrets.token_hex(32))'"


def _is_made_up(secret: str) -> bool:
    return any(word in secret.lower() for word in TELLTALES)


def _database(app: Flask) -> Iterator[str]:
    try:
        url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    except (ArgumentError, ValueError):
        yield "DATABASE_URL is no address of a database: sqlite:///… or postgresql://…"
        return
    if url.get_backend_name() == "sqlite":
        yield from _openness(Path(url.database or ""))
    elif url.password is not None and (
        url.password == url.username or _is_made_up(str(url.password)) or len(url.password) < 12
    ):
        yield "The password in DATABASE_URL is short or an example: give the database its own."


def _private_files(app: Flask) -> Iterator[str]:
    for file in app.config["PRIVATE_FILES"]:
        yield from _openness(file)


def _openness(file: Path) -> Iterator[str]:
    """Whether others may read a file, or the group may write it."""
    # Windows has no such marks.
    if os.name == "nt" or not file.is_file():
        return
    if file.stat().st_mode & TOO_OPEN:
        yield f"{file} is open to other people on this machine: chmod 600 {file}"


def _public_url(app: Flask) -> Iterator[str]:
    address = app.config["PUBLIC_URL"]
    if not address:
        yield "PUBLIC_URL is missing: the address people open, such as https://check.example.de"
        return
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or _has_too_much(parts):
        yield f"PUBLIC_URL is no address of a site: {address}"
    elif parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        yield "PUBLIC_URL begins with http, so passwords would travel in the open: use https."
    elif not _is_trusted(parts.hostname or "", app.config["TRUSTED_HOSTS"]):
        yield f"TRUSTED_HOSTS does not name {parts.hostname}, the host of PUBLIC_URL."


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        # Reading the port finds out whether it is a number.
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _has_too_much(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment or parts.username or parts.password)


def _is_trusted(host: str, trusted: Iterable[str]) -> bool:
    return any(
        host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in trusted
    )


def _trusted_hosts(app: Flask) -> Iterator[str]:
    if app.config["TRUSTED_HOSTS_ARE_DEFAULT"]:
        yield "TRUSTED_HOSTS is missing: the host names of the check, separated by commas."

"""Every setting: its name, its environment variable, its default, and what it is for."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
VERSION = "0.1.0"

ENVIRONMENT: Mapping[str, str] = {
    "MODE": "desk (this machine, no accounts needed), demo, or server (accounts only)",
    "SECRET_KEY": "signs the session cookie; made once and kept in the instance folder if unset",
    "DATABASE_URL": "sqlite:///…; a file in the instance folder if unset",
    "INSTANCE_FOLDER": "where the database, the secret key and your own texts lie",
    "OWN_CHECKLISTS_FOLDER": "a folder with your own checklists, beside ours",
    "STATEMENTS_FOLDER": "a folder with your own imprint.de.md, privacy.de.md, accessibility.de.md",
    "TRUSTED_HOSTS": "host names the check may be opened under, separated by commas",
    "MAIL_SERVER": "smtp://user:password@host:587 or smtps://…:465; no mail is sent if unset",
    "MAIL_FROM": "the sender of mails: an address, or a name and <an address>",
    "BACKUPS_KEPT_DAYS": "for how many days you keep backups; told to whoever erases something",
}

MEGABYTE = 1024 * 1024
THIS_MACHINE = "localhost, 127.0.0.1"


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The settings as Flask wants them; creates the instance folder on first use."""
    instance = Path(environment.get("INSTANCE_FOLDER") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    # matplotlib keeps a list of fonts; where the home folder is closed it would complain.
    os.environ.setdefault("MPLCONFIGDIR", str(instance / "matplotlib"))
    own_checklists = environment.get("OWN_CHECKLISTS_FOLDER")
    folders = (ROOT / "checklists", *([Path(own_checklists)] if own_checklists else []))
    return {
        "MODE": environment.get("MODE") or "desk",
        "SECRET_KEY": environment.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": _database_url(environment, instance),
        # An error of the database must not carry answers and notes into the log.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "BACKUPS_FOLDER": instance / "backups",
        "CHECKLIST_FOLDERS": folders,
        "STATEMENTS_FOLDER": Path(environment.get("STATEMENTS_FOLDER") or instance / "statements"),
        # No accounts yet: only this machine may ask, under its own names.
        "TRUSTED_HOSTS": _host_names(environment.get("TRUSTED_HOSTS") or THIS_MACHINE),
        "MAIL_SERVER": environment.get("MAIL_SERVER", ""),
        "MAIL_FROM": environment.get("MAIL_FROM", ""),
        "BACKUPS_KEPT_DAYS": _days(environment.get("BACKUPS_KEPT_DAYS", "")),
        "BABEL_DEFAULT_LOCALE": "de",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Berlin",
        # A form token lives as long as the session: nobody loses a text to a time-out.
        "WTF_CSRF_TIME_LIMIT": None,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_COOKIE_NAME": "willkommenscheck",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Room for one far too long note: its form must arrive to be shown again.
        "MAX_CONTENT_LENGTH": 4 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
    }


def _days(written: str) -> int:
    return int(written) if re.fullmatch(r"[0-9]{1,4}", written, re.ASCII) else 30


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    return environment.get("DATABASE_URL") or f"sqlite:///{instance / 'willkommenscheck.sqlite'}"


def _host_names(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _kept_secret(file: Path) -> str:
    """The installation's own secret: made once, readable by its owner only.

    Several processes may start at once: each writes a whole secret, the first to link it wins.
    """
    if not file.exists():
        written = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(written, file)
        written.unlink()
    return file.read_text(encoding="ascii")

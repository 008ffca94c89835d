"""Every setting: its name, its environment variable, its default, and what it is for."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.errors import DomainError

ROOT = Path(__file__).parent.parent
VERSION = "0.1.0"

ENVIRONMENT: Mapping[str, str] = {
    "MODE": "desk (this machine, no accounts needed), demo, or server (accounts only)",
    "SECRET_KEY": "signs the session cookie; made once and kept in the instance folder if unset",
    "DATABASE_URL": "sqlite:///… or postgresql://…; a file in the instance folder if unset",
    "INSTANCE_FOLDER": "where the database, the secret key and your own texts lie",
    "OWN_CHECKLISTS_FOLDER": "a folder with your own checklists, beside ours",
    "OWN_TRANSLATIONS_FOLDER": "a folder with your own languages for the pages, beside ours",
    "STATEMENTS_FOLDER": "a folder with your own imprint.de.md, privacy.de.md, accessibility.de.md",
    "TRUSTED_HOSTS": "host names the check may be opened under, separated by commas",
    "MAIL_SERVER": "smtp://user:password@host:587 or smtps://…:465; no mail is sent if unset",
    "MAIL_FROM": "the sender of mails: an address, or a name and <an address>",
    "PUBLIC_URL": "the address people open, with its sub-path; https makes the cookies secure",
    "PROXY_COUNT": "how many proxies of your own stand in front, each adding X-Forwarded headers",
    "HSTS_SECONDS": "how long browsers insist on https after a visit; 0 is not at all",
    "BIND": "the address and port gunicorn listens on",
    "WORKERS": "how many processes gunicorn starts",
    "THREADS": "how many requests one process answers at once",
    "OIDC_ISSUER": "https://…: the provider of single sign-on, as it calls itself",
    "OIDC_CLIENT_ID": "what the provider calls this installation",
    "OIDC_CLIENT_SECRET": "by which the provider knows that it is this installation",
    "OIDC_NAME": "what the provider is called on the log-in page; its host name if unset",
    "BACKUPS_KEPT_DAYS": "for how many days you keep backups; told to whoever erases something",
}

MEGABYTE = 1024 * 1024
THIS_MACHINE = "localhost, 127.0.0.1"
MODES = ("desk", "demo", "server")
ONLY_THIS_MACHINE = ("127.", "localhost", "[::1]", "unix:", "fd://")
# Taken over as they are; where they are used it is said what is wrong with them.
AS_WRITTEN = (
    "MAIL_SERVER",
    "MAIL_FROM",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_NAME",
)
LIMITS = {
    # Room for one far too long note: its form must arrive to be shown again.
    "MAX_CONTENT_LENGTH": 4 * MEGABYTE,
    "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
    "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
}
MOST_PROXIES = 9
MOST_DAYS = 9999
A_MONTH = 30
MOST_SECONDS = 10 * 365 * 24 * 60 * 60


class WrongSetting(DomainError):
    """A setting that cannot mean anything; the message names it and what it may be."""


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The settings as Flask wants them; creates the instance folder on first use."""
    instance = Path(environment.get("INSTANCE_FOLDER") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    # matplotlib keeps a list of fonts; where the home folder is closed it would complain.
    os.environ.setdefault("MPLCONFIGDIR", str(instance / "matplotlib"))
    own_checklists = _folder(environment, "OWN_CHECKLISTS_FOLDER")
    public_url = (environment.get("PUBLIC_URL") or "").rstrip("/")
    return {
        "MODE": _mode(environment),
        "PUBLIC_URL": public_url,
        "PROXY_COUNT": _amount(environment, "PROXY_COUNT", most=MOST_PROXIES),
        "HSTS_SECONDS": _amount(environment, "HSTS_SECONDS", most=MOST_SECONDS),
        # What nobody else may read, besides the database.
        "PRIVATE_FILES": (instance / "secret_key", ROOT / ".env"),
        "SECRET_KEY": environment.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": _database_url(environment, instance),
        # An error of the database must not carry answers and notes into the log.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        **{f"{name.upper()}_FOLDER": instance / name for name in ("backups", "locks")},
        "CHECKLIST_FOLDERS": (ROOT / "checklists", *([own_checklists] if own_checklists else [])),
        "OWN_TRANSLATIONS_FOLDER": _folder(environment, "OWN_TRANSLATIONS_FOLDER"),
        "STATEMENTS_FOLDER": Path(environment.get("STATEMENTS_FOLDER") or instance / "statements"),
        # At the desk only this machine may ask, under its own names.
        "TRUSTED_HOSTS": _host_names(environment.get("TRUSTED_HOSTS") or THIS_MACHINE),
        "TRUSTED_HOSTS_ARE_DEFAULT": not environment.get("TRUSTED_HOSTS"),
        **{name: environment.get(name, "") for name in AS_WRITTEN},
        "BACKUPS_KEPT_DAYS": _amount(
            environment, "BACKUPS_KEPT_DAYS", most=MOST_DAYS, otherwise=A_MONTH
        ),
        "BABEL_DEFAULT_LOCALE": "de",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Berlin",
        # A form token lives as long as the session: nobody loses a text to a time-out.
        "WTF_CSRF_TIME_LIMIT": None,
        # Pages with a token in their address send no referrer; the form token is what counts.
        "WTF_CSRF_SSL_STRICT": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        **_cookies(is_secure=public_url.startswith("https://")),
        **LIMITS,
    }


def _mode(environment: Mapping[str, str]) -> str:
    """How the check is run. Without log-ins, or with some for a click, for this machine alone."""
    mode = _one_of(environment, "MODE", MODES)
    bind = environment.get("BIND") or ""
    if mode != "server" and bind and not bind.startswith(ONLY_THIS_MACHINE):
        raise WrongSetting(
            f"MODE={mode} is for this machine alone: BIND must begin with 127. or localhost, "
            f"it is {bind[:40]!r}. For others there is MODE=server."
        )
    return mode


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    return environment.get("DATABASE_URL") or f"sqlite:///{instance / 'willkommenscheck.sqlite'}"


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _host_names(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _cookies(*, is_secure: bool) -> dict[str, Any]:
    """Over https with the prefix that no other host and no unencrypted page can set."""
    prefix = "__Host-" if is_secure else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}willkommenscheck",
        "LANGUAGE_COOKIE_NAME": f"{prefix}language",
        "WORKSHOP_COOKIE_NAME": f"{prefix}workshop",
        "SESSION_COOKIE_SECURE": is_secure,
        # Browsers take such a cookie for the whole host alone, also below a sub-path.
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def _one_of(environment: Mapping[str, str], name: str, choices: Sequence[str]) -> str:
    """The setting, or the first choice if it is not set."""
    chosen = environment.get(name) or choices[0]
    if chosen not in choices:
        raise WrongSetting(f"{name} must be one of {', '.join(choices)}, it is {chosen!r}.")
    return chosen


def _amount(environment: Mapping[str, str], name: str, *, most: int, otherwise: int = 0) -> int:
    text = environment.get(name) or str(otherwise)
    # Cut before it is read: a number of a million digits would take its time.
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > most:
        raise WrongSetting(f"{name} must be a number from 0 to {most}, it is {text[:40]!r}.")
    return int(text)


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

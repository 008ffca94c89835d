"""A server that would be unsafe does not start, and says everything there is to repair."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import create_app
from app.config import ROOT, WrongSetting, read_settings
from app.web.production import UnsafeSettings
from tests.visitor import Page
from tests.web.server import GOOD_KEY, a_server, server_environment

DRAW = "Leave it unset, or draw one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
NAMES_A_LOOPBACK = {"TRUSTED_HOSTS": "127.0.0.1", "PUBLIC_URL": "http://127.0.0.1:8000"}


def problems(instance: Path, **environment: str) -> tuple[str, ...]:
    """What a server with these settings complains about."""
    try:
        with a_server(instance, **environment):
            return ()
    except UnsafeSettings as error:
        return error.problems


def test_a_server_with_good_settings_starts(tmp_path: Path) -> None:
    assert problems(tmp_path) == ()


def test_a_server_may_leave_its_key_to_us(tmp_path: Path) -> None:
    assert problems(tmp_path, SECRET_KEY="") == ()
    assert problems(tmp_path, SECRET_KEY="") == ()


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("short", f"SECRET_KEY has 5 characters and needs 32. {DRAW}"),
        (GOOD_KEY[:31], f"SECRET_KEY has 31 characters and needs 32. {DRAW}"),
        ("a" * 64, f"SECRET_KEY is an example, and everybody knows those. {DRAW}"),
        ("Change-Me-0123456789-0123456789-x", f"SECRET_KEY is an example, and everybody knows "
         f"those. {DRAW}"),
    ],
)  # fmt: skip
def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path, key: str, problem: str) -> None:
    assert problems(tmp_path, SECRET_KEY=key) == (problem,)


def test_debugging_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")

    assert problems(tmp_path) == (
        "Debugging is on, which shows the inside to everybody: unset FLASK_DEBUG.",
    )


@pytest.mark.parametrize(
    ("mode", "is_refused"),
    [
        (0o600, False),
        (0o640, False),
        (0o400, False),
        (0o644, True),
        (0o604, True),
        (0o660, True),
        (0o602, True),
        (0o601, True),
    ],
)
@pytest.mark.parametrize("name", ["willkommenscheck.sqlite", "secret_key"])
def test_a_file_that_others_may_read_is_refused(
    tmp_path: Path, name: str, mode: int, is_refused: bool
) -> None:
    file = tmp_path / name
    file.write_text(GOOD_KEY)
    file.chmod(mode)

    complaint = f"{file} is open to other people on this machine: chmod 600 {file}"
    assert problems(tmp_path) == ((complaint,) if is_refused else ())


@pytest.mark.parametrize(
    ("url", "is_refused"),
    [
        ("postgresql+psycopg://check:Z6vq0w1kT8@db/check", True),
        ("postgresql+psycopg://postgres:postgres@db/check", True),
        ("postgresql+psycopg://willkommenscheck:willkommenscheck@db/check", True),
        ("postgresql+psycopg://check:change-me-please@db/check", True),
        ("postgresql+psycopg://check:Z6vq0w1kT8mm@db/check", False),
        ("postgresql+psycopg://check@/check", False),
    ],
)
def test_a_password_of_the_database_that_everybody_knows_is_refused(
    tmp_path: Path, url: str, is_refused: bool
) -> None:
    complaint = "The password in DATABASE_URL is short or an example: give the database its own."

    assert problems(tmp_path, DATABASE_URL=url) == ((complaint,) if is_refused else ())


@pytest.mark.parametrize("url", ["nonsense", "://", "sqlite", "postgresql://db:port/check"])
def test_an_address_of_a_database_that_is_none_is_told(tmp_path: Path, url: str) -> None:
    assert problems(tmp_path, DATABASE_URL=url) == (
        "DATABASE_URL is no address of a database: sqlite:///… or postgresql://…",
    )


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "PUBLIC_URL is missing: the address people open, such as https://check.example.de"),
        ("check.example.de", "PUBLIC_URL is no address of a site: check.example.de"),
        ("ftp://check.example.de", "PUBLIC_URL is no address of a site: ftp://check.example.de"),
        ("https://", "PUBLIC_URL is no address of a site: https:"),
        ("https://[", "PUBLIC_URL is no address of a site: https://["),
        ("https://a@check.example.de", "PUBLIC_URL is no address of a site: "
         "https://a@check.example.de"),
        ("https://check.example.de/?a=b", "PUBLIC_URL is no address of a site: "
         "https://check.example.de/?a=b"),
        ("https://check.example.de:x", "PUBLIC_URL is no address of a site: "
         "https://check.example.de:x"),
        ("http://check.example.de", "PUBLIC_URL begins with http, so passwords would travel in "
         "the open: use https."),
        ("https://other.example.de", "TRUSTED_HOSTS does not name other.example.de, the host of "
         "PUBLIC_URL."),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_one_is_refused(
    tmp_path: Path, address: str, problem: str
) -> None:
    assert problems(tmp_path, PUBLIC_URL=address) == (problem,)


@pytest.mark.parametrize(
    "environment",
    [
        NAMES_A_LOOPBACK,
        {"TRUSTED_HOSTS": "a.example, .example.de"},
        {"PUBLIC_URL": "https://check.example.de:8443/pfad/"},
    ],
)
def test_an_address_that_can_be_one_is_taken(tmp_path: Path, environment: dict[str, str]) -> None:
    assert problems(tmp_path, **environment) == ()


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, SECRET_KEY="short", PUBLIC_URL="", TRUSTED_HOSTS="")

    assert found == (
        f"SECRET_KEY has 5 characters and needs 32. {DRAW}",
        "PUBLIC_URL is missing: the address people open, such as https://check.example.de",
        "TRUSTED_HOSTS is missing: the host names of the check, separated by commas.",
    )


def test_what_a_server_writes_is_its_own_alone(tmp_path: Path) -> None:
    with a_server(tmp_path):
        written = tmp_path / "written"
        written.write_text("x")

    assert written.stat().st_mode & 0o777 == 0o600


def test_at_the_desk_nothing_of_this_is_asked(tmp_path: Path) -> None:
    app = create_app(read_settings({"INSTANCE_FOLDER": str(tmp_path), "SECRET_KEY": "short"}))

    assert (app.config["MODE"], app.config["SESSION_COOKIE_SECURE"]) == ("desk", False)


@pytest.mark.parametrize("mode", ["Server", "production", "desk ", "9" * 1000])
def test_an_unknown_mode_is_told(tmp_path: Path, mode: str) -> None:
    with pytest.raises(WrongSetting) as told:
        read_settings({"INSTANCE_FOLDER": str(tmp_path), "MODE": mode})

    assert str(told.value).startswith("MODE must be one of desk, demo, server, it is '")


@pytest.mark.parametrize(
    ("public_url", "seconds", "header"),
    [
        ("https://check.example.de", "0", None),
        ("https://check.example.de", "31536000", "max-age=31536000; includeSubDomains"),
        ("http://127.0.0.1", "31536000", None),
    ],
)
def test_browsers_are_told_to_insist_on_https_if_that_is_wanted(
    tmp_path: Path, public_url: str, seconds: str, header: str | None
) -> None:
    hosts = "check.example.de, 127.0.0.1"
    with a_server(
        tmp_path, PUBLIC_URL=public_url, HSTS_SECONDS=seconds, TRUSTED_HOSTS=hosts
    ) as app:
        response = app.test_client().get("/about", headers={"Host": "127.0.0.1"})

    assert response.headers.get("Strict-Transport-Security") == header


def test_over_https_a_cookie_belongs_to_this_host_alone(tmp_path: Path) -> None:
    with a_server(tmp_path) as app:
        response = app.test_client().get(
            "/log-in", base_url="https://check.example.de", follow_redirects=False
        )

    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-willkommenscheck=")
    assert cookie.partition("; ")[2] == "Secure; HttpOnly; Path=/; SameSite=Lax"


def run(command: list[str], instance: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **server_environment(instance), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_command_line_tells_it_without_a_traceback(tmp_path: Path) -> None:
    done = run(["flask", "--app", "wsgi", "routes"], tmp_path, TRUSTED_HOSTS="")

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "MODE=server does not start like this:",
        "- TRUSTED_HOSTS does not name check.example.de, the host of PUBLIC_URL.",
        "- TRUSTED_HOSTS is missing: the host names of the check, separated by commas.",
    ]


def test_gunicorn_tells_it_once_and_stops(tmp_path: Path) -> None:
    done = run(["gunicorn", "wsgi:app"], tmp_path, BIND="127.0.0.1:0", PROXY_COUNT="many")

    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert done.stderr.count("PROXY_COUNT must be a number from 0 to 9, it is 'many'.") == 1


@pytest.mark.parametrize("name", ["WORKERS", "THREADS"])
@pytest.mark.parametrize("number", ["0", "-1", "many", "1000", "9" * 1000])
def test_gunicorn_tells_a_number_that_cannot_be(tmp_path: Path, name: str, number: str) -> None:
    done = run(["gunicorn", "--check-config", "wsgi:app"], tmp_path, **{name: number})

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert f"{name} must be a number from 1 to " in done.stderr


def test_a_form_over_https_needs_its_token_and_no_referrer(
    tmp_path: Path, migrated_database: Path
) -> None:
    database = tmp_path / "check.sqlite"
    database.touch(mode=0o600)
    database.write_bytes(migrated_database.read_bytes())
    https = {"base_url": "https://check.example.de", "headers": {"Accept-Language": "en"}}
    with a_server(tmp_path, DATABASE_URL=f"sqlite:///{database}") as app:
        client = app.test_client()
        token = Page(client.get("/log-in", **https)).fields["csrf_token"]
        with_token = Page(client.post("/log-in", data={"csrf_token": token}, **https))
        without = Page(client.post("/log-in", data={}, **https))

    assert (with_token.status, with_token.title) == (422, "Log in")
    assert (without.status, without.title) == (400, "Please send this once more")


@pytest.mark.parametrize("mode", ["desk", "demo"])
@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "[::]:8000", "192.0.2.1:80", ":8000"])
def test_without_log_ins_the_check_is_open_to_this_machine_alone(
    tmp_path: Path, mode: str, bind: str
) -> None:
    with pytest.raises(WrongSetting) as told:
        read_settings({"INSTANCE_FOLDER": str(tmp_path), "MODE": mode, "BIND": bind})

    assert str(told.value) == (
        f"MODE={mode} is for this machine alone: BIND must begin with 127. or localhost, "
        f"it is {bind!r}. For others there is MODE=server."
    )


@pytest.mark.parametrize(
    ("mode", "bind"),
    [("desk", "127.0.0.1:8000"), ("demo", "localhost:8000"), ("server", "0.0.0.0:8000")],
)
def test_a_door_that_fits_the_mode_is_opened(tmp_path: Path, mode: str, bind: str) -> None:
    settings = read_settings({"INSTANCE_FOLDER": str(tmp_path), "MODE": mode, "BIND": bind})

    assert settings["MODE"] == mode

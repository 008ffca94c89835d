"""What `deploy/` says of the program is true: files, commands, settings, and every lock is on."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from flask import Flask

from app.config import ENVIRONMENT, read_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = (
    "willkommenscheck.service",
    "willkommenscheck-backup.service",
    "willkommenscheck-reminders.service",
)
START_KEYS = ("ExecStartPre", "ExecStart")
ALL_SETTINGS = sorted([*ENVIRONMENT, "PORT"])
FOR_COMPOSE_ALONE = "POSTGRES_PASSWORD"
BELIEVED = ("For", "Proto", "Host", "Prefix")
LOCKS_OF_A_SERVICE = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictNamespaces": "yes",
    "SystemCallArchitectures": "native",
    "StateDirectory": "willkommenscheck",
    "StateDirectoryMode": "0700",
    "UMask": "0077",
    "User": "willkommenscheck",
    "EnvironmentFile": "/etc/willkommenscheck/environment",
}


class Unit(configparser.RawConfigParser):
    """A systemd unit: names keep their case and may come several times."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(name: str) -> Unit:
    parsed = Unit(strict=False, delimiters="=", comment_prefixes="#", interpolation=None)
    parsed.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return parsed


def values(name: str, key: str) -> list[str]:
    """All values of a key that may come several times."""
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.partition("=")[0] == key]


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def dockerfile() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with what follows them, continued lines joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def copied_files() -> list[str]:
    """What the Dockerfile takes from the project."""
    copied = [shlex.split(rest) for word, rest in dockerfile() if word == "COPY"]
    return [source for words in copied if "--from=packages" not in words for source in words[:-1]]


def flask_commands() -> list[list[str]]:
    """Every flask command that a unit or compose.yaml runs, without what leads to it."""
    started = [line for name in UNITS for key in START_KEYS for line in values(name, key)]
    lines = [line.split() for line in started]
    services = compose()["services"].values()
    lines += [service["command"] for service in services if "command" in service]
    return [line[3:] for line in lines if Path(line[0]).name == "flask"]


def test_every_file_the_image_takes_exists_and_is_let_through() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = [line[1:] for line in ignored if line.startswith("!")]

    assert [name for name in copied_files() if not (ROOT / name).exists()] == []
    assert sorted(copied_files()) == sorted(let_through)
    assert "*" in ignored


def test_the_image_takes_hashed_packages_and_runs_as_nobody_in_particular() -> None:
    said = dockerfile()
    install = next(rest for word, rest in said if word == "RUN" and "pip install" in rest)
    last_of = dict(said)

    wanted = ["--require-hashes", "--only-binary", ":all:", "-r", "/srv/server.txt"]
    assert install.split()[-len(wanted) :] == wanted
    assert last_of["USER"] == "10001:10001"
    assert last_of["VOLUME"] == "/data"
    assert last_of["CMD"] == '["gunicorn", "wsgi:app"]'
    assert last_of["HEALTHCHECK"].endswith('CMD ["python", "deploy/ask_health.py"]')


def test_what_is_locked_for_the_server_is_locked_with_hashes() -> None:
    lock = (ROOT / "requirements" / "server.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", lock, flags=re.MULTILINE | re.DOTALL)

    assert len(blocks) > 20
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", ["database", "migrate", "check"])
def test_no_container_can_write_its_system_or_gain_rights(name: str) -> None:
    service = compose()["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "cap_add" not in service


def test_the_check_starts_after_its_database_is_well_and_up_to_date() -> None:
    services = compose()["services"]

    assert services["check"]["depends_on"] == {
        "database": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["migrate"]["restart"] == "no"


def test_only_this_machine_reaches_the_check_and_nobody_the_database() -> None:
    services = compose()["services"]

    assert services["check"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
    assert [name for name, service in services.items() if "ports" in service] == ["check"]
    assert services["database"]["networks"] == ["inside"]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_no_password_stands_in_compose() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")

    assert text.count("${POSTGRES_PASSWORD:?}") == 2
    assert re.findall(r"PASSWORD: (?!\$)", text) == []


def test_compose_sets_only_settings_that_exist() -> None:
    services = compose()["services"]

    assert set(services["check"]["environment"]) < set(ENVIRONMENT)
    assert services["check"]["environment"] == services["migrate"]["environment"]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_locked(name: str) -> None:
    service = unit(name)["Service"]

    assert {key: service.get(key) for key in LOCKS_OF_A_SERVICE} == LOCKS_OF_A_SERVICE


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_sets_only_settings_that_exist(name: str) -> None:
    settings = {line.partition("=")[0] for line in values(name, "Environment")}

    assert settings - {"PYTHONUNBUFFERED"} < set(ENVIRONMENT)


def test_the_unit_is_reloaded_by_a_signal_and_told_when_it_is_ready() -> None:
    service = unit("willkommenscheck.service")["Service"]

    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["Type"] == "notify"
    assert service["ExecStart"] == "/opt/willkommenscheck/.venv/bin/gunicorn wsgi:app"


def test_the_backup_is_made_every_night_and_looked_over() -> None:
    assert unit("willkommenscheck-backup.timer")["Timer"]["Persistent"] == "true"
    started = values("willkommenscheck-backup.service", "ExecStart")

    assert [line.split()[1:] for line in started] == [
        ["--app", "wsgi", "ops", "backup"],
        ["--app", "wsgi", "ops", "doctor"],
    ]


@pytest.mark.parametrize("command", flask_commands(), ids=" ".join)
def test_a_command_that_is_run_exists(app: Flask, command: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=[*command, "--help"])

    assert result.exit_code == 0, result.output


def test_the_example_names_every_setting_once() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE)

    assert sorted(named) == sorted([*ALL_SETTINGS, FOR_COMPOSE_ALONE])


def test_the_example_explains_every_setting_and_holds_no_secret() -> None:
    paragraphs = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")

    assert [part for part in paragraphs if not part.startswith("# ")] == []
    assert {"SECRET_KEY=", "POSTGRES_PASSWORD=", "DATABASE_URL="} <= {
        line for part in paragraphs for line in part.splitlines()
    }


def test_the_example_as_it_is_can_be_read(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if re.match(r"[A-Z_]+=", line)]

    settings = read_settings(
        {"INSTANCE_FOLDER": str(tmp_path), **{name: value for name, _, value in pairs}}
    )

    assert (settings["MODE"], settings["PROXY_COUNT"], settings["HSTS_SECONDS"]) == ("server", 1, 0)


def test_nobody_commits_the_settings_of_an_installation() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def location_blocks() -> list[dict[str, str]]:
    """The directives of each place where nginx hands on to us, by their first words."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    blocks = re.findall(r"location [^{]*\{([^}]*proxy_pass[^}]*)\}", text)
    return [
        {
            " ".join(line.split()[:2]): line.split()[-1].rstrip(";")
            for line in block.splitlines()
            if line.strip().startswith("proxy_set_header")
        }
        for block in blocks
    ]


def test_nginx_sets_every_header_that_we_believe() -> None:
    at_the_top, below_a_sub_path = location_blocks()

    believed = {f"proxy_set_header X-Forwarded-{name}" for name in BELIEVED}
    assert believed <= at_the_top.keys()
    assert believed <= below_a_sub_path.keys()
    assert at_the_top["proxy_set_header X-Forwarded-For"] == "$remote_addr"
    assert at_the_top["proxy_set_header X-Forwarded-Prefix"] == '""'
    assert below_a_sub_path["proxy_set_header X-Forwarded-Prefix"] == "/willkommen"


class Answering(BaseHTTPRequestHandler):
    """A server that is alive under one name alone."""

    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(f"{self.headers['Host']}{self.path}")
        self.send_response(200 if self.headers["Host"] == "check.example.de" else 400)
        self.end_headers()

    def log_message(self, format: str, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(("host", "code"), [("check.example.de", 0), ("other.example.de", 1)])
def test_the_container_asks_for_its_health_under_its_own_name(
    port: int, host: str, code: int
) -> None:
    environment = {"BIND": f"0.0.0.0:{port}", "PUBLIC_URL": f"https://{host}/pfad"}

    asked = subprocess.run([sys.executable, DEPLOY / "ask_health.py"], env=environment)

    assert (asked.returncode, Answering.hosts[-1]) == (code, f"{host}/healthz")


def test_a_server_that_is_gone_is_not_healthy() -> None:
    asked = subprocess.run(
        [sys.executable, DEPLOY / "ask_health.py"], env={"BIND": "0.0.0.0:1"}, capture_output=True
    )

    assert (asked.returncode, b"Traceback" in asked.stderr) == (1, False)

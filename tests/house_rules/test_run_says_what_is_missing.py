"""run.py tells in one line why it cannot go on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run

RUN = Path(run.__file__)


def call(*arguments: str, port: str = "8000") -> tuple[int, str]:
    command = [sys.executable, str(RUN), *arguments]
    environment = {**os.environ, "PORT": port}
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
    return done.returncode, done.stderr.strip()


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])

        answer = call("serve", port=port)

    complaint = f"Port {port} is in use. Stop what runs there, or choose another: PORT=8001"
    assert answer == (1, complaint)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０", "9" * 5000])
def test_a_port_is_a_number(port: str) -> None:
    assert run.port_complaint(port) == f"PORT must be a number from 1 to 65535, it is {port!r}."


def test_a_free_port_raises_no_complaint() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])

    assert run.port_complaint(port) == ""


def test_an_unknown_option_is_refused() -> None:
    code, complaint = call("demo", "--fast")

    assert (code, complaint.splitlines()[-1]) == (2, "run.py: error: not understood: --fast")


def test_skipped_tests_are_told_with_their_reason_and_expected_failures_are_not(
    tmp_path: Path,
) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="tests.a" name="one">'
        '<skipped type="pytest.skip" message="no Chromium"/></testcase>'
        '<testcase classname="tests.a" name="two"><skipped type="pytest.xfail" message=""/>'
        "</testcase></testsuite></testsuites>"
    )

    assert run.skipped_tests(report) == ["tests.a: one: no Chromium"]


@pytest.mark.parametrize(("in_ci", "code"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_in_ci_alone(
    in_ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", in_ci)

    assert run.conclude([], ["tests.a: one: no Chromium"]) == code
    assert "1 tests were SKIPPED" in capsys.readouterr().out

"""The log of a server: one JSON object per line, and nothing of what people typed."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.web.access import allows, everyone
from app.web.log import JsonLine, masked
from tests.web.server import a_server

CANARIES = (
    "canary note of Mrs Miller",
    "canary@example.de",
    "203.0.113.77",
    "2001:db8::77",
    "2001:db8:0:0:0:0:0:77",
    "0123456789abcdef0123456789abcdef",
    "Zk3vQ9_pX1-aB7cD2eF4gH",
)


def failing(app: Flask) -> Flask:
    @app.post("/fails/<token>")
    @allows(everyone)
    def fails(token: str) -> str:
        try:
            raise KeyError(" ".join(CANARIES))
        except KeyError as cause:
            raise ValueError(" ".join(CANARIES)) from cause

    app.config["WTF_CSRF_ENABLED"] = False
    return app


def told(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


def a_line(message: str, *arguments: object) -> str:
    record = logging.LogRecord("app", logging.WARNING, __file__, 1, message, arguments, None)
    return JsonLine().format(record)


def test_a_fault_is_one_line_with_its_number_its_place_and_nothing_that_was_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_server(tmp_path) as app:
        response = (
            failing(app)
            .test_client()
            .post(
                f"/fails/{CANARIES[5]}?mail={CANARIES[1]}",
                data={"note": CANARIES[0]},
                headers={"Host": "check.example.de", "User-Agent": CANARIES[0]},
                environ_base={"REMOTE_ADDR": CANARIES[2]},
            )
        )

    written = capsys.readouterr().err
    (line,) = told(written)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line.pop("incident") in response.text
    assert line.pop("message").startswith("incident ")
    assert line.pop("trace")[-1].endswith(" fails")
    assert line == {
        "level": "ERROR",
        "source": "app",
        "method": "POST",
        "view": "fails",
        "error": "ValueError < KeyError",
    }
    assert [canary for canary in CANARIES if canary in written] == []


def test_a_trace_names_our_files_from_the_top_of_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_server(tmp_path) as app:
        failing(app).test_client().post("/fails/x", headers={"Host": "check.example.de"})

    places = [place.partition(":")[0] for place in told(capsys.readouterr().err)[0]["trace"]]
    assert places[0] == "flask/app.py"
    assert places[-1] == "tests/web/test_log.py"


@pytest.mark.parametrize("canary", CANARIES[1:])
def test_a_message_that_names_somebody_after_all_is_masked(canary: str) -> None:
    line = json.loads(a_line("before %s after", canary))

    assert canary not in line["message"]
    assert re.fullmatch(r"before <(mail address|network address|token)> after", line["message"])


@pytest.mark.parametrize(
    "message",
    [
        "the database does not answer: database is locked",
        "in2_willkommenskultur 2026 has 53 criteria",
        "gunicorn 27.0.0 at 08:15:30, pid 4711",
        "app/web/errors.py:91 test_a_server_started_elsewhere_is_ready_too_2",
    ],
)
def test_a_message_without_people_stays_as_it_is(message: str) -> None:
    assert masked(message) == message


@pytest.mark.parametrize(
    "hostile", ["a\r\nb", "a\nlevel=CRITICAL", "\x1b[31mred", "a\u2028b", "a\u202eb", "a\x00b"]
)
def test_no_line_end_colour_or_direction_mark_gets_through(hostile: str) -> None:
    line = a_line("%s", hostile)

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == hostile


def test_a_long_message_is_cut() -> None:
    assert len(json.loads(a_line("x " * 100_000))["message"]) == 2000


def test_a_host_that_is_not_ours_is_told_on_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_server(tmp_path) as app:
        app.test_client().get("/about", headers={"Host": "evil.example"})

    (line,) = told(capsys.readouterr().err)
    assert (line["level"], line["message"].endswith("See TRUSTED_HOSTS.")) == ("WARNING", True)


def test_at_a_desk_the_log_stays_words(app: Flask) -> None:
    formatters = [handler.formatter for handler in logging.getLogger().handlers]

    assert [one for one in formatters if isinstance(one, JsonLine)] == []

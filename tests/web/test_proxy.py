"""Only our own proxies are believed, and below a sub-path every address keeps it."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from flask import Flask, request
from flask_migrate import upgrade

from app import create_app
from app.config import ROOT, WrongSetting, read_settings
from app.web.access import allows, everyone
from app.web.addresses import public_address
from tests.browser.serving import serving
from tests.conftest import settings
from tests.web.server import a_server

SPOOFED = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "666",
    "Forwarded": "for=203.0.113.7;host=evil.example;proto=https",
    "X-Real-Ip": "203.0.113.7",
    "X-Script-Name": "/evil",
}
BELOW = {
    "X-Forwarded-For": "198.51.100.4",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "check.example.de",
    "X-Forwarded-Prefix": "/willkommen",
}
OUR_LINK = re.compile(r"(?:href|src|action)=\"(/[^\"]*)\"")


def an_application(folder: Path, *, proxies: int) -> Flask:
    """The application with one more view, which says what it knows of the visitor."""
    app = create_app({**settings(folder / "test.sqlite"), "PROXY_COUNT": proxies})

    @app.get("/visitor")
    @allows(everyone)
    def visitor() -> list[str | None]:
        return [request.remote_addr, request.scheme, request.host, request.script_root]

    return app


def test_without_a_proxy_no_header_changes_anything(tmp_path: Path) -> None:
    client = an_application(tmp_path, proxies=0).test_client()

    assert client.get("/visitor", headers=SPOOFED).get_json() == client.get("/visitor").get_json()
    assert client.get("/visitor").get_json() == ["127.0.0.1", "http", "localhost", ""]


def test_behind_one_proxy_only_the_right_hop_counts(tmp_path: Path) -> None:
    client = an_application(tmp_path, proxies=1).test_client()
    headers = {
        "X-Forwarded-For": "203.0.113.7, 203.0.113.8, 198.51.100.4",
        "X-Forwarded-Proto": "http, https",
        "X-Forwarded-Host": "evil.example, 127.0.0.1",
        "X-Forwarded-Prefix": "/evil, /willkommen",
    }

    seen = client.get("/visitor", headers=headers).get_json()

    assert seen == ["198.51.100.4", "https", "127.0.0.1", "/willkommen"]


def test_behind_two_proxies_the_second_from_the_right_counts(tmp_path: Path) -> None:
    client = an_application(tmp_path, proxies=2).test_client()

    seen = client.get(
        "/visitor", headers={"X-Forwarded-For": "203.0.113.7, 198.51.100.4, 192.0.2.1"}
    ).get_json()

    assert seen[0] == "198.51.100.4"


def test_a_header_with_too_few_hops_is_not_believed(tmp_path: Path) -> None:
    client = an_application(tmp_path, proxies=2).test_client()

    seen = client.get("/visitor", headers={"X-Forwarded-For": "203.0.113.7"}).get_json()

    assert seen[0] == "127.0.0.1"


def test_a_foreign_host_is_refused_behind_a_proxy_too(tmp_path: Path) -> None:
    client = an_application(tmp_path, proxies=1).test_client()

    assert client.get("/visitor", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("count", ["-1", "1.5", "one", "10", "9" * 5_000, "١"])
def test_a_number_of_proxies_that_is_none_is_told(tmp_path: Path, count: str) -> None:
    with pytest.raises(WrongSetting, match=r"^PROXY_COUNT must be a number from 0 to 9, it is '"):
        read_settings({"INSTANCE_FOLDER": str(tmp_path), "PROXY_COUNT": count})


def test_below_a_sub_path_every_link_form_and_file_keeps_it(app: Flask, tmp_path: Path) -> None:
    with a_server(tmp_path, PROXY_COUNT="1") as served:
        page = served.test_client().get("/about", headers=BELOW)

    addresses = OUR_LINK.findall(page.text)
    assert len(addresses) > 10
    assert [found for found in addresses if not found.startswith("/willkommen/")] == []


def test_below_a_sub_path_redirects_and_cookies_are_right(tmp_path: Path) -> None:
    with a_server(
        tmp_path, PROXY_COUNT="1", PUBLIC_URL="https://check.example.de/willkommen"
    ) as served:
        response = served.test_client().post(
            "/language", data={"language": "en", "next": "/willkommen/about"}, headers=BELOW
        )

    assert (response.status_code, response.location) == (302, "/willkommen/about")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-language=en; ")
    assert cookie.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")


@pytest.mark.parametrize(
    ("public_url", "address"),
    [
        ("https://check.example.de", "https://check.example.de/about"),
        ("https://check.example.de/", "https://check.example.de/about"),
        ("https://check.example.de/pfad", "https://check.example.de/pfad/about"),
    ],
)
def test_an_address_in_a_mail_follows_the_setting_and_no_header(
    tmp_path: Path, public_url: str, address: str
) -> None:
    with (
        a_server(tmp_path, PROXY_COUNT="1", PUBLIC_URL=public_url) as served,
        served.test_request_context(headers={**SPOOFED, "Host": "evil.example"}),
    ):
        assert public_address("pages.about") == address


def test_at_the_desk_an_address_is_where_the_page_was_asked(app: Flask) -> None:
    with app.test_request_context(base_url="http://localhost:8080/"):
        asked = public_address("pages.about")

    assert asked == "http://localhost:8080/about"


def test_a_running_server_keeps_the_sub_path_and_believes_one_hop_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROXY_COUNT", "1")
    database = tmp_path / "test.sqlite"
    with create_app(settings(database)).app_context():
        upgrade(directory=str(ROOT / "migrations"))

    with serving(database) as site:
        spoofed = {**BELOW, "X-Forwarded-Host": "evil.example, localhost", "Script-Name": "/evil"}
        asked = urllib.request.Request(f"{site.origin}/about", headers=spoofed)  # noqa: S310
        with urllib.request.urlopen(asked) as answered:  # noqa: S310
            page = answered.read().decode()

    addresses = OUR_LINK.findall(page)
    assert len(addresses) > 10
    assert [found for found in addresses if not found.startswith("/willkommen/")] == []

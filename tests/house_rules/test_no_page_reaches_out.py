"""Pages load from their own host alone, and nothing of ours opens a connection, but for mail."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"

ADDRESS = re.compile(r"""(?:https?:|(?<=["'(=\s]))//[\w.-]+\.[a-z]{2,}[^\s"'<>)]*""", re.IGNORECASE)
COMMENTS = {
    ".html": re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"/\*.*?\*/|(?:^|\s)//[^\n]*", re.DOTALL),
    ".svg": re.compile(r"<!--.*?-->", re.DOTALL),
}
# Following a link is the reader's own decision; loading something is not.
LINK = re.compile(r"<a\b[^>]*>", re.DOTALL)
# Names of languages inside SVG and XML look like addresses and are never asked for.
NAMESPACE = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink|1999/xhtml|1998/Math/MathML)")
OPENS_CONNECTIONS = {
    "aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "telnetlib",
    "urllib.request", "urllib3",
}  # fmt: skip
# Only to the mail server and the provider of single sign-on that somebody has set up.
MAY_OPEN_CONNECTIONS = {
    "accounts/bounded_http.py": {"requests"},
    "accounts/openid.py": {"requests"},
    "web/mail.py": {"smtplib", "socket"},
}


def addresses_in(text: str, kind: str) -> list[str]:
    text = COMMENTS[kind].sub(" ", text)
    if kind == ".html":
        text = LINK.sub(" ", text)
    return [found for found in ADDRESS.findall(text) if not NAMESPACE.match(found)]


def shipped_files() -> list[Path]:
    return sorted(path for path in APP.rglob("*") if path.suffix in COMMENTS)


def file_name(path: Path) -> str:
    return path.relative_to(APP).as_posix()


@pytest.mark.parametrize("path", shipped_files(), ids=file_name)
def test_no_file_of_a_page_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert addresses_in(text, path.suffix) == []


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=file_name)
def test_no_module_opens_a_connection_but_those_that_are_named(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}

    assert imported & OPENS_CONNECTIONS == MAY_OPEN_CONNECTIONS.get(file_name(path), set())


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ('<script src="//cdn.example.org/a.js">', ".html", ["//cdn.example.org/a.js"]),
        ('<img src="https://example.org/a.png">', ".html", ["https://example.org/a.png"]),
        ('<a href="https://example.org/">source</a>', ".html", []),
        ("{# https://example.org #}<!-- //example.org -->", ".html", []),
        ("a { background: url(//example.org/a.svg) }", ".css", ["//example.org/a.svg"]),
        ("a { background: url(data:image/svg+xml;a='http://www.w3.org/2000/svg') }", ".css", []),
        ('fetch("https://example.org/x")', ".js", ["https://example.org/x"]),
        ("save(); // see https://example.org", ".js", []),
    ],
)
def test_the_search_finds_loads_and_passes_over_links(
    text: str, kind: str, found: list[str]
) -> None:
    assert addresses_in(text, kind) == found

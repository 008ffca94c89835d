"""What the first visit of a page sends: how many requests, how many bytes."""

from __future__ import annotations

import gzip
import re

from bench.browser import Browser, Inside
from bench.results import Goal, Result
from bench.town import Town

THEME = "First visit, as a server in front would send it (gzip)"
NAMED = re.compile(r'<(?:link rel="stylesheet"|script|img)[^>]*? (?:href|src)="(/[^"]+)"')
FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)""")
KILOBYTE = 1024


def weigh_first_visits(town: Town) -> list[Result]:
    """The start page and a section, each as if nothing were kept from before."""
    pages = {
        "start": "/",
        f"section of {len(town.section.criteria)} criteria": town.section_address,
    }
    return [result for what, page in pages.items() for result in _weigh(town, what, page)]


def _weigh(town: Town, what: str, address: str) -> list[Result]:
    browser = Browser(Inside(town.app))
    page = browser.get(address)
    files = [browser.get(named) for named in dict.fromkeys(NAMED.findall(page.text))]
    fonts = {font for file in files for font in FONT.findall(file.text)}
    html = _zipped(page.body)
    everything = html + sum(_zipped(file.body) for file in files)
    requests = 1 + len(files) + len(fonts)
    return [
        Result(THEME, f"{what}: requests, fonts included", float(requests), "", Goal(6)),
        Result(THEME, f"{what}: HTML", html, "KB", Goal(8)),
        Result(THEME, f"{what}: in all, without fonts", everything, "KB", Goal(60)),
    ]


def _zipped(content: bytes) -> float:
    return len(gzip.compress(content, 6)) / KILOBYTE

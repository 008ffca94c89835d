"""A served example town, a real Chromium, and a page that tells what goes wrong behind it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.operator_pages import operator_tour
from tests.browser.pages import Tour, desk_tour
from tests.browser.people_pages import people_tour
from tests.browser.serving import Check, Site, serving
from tests.browser.watching import reading

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium lies; without one these tests are skipped, and in CI they fail."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    advice = "no Chromium: install it, or name its program in CHROMIUM"
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(advice)
    pytest.skip(advice)


@pytest.fixture(scope="session")
def launch(chromium: str) -> Iterator[Callable[..., Browser]]:
    """Start a Chromium, with further switches if need be."""
    # Chromium refuses its sandbox to root, which is who runs tests in a container.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        yield lambda *switches: playwright.chromium.launch(
            executable_path=chromium, args=[*QUIET, *as_root, *switches]
        )


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(
    chromium: str, migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The product, served; one server and one database for all browser tests of a worker."""
    database = tmp_path_factory.mktemp("served") / "served.sqlite"
    database.write_bytes(migrated_database.read_bytes())
    with serving(database) as site:
        yield site


@pytest.fixture(scope="session")
def inhabited_site(
    chromium: str, migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The same as a demo, where people log in: with accounts the desk of the other one closes."""
    database = tmp_path_factory.mktemp("inhabited") / "served.sqlite"
    database.write_bytes(migrated_database.read_bytes())
    with serving(database, mode="demo") as site:
        yield site


@pytest.fixture(scope="session")
def site_in_three_languages(
    chromium: str, migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The same as the first one in German, English and the Arabic of tests/languages.py."""
    database = tmp_path_factory.mktemp("arabic") / "served.sqlite"
    database.write_bytes(migrated_database.read_bytes())
    with serving(database, is_in_three_languages=True) as site:
        yield site


@pytest.fixture(scope="session")
def tours(site: Site, inhabited_site: Site) -> list[Tour]:
    """Every page there is: at the desk, with an account, and for operators."""
    return [desk_tour(site), people_tour(inhabited_site), operator_tour(inhabited_site)]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in English, whose words are those of the templates."""
    with reading(browser, site.origin) as page:
        yield page


@pytest.fixture
def check(site: Site) -> Check:
    """An empty draft of an invented municipality, for one test alone."""
    return site.new_check()

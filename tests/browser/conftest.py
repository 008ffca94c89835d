"""A served example town, and a page that tells what goes wrong behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.operator_pages import operator_tour
from tests.browser.pages import Tour, desk_tour
from tests.browser.people_pages import people_tour
from tests.browser.serving import Check, Site, serving
from tests.browser.watching import reading
from tests.browser.workshop_pages import workshop_tour


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
    """Every page there is: at the desk, of workshops, with an account, and for operators."""
    return [
        desk_tour(site),
        workshop_tour(site),
        people_tour(inhabited_site),
        operator_tour(inhabited_site),
    ]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in English, whose words are those of the templates."""
    with reading(browser, site.origin) as page:
        yield page


@pytest.fixture
def check(site: Site) -> Check:
    """An empty draft of an invented municipality, for one test alone."""
    return site.new_check()

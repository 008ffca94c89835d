"""A language from right to left: pages turn round as a whole, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Check, Site
from tests.browser.test_pages_are_accessible import EVERY_RULE, violations
from tests.browser.test_pages_fit import (
    LEAST_TARGET,
    OPEN_EVERY_FOLD,
    SMALLER_THAN_A_FINGER,
    STICKING_OUT,
    TELEPHONE,
)
from tests.browser.watching import reading
from tests.languages import THREE_LANGUAGES, arabic

pytestmark = pytest.mark.browser

PUBLIC = ("/", "/start", "/start?q=Neuenkirchen", "/start/own", "/about", "/method", "/imprint")
OF_A_CHECK = ("", "sections/first_days", "targets?all=1", "result", "questionnaire")


@pytest.fixture(scope="module")
def arabic_check(site_in_three_languages: Site) -> Check:
    return site_in_three_languages.new_check("Musterort", checklist=THREE_LANGUAGES, guide=1)


@pytest.fixture
def telephone(browser: Browser, site_in_three_languages: Site) -> Iterator[Page]:
    """In the hand of somebody whose browser prefers Arabic."""
    origin = site_in_three_languages.origin
    options = {"viewport": TELEPHONE, "reduced_motion": "reduce"}
    with reading(browser, origin, locale="ar", **options) as page:
        yield page


@pytest.fixture
def addresses(arabic_check: Check) -> list[str]:
    own = [arabic_check.url(below) for below in OF_A_CHECK]
    return [*(urljoin(arabic_check.origin, path) for path in PUBLIC), *own, arabic_check.desk]


def test_pages_turn_round_for_a_language_of_the_installation(
    telephone: Page, arabic_check: Check
) -> None:
    telephone.goto(arabic_check.url("sections/first_days"))

    root = telephone.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
    assert telephone.locator("h1").inner_text() == arabic("The first days")
    assert telephone.get_by_role("button", name=arabic("Save")).count() > 0


def test_pages_from_right_to_left_are_accessible(telephone: Page, addresses: list[str]) -> None:
    found = []
    for address in addresses:
        telephone.goto(address)
        found += [f"{address}: {one}" for one in violations(telephone, EVERY_RULE)]

    assert "\n".join(found) == ""


def test_pages_from_right_to_left_fit_a_telephone(telephone: Page, addresses: list[str]) -> None:
    found = []
    for address in addresses:
        telephone.goto(address)
        telephone.evaluate(OPEN_EVERY_FOLD)
        found += [f"{address}: {one}" for one in telephone.evaluate(STICKING_OUT)]
        small = telephone.evaluate(SMALLER_THAN_A_FINGER, LEAST_TARGET)
        found += [f"{address}: {one}" for one in small]

    assert "\n".join(found) == ""


def test_the_three_languages_are_one_press_away_from_each_other(
    telephone: Page, site_in_three_languages: Site
) -> None:
    telephone.goto(f"{site_in_three_languages.origin}/about")
    switch = telephone.locator(".language-switch button")

    offered = [switch.all_inner_texts()]
    for name in ("English", "Deutsch", "العربية"):
        with telephone.expect_navigation():
            switch.filter(has_text=name).click()
        offered.append(switch.all_inner_texts())

    assert offered == [
        ["Deutsch", "English"],
        ["Deutsch", "العربية"],
        ["English", "العربية"],
        ["Deutsch", "English"],
    ]
    assert telephone.locator("html").get_attribute("dir") == "rtl"

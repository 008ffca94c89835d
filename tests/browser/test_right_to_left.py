"""A language from right to left: pages turn round as a whole, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from app.assessments.queries import find_assessment
from app.extensions import db
from app.workshops.rounds import turn_to
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
from tests.workshops.rooms import a_plan, a_running_workshop

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/start",
    "/start?q=Neuenkirchen",
    "/start/own",
    "/about",
    "/method",
    "/imprint",
    "/join",
)
OF_A_WORKSHOP = ("", "/screen", "/criteria/guide/decision", "/ideas", "/record", "/ballots")
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
    rooms = f"{arabic_check.desk}/workshops"
    workshop = f"{rooms}/{an_arabic_workshop(arabic_check)}"
    public = [urljoin(arabic_check.origin, path) for path in PUBLIC]
    of_workshop = [f"{workshop}{below}" for below in OF_A_WORKSHOP]
    return [*public, *own, arabic_check.desk, rooms, f"{rooms}/new", *of_workshop]


def an_arabic_workshop(check: Check) -> int:
    """The number of one that talks about its first criterion."""
    with check.app.app_context():
        found = find_assessment(check.municipality, THREE_LANGUAGES, check.year)
        plan = a_plan(criteria=("guide", "interpreters"), languages=("ar", "de"))
        workshop = a_running_workshop(found, plan)
        turn_to(workshop, "guide")
        db.session.commit()
        return workshop.id


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

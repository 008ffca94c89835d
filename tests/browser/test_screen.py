"""The projector is read from afar, and whatever is printed fits its paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.assessments.queries import find_assessment
from app.extensions import db
from app.workshops.models import Workshop
from app.workshops.rounds import turn_to
from tests.browser.serving import Site
from tests.browser.test_pages_are_accessible import EVERY_RULE, violations
from tests.browser.test_print import PAPER, WIDER_THAN_PAPER, pages_of
from tests.browser.watching import reading
from tests.browser.workshop_pages import address, assessment_of
from tests.languages import THREE_LANGUAGES
from tests.workshops import scenes
from tests.workshops.rooms import CRITERIA, FIRST, a_plan, a_round, a_running_workshop

pytestmark = pytest.mark.browser

WALL = {"width": 1920, "height": 1080}
TELEPHONE = {"width": 320, "height": 640}
# 7 : 1 for all text, however large it is.
STRONG_CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]},
    "resultTypes": ["violations"],
}
BEYOND_THE_WALL = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [Math.max(0, scrollWidth - innerWidth), Math.max(0, scrollHeight - innerHeight)];
}"""
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg"))
  .filter((one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


def rooms(site: Site) -> dict[str, str]:
    """A room in every state, by the name of its scene: the address of its pages."""
    found = {}
    for name, make in scenes.SCENES.items():
        check = site.new_check(f"Ort {name}")
        with site.app.app_context():
            found[name] = address(check, make(assessment_of(check)))
    return found


@pytest.fixture(scope="module")
def every_room(site: Site) -> dict[str, str]:
    return rooms(site)


@pytest.fixture
def wall(browser: Browser, site: Site) -> Iterator[Page]:
    with reading(browser, site.origin, locale="de-DE", viewport=WALL) as page:
        yield page


@pytest.fixture
def sheet(browser: Browser, site: Site) -> Iterator[Page]:
    with reading(browser, site.origin, locale="de-DE", viewport=PAPER) as page:
        yield page


def test_no_scene_scrolls_on_a_projector(wall: Page, every_room: dict[str, str]) -> None:
    beyond = {}
    for name, room in every_room.items():
        wall.goto(f"{room}/screen")
        beyond[name] = wall.evaluate(BEYOND_THE_WALL)

    assert {name: one for name, one in beyond.items() if one != [0, 0]} == {}


def test_no_text_of_a_scene_is_small(wall: Page, every_room: dict[str, str]) -> None:
    smallest = {}
    for name, room in every_room.items():
        wall.goto(f"{room}/screen")
        smallest[name] = wall.evaluate(SMALLEST_TEXT)

    assert {name: one for name, one in smallest.items() if one < 24} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_scene_is_accessible_and_its_contrast_is_strong(
    browser: Browser, site: Site, every_room: dict[str, str], scheme: str
) -> None:
    found = []
    options = {"viewport": WALL, "color_scheme": scheme, "locale": "de-DE"}
    with reading(browser, site.origin, reduced_motion="reduce", **options) as page:
        for name, room in every_room.items():
            for rules in (EVERY_RULE, STRONG_CONTRAST):
                page.goto(f"{room}/screen")
                found += [f"{name}: {one}" for one in violations(page, rules)]

    assert "\n".join(found) == ""


def test_every_scene_fits_a_telephone(
    browser: Browser, site: Site, every_room: dict[str, str]
) -> None:
    sideways = {}
    with reading(browser, site.origin, locale="de-DE", viewport=TELEPHONE) as page:
        for name, room in every_room.items():
            page.goto(f"{room}/screen")
            sideways[name] = page.evaluate(BEYOND_THE_WALL)[0]

    assert {name: one for name, one in sideways.items() if one} == {}


@pytest.mark.parametrize("below", ["ballots", "helper-sheet", f"criteria/{FIRST}/paper"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, TELEPHONE])
def test_the_pages_about_paper_are_accessible(
    browser: Browser,
    site: Site,
    every_room: dict[str, str],
    below: str,
    size: dict[str, int],
) -> None:
    with reading(browser, site.origin, locale="de-DE", viewport=size) as page:
        page.goto(f"{every_room['rating']}/{below}")

        assert violations(page, EVERY_RULE) == []
        assert page.evaluate(BEYOND_THE_WALL)[0] == 0


@pytest.mark.parametrize("per_sheet", [1, 2])
def test_every_criterion_and_language_takes_one_sheet_of_ballots(
    sheet: Page, every_room: dict[str, str], per_sheet: int
) -> None:
    sheet.goto(f"{every_room['rating']}/ballots?per_sheet={per_sheet}")

    assert pages_of(sheet) == len(CRITERIA) * 2


def test_the_longest_ballot_loses_nothing_on_paper(sheet: Page, site: Site) -> None:
    check = site.new_check("Langdorf")
    with site.app.app_context():
        workshop = scenes.longest_ballots(assessment_of(check))
        room = address(check, workshop)
    sheet.emulate_media(media="print")
    sheet.goto(f"{room}/ballots")

    cut_off = sheet.locator(".ballot").evaluate_all(
        "all => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length"
    )

    assert cut_off == 0
    assert sheet.evaluate(WIDER_THAN_PAPER) == []


def test_the_sheet_for_helpers_is_one_page(sheet: Page, every_room: dict[str, str]) -> None:
    sheet.goto(f"{every_room['rating']}/helper-sheet")

    assert pages_of(sheet) == 1


def test_the_screen_goes_on_by_itself(wall: Page, site: Site) -> None:
    check = site.new_check("Weiterdorf")
    with site.app.app_context():
        workshop = scenes.waiting(assessment_of(check))
        room, number = address(check, workshop), workshop.id
    wall.goto(f"{room}/screen")

    with site.app.app_context():
        turn_to(db.session.get_one(Workshop, number), FIRST)
        db.session.commit()

    wall.get_by_role("heading", name=re.compile("Wissen wir, welche Sprachen")).wait_for()


def test_a_room_that_reads_from_right_to_left_has_its_screen_and_ballots_that_way(
    browser: Browser, site_in_three_languages: Site
) -> None:
    site = site_in_three_languages
    check = site.new_check("Musterort", checklist=THREE_LANGUAGES)
    with site.app.app_context():
        found = find_assessment(check.municipality, THREE_LANGUAGES, check.year)
        plan = a_plan(criteria=["guide", "interpreters"], languages=["ar", "de"])
        workshop = a_running_workshop(found, plan)
        workshop.shows_two = True
        a_round(workshop, "guide")
        room = address(check, workshop)

    with reading(browser, site.origin, locale="de-DE", viewport=WALL) as page:
        page.goto(f"{room}/screen")
        screen = directions(page, "html, h1 .said"), page.evaluate(BEYOND_THE_WALL)
        broken = violations(page, EVERY_RULE)
        page.goto(f"{room}/ballots")
        ballots = directions(page, "html, .ballot-sheet")

    assert screen == (["ar rtl", "ar rtl", "de ltr"], [0, 0])
    assert ballots == ["de ltr", *["ar rtl", "de ltr"] * 2]
    assert broken == []


def directions(page: Page, selector: str) -> list[str]:
    """In which language and direction each of these elements is written."""
    return list(
        page.locator(selector).evaluate_all("all => all.map((one) => `${one.lang} ${one.dir}`)")
    )

"""On paper: nothing of the screen, nothing folded away, and no more pages than needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Site
from tests.browser.watching import reading
from tests.browser.workshop_pages import address, assessment_of
from tests.workshops import scenes

pytestmark = pytest.mark.browser

ONLY_ON_SCREEN = ".page-header, .page-footer, .breadcrumbs, .kern-btn, .screen-only, summary"
FOLDED_AWAY = """() => [...document.querySelectorAll("details:not(.screen-only) > :not(summary)")]
  .filter((one) => !one.checkVisibility({contentVisibilityAuto: true}) || one.offsetHeight === 0)
  .map((one) => one.outerHTML.slice(0, 100))"""
WIDER_THAN_PAPER = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 100))"""
# A4 without the margins of the print style, in CSS pixels.
PAPER = {"width": 665, "height": 990}


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    with reading(browser, site.origin, locale="de-DE", viewport=PAPER) as page:
        yield page


def pages_of(page: Page) -> int:
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_the_result_of_a_whole_town_takes_at_most_three_pages(reader: Page, site: Site) -> None:
    reader.goto(site.example().url("result"))

    assert pages_of(reader) <= 3


def test_the_questionnaire_takes_at_most_fourteen_pages(reader: Page, site: Site) -> None:
    reader.goto(site.example().url("questionnaire"))

    assert pages_of(reader) <= 14


@pytest.mark.parametrize("below", ["result", "questionnaire", "result/numbers", "targets", "years"])
def test_paper_shows_the_content_and_nothing_of_the_screen(
    reader: Page, site: Site, below: str
) -> None:
    reader.goto(site.example().url(below))

    reader.emulate_media(media="print")

    shown = reader.locator(ONLY_ON_SCREEN).filter(visible=True)
    assert shown.evaluate_all("all => all.map((one) => one.outerHTML.slice(0, 100))") == []
    assert reader.evaluate(FOLDED_AWAY) == []
    assert reader.evaluate(WIDER_THAN_PAPER) == []


@pytest.mark.parametrize("scene", ["ended", "dots_given"])
def test_the_record_of_a_workshop_on_paper_shows_its_content_alone(
    reader: Page, site: Site, scene: str
) -> None:
    check = site.new_check(f"Protokolldorf {scene}")
    with site.app.app_context():
        room = address(check, scenes.SCENES[scene](assessment_of(check)))
    reader.goto(f"{room}/record")

    reader.emulate_media(media="print")

    shown = reader.locator(ONLY_ON_SCREEN).filter(visible=True)
    assert shown.evaluate_all("all => all.map((one) => one.outerHTML.slice(0, 100))") == []
    assert reader.evaluate(FOLDED_AWAY) == []
    assert reader.evaluate(WIDER_THAN_PAPER) == []


def test_the_dark_scheme_prints_black_on_white(browser: Browser, site: Site) -> None:
    with reading(browser, site.origin, color_scheme="dark", viewport=PAPER) as page:
        page.goto(site.example().url("result"))
        page.emulate_media(media="print")

        colours = page.locator("body").evaluate(
            "(body) => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]"
        )

    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_every_sheet_of_a_draft_says_so(reader: Page, site: Site) -> None:
    reader.emulate_media(media="print")
    named = {}
    for year, below in ((2026, "result"), (2026, "questionnaire"), (2025, "result")):
        reader.goto(site.example(year).url(below))
        # The style sheet writes the words into the margin of the pages with this name.
        style = "(body) => getComputedStyle(body).page"
        named[f"{year} {below}"] = reader.locator("body").evaluate(style)

    assert named == {"2026 result": "draft-de", "2026 questionnaire": "auto", "2025 result": "auto"}

"""Pages fit a telephone: nothing sticks out, fingers hit, the sticky foot hides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import SECTION, Tour
from tests.browser.serving import Check, Site
from tests.browser.watching import reading

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 320, "height": 640}
# What lies in a table's own scrolling region may be wider than the page; nothing else may.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest(".table-scroll") || one.matches(".table-scroll"))
    .filter((one) => one.getBoundingClientRect().right > width + 0.5)
    .map((one) => one.outerHTML.slice(0, 100))
    .slice(0, 4)
    .concat(`page is ${document.documentElement.scrollWidth} wide`);
}"""
# A choice is hit anywhere on its label; links inside a sentence are as high as their line; what
# can neither be seen nor focused answers the Enter key alone.
SMALLER_THAN_A_FINGER = """(least) => {
  const box = (one) => {
    const parts = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
    const left = Math.min(...parts.map((part) => part.left));
    const top = Math.min(...parts.map((part) => part.top));
    return [Math.max(...parts.map((part) => part.right)) - left,
            Math.max(...parts.map((part) => part.bottom)) - top];
  };
  const onlyForEnter = (one) => one.matches(".visually-hidden[tabindex='-1'][aria-hidden]");
  const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline";
  return [...document.querySelectorAll("a, button, summary, input, select, textarea")]
    .filter((one) => one.checkVisibility() && one.type !== "hidden" && !inSentence(one))
    .filter((one) => !onlyForEnter(one) && Math.min(...box(one)) < least)
    .map((one) => `${box(one).map(Math.round)} ${one.outerHTML.slice(0, 100)}`);
}"""
# How many pixels of what has the focus lie behind the foot. Of a table's region, which may be
# higher than the screen, what counts is that something is left to see.
HIDDEN_BY_THE_FOOT = """() => {
  const focused = document.activeElement;
  if (focused === document.body || focused.closest(".foot")) return 0;
  const foot = document.querySelector(".foot").getBoundingClientRect();
  const box = focused.getBoundingClientRect();
  if (focused.matches(".table-scroll") && box.top < foot.top - 24) return 0;
  return Math.max(0, Math.min(box.bottom, foot.bottom) - Math.max(box.top, foot.top));
}"""
OPEN_EVERY_FOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
FOCUSED = "() => document.activeElement.id || document.activeElement.outerHTML.slice(0, 100)"
LEAST_TARGET = 24


def telephone_of(browser: Browser, origin: str) -> AbstractContextManager[Page]:
    """German words are the longest. What scrolls smoothly would be measured on its way."""
    return reading(browser, origin, locale="de-DE", viewport=TELEPHONE, reduced_motion="reduce")


@pytest.fixture
def telephone(browser: Browser, site: Site) -> Iterator[Page]:
    with telephone_of(browser, site.origin) as page:
        yield page


def what_every_page_says(browser: Browser, tours: list[Tour], script: str, *more: Any) -> str:
    """The findings of a script on all pages, one line for each page that has any."""
    lines = []
    for tour in tours:
        with telephone_of(browser, tour.origin) as page:
            for name, open_page in tour.pages.items():
                open_page(page)
                page.evaluate(OPEN_EVERY_FOLD)
                lines += [f"{name}: {one}" for one in page.evaluate(script, *more)]
    return "\n".join(lines)


def test_no_page_scrolls_sideways_on_a_telephone(browser: Browser, tours: list[Tour]) -> None:
    assert what_every_page_says(browser, tours, STICKING_OUT) == ""


def test_no_page_scrolls_sideways_with_text_twice_as_large(
    launch: Callable[..., Browser], tours: list[Tour]
) -> None:
    browser = launch("--blink-settings=defaultFontSize=32")

    with telephone_of(browser, tours[0].origin) as telephone:
        telephone.goto(tours[0].origin)
        size = telephone.evaluate("getComputedStyle(document.documentElement).fontSize")
    found = what_every_page_says(browser, tours, STICKING_OUT)
    browser.close()

    assert size == "32px"
    assert found == ""


def test_every_target_can_be_hit_with_a_finger(browser: Browser, tours: list[Tour]) -> None:
    assert what_every_page_says(browser, tours, SMALLER_THAN_A_FINGER, LEAST_TARGET) == ""


@pytest.mark.parametrize("below", [SECTION, "targets?all=1"])
def test_the_foot_never_hides_what_has_the_focus(telephone: Page, check: Check, below: str) -> None:
    telephone.goto(check.url(below))

    hidden = []
    for _ in range(200):
        telephone.keyboard.press("Tab")
        if telephone.evaluate(HIDDEN_BY_THE_FOOT) > 0:
            hidden.append(telephone.evaluate(FOCUSED))
        if telephone.evaluate("document.activeElement.matches('.page-footer li:last-child a')"):
            break
    else:
        pytest.fail("Two hundred steps did not lead to the end of the page.")

    assert hidden == []

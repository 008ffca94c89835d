"""The whole way by keyboard: from the start page to a saved answer, and always visible where."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import FIRST, SECTION
from tests.browser.serving import Check, Site
from tests.browser.workshop_pages import address, assessment_of
from tests.workshops.phones import cookie_of
from tests.workshops.rooms import a_round, a_running_workshop, a_workshop, people

pytestmark = pytest.mark.browser

MOST_STEPS = 80
# A choice and a task show the focus around all of them, not around their small control.
FOCUS_IS_VISIBLE = """(one) => [one, one.closest(".choice, .task")].some((shown) => {
  const style = getComputedStyle(shown ?? one);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})"""


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus; every stop on the way must show its focus."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(FOCUS_IS_VISIBLE), focused.evaluate("one => one.outerHTML")
        if goal.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{goal} was not reached in {MOST_STEPS} steps.")


def test_the_first_stop_skips_to_the_content(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator(":focus").evaluate("one => one.closest('main') !== null")


def test_the_way_from_the_start_page_to_a_saved_answer_needs_no_mouse(
    page: Page, site: Site
) -> None:
    page.goto(site.origin)
    tab_to(page, page.locator(".door a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    tab_to(page, page.locator("#q"))
    page.keyboard.type("74417 Gschwend")
    page.keyboard.press("Enter")
    page.wait_for_url("**/start?q=*")
    tab_to(page, page.locator(".task-title a").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/start/\d+$"))
    tab_to(page, page.locator("#year"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/in2_willkommenskultur/\d+$"))
    tab_to(page, page.locator("main .kern-btn").first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SECTION}")

    choice = page.locator(f"#{FIRST}")
    tab_to(page, choice.locator("input[type=radio]").first)
    page.keyboard.press("Space")

    expect(choice.locator("[data-status]")).to_have_text(re.compile(r"\d\d:\d\d"))


def test_arrow_keys_choose_and_save_the_next_level(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))
    tab_to(page, page.locator(f"#{FIRST}-level-0"))
    page.keyboard.press("Space")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(page.locator(f"#{FIRST}-level-2")).to_be_checked()
    expect(page.locator(f"#{FIRST} [data-version]")).not_to_have_value("0")
    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(re.compile("is-saved"))
    assert check.stored(FIRST).answer.level == 2


def test_enter_on_a_choice_does_not_press_the_button_of_another_question(
    page: Page, check: Check
) -> None:
    page.goto(check.url(SECTION))
    tab_to(page, page.locator(f"#{FIRST}-level-0"))
    page.keyboard.press("Space")

    page.keyboard.press("Enter")

    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(re.compile("is-saved"))
    assert page.url == check.url(SECTION)


def test_what_is_folded_opens_with_the_keyboard(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))
    tab_to(page, page.locator(f"#{FIRST} summary"))

    page.keyboard.press("Enter")

    expect(page.locator(f"#{FIRST} .fold-body")).to_be_visible()


def test_a_page_with_errors_begins_with_their_list(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))
    page.locator(f"label[for={FIRST}-not-applicable]").click()
    page.locator(".foot button").click()

    expect(page.locator("[data-error-summary]")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{FIRST}")).to_be_in_viewport()


def test_a_moderator_needs_no_mouse_from_the_plan_to_the_decision(page: Page, check: Check) -> None:
    with check.app.app_context():
        workshop = a_workshop(assessment_of(check))
        page.goto(address(check, workshop))

    for words in (
        "Let people join",
        "Begin",
        "Begin with 1.1",
        "Open the secret rating",
        "Close the rating",
        "Reveal the result",
        "Record the decision",
    ):
        step = page.locator(".console-now").get_by_text(words, exact=True).locator("xpath=..")
        tab_to(page, step)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, page.locator("#level-0"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("#how-agreed"))
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url == address(check, workshop)
    assert check.stored(FIRST).answer.level == 1


def test_a_vote_needs_no_mouse(page: Page, check: Check) -> None:
    with check.app.app_context():
        workshop = a_running_workshop(assessment_of(check))
        [[ticket], *_] = people(workshop, 1)
        a_round(workshop)
        name, value = check.app.config["WORKSHOP_COOKIE_NAME"], cookie_of(check.app, ticket)
    page.context.add_cookies([{"name": name, "value": value, "url": check.origin}])
    page.goto(f"{check.origin}/workshop")

    tab_to(page, page.locator(f"#{FIRST}-1-0"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Enter")

    expect(page.locator("[data-ballot-status]")).to_have_text(re.compile("^Sent: 1"))

"""A log-in ends while somebody types: nothing is lost, and a new log-in saves it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.pages import FIRST, SECTION
from tests.browser.serving import Check, Site
from tests.browser.test_pages_are_accessible import EVERY_RULE, violations
from tests.browser.watching import reading

pytestmark = pytest.mark.browser

SAVING_ADDRESS = "**/criteria/*"
SESSION_ADDRESS = "**/session"
SAVED = re.compile(r"^saved \d\d:\d\d$")
NOT_SAVED = re.compile(r"^Not saved yet\.|^Please log in")
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
RETRY_PATIENCE = 15_000
TYPED = "Acht Stunden Sitzung, dann Feierabend: äöü „ß“ 漢 🙂"


def status(page: Page) -> Locator:
    return page.locator(f"#{FIRST} [data-status]")


def note(page: Page) -> Locator:
    return page.locator(f"#{FIRST}-note")


def notice(page: Page) -> Locator:
    return page.locator("[data-notices] .session-notice")


def who_is_here(page: Page, person: str) -> None:
    """From now on the server says that this person is logged in, with a token that is valid."""

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(json={"person": person})
            return
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "person": person})

    page.unroute(SESSION_ADDRESS)
    page.route(SESSION_ADDRESS, answer)


def log_out(page: Page) -> None:
    """As the server does when a log-in has ended: it saves nothing, and nobody is here."""
    refusal = {"errors": ["Please log in."], "log_in": "/log-in"}
    page.route(SAVING_ADDRESS, lambda route: route.fulfill(status=401, json=refusal))
    who_is_here(page, "")


def log_in_again(page: Page) -> None:
    page.unroute(SAVING_ADDRESS)
    who_is_here(page, "desk")


def type_after_the_end(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    page.goto(check.url(SECTION))
    log_out(page)
    note(page).press_sequentially(TYPED)
    expect(notice(page)).to_be_visible()


def test_an_ended_log_in_keeps_the_text_and_shows_the_way(page: Page, check: Check) -> None:
    type_after_the_end(page, check)

    link = notice(page).get_by_role("link", name="Log in in a new tab")
    expect(notice(page)).to_have_attribute("role", "alert")
    expect(link).to_have_attribute("href", "/log-in")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
    expect(note(page)).to_have_value(TYPED)
    expect(note(page)).to_be_focused()
    expect(status(page)).to_have_text(NOT_SAVED)
    assert check.note(FIRST) == ""


def test_coming_back_after_a_new_log_in_saves_at_once(page: Page, check: Check) -> None:
    type_after_the_end(page, check)
    note(page).press_sequentially(", und danach noch etwas")
    log_in_again(page)

    page.evaluate("() => window.dispatchEvent(new Event('focus'))")

    expect(status(page)).to_have_text(SAVED, timeout=1_500)
    expect(notice(page)).to_have_count(0)
    assert check.note(FIRST) == f"{TYPED}, und danach noch etwas"


def test_the_tab_with_the_log_in_tells_the_others(page: Page, check: Check) -> None:
    type_after_the_end(page, check)
    log_in_again(page)

    page.context.new_page().goto(check.origin)

    expect(status(page)).to_have_text(SAVED, timeout=1_500)
    assert check.note(FIRST) == TYPED


def test_without_anybody_looking_it_is_saved_by_a_retry(page: Page, check: Check) -> None:
    type_after_the_end(page, check)
    log_in_again(page)

    expect(status(page)).to_have_text(SAVED, timeout=RETRY_PATIENCE)
    expect(notice(page)).to_have_count(0)
    assert check.note(FIRST) == TYPED


def test_the_button_leads_to_the_log_in_rather_than_away(page: Page, check: Check) -> None:
    type_after_the_end(page, check)

    page.locator(".foot button").click()

    expect(notice(page).get_by_role("link")).to_be_focused()
    expect(note(page)).to_have_value(TYPED)
    assert page.url == check.url(SECTION)


def test_nothing_is_saved_by_itself_under_another_name(page: Page, check: Check) -> None:
    type_after_the_end(page, check)
    page.unroute(SAVING_ADDRESS)
    who_is_here(page, "account-7")

    page.evaluate("() => window.dispatchEvent(new Event('focus'))")

    expect(notice(page)).to_contain_text("Somebody else is logged in by now")
    note(page).press_sequentially("!")
    expect(status(page)).to_have_class(re.compile("is-wrong"))
    page.wait_for_timeout(4_000)
    assert check.note(FIRST) == ""

    page.locator(".foot button").click()
    page.wait_for_url("**/sections/mi_written")
    assert check.note(FIRST) == f"{TYPED}!"


def with_an_idle_limit(page: Page, check: Check, minutes: int = 60) -> None:
    """The page as somebody with an account gets it; its clock is ours."""

    def set_limit(route: Route) -> None:
        reply = route.fetch()
        marked = reply.text().replace("<body ", f'<body data-idle-minutes="{minutes}" ', 1)
        route.fulfill(response=reply, body=marked)

    page.clock.install(time=NOON)
    page.route(check.url(SECTION), set_limit)
    page.goto(check.url(SECTION))


def test_five_minutes_before_the_end_a_notice_appears_and_takes_no_focus(
    page: Page, check: Check
) -> None:
    check.answer(FIRST, level=1)
    with_an_idle_limit(page, check)
    note(page).focus()
    page.clock.fast_forward("54:00")
    expect(notice(page)).to_have_count(0)

    page.clock.fast_forward("01:30")

    expect(notice(page)).to_contain_text("You will be logged out in 5 minutes")
    expect(notice(page)).to_have_attribute("role", "status")
    expect(note(page)).to_be_focused()


def test_staying_logged_in_needs_one_key_and_gives_the_focus_back(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    with_an_idle_limit(page, check)
    who_is_here(page, "desk")
    note(page).focus()
    page.clock.fast_forward("55:30")

    page.get_by_role("button", name="Stay logged in").focus()
    with page.expect_request(lambda one: one.method == "POST") as asked:
        page.keyboard.press("Enter")

    assert asked.value.url == f"{check.origin}/session"
    expect(notice(page)).to_have_count(0)
    expect(note(page)).to_be_focused()
    page.clock.fast_forward("54:00")
    expect(notice(page)).to_have_count(0)


def test_whatever_is_saved_counts_as_a_sign_of_life(page: Page, check: Check) -> None:
    with_an_idle_limit(page, check)
    page.clock.fast_forward("50:00")
    page.locator(f"label[for={FIRST}-level-1]").click()
    page.clock.run_for(100)
    expect(status(page)).to_have_class(re.compile("is-saved"))

    page.clock.fast_forward("10:00")

    expect(notice(page)).to_have_count(0)


def test_a_sign_of_life_in_another_tab_counts_too(page: Page, check: Check) -> None:
    with_an_idle_limit(page, check)
    page.clock.fast_forward("55:30")
    expect(notice(page)).to_have_count(1)

    page.context.new_page().goto(check.origin)

    expect(notice(page)).to_have_count(0)


def test_after_the_end_the_page_says_so(page: Page, check: Check) -> None:
    with_an_idle_limit(page, check)
    who_is_here(page, "")

    page.clock.fast_forward("01:00:01")

    expect(notice(page)).to_contain_text("You are logged out")


@pytest.mark.parametrize("name", ["ended", "other", "idle"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (320, 640)], ids=["wide", "narrow"])
def test_the_notices_are_accessible_and_cover_nothing_that_has_the_focus(
    browser: Browser, site: Site, name: str, scheme: str, size: tuple[int, int]
) -> None:
    check = site.new_check()
    check.answer(FIRST, level=1)
    viewport = {"width": size[0], "height": size[1]}
    options = {"color_scheme": scheme, "viewport": viewport, "reduced_motion": "reduce"}
    with reading(browser, site.origin, **options) as page:
        page.goto(check.url(SECTION))
        show = json.dumps(name)
        page.evaluate(
            f"""() => document.querySelector("[data-notices]").append(
              document.querySelector('template[data-notice=' + {show} + ']').content.cloneNode(true)
            )"""
        )
        assert violations(page, EVERY_RULE) == []

        covered = []
        page.locator(".foot button").focus()
        for _ in range(30):
            page.keyboard.press("Shift+Tab")
            covered += page.evaluate(
                """() => {
                  const one = document.activeElement;
                  const bar = document.querySelector("[data-notices]");
                  const [focus, above] = [one.getBoundingClientRect(), bar.getBoundingClientRect()];
                  const isClear = one === document.body || bar.contains(one)
                    || focus.top >= above.bottom - 1 || focus.bottom <= above.top;
                  return isClear ? [] : [one.outerHTML];
                }"""
            )
        assert covered == []

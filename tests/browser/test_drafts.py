"""What was typed and never arrived outlives a reload, in its own tab, until it is saved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import FIRST, SECTION
from tests.browser.serving import Check

pytestmark = pytest.mark.browser

SAVING_ADDRESS = "**/criteria/*"
IS_SAVED = re.compile("is-saved")
TYPED = "Der Strom fiel aus: „äöü“ 漢 🙂\nZweite Zeile"
DRAFTS = "() => Object.keys(sessionStorage).filter((key) => key.startsWith('draft '))"


def type_without_a_network(page: Page, check: Check, text: str = TYPED) -> None:
    page.goto(check.url(SECTION))
    page.route(SAVING_ADDRESS, lambda route: route.abort())
    page.locator(f"#{FIRST}-note").fill(text)
    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(re.compile("is-wrong"))


def reload(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute(SAVING_ADDRESS)
    page.reload()


def test_what_was_typed_is_there_again_after_a_reload_and_is_saved(
    page: Page, check: Check
) -> None:
    check.answer(FIRST, level=1)
    type_without_a_network(page, check)
    # Only what arrives after the reload shall be saved.
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")

    reload(page)

    expect(page.locator(f"#{FIRST}-note")).to_have_value(TYPED)
    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(IS_SAVED)
    assert check.note(FIRST) == TYPED
    assert page.evaluate(DRAFTS) == []


def test_the_page_says_that_a_text_is_back_until_it_is_saved(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    type_without_a_network(page, check)
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()

    expect(page.locator(f"#{FIRST} .criterion-restored")).to_have_text(
        "What you typed here was not saved yet. It is back, and is saved now."
    )
    page.unroute(SAVING_ADDRESS)
    expect(page.locator(f"#{FIRST} .criterion-restored")).to_have_count(0, timeout=15_000)


def test_a_choice_comes_back_like_a_text(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))
    page.route(SAVING_ADDRESS, lambda route: route.abort())
    page.locator(f"label[for={FIRST}-level-2]").click()
    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(re.compile("is-wrong"))

    reload(page)

    expect(page.locator(f"#{FIRST}-level-2")).to_be_checked()
    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(IS_SAVED)
    assert check.stored(FIRST).answer.level == 2


def test_a_text_that_comes_back_is_not_stored_over_somebody_elses(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    type_without_a_network(page, check, "meiner")
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    check.answer(FIRST, note="ihrer")

    reload(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else was here, too")
    assert check.note(FIRST) == "ihrer"


def test_what_is_saved_leaves_nothing_in_the_tab(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))
    page.locator(f"label[for={FIRST}-level-1]").click()
    expect(page.locator(f"#{FIRST} [data-status]")).to_have_class(IS_SAVED)

    assert page.evaluate(DRAFTS) == []


def test_logging_out_leaves_nothing_in_any_tab(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    type_without_a_network(page, check)
    second = page.context.new_page()
    second.goto(check.url())

    second.evaluate(
        """() => {
          const form = document.createElement("form");
          form.dataset.logOut = "";
          form.addEventListener("submit", (event) => event.preventDefault());
          document.body.append(form);
          form.requestSubmit();
        }"""
    )

    page.wait_for_function(f"() => ({DRAFTS})().length === 0")
    expect(page.locator(f"#{FIRST}-note")).to_have_value(TYPED)


def test_a_draft_is_never_shown_to_another_person(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    type_without_a_network(page, check)
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    page.evaluate(
        """() => {
          for (const key of Object.keys(sessionStorage)) {
            const draft = JSON.parse(sessionStorage.getItem(key));
            sessionStorage.setItem(key, JSON.stringify({ ...draft, person: "account-7" }));
          }
        }"""
    )

    reload(page)

    expect(page.locator(f"#{FIRST}-note")).to_have_value("")
    assert page.evaluate(DRAFTS) == []

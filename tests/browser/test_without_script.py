"""Without JavaScript everything works by its buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.answers import OPEN, Answer, State
from tests.browser.pages import FIRST, SECOND, SECTION
from tests.browser.serving import Check, Site
from tests.browser.watching import reading

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    with reading(browser, site.origin, java_script_enabled=False) as page:
        yield page


def save(page: Page, key: str = FIRST) -> None:
    with page.expect_navigation():
        page.locator(f"#{key}").get_by_role("button", name="Save this answer").click()


def test_an_answer_with_its_note_is_saved_by_its_button(plain: Page, check: Check) -> None:
    plain.goto(check.url(SECTION))
    plain.locator(f"label[for={FIRST}-level-2]").click()
    plain.locator(f"#{FIRST}-note").fill("Liste im Bürgerbüro.\nSeit März.")

    save(plain)

    assert plain.url == check.url(f"{SECTION}#{FIRST}")
    expect(plain.locator(f"#{FIRST} [data-status]")).to_have_text(re.compile(r"^saved \d\d:\d\d$"))
    stored = check.stored(FIRST).answer
    assert stored == Answer(State.LEVEL, level=2, note="Liste im Bürgerbüro.\nSeit März.")


def test_save_and_go_on_saves_the_whole_page(plain: Page, check: Check) -> None:
    plain.goto(check.url(SECTION))
    plain.locator(f"label[for={FIRST}-level-0]").click()
    plain.locator(f"label[for={SECOND}-unknown]").click()

    plain.get_by_role("button", name="Save and go on").click()

    plain.wait_for_url("**/sections/mi_written")
    assert check.stored(FIRST).answer == Answer.at(0)
    assert check.stored(SECOND).answer.state is State.UNKNOWN


def test_what_does_not_apply_asks_for_its_reason(plain: Page, check: Check) -> None:
    plain.goto(check.url(SECTION))
    plain.locator(f"label[for={FIRST}-not-applicable]").click()

    save(plain)
    expect(plain.locator(f"#{FIRST} .field-error")).to_contain_text("The reason is missing.")
    expect(plain.locator(f"#{FIRST}-not-applicable")).to_be_checked()
    assert check.stored(FIRST).answer == OPEN

    plain.locator(f"#{FIRST}-reason").fill("Macht der Kreis.")
    save(plain)
    assert check.stored(FIRST).answer == Answer(State.NOT_APPLICABLE, reason="Macht der Kreis.")


def test_an_answer_can_be_undone(plain: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    plain.goto(check.url(SECTION))

    with plain.expect_navigation():
        plain.locator(f"#{FIRST} [data-undo]").click()

    expect(plain.locator(f"#{FIRST} :checked")).to_have_count(0)
    assert check.stored(FIRST).answer == OPEN


def test_targets_are_saved_by_the_button_of_the_page(plain: Page, check: Check) -> None:
    check.answer(FIRST, level=0)
    plain.goto(check.url("targets"))
    plain.locator(f"[name={FIRST}-target]").select_option("3")
    plain.locator(f"[name={FIRST}-importance]").select_option("1")

    plain.get_by_role("button", name="Save and see the result").click()

    plain.wait_for_url(check.url("result"))
    stored = check.stored(FIRST).answer
    assert (stored.target, stored.importance) == (3, 1)


def test_nothing_on_the_page_needs_the_script(plain: Page, check: Check) -> None:
    plain.goto(check.url("questionnaire"))

    expect(plain.locator("[data-print]")).to_be_hidden()
    expect(plain.get_by_text("Print this page with your browser.")).to_be_visible()

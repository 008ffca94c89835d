"""Answers save themselves: at once, after a pause, after a failure, and never twice or over."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from app.domain.answers import OPEN, Answer, State
from tests.browser.pages import FIRST, SECOND, SECTION, send
from tests.browser.serving import Check

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^saved \d\d:\d\d$")
NOT_SAVED = re.compile(r"^Not saved yet\. Your text stays here")
SAVING_ADDRESS = "**/criteria/*"
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
# A retry comes after two seconds and a jitter of half of that.
RETRY_PATIENCE = 15_000


def open_section(page: Page, check: Check) -> None:
    page.goto(check.url(SECTION))


def choose(page: Page, choice: str, key: str = FIRST) -> None:
    page.locator(f"label[for={key}-{choice}]").click()


def status(page: Page, key: str = FIRST) -> Locator:
    return page.locator(f"#{key} [data-status]")


def note(page: Page, key: str = FIRST) -> Locator:
    return page.locator(f"#{key}-note")


def expect_saved(page: Page, key: str = FIRST) -> None:
    expect(status(page, key)).to_have_class(re.compile("is-saved"))
    expect(status(page, key)).to_have_text(SAVED)


def questions_of(page: Page) -> list[str]:
    """The kinds of questions the browser asks from now on; each is answered with “stay”."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def test_a_chosen_level_saves_itself(page: Page, check: Check) -> None:
    open_section(page, check)
    assert status(page).get_attribute("aria-live") == "polite"

    choose(page, "level-2")

    expect_saved(page)
    expect(page.locator("[data-progress-text]")).to_have_text(re.compile(r"^1 of 2"))
    assert check.stored(FIRST).answer == Answer.at(2)


def test_a_note_saves_itself_after_a_pause(page: Page, check: Check) -> None:
    open_section(page, check)
    choose(page, "level-1")
    expect_saved(page)

    with page.expect_response(SAVING_ADDRESS):
        note(page).press_sequentially("Ratsbeschluss vom Mai")

    expect_saved(page)
    assert check.note(FIRST) == "Ratsbeschluss vom Mai"
    assert check.stored(FIRST).version == 2


def test_a_note_saves_itself_when_the_field_is_left(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    page.clock.install(time=NOON)
    open_section(page, check)
    page.clock.pause_at(NOON + timedelta(minutes=5))
    note(page).press_sequentially("kurz")

    with page.expect_response(SAVING_ADDRESS):
        note(page).press("Tab")
        # Far less than the pause after typing; the page's clock stands still otherwise.
        page.clock.run_for(50)

    expect_saved(page)
    assert check.note(FIRST) == "kurz"


def test_what_does_not_apply_counts_once_its_reason_is_given(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    expect(page.locator(f"#{FIRST}-reason")).to_be_hidden()

    choose(page, "not-applicable")
    expect(status(page)).to_contain_text("The reason is missing.")
    assert check.stored(FIRST).answer == Answer.at(1)

    with page.expect_response(SAVING_ADDRESS):
        page.locator(f"#{FIRST}-reason").press_sequentially("Macht der Kreis.")
    expect_saved(page)
    assert check.stored(FIRST).answer.state is State.NOT_APPLICABLE
    assert check.stored(FIRST).answer.reason == "Macht der Kreis."


def test_an_answer_can_be_undone_step_by_step(page: Page, check: Check) -> None:
    open_section(page, check)
    undo = page.locator(f"#{FIRST} [data-undo]")
    expect(undo).to_be_hidden()
    choose(page, "level-1")
    expect_saved(page)
    choose(page, "level-3")
    expect(page.locator(f"#{FIRST} [data-version]")).to_have_value("2")

    undo.click()
    expect(page.locator(f"#{FIRST}-level-1")).to_be_checked()
    page.wait_for_url(f"**/{SECTION}#{FIRST}")
    undo.click()

    expect(page.locator(f"#{FIRST} [data-version]")).to_have_value("4")
    expect(page.locator(f"#{FIRST} :checked")).to_have_count(0)
    assert check.stored(FIRST).answer == OPEN


def test_coming_back_lands_on_the_first_open_criterion(page: Page, check: Check) -> None:
    open_section(page, check)
    choose(page, "level-0")
    expect_saved(page)

    page.goto(check.desk)
    page.get_by_role("link", name="Go on with 2026").click()

    page.wait_for_url(f"**/{SECTION}#{SECOND}")
    expect(page.locator(f"#{SECOND}")).to_be_in_viewport()
    expect(page.locator(f"#{FIRST}-level-0")).to_be_checked()


def test_two_tabs_on_the_same_criterion_end_with_both_texts_side_by_side(
    page: Page, check: Check
) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    second = page.context.new_page()
    open_section(second, check)
    note(page).fill("Aus dem ersten Fenster.")
    note(page).press("Tab")
    expect_saved(page)

    note(second).fill("Aus dem zweiten Fenster.")
    note(second).press("Tab")

    expect(second.get_by_role("heading", level=1)).to_have_text("Somebody else was here, too")
    mine, theirs = second.locator(f"#{FIRST}-mine"), second.locator(f"#{FIRST}-theirs")
    expect(mine.locator("..")).to_contain_text("Aus dem zweiten Fenster.")
    expect(theirs.locator("..")).to_contain_text("Aus dem ersten Fenster.")
    assert check.note(FIRST) == "Aus dem ersten Fenster."

    with second.expect_navigation():
        second.get_by_role("button", name="Keep this").click()
    assert second.url == check.url(SECTION)
    assert check.note(FIRST) == "Aus dem ersten Fenster.\n\nAus dem zweiten Fenster."


def test_different_criteria_in_two_tabs_both_save(page: Page, check: Check) -> None:
    open_section(page, check)
    second = page.context.new_page()
    open_section(second, check)

    choose(page, "level-1", FIRST)
    choose(second, "level-2", SECOND)

    expect_saved(page, FIRST)
    expect_saved(second, SECOND)
    assert check.stored(FIRST).answer == Answer.at(1)
    assert check.stored(SECOND).answer == Answer.at(2)


def test_what_could_not_be_sent_is_saved_when_the_server_is_back(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.route(SAVING_ADDRESS, lambda route: route.abort())

    note(page).press_sequentially("Kein Zeichen geht verloren: äöü „ß“ 漢 🙂")
    expect(status(page)).to_have_text(NOT_SAVED)
    note(page).press_sequentially(", auch danach nicht.")
    page.unroute(SAVING_ADDRESS)

    expect(status(page)).to_have_text(SAVED, timeout=RETRY_PATIENCE)
    expected = "Kein Zeichen geht verloren: äöü „ß“ 漢 🙂, auch danach nicht."
    expect(note(page)).to_have_value(expected)
    assert check.note(FIRST) == expected


def test_what_was_typed_without_a_network_is_saved_when_there_is_one_again(
    page: Page, check: Check
) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.context.set_offline(True)

    note(page).press_sequentially("Im Keller des Rathauses.")
    expect(status(page)).to_have_text(NOT_SAVED)
    page.context.set_offline(False)

    expect(status(page)).to_have_text(SAVED, timeout=RETRY_PATIENCE)
    assert check.note(FIRST) == "Im Keller des Rathauses."


def test_a_lost_reply_neither_doubles_nor_contradicts_what_was_saved(
    page: Page, check: Check
) -> None:
    lost = []

    def lose_the_reply(route: Route) -> None:
        route.fetch()
        lost.append(route)
        route.abort()

    open_section(page, check)
    page.route(SAVING_ADDRESS, lose_the_reply, times=1)

    choose(page, "level-3")

    expect(status(page)).to_have_text(NOT_SAVED)
    expect(status(page)).to_have_text(SAVED, timeout=RETRY_PATIENCE)
    assert len(lost) == 1
    assert check.stored(FIRST).answer == Answer.at(3)
    assert check.stored(FIRST).version == 1


def test_leaving_with_an_unsaved_text_asks_first(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.route(SAVING_ADDRESS, lambda route: route.abort())
    note(page).press_sequentially("Noch nicht gespeichert.")
    expect(status(page)).to_have_text(NOT_SAVED)
    asked = questions_of(page)

    page.locator(".product-name").click(no_wait_after=True)

    expect(note(page)).to_have_value("Noch nicht gespeichert.")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url == check.url(SECTION)


def test_leaving_when_all_is_saved_asks_nothing(page: Page, check: Check) -> None:
    open_section(page, check)
    choose(page, "level-2")
    expect_saved(page)
    asked = questions_of(page)

    page.locator(".product-name").click()

    page.wait_for_url(f"{check.origin}/")
    assert asked == []


def test_with_an_expired_form_the_page_fetches_a_new_token_and_saves(
    page: Page, check: Check
) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.context.clear_cookies()

    note(page).press_sequentially("Über die Mittagspause stehen geblieben.")

    expect_saved(page)
    assert check.note(FIRST) == "Über die Mittagspause stehen geblieben."


def test_an_expired_form_sent_whole_is_given_back_and_can_be_sent_again(
    page: Page, check: Check
) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.context.clear_cookies()

    send(page, **{f"{FIRST}-note": "Über die Mittagspause stehen geblieben."})
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send this once more")
    with page.expect_navigation():
        page.get_by_role("button", name="Send again").click()

    assert check.note(FIRST) == "Über die Mittagspause stehen geblieben."


@pytest.mark.parametrize("fault", [500, 502, 503, 507])
def test_what_the_server_could_not_store_stays_and_is_saved_later(
    page: Page, check: Check, fault: int
) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.route(SAVING_ADDRESS, lambda route: route.fulfill(status=fault, body="<h1>Full</h1>"))

    note(page).press_sequentially("Die Platte ist voll.")
    expect(status(page)).to_have_text(NOT_SAVED)
    page.unroute(SAVING_ADDRESS)

    expect(status(page)).to_have_text(SAVED, timeout=RETRY_PATIENCE)
    assert check.note(FIRST) == "Die Platte ist voll."


def test_two_thousand_characters_over_a_slow_line_arrive_complete(page: Page, check: Check) -> None:
    check.answer(FIRST, level=1)
    open_section(page, check)
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 700, "downloadThroughput": 50_000, "uploadThroughput": 8_000},
    )
    words = [f"{number:04d} Wort " for number in range(200)]

    note(page).focus()
    for burst in range(0, 200, 50):
        with page.expect_request(SAVING_ADDRESS):
            for word in words[burst : burst + 50]:
                page.keyboard.insert_text(word)
        # Typing goes on while the reply is still on its way.
    note(page).press("Tab")
    page.locator(".foot button").click()

    page.wait_for_url("**/sections/mi_written", timeout=RETRY_PATIENCE)
    assert check.note(FIRST) == "".join(words).strip()

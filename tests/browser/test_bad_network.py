"""Whatever the network does, what was typed last is what the database holds.

`RELIABILITY=long` makes a thousand runs with delays of up to three seconds and prints figures.
"""

from __future__ import annotations

import os
import random
import time
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.bad_network import bad_network
from tests.browser.serving import Check, Site
from tests.browser.watching import reading

pytestmark = pytest.mark.browser

IS_LONG = os.environ.get("RELIABILITY") == "long"
RUNS = 1000 if IS_LONG else 12
LONGEST_DELAY = 3.0 if IS_LONG else 0.5
SECTION = "sections/mi_written"
ALL_IS_SAVED = "() => !Object.keys(sessionStorage).some((key) => key.startsWith('draft '))"
THE_NETWORK_IS_BACK = "() => dispatchEvent(new Event('online'))"
WORDS = ("", "Ratsbeschluss", "Flyer", "Flyer, dreisprachig", "Liste im Bürgerbüro: äöü 漢 🙂")
MOST_PATIENCE = 120


def keys_of(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "[data-criterion]", "(all) => all.map((one) => one.dataset.criterion)"
    )


def type_about(page: Page, keys: list[str], chance: random.Random) -> dict[str, str]:
    """Several texts about each criterion, one after the other; the last ones by criterion."""
    typed = {}
    for _ in range(3):
        for key in keys:
            typed[key] = chance.choice(WORDS)
            page.locator(f"#{key}-note").fill(typed[key])
        page.wait_for_timeout(chance.uniform(0, 600))
    return typed


def wait_until_all_is_saved(page: Page) -> None:
    deadline = time.monotonic() + MOST_PATIENCE
    while not page.evaluate(ALL_IS_SAVED):
        assert time.monotonic() < deadline, page.inner_text("main")
        page.wait_for_timeout(300)
        # Rather than wait for the next retry.
        page.evaluate(THE_NETWORK_IS_BACK)


def stored_notes(check: Check, keys: list[str]) -> dict[str, str]:
    return {key: check.note(key) for key in keys}


def test_what_was_typed_last_is_what_is_stored(
    browser: Browser, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(2026)
    begun = time.monotonic()
    runs, wrong = 0, []
    with (
        bad_network(site.origin, longest_delay=LONGEST_DELAY, seed=2026) as network,
        reading(browser, network.origin) as page,
    ):
        while runs < RUNS:
            check = replace(site.new_check(), origin=network.origin)
            page.goto(check.url(SECTION))
            keys = keys_of(page)
            for key in keys:
                check.answer(key, level=1)
            page.reload()
            typed = type_about(page, keys, chance)
            wait_until_all_is_saved(page)
            network.settle()

            found = stored_notes(check, keys)
            wrong += [(key, typed[key], found[key]) for key in keys if typed[key] != found[key]]
            runs += len(keys)
    if IS_LONG:
        figures = ", ".join(f"{number} {what}" for what, number in network.counted.items())
        with capsys.disabled():
            print(
                f"\n{runs} runs in {time.monotonic() - begun:.0f} s: {figures}; {len(wrong)} wrong"
            )

    assert wrong == []
    # Without every kind of trouble this would show nothing.
    assert {"dropped", "late", "replies lost", "doubled", "delayed"} <= {*network.counted}

"""A real Chromium for tests that need one: one for all of a worker, for only one can be driven."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium lies; without one these tests are skipped, and in CI they fail."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    advice = "no Chromium: install it, or name its program in CHROMIUM"
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(advice)
    pytest.skip(advice)


@pytest.fixture(scope="session")
def launch(chromium: str) -> Iterator[Callable[..., Browser]]:
    """Start a Chromium, with further switches if need be."""
    # Chromium refuses its sandbox to root, which is who runs tests in a container.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        yield lambda *switches: playwright.chromium.launch(
            executable_path=chromium, args=[*QUIET, *as_root, *switches]
        )


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()

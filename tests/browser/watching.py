"""Somebody with a browser, watched: nothing may go wrong behind the page they look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

PATIENCE = 10_000
"""Milliseconds until a page that does not show what is expected has failed."""

# The console line that Chromium writes for it does not name the element.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `refused by the security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`
));
"""


@contextmanager
def reading(browser: Browser, origin: str, **options: Any) -> Iterator[Page]:
    """A page in a browser context of its own; at the end, every fault behind it fails the test."""
    context = browser.new_context(**{"locale": "en-GB", **options})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_VIOLATIONS)
    faults: list[str] = []
    watch(context, origin, faults)
    try:
        yield context.new_page()
        assert faults == []
    finally:
        context.close()


def watch(context: BrowserContext, origin: str, faults: list[str]) -> None:
    """Collect errors of scripts, refusals of the security policy and requests to other hosts."""

    def on_console(message: ConsoleMessage) -> None:
        # An error status is what some tests are about; a missing style sheet never is.
        is_refusal = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (is_refusal and "/static/" not in _place_of(message)):
            faults.append(f"console: {message.text} ({_place_of(message)})")

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{origin}/", "data:", "blob:")):
            faults.append(f"request to another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.request.is_navigation_request() and response.status >= 500:
            faults.append(f"{response.status}: {response.url}")

    context.on("console", on_console)
    context.on("response", on_response)
    context.on("request", on_request)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))


def _place_of(message: ConsoleMessage) -> str:
    return message.location.get("url", "")

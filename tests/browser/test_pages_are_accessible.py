"""axe-core finds nothing on any page: both languages, light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import Tour
from tests.browser.watching import reading

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js"
EVERY_RULE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# In the dark the same page differs in its colours alone, and axe takes long for all its rules.
RULES_ABOUT_COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
OPEN_EVERY_FOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true })"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize(
    ("locale", "scheme", "size", "rules"),
    [
        ("de-DE", "light", WIDE, EVERY_RULE),
        ("en-GB", "light", WIDE, EVERY_RULE),
        ("de-DE", "dark", WIDE, RULES_ABOUT_COLOUR),
        ("en-GB", "dark", WIDE, RULES_ABOUT_COLOUR),
        ("de-DE", "light", NARROW, EVERY_RULE),
        ("en-GB", "light", NARROW, EVERY_RULE),
    ],
    ids=["de", "en", "de dark", "en dark", "de narrow", "en narrow"],
)
def test_every_page_is_accessible(
    browser: Browser,
    tours: list[Tour],
    locale: str,
    scheme: str,
    size: dict[str, int],
    rules: dict[str, Any],
) -> None:
    options = {"locale": locale, "color_scheme": scheme, "viewport": size}

    found = []
    for tour in tours:
        with reading(browser, tour.origin, reduced_motion="reduce", **options) as page:
            for name, open_page in tour.pages.items():
                open_page(page)
                found += [f"{name}: {one}" for one in violations(page, rules)]

    assert "\n".join(found) == ""


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on the page with everything unfolded, one line each."""
    page.evaluate(OPEN_EVERY_FOLD)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run(rules)", rules)["violations"]
    return [f"{one['id']} ({one['help']}): {_elements(one['nodes'])}" for one in found]


def _elements(nodes: list[dict[str, Any]]) -> str:
    shown = [f"{node['html'][:120]} {node['failureSummary'].splitlines()[-1]}" for node in nodes]
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    return " | ".join(shown[:3]) + more

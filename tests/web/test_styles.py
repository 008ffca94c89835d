"""The style of phones: small, and still everything that their pages show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web.assets import APP
from app.web.styles import SHOWN_ON_PHONES, for_phones
from tests.visitor import Visitor

TEMPLATES = APP / "templates"
ON_PHONES = sorted(
    [
        *(TEMPLATES / "participating").glob("*.html"),
        *(
            TEMPLATES / "components" / f"{name}.html"
            for name in ("button", "chart", "language_switch", "notice", "table", "text")
        ),
    ]
)
KERN = re.compile(r"kern-[a-z]+(?:-[a-z]+)*")


@pytest.mark.parametrize("template", ON_PHONES, ids=lambda path: path.name)
def test_what_a_phone_shows_has_its_style(template: Path) -> None:
    used = set(KERN.findall(template.read_text(encoding="utf-8")))

    assert used <= SHOWN_ON_PHONES


@pytest.mark.parametrize(
    "rule",
    [
        ".kern-btn--primary{",
        ".kern-form-input__input{",
        ".kern-icon--warning{",
        "@media (prefers-color-scheme: dark){",
        "body,.kern-light,.kern-dark",
        ".choice {",
        'url("static/vendor/kern/FiraSans-Regular.woff2")',
    ],
)
def test_it_has_the_rules_of_its_pages(rule: str) -> None:
    assert rule in for_phones()


@pytest.mark.parametrize("rule", [".kern-dialog", ".kern-icon--mail", ".kern-table", "@charset"])
def test_it_is_without_the_rest_of_kern(rule: str) -> None:
    assert rule not in for_phones()


def test_every_brace_that_opens_is_closed() -> None:
    assert for_phones().count("{") == for_phones().count("}")


def test_it_is_small_and_kept_under_an_address_that_changes_with_it(visitor: Visitor) -> None:
    page = visitor.opens("/join")
    [style] = [one["href"] for one in page.attributes("link") if one["rel"] == "stylesheet"]

    response = visitor.gets(style, headers={"Accept-Encoding": "gzip"})
    whole = visitor.gets(style)
    again = visitor.gets(style, headers={"If-None-Match": whole.headers["ETag"]})

    assert re.fullmatch(r"/phone\.css\?v=[0-9a-f]{10}", style)
    assert response.headers["Cache-Control"] == "public, max-age=31536000"
    assert len(response.get_data()) < 24 * 1024
    assert again.status_code == 304

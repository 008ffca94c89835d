"""The script of the pages: small modules that fit together when they are sent as one."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from app.web.scripts import FOR_PHONES, MODULES, ON_PAGES, SCRIPTS, joined
from tests.visitor import Visitor

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([^"]+)";$', re.MULTILINE)
DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function|class|const|let) (\{[^}]*\}|\w+)", re.MULTILINE
)
EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)

TEXTS = {name: (SCRIPTS / name).read_text(encoding="utf-8") for name in MODULES}


def test_every_module_is_sent() -> None:
    assert sorted(MODULES) == sorted(path.name for path in SCRIPTS.iterdir())


def test_pages_and_phones_get_them_in_their_order_and_all_of_them() -> None:
    for some in (ON_PAGES, FOR_PHONES):
        assert [name for name in MODULES if name in some] == list(some)
    assert {*ON_PAGES, *FOR_PHONES} == {*MODULES}


def test_what_phones_get_is_there_without_the_rest() -> None:
    wanted = {other for name in FOR_PHONES for _names, other in IMPORT.findall(TEXTS[name])}

    assert wanted <= {*FOR_PHONES}


def test_no_name_is_given_twice() -> None:
    names = Counter(name for text in TEXTS.values() for name in DECLARED.findall(text))

    assert [name for name, times in names.items() if times > 1] == []


def test_a_module_imports_what_another_exports_and_comes_after_it() -> None:
    missing = [
        f"{name} wants {wanted} of {other}"
        for place, (name, text) in enumerate(TEXTS.items())
        for names, other in IMPORT.findall(text)
        for wanted in filter(None, (one.strip() for one in names.split(",")))
        if other not in MODULES[:place] or wanted not in EXPORTED.findall(TEXTS[other])
    ]

    assert missing == []


def test_nothing_of_the_modules_own_frame_is_left_in_what_is_sent() -> None:
    for some in (ON_PAGES, FOR_PHONES):
        assert re.findall(r"^\s*(?:import|export|//|/\*)\b.*", joined(some), re.MULTILINE) == []


def test_browsers_keep_the_script_under_an_address_that_changes_with_it(visitor: Visitor) -> None:
    page = visitor.opens("/about")
    script = page.attributes("script")[0]["src"]

    response = visitor.gets(script)
    again = visitor.gets(script, headers={"If-None-Match": response.headers["ETag"]})

    assert re.fullmatch(r"/page\.js\?v=[0-9a-f]{10}", script)
    assert response.get_data(as_text=True) == joined()
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "public, max-age=31536000"
    assert "Set-Cookie" not in response.headers
    assert again.status_code == 304


@pytest.mark.parametrize(("address", "kilobytes"), [("/page.js", 8), ("/phone.js", 6)])
def test_the_script_travels_compressed(visitor: Visitor, address: str, kilobytes: int) -> None:
    response = visitor.gets(address, headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cache-Control"] == "public, max-age=31536000"
    assert len(response.get_data()) < kilobytes * 1024

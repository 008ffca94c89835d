"""The cache draws each content once and stays small."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import pytest

from app.charts.cache import ChartCache, content_key
from app.charts.profile import profile_chart
from app.charts.rows import GapRow, ProfileRow
from tests.charts.reading import WORDS

ROW = ProfileRow("Sprachmittlung", Fraction(1, 3), "0,3")
KEY = content_key("profile", [ROW], WORDS)


def test_two_hundred_who_ask_at_once_get_one_drawing() -> None:
    cache: ChartCache[str] = ChartCache()
    everybody = threading.Barrier(200)

    def ask(_: int) -> str:
        everybody.wait()
        return cache.get(KEY, lambda: profile_chart([ROW], WORDS).svg)

    with ThreadPoolExecutor(200) as phones:
        seen = list(phones.map(ask, range(200)))

    assert cache.drawings == 1
    assert set(seen) == {profile_chart([ROW], WORDS).svg}


def test_different_contents_do_not_wait_for_each_other() -> None:
    cache: ChartCache[str] = ChartCache()
    together = threading.Barrier(2, timeout=10)

    def draw(name: str) -> Callable[[], str]:
        def drawn() -> str:
            together.wait()
            return name

        return drawn

    with ThreadPoolExecutor(2) as phones:
        asked = [phones.submit(cache.get, name, draw(name)) for name in "ab"]
        assert [future.result() for future in asked] == ["a", "b"]


def test_the_longest_unused_leaves_first() -> None:
    cache: ChartCache[str] = ChartCache(size=2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: "drawn")

    cache.get("a", lambda: "again")
    assert (len(cache), cache.drawings) == (2, 3)
    cache.get("b", lambda: "again")
    assert cache.drawings == 4


def test_what_fails_is_not_kept() -> None:
    cache: ChartCache[str] = ChartCache()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.get(KEY, fail)
    assert len(cache) == 0
    assert cache.get(KEY, lambda: "drawn") == "drawn"


def test_equal_content_has_one_key() -> None:
    assert content_key("profile", (replace(ROW),), replace(WORDS)) == KEY


@pytest.mark.parametrize(
    ("kind", "rows", "words"),
    [
        ("trend", [ROW], WORDS),
        ("profile", [], WORDS),
        ("profile", [ROW, ROW], WORDS),
        ("profile", [replace(ROW, value=Fraction(33, 100))], WORDS),
        ("profile", [replace(ROW, value=None)], WORDS),
        ("profile", [replace(ROW, label="\ud800")], WORDS),
        ("profile", [ROW], replace(WORDS, mirrored=True)),
        ("profile", [GapRow("Sprachmittlung", 0, 1, "0", "1", False)], WORDS),
    ],
)
def test_other_content_has_another_key(kind, rows, words) -> None:  # type: ignore[no-untyped-def]
    assert content_key(kind, rows, words) != KEY


def test_the_key_is_the_same_in_every_process() -> None:
    code = (
        "from fractions import Fraction\n"
        "from app.charts.cache import content_key\n"
        "from app.charts.rows import ProfileRow\n"
        "from tests.charts.reading import WORDS\n"
        "row = ProfileRow('Sprachmittlung', Fraction(1, 3), '0,3')\n"
        "print(content_key('profile', [row], WORDS))"
    )

    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert found.stdout.strip() == KEY

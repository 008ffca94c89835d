"""Every requirement of ASVS 5.0 level 2 is answered once, with a place that exists."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
# A path with a folder in it or an ending, and perhaps a test in it.
PLACE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+|[\w-]+\.(?:toml|md|py|txt))(?:::(\w+))?`")
STATES = {"met", "not met", "not applicable", "documented"}


def answered() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def asked() -> list[tuple[str, str]]:
    """The ids of levels 1 and 2 without WebRTC, with their levels, as OWASP lists them."""
    lines = (Path(__file__).parent / "asvs_5_0_level_2.txt").read_text().splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines]


def anchors() -> set[str]:
    """What a link inside the page can lead to."""
    titles = re.findall(r"^#+ (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@cache
def names_of_tests(path: str) -> set[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    return set(re.findall(r"^def (test_\w+)\(", text, flags=re.MULTILINE))


def test_there_are_as_many_requirements_as_owasp_counts() -> None:
    chapters = Counter(identifier.split(".")[0] for identifier, _ in asked())

    assert list(chapters.values()) == [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16]
    assert Counter(level for _, level in asked()) == {"1": 70, "2": 176}


def test_every_requirement_is_answered_once_in_order() -> None:
    assert [(row[0], row[1]) for row in answered()] == asked()


def test_every_answer_is_one_of_the_states_and_says_where() -> None:
    assert [row for row in answered() if row[3] not in STATES or len(row[4]) < 3] == []


def test_what_is_met_names_a_place_that_can_be_looked_up() -> None:
    without = [
        identifier
        for identifier, _, _, state, where in answered()
        if state in ("met", "documented") and not (PLACE.search(where) or "](#" in where)
    ]

    # Python itself is the answer to strings that are safe in memory.
    assert without == ["1.4.1"]


@pytest.mark.parametrize(
    ("path", "test"),
    sorted({found for *_, where in answered() for found in PLACE.findall(where)}),
    ids=lambda part: part[-60:],
)
def test_every_place_that_is_named_exists(path: str, test: str) -> None:
    assert (ROOT / path).exists()
    assert not test or test in names_of_tests(path)


def test_every_link_inside_the_page_leads_somewhere() -> None:
    links = set(re.findall(r"\]\(#([\w-]+)\)", PAGE.read_text(encoding="utf-8")))

    assert links
    assert links - anchors() == set()

"""What a page costs as more and more municipalities store their assessments."""

from __future__ import annotations

from pathlib import Path

from bench.browser import Browser, Inside
from bench.measuring import Pace, measure
from bench.results import Goal, Result
from bench.town import Town, crowd, earlier_years, found_town


def measure_growth(folder: Path, pace: Pace, *, few: int, many: int) -> list[Result]:
    """The same pages of the same town, among few others and among many."""
    towns = {count: found_town(folder, f"crowd-{count}") for count in (few, many)}
    for count, town in towns.items():
        crowd(town, count)
    browsers = {count: Browser(Inside(town.app)) for count, town in towns.items()}
    pages = _pages(towns[few])
    costs = measure(
        {
            f"{what} {count}": lambda browser=browser, page=page: browser.get(page)  # type: ignore[misc]
            for what, page in pages.items()
            for count, browser in browsers.items()
        },
        pace,
    )
    found = []
    for what in pages:
        small, large = costs[f"{what} {few}"], costs[f"{what} {many}"]
        found.append(
            Result(
                f"Growth from {few:,} to {many:,} assessments",
                what,
                large.cpu / small.cpu,
                "× the few",
                Goal(1.15),
                large.cpu,
                large.wall,
                f"few {small.cpu:.2f} ms",
            )
        )
    return found


def measure_years(folder: Path, pace: Pace, *, few: int = 2, many: int = 10) -> list[Result]:
    """The page that compares two years, of a town with so many years beside them."""
    towns = {count: found_town(folder, f"years-{count}") for count in (few, many)}
    for count, town in towns.items():
        earlier_years(town, count)
    browsers = {count: Browser(Inside(town.app)) for count, town in towns.items()}
    address = f"{towns[few].address}/years"
    costs = measure(
        {
            str(count): lambda browser=browser: browser.get(address)  # type: ignore[misc]
            for count, browser in browsers.items()
        },
        pace,
    )
    small, large = costs[str(few)], costs[str(many)]
    return [
        Result(
            "Growth with the years",
            f"comparison page of {many} years",
            large.cpu / small.cpu,
            f"× that of {few}",
            Goal(1.5),
            large.cpu,
            large.wall,
            f"{few} years {small.cpu:.2f} ms",
        )
    ]


def _pages(town: Town) -> dict[str, str]:
    return {
        "section": town.section_address,
        "result": f"{town.address}/result",
        "overview": town.address,
        "desk": town.desk,
        "start": "/",
    }

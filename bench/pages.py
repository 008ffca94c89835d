"""Pages and saving beside the same from the floor, each behind a server of its own."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count

from bench.browser import Browser, Over
from bench.form_fields import FormFields
from bench.measuring import Cost, Pace, Variant, measure
from bench.results import Goal, Result, ratio, time_of
from bench.served_apps import DATABASE
from bench.servers import Server, can_serve, served
from bench.town import Town

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
THEME = "Pages and saving, over HTTP"
# What is measured, the page it is measured against, the floor in words, and the goal.
COMPARED = (
    ("a section's page, its answers stored", "section", "bare Jinja", 1.5),
    ("save a section with one new answer, and the next page", "save", "Core upsert", 1.5),
    ("result, charts cached", "result", "bare Jinja", 1.5),
    ("result, new figures", "new result", "bare Jinja", None),
    ("result, unchanged (304)", "unchanged", "bare Flask", 1.7),
)


def measure_pages(town: Town, pace: Pace) -> list[Result]:
    """Each page and each saving beside its floor, after making sure that both say the same."""
    if not can_serve():
        unit = "× floor"
        return [
            Result(THEME, what, None, unit, Goal(g) if g else None) for what, _, _, g in COMPARED
        ]
    databases = {"ours": town.database, "floor": town.copied("floor").database}
    with ExitStack() as running:
        ours, floor = (
            running.enter_context(
                served(
                    f"bench.served_apps:serve_{name}()",
                    first_page=f"{town.address}/result",
                    environment={DATABASE: str(database)},
                )
            )
            for name, database in databases.items()
        )
        bare = running.enter_context(served("bench.bare_app:app", first_page="/"))
        costs = _costs(town, pace, ours=ours, floor=floor, bare=bare)
    floors = {"new result": "result floor", "unchanged": "bare"}
    found = [
        ratio(THEME, what, (costs[key], costs[floors.get(key, f"{key} floor")]), floor=name, goal=g)
        for what, key, name, g in COMPARED
    ]
    return [*found, time_of(THEME, "a bare Flask route", costs["bare"])]


def _costs(town: Town, pace: Pace, *, ours: Server, floor: Server, bare: Server) -> dict[str, Cost]:
    section, result = town.section_address, f"{town.address}/result"
    reader, floor_reader, guest = (Browser(Over(each.port)) for each in (ours, floor, bare))
    for page in (section, result):
        same_page(reader, floor_reader, page)
    etag = reader.get(result).headers["ETag"]
    kept = measure(
        {
            "result": Variant(lambda: reader.get(result), ours.cpu_seconds),
            "result floor": Variant(lambda: floor_reader.get(result), floor.cpu_seconds),
            "unchanged": Variant(lambda: reader.get(result, etag), ours.cpu_seconds),
            "bare": Variant(lambda: guest.get("/"), bare.cpu_seconds),
            "section": Variant(lambda: reader.get(section), ours.cpu_seconds),
            "section floor": Variant(lambda: floor_reader.get(section), floor.cpu_seconds),
        },
        pace,
    )
    saved = measure(
        {
            "save": Variant(saving(reader, town), ours.cpu_seconds),
            "save floor": Variant(saving(floor_reader, town), floor.cpu_seconds),
        },
        pace,
    )
    drawn = measure({"new result": Variant(changed_result(reader, town), ours.cpu_seconds)}, pace)
    return kept | saved | drawn


def saving(browser: Browser, town: Town, *, follow: bool = True) -> Callable[[], object]:
    """Send the form of a section as a browser does, with another level for its first criterion.

    `follow` also opens the page that this leads to.
    """
    fields = FormFields(browser.get(town.section_address).text).found | {"save": ""}
    first = town.section.criteria[0]
    version, choice = f"{first.key}-version", f"{first.key}-choice"
    levels = [f"level:{level.value}" for level in first.scale.levels]
    # The next level each time: what stands there already would not be a change.
    numbers = count(levels.index(fields[choice]) + 1)
    versions = count(int(fields[version]))

    def save() -> object:
        fields[choice] = levels[next(numbers) % len(levels)]
        fields[version] = str(next(versions))
        reply = browser.post(town.section_address, fields)
        if reply.status not in (302, 303):
            raise AssertionError(f"saving answered {reply.status}: {reply.text[:2000]}")
        return browser.get(reply.headers["Location"]) if follow else reply

    return save


def changed_result(browser: Browser, town: Town) -> Callable[[], object]:
    """The result after something changed that its charts show."""
    chance = random.Random(1)
    connection = sqlite3.connect(town.database, isolation_level=None)
    keys = [criterion.key for criterion in town.checklist.criteria]
    change = "UPDATE stored_answer SET level = ?, version = version + 1 WHERE criterion_key = ?"

    def ask() -> object:
        for key in chance.sample(keys, 5):
            connection.execute(change, (chance.randrange(3), key))
        return browser.get(f"{town.address}/result")

    return ask


def same_page(ours: Browser, floor: Browser, address: str) -> None:
    """The floor counts only if it gives the very same page; form tokens differ."""
    pages = [TOKEN.sub("", browser.get(address).text) for browser in (ours, floor)]
    lines = zip(count(1), *(page.splitlines() for page in pages), strict=False)
    for number, our_line, floor_line in lines:
        if our_line != floor_line:
            raise AssertionError(
                f"{address}, line {number}:\n  ours  {our_line}\n  floor {floor_line}"
            )

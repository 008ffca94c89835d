"""How soon it serves, how much memory it holds, and whether many savers at once lose anything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from app.domain.checklist import Criterion
from bench.browser import Browser, Over
from bench.form_fields import FormFields
from bench.results import Goal, Result
from bench.served_apps import DATABASE
from bench.servers import can_serve, served
from bench.town import ROOT, Town

SAVERS = 16
OURS, BARE = "bench.served_apps:serve_ours()", "bench.bare_app:app"
CHARTS, LIBRARIES = "app.charts.figure", "bench.libraries"
MEMORY, START, CROWD = "Memory of one worker", "Cold start", f"{SAVERS} savers at once"


def measure_footprint(town: Town, *, starts: int, saves: int) -> list[Result]:
    """All of it needs servers; where there are none, the lines stay empty."""
    if not can_serve():
        return [Result(theme, "", None, "") for theme in (MEMORY, START, CROWD)]
    return [*_memory_and_crowd(town, saves), *_starts(town, starts)]


def _memory_and_crowd(town: Town, saves: int) -> list[Result]:
    """The memory is taken after the pages were opened and the answers saved."""
    with served(OURS, first_page="/healthz", environment={DATABASE: str(town.database)}) as ours:
        before = town.changes()
        lasted = _save_at_once(town, ours.port, saves)
        reader = Browser(Over(ours.port))
        for page in ("", "/result", "/result/gaps.png", "/result/profile.svg"):
            reader.get(town.address + page)
        used = ours.worker_megabytes()
    bare, loaded = (_idle_megabytes(modules) for modules in (CHARTS, f"{CHARTS},{LIBRARIES}"))
    errors = sum(1 for seconds in lasted if seconds is None)
    slowest = max((seconds for seconds in lasted if seconds is not None), default=0.0)
    lost = len(lasted) - errors - (town.changes() - before)
    return [
        Result(CROWD, "answers refused or not answered", float(errors), "", Goal(0)),
        Result(CROWD, "answers confirmed but not found afterwards", float(lost), "", Goal(0)),
        Result(CROWD, "slowest answer", 1000 * slowest, "ms"),
        Result(
            MEMORY,
            "after all pages, with charts drawn",
            used / loaded,
            "× Flask, its libraries, matplotlib",
            Goal(1.3),
            note=f"{used:.0f} MB, floor {loaded:.0f} MB, bare Flask and matplotlib {bare:.0f} MB",
        ),
    ]


def _idle_megabytes(modules: str) -> float:
    """A worker that did nothing but load these modules and greet."""
    with served(BARE, first_page="/", environment={"BENCH_LOADS": modules}) as server:
        return server.worker_megabytes()


def _save_at_once(town: Town, port: int, saves: int) -> list[float | None]:
    """Seconds each save took, None for one that failed; every saver has a criterion of its own."""
    criteria = town.checklist.criteria[:SAVERS]
    with ThreadPoolExecutor(SAVERS) as pool:
        each = pool.map(lambda criterion: _save_often(town, port, criterion, saves), criteria)
        return [seconds for lasted in each for seconds in lasted]


def _save_often(town: Town, port: int, criterion: Criterion, saves: int) -> list[float | None]:
    browser = Browser(Over(port))
    sections = [node for node in town.checklist.nodes if criterion in node.criteria]
    fields = FormFields(browser.get(f"{town.address}/sections/{sections[0].key}").text).found
    token, version = fields["csrf_token"], int(fields[f"{criterion.key}-version"])
    chosen = fields[f"{criterion.key}-choice"]
    levels = [f"level:{level.value}" for level in criterion.scale.levels]
    others = [level for level in levels if level != chosen]
    lasted: list[float | None] = []
    for number in range(saves):
        sent = {
            "csrf_token": token,
            f"{criterion.key}-version": str(version + number),
            f"{criterion.key}-choice": others[number % 2],
        }
        begun = time.perf_counter()
        reply = browser.post(
            f"{town.address}/criteria/{criterion.key}", sent, accept="application/json"
        )
        lasted.append(time.perf_counter() - begun if reply.status == 200 else None)
    return lasted


def _starts(town: Town, starts: int) -> list[Result]:
    database = {DATABASE: str(town.database)}
    loading = {"BENCH_LOADS": LIBRARIES}
    applications: tuple[tuple[str, dict[str, str]], ...] = (
        (BARE, {}),
        (BARE, loading),
        (OURS, database),
    )
    rounds = [[_start(*each) for each in applications] for _ in range(starts)]
    bare, loaded, ours = (median(lasted) for lasted in zip(*rounds, strict=True))
    whole = _empty_to_ready(town.folder / "empty")
    return [
        Result(START, "start to first page", ours / loaded, "× Flask and its libraries", Goal(1.5),
               note=f"{ours:.2f} s, floor {loaded:.2f} s, bare Flask {bare:.2f} s"),
        Result(START, "empty database to ready", whole, "s", Goal(5)),
    ]  # fmt: skip


def _start(application: str, environment: Mapping[str, str]) -> float:
    """Seconds until the first page has come."""
    with served(application, first_page="/", environment=environment) as server:
        return server.started_in


def _empty_to_ready(folder: Path) -> float:
    """Seconds from nothing stored to a server that says it is ready."""
    fresh = {"INSTANCE_FOLDER": str(folder)}
    begun = time.perf_counter()
    upgrade = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(upgrade, cwd=ROOT, env={**os.environ, **fresh}, check=True, capture_output=True)
    with served("wsgi:app", first_page="/readyz", environment=fresh):
        return time.perf_counter() - begun

"""A report as PDF: the first of a server, the next one, what it weighs, and its share of typst."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import typst

from app.assessments.opening import open_or_404
from app.domain.library import MAIN_CHECKLIST
from app.files.paper import Paper
from app.files.presentable import font_folders
from app.files.typeset_data import paper_data
from app.files.typesetting import PRESS, typeset
from app.papers.queries import load_dossier
from app.papers.report_paper import report_paper
from bench.browser import Browser, Over
from bench.measuring import Pace, Variant, measure
from bench.results import Goal, Result, ratio
from bench.served_apps import DATABASE
from bench.servers import can_serve, served
from bench.town import YEAR, Town

THEME = "Papers"
OURS = "bench.served_apps:serve_ours()"
COLD, WARM, MORE = 2000, 500, 150
"""Milliseconds of the first and of a later report; megabytes more than before it."""


def measure_papers(town: Town, pace: Pace) -> list[Result]:
    """The share of typst in this process and its children; everything else over HTTP."""
    paper, locks = _report_of(town), town.folder / "locks"
    costs = measure(
        {
            "ours": Variant(lambda: typeset(paper, locks=locks), _with_children),
            "floor": Variant(lambda: _bare(paper), _with_children),
        },
        pace,
    )
    what = f"typesetting {_pages(_bare(paper))} tagged pages"
    made = ratio(THEME, what, (costs["ours"], costs["floor"]), floor="typst", goal=2.5)
    if not can_serve():
        return [made, Result(THEME, "", None, "")]
    return [made, *_served(town)]


def _report_of(town: Town) -> Paper:
    with town.app.test_request_context(town.address, headers={"Accept-Language": "de"}):
        town.app.preprocess_request()
        check = open_or_404(town.desk.rsplit("/", 1)[-1], MAIN_CHECKLIST, YEAR)
        return report_paper(load_dossier(check))


def _bare(paper: Paper) -> bytes:
    """The same paper, nothing but typst, in this process.

    A hard floor: typst remembers in a process what it has laid out before. The first time it takes
    three times as long, and ours, with a process for each paper, always makes it the first time.
    """
    return typst.compile(
        PRESS.parent / "paper.typ",
        root=PRESS.parent,
        font_paths=list(font_folders()),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(paper_data(paper))},
        pdf_standards=["ua-1", "a-2a"],
        format="pdf",
    )


def _pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _with_children() -> float:
    """Processor seconds of this process and of those it waited for."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def _served(town: Town) -> Iterator[Result]:
    copy = town.copied("papers")
    with served(OURS, first_page="/readyz", environment={DATABASE: str(copy.database)}) as ours:
        reader = Browser(Over(ours.port))
        before = ours.worker_megabytes()
        yield _timed(copy, reader, "report, the first of a server", COLD)
        _answer(copy, reader)
        yield _timed(copy, reader, "report, after an answer changed", WARM)
        yield _timed(copy, reader, "report, unchanged", WARM)
        more = ours.worker_megabytes() - before
        yield Result(THEME, "memory of the workers more than before", more, "MB", Goal(MORE))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Result(THEME, "the largest process that ran beside", largest, "MB")


def _timed(town: Town, reader: Browser, what: str, goal: float) -> Result:
    begun = time.perf_counter()
    reply = reader.get(f"{town.address}/papers/report.pdf")
    wall = 1000 * (time.perf_counter() - begun)
    if not reply.body.startswith(b"%PDF"):
        raise AssertionError(f"{what}: {reply.status}")
    return Result(THEME, what, wall, "ms", Goal(goal), wall=wall)


def _answer(town: Town, reader: Browser) -> None:
    """Change one answer, as a page does by itself."""
    token = json.loads(reader.get("/session").body)["csrf_token"]
    key = town.section.criteria[0].key
    page = reader.get(town.section_address).text
    version = page.split(f'name="{key}-version" value="', 1)[1].split('"', 1)[0]
    sent = {
        "csrf_token": token,
        "client": "page-bench",
        "sequence": "1",
        f"{key}-version": version,
        f"{key}-choice": "level:3",
        f"{key}-note": "Seit heute.",
    }
    reply = reader.post(f"{town.address}/criteria/{key}", sent, accept="application/json")
    if reply.status != 200:
        raise AssertionError(f"an answer was not saved: {reply.status}")

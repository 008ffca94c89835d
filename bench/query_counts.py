"""How often a page asks the database: counted, not timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.extensions import db
from bench.browser import Browser, Inside
from bench.pages import saving
from bench.results import Goal, Result
from bench.town import Town

THEME = "Queries"
WHO_ASKS = 2
"""At most so many of them ask who is there, and whether they may."""


def count_queries(town: Town) -> list[Result]:
    """Queries of each page with everything warm; that a transaction begins is not counted."""
    browser = Browser(Inside(town.app))
    save = saving(browser, town, follow=False)
    pages: dict[str, tuple[Callable[[], object], int]] = {
        "section": (lambda: browser.get(town.section_address), 4),
        "save": (save, 6),
        "result": (lambda: browser.get(f"{town.address}/result"), 4),
        "years": (lambda: browser.get(f"{town.address}/years"), 4),
        "overview": (lambda: browser.get(town.address), 4),
        "desk": (lambda: browser.get(town.desk), 5),
        "start": (lambda: browser.get("/"), 4),
    }
    found = []
    for what, (ask, most) in pages.items():
        ask()
        with counted(town) as statements:
            ask()
        goal = Goal(most + WHO_ASKS)
        found.append(Result(THEME, what, float(len(statements)), "queries", goal))
    return found


@contextmanager
def counted(town: Town) -> Iterator[list[str]]:
    """The statements the application sends meanwhile."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with town.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)

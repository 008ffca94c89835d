"""Many who write at once, at one place or at many: all are heard, and nobody is stored over."""

from __future__ import annotations

from collections import Counter

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from tests.builders import an_account
from tests.reliability.experiments import ask_for_papers, count_up, press_the_button
from tests.reliability.ground import BOTH, SQLITE, Ground
from tests.reliability.log_in_timing import KNOWN, UNKNOWN, try_to_log_in
from tests.reliability.profiles import SEED, SHORT
from tests.reliability.replayed_cookies import WAYS, replayed_cookies
from tests.reliability.two_tabs import two_tabs
from tests.visitor import Visitor


@pytest.mark.parametrize("engine", BOTH)
def test_who_reads_adds_one_and_writes_counts_every_time(ground: Ground, engine: str) -> None:
    figures = count_up(ground, engine)

    wanted = ground.profile.clients * ground.profile.times
    assert (figures.acknowledged, figures.counted, figures.version) == (wanted, wanted, wanted)
    assert (figures.refused, figures.torn) == (0, 0)
    # Otherwise nobody got in anybody's way, and nothing is shown.
    assert figures.conflicts > 0


@pytest.mark.parametrize("engine", BOTH)
def test_who_saves_is_heard_while_reports_are_made(ground: Ground, engine: str) -> None:
    figures = ask_for_papers(ground, engine)

    assert (figures.failed, figures.refused) == (0, 0)
    assert (figures.evidence.lost, figures.evidence.torn) == (0, 0)
    # Otherwise nothing was made meanwhile, and nothing is shown.
    assert figures.reports


def test_a_hall_that_presses_at_once_is_heard(ground: Ground) -> None:
    (figures,) = press_the_button(ground, SQLITE)

    assert (figures.errors, figures.lost) == (0, 0)
    assert len(figures.lasted) == ground.profile.people


def test_two_tabs_never_store_over_what_they_have_not_shown(app: Flask) -> None:
    figures = two_tabs(app, interleavings=SHORT.interleavings, seed=SEED)

    assert (figures.silent_overwrites, figures.without_both) == (0, 0)
    assert figures.conflicts > figures.interleavings
    assert figures.stored > figures.interleavings


def test_no_saved_cookie_outlives_its_log_in(app: Flask) -> None:
    figures = replayed_cookies(app)

    assert figures.let_in_before == len(WAYS)
    assert figures.let_in_after == ()


def test_an_unknown_address_causes_the_same_work_as_a_known_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(KNOWN)
    visitor = Visitor(app)
    visitor.token()
    done: Counter[str] = Counter()
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda *given: done.update(["verify"]) or verify(*given)
    )

    @event.listens_for(db.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        done[statement] += 1

    work = []
    for email in (UNKNOWN, KNOWN):
        done.clear()
        try_to_log_in(visitor, email)
        work.append(dict(done))
    event.remove(db.engine, "before_cursor_execute", note)

    assert work[0] == work[1]
    assert work[0]["verify"] == 1

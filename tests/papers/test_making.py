"""Files that take a while: two at a time, in words where it takes too long, never a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from app.files.typesetting import Busy, CannotBeTypeset, TookTooLong
from app.papers import making
from tests.builders import address, an_answer, an_assessment
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MADE", making.ChartCache(size=4))


def failing(error: Exception) -> Callable[..., bytes]:
    def fail(*_what: object, **_how: object) -> bytes:
        raise error

    return fail


def test_whoever_comes_third_is_asked_to_wait(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "typeset", failing(Busy()))
    answer = visitor.gets(address(an_assessment(), "papers/report.pdf"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == answer.headers["Refresh"] == "3"
    assert "Ihre Datei wird erstellt" in answer.get_data(as_text=True)
    assert "ETag" not in answer.headers
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("error", [TookTooLong("late"), CannotBeTypeset("refused")])
def test_what_cannot_be_made_is_said_in_words(
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    monkeypatch.setattr(making, "typeset", failing(error))
    page = visitor.opens(address(an_assessment(), "papers/report.pdf"), status=422)
    assert "Diese Datei konnte nicht erstellt werden" in page.title
    assert "report.pdf" in caplog.text or "bericht.pdf" in caplog.text


def test_equal_papers_are_made_once(visitor: Visitor, app: Flask) -> None:
    here = address(an_assessment(), "papers/council.pdf")
    first, second = visitor.gets(here), Visitor(app).gets(here)
    assert first.data == second.data
    assert making.MADE.drawings == 1


def test_nobody_waits_long_for_a_file_that_is_being_made(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, is_enough = threading.Event(), threading.Event()

    def takes_long(*_what: object, **_how: object) -> bytes:
        begun.set()
        is_enough.wait(30)
        return b"%PDF-1.7"

    monkeypatch.setattr(making, "typeset", takes_long)
    monkeypatch.setattr(making, "PATIENCE", 0.1)
    here = address(an_assessment(), "papers/report.pdf")
    with ThreadPoolExecutor() as others:
        first = others.submit(Visitor(app).client.get, here)
        assert begun.wait(30)
        try:
            second = Visitor(app).gets(here)
        finally:
            is_enough.set()
        assert first.result().status_code == 200
    assert (second.status_code, second.headers["Retry-After"]) == (503, "3")


def test_after_an_answer_it_is_another_file(visitor: Visitor) -> None:
    assessment = an_assessment()
    here = address(assessment, "papers/report.pdf")
    before = visitor.gets(here).headers["ETag"]
    an_answer(assessment, "mi_website", level=2)
    assert visitor.gets(here).headers["ETag"] != before


def test_what_failed_is_tried_again(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    here = address(an_assessment(), "papers/council.pdf")
    with monkeypatch.context() as broken:
        broken.setattr(making, "typeset", failing(Busy()))
        assert visitor.gets(here).status_code == 503
    assert visitor.gets(here).status_code == 200

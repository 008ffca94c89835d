"""One writer at a time, in the order of asking; the next begins when the commit is done."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import Engine, create_engine, select, text

from app.accounts.walls import walls_opened
from app.extensions import db, reading
from app.municipalities.models import Municipality
from app.storage.engines import ONLY_READS, engine_options, harden
from app.storage.writer_lock import NoTurn, WriterLock
from tests.builders import a_municipality

HOLDING = """
import fcntl, os, sys
opened = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(opened, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
HALF_A_MEGABYTE = 500_000


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine as the application has it, on a file of its own with one table."""
    url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    engine = create_engine(url, **engine_options(url))
    harden(engine, reads_only=lambda: False)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (number INTEGER PRIMARY KEY, words TEXT)")
    yield engine
    engine.dispose()


@contextmanager
def held_elsewhere(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process has the turn, until it ends."""
    command = [sys.executable, "-c", HOLDING, str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def test_the_first_to_ask_is_the_first_to_write(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock")
    served: list[int] = []

    def write(number: int) -> None:
        lock.acquire()
        served.append(number)
        lock.release()

    writers = [threading.Thread(target=write, args=[number]) for number in range(20)]
    lock.acquire()
    for number, writer in enumerate(writers):
        writer.start()
        until(lambda expected=number + 1: lock.waiting == expected)
    lock.release()
    for writer in writers:
        writer.join()

    assert served == list(range(20))


def test_who_waits_too_long_hears_so_and_leaves_the_queue(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock", patience=0.05)
    lock.acquire()

    with pytest.raises(NoTurn, match=r"others wrote for 0\.05 seconds"):
        lock.acquire()

    assert lock.waiting == 0
    lock.release()
    lock.acquire()


def test_a_lock_that_cannot_be_made_gives_no_turn_and_blocks_nobody(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "missing" / "lock")

    for _ in range(2):
        with pytest.raises(NoTurn, match="No such file or directory"):
            lock.acquire()


def test_another_process_is_waited_for_and_may_die(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    lock = WriterLock(file)
    waiting = threading.Thread(target=lock.acquire)

    with held_elsewhere(file) as other:
        waiting.start()
        waiting.join(0.2)
        waited = waiting.is_alive()
        other.kill()
        waiting.join(10)

    assert (waited, waiting.is_alive()) == (True, False)


def test_the_next_begins_once_the_commit_is_really_done(engine: Engine) -> None:
    refused: list[Exception] = []

    def write(number: int) -> None:
        try:
            with engine.connect() as connection:
                # Without patience of the database itself, the order of the turns is all there is.
                driver = connection.connection.dbapi_connection
                assert driver
                driver.execute("PRAGMA busy_timeout=0")
                for _ in range(5):
                    # So much is to be written that the commit takes its time.
                    connection.execute(
                        text("INSERT INTO note (words) VALUES (:words)"),
                        [{"words": "x" * HALF_A_MEGABYTE}] * 10,
                    )
                    connection.commit()
        except Exception as error:
            refused.append(error)

    writers = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert refused == []
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM note")) == 4 * 5 * 10


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "invalidate"])
def test_however_a_transaction_ends_the_next_may_write(engine: Engine, ending: str) -> None:
    connection = engine.connect()
    connection.exec_driver_sql("INSERT INTO note (words) VALUES ('a')")

    getattr(connection, ending)()

    with engine.begin() as other:
        other.exec_driver_sql("INSERT INTO note (words) VALUES ('b')")
    connection.close()


def test_a_failed_statement_keeps_the_turn_until_the_rollback(engine: Engine) -> None:
    with pytest.raises(Exception, match="no such table"), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO missing VALUES (1)")

    with engine.begin() as other:
        other.exec_driver_sql("INSERT INTO note (words) VALUES ('b')")


def test_who_only_reads_does_not_wait(engine: Engine) -> None:
    with engine.begin() as writing:
        writing.exec_driver_sql("INSERT INTO note (words) VALUES ('a')")

        with engine.connect().execution_options(**{ONLY_READS: True}) as connection:
            seen = connection.scalar(text("SELECT count(*) FROM note"))

    assert seen == 0


def test_a_database_is_made_for_its_owner_alone(engine: Engine) -> None:
    folder = Path(engine.url.database or "").parent

    modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}

    assert {*modes.values()} == {0o600}
    assert "test.sqlite.writer.lock" in modes


def test_looking_something_up_in_a_request_that_writes_waits_for_nobody(app: Flask) -> None:
    a_municipality("Musterort")
    named = select(Municipality.name)

    with db.engine.begin() as writing:
        writing.execute(text("UPDATE municipality SET name = 'Neuer Ort'"))
        with app.test_request_context(method="POST"), walls_opened():
            with reading():
                seen = db.session.scalar(named)
            is_over = not db.session().in_transaction()
            counts_as_written = "has_committed" in g

    assert (seen, is_over, counts_as_written) == ("Musterort", True, False)


def test_after_looking_up_a_request_writes_and_sees_what_is_new(app: Flask) -> None:
    a_municipality("Musterort")
    db.session.remove()

    with app.test_request_context(method="POST"), walls_opened():
        with reading():
            found = db.session.scalars(select(Municipality)).one()
            looked_up = found.name
        with db.engine.begin() as writing:
            writing.execute(text("UPDATE municipality SET name = 'Neuer Ort'"))
        now_named, found.population = found.name, 5
        db.session.commit()

    assert (looked_up, now_named) == ("Musterort", "Neuer Ort")
    assert db.session.scalar(select(Municipality.population)) == 5


def test_looking_up_inside_a_transaction_that_writes_leaves_it_open(app: Flask) -> None:
    a_municipality("Musterort")
    with app.test_request_context(method="POST"), walls_opened():
        db.session.scalars(select(Municipality)).one().population = 5

        with reading():
            db.session.scalar(select(Municipality.name))
        db.session.commit()

    assert db.session.scalar(select(Municipality.population)) == 5

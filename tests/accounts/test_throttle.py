"""Guessing gets slower and slower, and nobody is ever locked out."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.throttle import (
    Subject,
    account_subject,
    address_subject,
    begin_attempt,
    forget_failures,
    note_failure,
    wait_for,
)
from app.accounts.throttle_models import FailedAttempts
from app.extensions import db, now

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
EMAIL = "erika@lindenbruck.de"
ADDRESS = "192.0.2.7"


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def guess(*subjects: Subject) -> int:
    seconds = begin_attempt(subjects or [account_subject(EMAIL)], now=now())
    db.session.commit()
    return seconds


def counters() -> list[tuple[int, datetime, datetime]]:
    rows = db.session.scalars(select(FailedAttempts).order_by(FailedAttempts.failures)).all()
    return [(row.failures, row.counted_from, row.last_failed_at) for row in rows]


def allowed_guesses(clock: time_machine.Traveller, seconds: int) -> list[int]:
    """When somebody who asks every second is let through, in seconds from the beginning."""
    times = []
    for second in range(seconds):
        clock.move_to(START + timedelta(seconds=second))
        while not guess():
            times.append(second)
    return times


# Accounts


def test_nobody_waits_until_a_clock_that_was_set_back_gets_there_again(clock):
    for _ in range(9):
        guess()
    clock.shift(-24 * 60 * 60)

    assert [guess() for _ in range(6)] == [0, 0, 0, 0, 0, 30]


def test_five_tries_are_free_then_each_waits_longer_up_to_a_quarter_of_an_hour(clock):
    waits = []
    for _ in range(13):
        waits.append(guess())
        clock.shift(waits[-1])
        if waits[-1]:
            assert guess() == 0

    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_whoever_asks_without_pause_has_ten_guesses_at_most_in_any_quarter_of_an_hour(clock):
    times = allowed_guesses(clock, 2_000)

    assert times == [0, 0, 0, 0, 0, 30, 90, 210, 450, 930, 1830]
    assert max(sum(t <= later < t + 900 for later in times) for t in times) == 9


def test_a_refused_try_is_not_counted_and_the_wait_runs_down(clock):
    for _ in range(5):
        guess()

    assert [guess(), guess()] == [30, 30]
    clock.shift(29)
    assert (guess(), wait_for([account_subject(EMAIL)], now=now())) == (1, 1)
    clock.shift(1)
    assert (wait_for([account_subject(EMAIL)], now=now()), guess()) == (0, 0)


def test_parts_of_a_second_count_as_a_whole_one(clock):
    for _ in range(5):
        guess()

    later = now() + timedelta(seconds=29, microseconds=1)
    assert wait_for([account_subject(EMAIL)], now=later) == 1


def test_a_success_begins_anew(clock):
    for _ in range(5):
        guess()
    forget_failures(account_subject(EMAIL), now=now())

    assert [guess() for _ in range(6)] == [0, 0, 0, 0, 0, 30]


@pytest.mark.parametrize(("hours", "failures"), [(24, 7), (25, 1)])
def test_a_day_without_a_failure_is_forgotten(clock, hours, failures):
    note_failure([account_subject(EMAIL)] * 6, now=now())
    clock.shift(timedelta(hours=hours))

    assert guess() == 0
    assert [counted[0] for counted in counters()] == [failures]


def test_failures_that_were_not_announced_count_the_same(clock):
    note_failure([account_subject(EMAIL)] * 5, now=now())

    assert guess() == 30


def test_another_account_does_not_wait(clock):
    note_failure([account_subject(EMAIL)] * 9, now=now())

    assert guess(account_subject("ali@lindenbruck.de")) == 0


@pytest.mark.parametrize("typed", [" ERIKA@Lindenbruck.DE ", "erika@\u202elindenbruck.de"])
def test_an_account_is_the_same_however_its_address_is_typed(app, typed):
    assert account_subject(typed) == account_subject(EMAIL)


def test_broken_addresses_share_one_counter(app):
    assert account_subject("\ud800@x") == account_subject("a" + "\u0301" * 99)


# Addresses of the network


def test_an_address_waits_from_its_300th_failure_within_ten_minutes_on(clock):
    address = address_subject(ADDRESS)
    note_failure([address] * 299, now=now())

    assert [guess(address), guess(address)] == [0, 30]
    clock.shift(30)
    assert [guess(address), guess(address)] == [0, 60]


def test_a_busy_address_is_not_slowed_down_by_failures_of_an_hour(clock):
    address = address_subject(ADDRESS)
    for _ in range(12):
        note_failure([address] * 60, now=now())
        clock.shift(300)

    assert guess(address) == 0
    assert [counted[0] for counted in counters()] == [1]


def test_whatever_waits_longest_decides(clock):
    account, address = account_subject(EMAIL), address_subject(ADDRESS)
    note_failure([account] * 6, now=now())
    note_failure([address] * 300, now=now())

    assert guess(address, account) == guess(account, address) == 60


def test_both_counters_go_up_with_one_attempt(clock):
    guess(account_subject(EMAIL), address_subject(ADDRESS))

    assert counters() == [(1, START, START), (1, START, START)]


@pytest.mark.parametrize(
    ("one", "other", "are_the_same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("unknown", "", False),
    ],
)
def test_of_ipv6_the_whole_network_counts(app, one, other, are_the_same):
    assert (address_subject(one) == address_subject(other)) is are_the_same


# What is kept


def test_neither_e_mail_nor_address_is_kept_and_they_cannot_be_computed_without_our_secret(app):
    subjects = [account_subject(EMAIL), address_subject(ADDRESS), account_subject(ADDRESS)]
    app.config["SECRET_KEY"], secret = "another", app.config["SECRET_KEY"]
    elsewhere = [account_subject(EMAIL), address_subject(ADDRESS), account_subject(ADDRESS)]
    app.config["SECRET_KEY"] = secret

    keys = [subject.key for subject in subjects + elsewhere]
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
    assert len(set(keys)) == 6


def test_a_success_clears_away_what_is_older_than_a_day(clock):
    note_failure([account_subject("ali@lindenbruck.de")], now=now())
    clock.shift(timedelta(hours=25))
    note_failure([account_subject("mia@lindenbruck.de")], now=now())
    forget_failures(account_subject(EMAIL), now=now())

    assert counters() == [(1, now(), now())]


# At the same moment


def test_of_forty_guesses_at_the_same_moment_five_are_let_through(app):
    answers: list[int] = []
    together = threading.Barrier(40)

    def guess_once() -> None:
        with app.app_context():
            together.wait()
            answers.append(begin_attempt([account_subject(EMAIL)], now=START))
            db.session.commit()
            db.session.remove()

    run_together([guess_once] * 40)

    assert sorted(answers) == [0] * 5 + [30] * 35


def test_no_failure_gets_lost_when_many_are_noted_at_the_same_moment(app):
    def note_ten() -> None:
        with app.app_context():
            for _ in range(10):
                note_failure([account_subject(EMAIL), address_subject(ADDRESS)], now=START)
                db.session.commit()
            db.session.remove()

    run_together([note_ten] * 8)

    assert counters() == [(80, START, START), (80, START, START)]


def run_together(tasks: list) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

"""A cookie that was saved before a log-in ended, and is sent again after it: refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from app.accounts.actions import change_password, give_roles
from app.accounts.models import Account, LoginSession
from app.accounts.roles import Role
from app.accounts.sessions import IDLE_MINUTES, LONGEST
from app.extensions import db, now
from app.municipalities.models import Municipality
from bench.results import Goal, Result
from tests.builders import a_municipality, an_account
from tests.visitor import Visitor

COOKIE = "willkommenscheck"


@dataclass(frozen=True)
class Figures:
    let_in_before: int
    """Saved cookies that were good for as long as the log-in lasted."""
    ways: tuple[str, ...]
    let_in_after: tuple[str, ...]
    """After these ends of a log-in its cookie still opened a page or saved something."""

    def results(self) -> Iterator[Result]:
        theme = f"A saved cookie after {', '.join(self.ways)}"
        yield Result(theme, "cookies tried", len(self.ways), "")
        yield Result(theme, "let in all the same", len(self.let_in_after), "", Goal(0))


@dataclass(frozen=True)
class Victim:
    """Somebody who is logged in, and whose cookie somebody else has kept."""

    visitor: Visitor
    account: Account
    place: Municipality


def log_out(victim: Victim) -> None:
    victim.visitor.presses(victim.visitor.opens("/account"), "Log out")


def choose_a_new_password(victim: Victim) -> None:
    change_password(victim.account, "ganz andere lange worte")


def get_another_role(victim: Victim) -> None:
    give_roles(victim.account, victim.place, [Role.EDITOR, Role.COORDINATOR], by="desk")


def be_disabled(victim: Victim) -> None:
    victim.account.is_disabled = True


def be_away_too_long(victim: Victim) -> None:
    past = now() - timedelta(minutes=IDLE_MINUTES, seconds=1)
    db.session.execute(update(LoginSession).values(last_seen_at=past))


def be_there_too_long(victim: Victim) -> None:
    past = now() - LONGEST - timedelta(seconds=1)
    db.session.execute(update(LoginSession).values(started_at=past))


WAYS: Mapping[str, Callable[[Victim], None]] = {
    "logging out": log_out,
    "a new password": choose_a_new_password,
    "another role": get_another_role,
    "being disabled": be_disabled,
    "an hour without a sign of life": be_away_too_long,
    "twelve hours": be_there_too_long,
}


def replayed_cookies(app: Flask) -> Figures:
    """Every way a log-in ends; needs an app context."""
    before, after = 0, []
    for number, (name, end) in enumerate(WAYS.items()):
        victim = _log_in(app, f"person-{number}@example.org")
        cookie = victim.visitor.client.get_cookie(COOKIE)
        kept = cookie.value if cookie else ""
        before += opens_the_account(app, kept)
        end(victim)
        db.session.commit()
        if opens_the_account(app, kept):
            after.append(name)
    return Figures(before, tuple(WAYS), tuple(after))


def _log_in(app: Flask, email: str) -> Victim:
    place = a_municipality()
    account = an_account(email, roles={place: [Role.VIEWER]})
    visitor = Visitor(app, language="en")
    visitor.logs_in(email)
    return Victim(visitor, account, place)


def opens_the_account(app: Flask, cookie: str) -> bool:
    """Whether a browser with nothing but this cookie is let in."""
    thief = Visitor(app, language="en")
    thief.client.set_cookie(COOKIE, cookie)
    return thief.gets("/account").status_code == 200

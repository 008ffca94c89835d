"""Every view says who may enter; whoever may not is told so."""

from __future__ import annotations

from typing import NoReturn

import pytest
from flask import Flask, abort, g

from app.accounts.permissions import DESK, Person, may_answer, may_read, may_start
from app.web.access import Permission, ViewWithoutPermission, allows, everyone, guard_views


class SomeDoorkeeper:
    """Knows one person, and says no to them without further words."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def who_asks(self) -> Person:
        return self.person

    def refuse(self, person: Person, **view_arguments: object) -> NoReturn:
        abort(403)

    def admit(self, person: Person) -> None:
        return None


def an_application(person: Person) -> Flask:
    """Two views: one for everyone, one for the desk."""
    app = Flask(__name__)

    @app.get("/open")
    @allows(everyone)
    def open_to_all() -> str:
        return "open"

    @app.get("/places/<place>")
    @allows(lambda person, place: person == DESK and place != "elsewhere")
    def closed(place: str) -> str:
        return f"{g.person.key} in {place}"

    guard_views(app, SomeDoorkeeper(person))
    return app


def test_a_view_that_does_not_say_who_may_enter_stops_the_start() -> None:
    app = Flask(__name__)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")

    with pytest.raises(ViewWithoutPermission, match=r"^forgotten does not say who may enter$"):
        guard_views(app, SomeDoorkeeper(DESK))


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        (DESK, "/open", 200),
        (DESK, "/places/here", 200),
        (DESK, "/places/elsewhere", 403),
        (Person("somebody"), "/open", 200),
        (Person("somebody"), "/places/here", 403),
        (Person("somebody"), "/static/no-such-file", 404),
        (Person("somebody"), "/no-such-page", 404),
    ],
)
def test_only_those_enter_for_whom_the_permission_holds(
    person: Person, path: str, status: int
) -> None:
    response = an_application(person).test_client().get(path)

    assert response.status_code == status


def test_a_view_knows_who_asks() -> None:
    response = an_application(DESK).test_client().get("/places/here")

    assert response.text == "desk in here"


@pytest.mark.parametrize("permission", [may_read, may_answer, may_start])
def test_until_there_are_accounts_the_desk_may_do_everything_and_nobody_else_anything(
    permission: Permission,
) -> None:
    assert permission(DESK, municipality="own-musterort")
    assert not permission(Person("somebody"), municipality="own-musterort")

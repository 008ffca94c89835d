"""Every address, every method, everybody: each sees what is theirs and hears of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.accounts.actions import invite_operator
from app.assessments.queries import find_assessment
from app.extensions import db
from tests.builders import CHECKLIST, an_assessment
from tests.house_rules.expectations import (
    CHANGES_NOTHING_HERE,
    ELSEWHERE,
    FIELDS,
    MISSING,
    WHO_MAY,
    permission_of,
)
from tests.house_rules.towns import YEAR, Asker, House, Town, a_town, id_of
from tests.house_rules.walking import Walk
from tests.house_rules.watching import noting_changes


@pytest.fixture
def changes(app: Flask) -> Iterator[list[str]]:
    with noting_changes(db.engine) as noted:
        yield noted


@pytest.fixture
def mode(app: Flask) -> Iterator[Callable[[str], None]]:
    """Serve as in this mode, until the test ends."""
    before = app.config["MODE"]
    yield lambda wanted: app.config.update(MODE=wanted)
    app.config["MODE"] = before


def a_foreign_town(*, inhabitants: bool = True) -> Town:
    """A third town, where nobody who asks has a role; it alone has another checklist and year."""
    place, town = a_town("own-west", inhabitants=inhabitants)
    an_assessment(place, checklist="haltefaktoren", year=YEAR)
    an_assessment(place, year=YEAR - 2)
    everybodys = {"name", "filename", "number", "comparisons.download_chart.name"}
    everybodys |= {"api.show_checklist.key", "api.show_checklist.version"}
    theirs = {name: one for name, one in town.arguments.items() if name not in everybodys}
    return replace(town, arguments={**theirs, **ELSEWHERE})


def a_walk(app: Flask, changes: list[str]) -> Walk:
    """Through a house of many towns, by everybody who may ask there."""
    (north, home), (south, other) = a_town("own-north"), a_town("own-south")
    assessment = find_assessment(home.key, CHECKLIST, YEAR)
    assert assessment
    askers = [*House(app, north, south, assessment).everybody()]
    mine = {one.name: one.own for one in askers}
    # Operators let each other go; whom they invited is theirs alone.
    token = invite_operator("operator2@example.org", by="desk")
    colleague = mine["operator without second factor"]["mine"]
    operators = {
        "operators.remove.account": colleague,
        "operators.withdraw.invitation": id_of(token),
    }
    homes = tuple(
        replace(town, arguments={**town.arguments, **operators}) for town in (home, other)
    )
    foreign = a_foreign_town()
    db.session.commit()
    changes.clear()
    return Walk(app, askers, homes, foreign, changes)


def test_in_a_house_of_many_towns_nobody_sees_what_is_not_theirs(
    app: Flask,
    changes: list[str],
    mode: Callable[[str], None],
    record_property: Callable[[str, object], None],
) -> None:
    walk = a_walk(app, changes)
    mode("server")

    walk.go()

    record_property("requests", walk.requests)
    print(f"{walk.requests} requests by {len(walk.askers)} identities")
    assert walk.complaints == []
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posts - walk.has_changed == CHANGES_NOTHING_HERE.keys()


def test_at_a_desk_without_accounts_everything_is_open(
    app: Flask, changes: list[str], record_property: Callable[[str, object], None]
) -> None:
    (place, home), foreign = (
        a_town("own-north", inhabitants=False),
        a_foreign_town(inhabitants=False),
    )
    desk = House(app, place, place, an_assessment(place, year=YEAR - 1)).with_cookie(
        Asker("desk", is_desk=True)
    )
    changes.clear()
    walk = Walk(app, [desk], (home,), foreign, changes)

    walk.go()

    record_property("requests", walk.requests)
    print(f"{walk.requests} requests by the desk")
    assert walk.complaints == []


def test_every_permission_every_form_and_every_part_of_an_address_has_its_line(
    made_app: Flask,
) -> None:
    rules = [*made_app.url_map.iter_rules()]

    permissions = {permission_of(made_app, rule) for rule in rules}
    forms = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}
    parts = {name for rule in rules for name in rule.arguments}

    assert permissions <= WHO_MAY.keys()
    assert forms == FIELDS.keys()
    assert parts - {"suffix"} == MISSING.keys()

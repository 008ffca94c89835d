"""The second wall: whatever a query asks for, a request sees what is within its reach."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import exists, select

from app.accounts.events import LoggedOut
from app.accounts.walls import Reach, stay_within, walls_opened
from app.assessments.models import Assessment
from app.assessments.queries import find_assessment
from app.audit.actions import record
from app.audit.models import AuditEntry
from app.extensions import db
from app.municipalities.models import Municipality
from tests.builders import CHECKLIST, a_municipality, an_assessment

WALLED = (Municipality, Assessment, AuditEntry)


@pytest.fixture
def towns(app: Flask) -> tuple[Municipality, Municipality]:
    """Two municipalities, each with a self-check and two lines of audit trail; starting is one."""
    mine, theirs = a_municipality("Meinort"), a_municipality("Fremdort")
    for town in (mine, theirs):
        an_assessment(town)
        record(LoggedOut(), by="desk", municipality_id=town.id)
    db.session.commit()
    return mine, theirs


def everything_seen() -> tuple[list[str], list[str], int]:
    """Names, owners of self-checks, and lines of the audit trail that queries find."""
    names = db.session.scalars(select(Municipality.name).order_by(Municipality.name)).all()
    owners = db.session.scalars(
        select(Municipality.name).join(Assessment).order_by(Municipality.name)
    ).all()
    return [*names], [*owners], len(db.session.scalars(select(AuditEntry)).all())


def test_a_request_that_nobody_has_asked_for_sees_nothing(
    app: Flask, towns: tuple[Municipality, Municipality]
) -> None:
    with app.test_request_context():
        seen = everything_seen()

    assert seen == ([], [], 0)


def test_nobody_hears_whether_there_is_anything(
    app: Flask, towns: tuple[Municipality, Municipality]
) -> None:
    heard = []
    for _ in range(2):
        with app.test_request_context():
            heard += [db.session.scalar(select(exists().where(kind.id > 0))) for kind in WALLED]

    assert heard == [False] * 6


def test_a_person_sees_their_own_municipality_only(
    app: Flask, towns: tuple[Municipality, Municipality]
) -> None:
    mine, theirs = towns

    with app.test_request_context():
        stay_within(Reach([mine.id], [mine.id]))
        seen = everything_seen()
        found = [find_assessment(town.key, CHECKLIST, 2026) for town in (mine, theirs)]

    assert seen == (["Meinort"], ["Meinort"], 2)
    assert [one and one.municipality_id for one in found] == [mine.id, None]


def test_an_operator_sees_every_name_and_no_self_check(
    app: Flask, towns: tuple[Municipality, Municipality]
) -> None:
    with app.test_request_context():
        stay_within(Reach(None, ()))
        seen = everything_seen()

    assert seen == (["Fremdort", "Meinort"], [], 4)


def test_walls_that_were_opened_close_again(
    app: Flask, towns: tuple[Municipality, Municipality]
) -> None:
    with app.test_request_context():
        with walls_opened():
            inside = everything_seen()
        after = everything_seen()

    assert inside == (["Fremdort", "Meinort"], ["Fremdort", "Meinort"], 4)
    assert after == ([], [], 0)


def test_two_reaches_after_each_other_do_not_mix(
    app: Flask, towns: tuple[Municipality, Municipality]
) -> None:
    names = []
    for town in (*towns, *towns):
        with app.test_request_context():
            stay_within(Reach([town.id], [town.id]))
            names += everything_seen()[0]

    assert names == ["Meinort", "Fremdort", "Meinort", "Fremdort"]

"""Fifty equal requests at the same moment, through a real server: one of them has an effect."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from app.accounts.actions import invite
from app.accounts.models import Invitation, Membership
from app.accounts.roles import Role
from app.assessments.models import Assignment
from app.assessments.queries import find_assessment
from app.audit.models import AuditEntry
from app.extensions import db
from tests.browser.serving import Site, serving
from tests.builders import CHECKLIST, a_municipality, an_account, an_assessment
from tests.house_rules.towns import SECTION, YEAR, Asker, House

AT_ONCE = 50


@dataclass
class Doubled:
    """A town on a running server, and whoever coordinates it."""

    site: Site
    house: House
    asker: Asker
    town: str

    def post(
        self, path: str, fields: Mapping[str, str], asker: Asker | None = None
    ) -> Counter[int]:
        """Send it fifty times at once; how often which status came back."""
        # Whatever this process has begun, the server would have to wait for.
        db.session.commit()
        sender, statuses = asker or self.asker, Counter[int]()
        body = urlencode({"csrf_token": sender.token, **fields})
        headers = {"Cookie": sender.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        gate = threading.Barrier(AT_ONCE)

        def send() -> None:
            connection = HTTPConnection(urlsplit(self.site.origin).netloc, timeout=120)
            gate.wait()
            connection.request("POST", path, body, headers)
            with connection.getresponse() as response:
                response.read()
                statuses[response.status] += 1
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        return statuses

    @property
    def check(self) -> str:
        return f"/municipalities/{self.town}/{CHECKLIST}/{YEAR}"

    def told(self, event: str) -> int:
        """How often the audit trail tells of it."""
        told = select(func.count()).select_from(AuditEntry).filter_by(event=event)
        return db.session.scalar(told) or 0


@pytest.fixture(scope="module")
def doubled(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doubled]:
    database = tmp_path_factory.mktemp("doubled") / "check.sqlite"
    shutil.copy(migrated_database, database)
    with serving(database) as site, site.app.app_context():
        place = a_municipality("Musterort")
        house = House(site.app, place, place, an_assessment(place, year=YEAR))
        asker = house.member("coordinator", {place: [Role.COORDINATOR]})
        yield Doubled(site, house, asker, place.key)


def test_an_invitation_sent_fifty_times_is_one_that_holds(doubled: Doubled) -> None:
    fields = {"email": "neu@example.org", "roles": "viewer"}

    statuses = doubled.post(f"/municipalities/{doubled.town}/people", fields)

    held = db.session.scalars(select(Invitation).filter_by(used_at=None)).all()
    assert statuses == {200: AT_ONCE}
    assert [one.email for one in held] == ["neu@example.org"]
    # Each of them has made a link that was shown, and only the last one holds.
    assert doubled.told("person_invited") == AT_ONCE


def test_a_role_given_fifty_times_is_given_once(doubled: Doubled) -> None:
    member = doubled.house.member("viewer", {doubled.house.north: [Role.VIEWER]})
    before = doubled.told("roles_given")

    path = f"/municipalities/{doubled.town}/people/{member.own['mine']}/roles"
    statuses = doubled.post(path, {"roles": "editor"})

    held = db.session.scalars(
        select(Membership.role).filter_by(account_id=member.own["mine"])
    ).all()
    assert statuses == {302: AT_ONCE}
    assert held == ["editor"]
    assert doubled.told("roles_given") == before + 1


def test_a_section_handed_out_fifty_times_is_handed_out_once(doubled: Doubled) -> None:
    editor = doubled.house.member("editor", {doubled.house.north: [Role.EDITOR]})

    fields = {"account": str(editor.own["mine"]), "message": "bitte", "due_on": "2100-01-01"}
    statuses = doubled.post(f"{doubled.check}/assignments/{SECTION}", fields)

    handed = db.session.scalars(select(Assignment.section_key)).all()
    assert statuses == {302: AT_ONCE}
    assert [one for one in handed if one == SECTION] == [SECTION]
    assert doubled.told("section_assigned") == 1


def test_an_invitation_accepted_fifty_times_is_accepted_once(doubled: Doubled) -> None:
    account = an_account("gast@example.org", name="Gast")
    token = invite(
        "gast@example.org", municipality=doubled.house.north, roles=[Role.VIEWER], by="desk"
    )
    db.session.commit()
    guest = doubled.house.logged_in(Asker("guest"), account, invitation=token)

    statuses = doubled.post("/invitation", {}, guest)

    roles = db.session.scalars(select(Membership.role).filter_by(account_id=account.id)).all()
    assert statuses == {302: 1, 410: AT_ONCE - 1}
    assert roles == ["viewer"]
    assert doubled.told("invitation_accepted") == 1


def test_a_self_check_discarded_fifty_times_is_discarded_once(doubled: Doubled) -> None:
    statuses = doubled.post(f"{doubled.check}/discard", {"confirm": str(YEAR)})

    assert statuses == {302: 1, 404: AT_ONCE - 1}
    assert find_assessment(doubled.town, CHECKLIST, YEAR) is None
    assert doubled.told("self_check_discarded") == 1

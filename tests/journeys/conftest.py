"""A town that speaks three languages, served as people run it, with two people who moderate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.accounts.roles import Role
from app.municipalities.queries import find_municipality
from tests.browser.serving import serving
from tests.builders import an_account
from tests.journeys.room import CARLA, MONA, Room
from tests.languages import THREE_LANGUAGES


@pytest.fixture
def room(browser: Browser, migrated_database: Path, tmp_path: Path) -> Iterator[Room]:
    database = tmp_path / "served.sqlite"
    database.write_bytes(migrated_database.read_bytes())
    with serving(database, is_in_three_languages=True) as site:
        check = site.new_check("Lindenau", checklist=THREE_LANGUAGES, guide=0)
        with site.app.app_context():
            town = find_municipality(check.municipality)
            assert town
            an_account(CARLA, name="Carla Coers", roles={town: [Role.COORDINATOR]})
            an_account(MONA, name="Mona Moll", roles={town: [Role.MODERATOR]})
        room = Room(site, check, browser)
        yield room
        room.everybody_leaves()

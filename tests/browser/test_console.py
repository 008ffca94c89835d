"""The console by itself: it follows the room, keeps what is typed, fits and can be used by all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.extensions import db
from app.workshops.ballot_models import Round
from app.workshops.models import Workshop
from app.workshops.queries import items_of, rounds_of
from app.workshops.rounds import close_rounds, reveal, turn_to
from tests.browser.serving import Site
from tests.browser.test_pages_are_accessible import (
    EVERY_RULE,
    NARROW,
    RULES_ABOUT_COLOUR,
    WIDE,
    violations,
)
from tests.browser.test_pages_fit import (
    LEAST_TARGET,
    OPEN_EVERY_FOLD,
    SMALLER_THAN_A_FINGER,
    STICKING_OUT,
)
from tests.browser.test_screen import address, assessment_of
from tests.browser.watching import reading
from tests.workshops import scenes
from tests.workshops.rooms import CRITERIA, FIRST, a_round, a_running_workshop, people, vote

pytestmark = pytest.mark.browser

STAGES = (
    scenes.prepared,
    scenes.joining,
    scenes.waiting,
    scenes.looking_at_a_question,
    scenes.rating,
    scenes.rating_in_silence,
    scenes.closed,
    scenes.shown_for_every_group,
    scenes.too_few,
    scenes.decided,
)


@pytest.fixture(scope="module")
def every_page(site: Site) -> dict[str, str]:
    """The console at every stage, and the pages beside it."""
    found = {}
    for scene in STAGES:
        check = site.new_check(f"Konsole {scene.__name__}")
        with site.app.app_context():
            found[scene.__name__] = address(check, scene(assessment_of(check)))
    found["decision"] = f"{found['shown_for_every_group']}/criteria/{FIRST}/decision"
    found["end"] = f"{found['closed']}/end"
    return found


@pytest.mark.parametrize(
    ("size", "scheme", "rules"),
    [
        (WIDE, "light", EVERY_RULE),
        (NARROW, "light", EVERY_RULE),
        (WIDE, "dark", RULES_ABOUT_COLOUR),
    ],
    ids=["wide", "narrow", "dark"],
)
def test_every_stage_can_be_used_by_everybody(
    browser: Browser,
    site: Site,
    every_page: dict[str, str],
    size: dict[str, int],
    scheme: str,
    rules: dict[str, Any],
) -> None:
    found = []
    options = {"viewport": size, "color_scheme": scheme, "locale": "de-DE"}
    with reading(browser, site.origin, reduced_motion="reduce", **options) as page:
        for name, where in every_page.items():
            page.goto(where)
            found += [f"{name}: {one}" for one in violations(page, rules)]

    assert "\n".join(found) == ""


def test_every_stage_fits_a_telephone_and_its_fingers(
    browser: Browser, site: Site, every_page: dict[str, str]
) -> None:
    found = {}
    with reading(browser, site.origin, viewport=NARROW, locale="de-DE") as page:
        for name, where in every_page.items():
            page.goto(where)
            page.evaluate(OPEN_EVERY_FOLD)
            # In the hall it is used with a thumb; the others are forms like those of the house.
            least = LEAST_TARGET if name in ("decision", "end") else 44
            found[name] = page.evaluate(STICKING_OUT) + page.evaluate(SMALLER_THAN_A_FINGER, least)

    assert {name: one for name, one in found.items() if one} == {}


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    with reading(browser, site.origin, viewport=WIDE, locale="en-GB") as page:
        yield page


def test_the_console_follows_the_room_and_keeps_what_is_being_typed(desk: Page, site: Site) -> None:
    check = site.new_check("Konsole folgt")
    with site.app.app_context():
        workshop = a_running_workshop(assessment_of(check))
        number, [clerks] = workshop.id, people(workshop, 6)
        opened, where = a_round(workshop), address(check, workshop)
        number_of_round = opened.id
        # Whoever reads waits for the writer's lock otherwise.
        db.session.commit()
    desk.goto(where)
    expect(desk.locator(".console-now .lead")).to_have_text("0 of 6 have voted.")
    with site.app.app_context():
        vote(db.session.get_one(Round, number_of_round), clerks[:4], "2")
    expect(desk.locator(".console-now .lead")).to_have_text("4 of 6 have voted.", timeout=8_000)
    desk.get_by_label("Private notes").first.fill("Frau M. noch fragen")
    with site.app.app_context():
        workshop = db.session.get_one(Workshop, number)
        workshop.notes = "von der anderen"
        close_rounds(workshop, rounds_of(workshop))
        reveal(workshop, rounds_of(workshop))
        turn_to(workshop, CRITERIA[1])
        db.session.commit()

    expect(desk.locator("#now")).to_contain_text("1.2", timeout=8_000)
    expect(desk.locator(f"#note-{FIRST}")).to_have_value("Frau M. noch fragen")
    expect(desk.locator(f"#note-{CRITERIA[1]}")).to_have_value("")
    # What nobody types into here is as the other moderator left it.
    expect(desk.locator("#room-note")).to_have_value("von der anderen")
    desk.locator(f"#notes-{FIRST} button").click()

    with site.app.app_context():
        workshop = db.session.get_one(Workshop, number)
        kept = [item.notes for item in items_of(workshop)]
    assert kept == ["Frau M. noch fragen", "", ""]

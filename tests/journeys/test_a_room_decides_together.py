"""A room decides together: eight browsers in three languages, from the plan to the record."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from playwright.sync_api import Page, expect

from app.domain.origin import How
from tests.journeys.room import (
    CARLA,
    MONA,
    NEXT_LOOK,
    WALL,
    Room,
    act_on_idea,
    choose_group,
    expect_bars,
    expect_heading,
    expect_result,
    expect_sent,
    expect_votes,
    give_dots,
    name_groups,
    offer_idea,
    press,
    row_of,
    send_vote,
    type_code,
    vote,
)
from tests.languages import arabic

pytestmark = pytest.mark.browser

TITLE = "Runder Tisch Ankommen"
DAY = date(2026, 5, 12)
GROUPS = (("Verwaltung", "Administration", "الإدارة", 8), ("Neue", "Newcomers", "القادمون", 9))
TOWN_HALL, NEWCOMERS = 0, 1
GUIDE, INTERPRETERS = "guide", "interpreters"
QUESTION = "Is there a guide for the first weeks?"
REASON = "Es gibt den Wegweiser, aber nur auf Deutsch."
MINORITY = "Drei Personen: Wer kein Deutsch liest, hat nichts davon."
BEST, SAME, OTHER = "Wegweiser in fünf Sprachen", "Den Wegweiser übersetzen", "A number to call"


def test_a_room_decides_together(room: Room) -> None:
    carla = room.log_in("Carla", CARLA)
    the_week_before(room, carla)
    everybody_comes_in(room, carla)
    a_secret_round(room, carla)
    # While the room talks, the server falls over. Nobody has to do anything.
    room.fall_over()
    a_second_round_and_a_decision(room, carla)
    # Carla must go: her console is closed, and Mona opens hers.
    room.leave("Carla")
    mona = room.log_in("Mona", MONA)
    mona.goto(room.address)
    ideas_become_a_measure(room, mona)
    somebody_late_votes_too(room, mona)
    thanks_to_all(room, mona)

    the_record_tells_it(mona)
    the_town_has_its_answers(room)
    room.log_in("Carla", CARLA)
    the_town_reads_them(room, room.pages["Carla"])


def the_week_before(room: Room, carla: Page) -> None:
    """Carla prepares the workshop: three languages, two groups, the two core criteria."""
    carla.goto(f"{room.check.desk}/workshops/new")
    carla.get_by_label("Title").fill(TITLE)
    carla.get_by_label("Day", exact=True).fill(DAY.isoformat())
    carla.locator("label[for=which-core]").click()
    carla.locator("label[for=languages-ar]").click()
    # The page comes again with names in the third language.
    press(carla, "More groups")
    name_groups(carla, GROUPS)
    press(carla, "Prepare")

    expect_heading(carla, TITLE)
    room.address = carla.url


def everybody_comes_in(room: Room, carla: Page) -> None:
    """By code, by QR, in their own language, without a name."""
    press(carla, "Let people join")
    wall = room.log_in("wall", CARLA, locale="de-DE", viewport=WALL)
    wall.goto(f"{room.address}/screen")
    code, secret = room.way_in()
    shown = f"{code[:4]}-{code[4:]}"
    expect(wall.locator(".screen-code")).to_have_text(shown)

    # Dieter types the code, in his own way; Emma and Amal hold their cameras to the wall. Nadim's
    # phone speaks French, so he chooses his language by its name.
    dieter, emma = room.phone("Dieter", "de-DE"), room.phone("Emma", "en-GB")
    amal, nadim = room.phone("Amal", "ar"), room.phone("Nadim", "fr-FR")
    dieter.goto(room.door)
    type_code(dieter, shown.replace("-", " ").lower())
    emma.goto(f"{room.door}#{secret}")
    amal.goto(f"{room.door}#{secret}")
    nadim.goto(room.door)
    press(nadim, "العربية")
    type_code(nadim, code)
    for phone, group in ((dieter, TOWN_HALL), (nadim, TOWN_HALL), (emma, NEWCOMERS)):
        choose_group(phone, group)
    choose_group(amal, NEWCOMERS)
    room.seat_others(4, 4)

    expect_heading(emma, "You are in")
    expect_heading(amal, arabic("You are in"))
    directions = [room.pages[one].locator("html").get_attribute("dir") for one in ("Emma", "Nadim")]
    assert directions == ["ltr", "rtl"]
    for page in (wall, carla):
        expect(page.locator("[data-live=joined]").first).to_have_text("12", timeout=NEXT_LOOK)


def a_secret_round(room: Room, carla: Page) -> None:
    """Until it is revealed nobody sees anything but how many have voted."""
    wall, dieter, emma, amal, nadim = room.seen_by("wall", "Dieter", "Emma", "Amal", "Nadim")
    press(carla, "Begin")
    press(carla, re.compile("^Begin with"))
    press(carla, "Open the secret rating")
    expect_heading(dieter, "Gibt es einen Wegweiser für die erste Zeit?")
    expect_heading(emma, QUESTION)
    vote(dieter, GUIDE, 1, level=2)
    vote(emma, GUIDE, 1, level=0)
    vote(amal, GUIDE, 1, level=2)
    expect_votes(wall, 3, 12)

    # Amal thinks again: nowhere else a single letter changes.
    before = room.told_to("Carla", "wall", "Dieter", "Emma")
    vote(amal, GUIDE, 1, level=0)
    assert room.told_to("Carla", "wall", "Dieter", "Emma") == before

    # Nadim votes while his phone has no network; the vote waits on it.
    expect_heading(nadim, arabic(QUESTION))
    nadim.context.set_offline(True)
    send_vote(nadim, GUIDE, 1, level=1)
    room.let_others_vote(GUIDE, "2222", "0010")
    expect_votes(wall, 11, 12)
    nadim.context.set_offline(False)
    expect_sent(nadim)
    expect_votes(wall, 12, 12)
    expect_votes(carla, 12, 12)

    assert room.who_sees_a_result() == []
    press(carla, "Close the rating")
    expect_heading(emma, "The rating is closed")
    expect_heading(amal, arabic("The rating is closed"))
    expect(wall.locator(".screen-next")).to_be_visible(timeout=NEXT_LOOK)
    assert room.who_sees_a_result() == []
    press(carla, "Reveal the result")
    for page in room.pages.values():
        expect_result(page)
    expect_bars(wall, 5, 2, 5)
    expect(wall.locator(".screen-groups tbody tr")).to_have_count(2)
    expect_heading(amal, arabic("Welcome guide"))


def a_second_round_and_a_decision(room: Room, carla: Page) -> None:
    """After talking most have met; what the room settles on is the official answer at once."""
    wall, dieter, emma, amal, nadim = room.seen_by("wall", "Dieter", "Emma", "Amal", "Nadim")
    press(carla, "Rate once more")
    for phone in (dieter, emma, amal, nadim):
        vote(phone, GUIDE, 2, level=1)
    room.let_others_vote(GUIDE, "1112", "1110")
    expect_votes(wall, 12, 12)
    assert room.who_sees_a_result() == []
    press(carla, "Close the rating")
    press(carla, "Reveal the result")
    expect_bars(wall, 1, 10, 1)

    press(carla, "Record the decision")
    carla.locator("label[for=level-1]").click()
    carla.locator("label[for=how-majority]").click()
    carla.locator("#reason").fill(REASON)
    carla.locator("#minority-note").fill(MINORITY)
    press(carla, "Record the decision")

    expect(wall.locator(".screen-decision")).to_be_visible(timeout=NEXT_LOOK)
    expect(emma.locator("#main")).to_contain_text(MINORITY, timeout=NEXT_LOOK)


def ideas_become_a_measure(room: Room, mona: Page) -> None:
    """Without names, and seen by nobody until Mona shows them; the room likes one best."""
    wall, dieter, emma, amal = room.seen_by("wall", "Dieter", "Emma", "Amal")
    press(mona, "Ideas")
    press(mona, "Collect ideas")
    offer_idea(dieter, BEST)
    offer_idea(amal, SAME)
    offer_idea(emma, OTHER)
    mona.reload()
    assert wall.locator(".screen-ideas").count() == 0
    for idea in (BEST, SAME, OTHER):
        act_on_idea(mona, idea, "Show to everybody")
    expect(wall.locator(".screen-ideas li")).to_have_count(3, timeout=NEXT_LOOK)

    act_on_idea(mona, SAME, "Merge", into=BEST)
    press(mona, "Let the room give dots")
    give_dots(dieter, BEST)
    give_dots(emma, BEST, OTHER)
    room.let_others_give_dots(BEST)
    press(mona, "Close and show the dots")

    first = wall.locator(".screen-ideas li").first
    expect(first).to_contain_text(re.compile(f"^10.*{BEST}"), timeout=NEXT_LOOK)
    act_on_idea(mona, BEST, "Make it a measure")
    press(mona, "Back to the console")


def somebody_late_votes_too(room: Room, mona: Page) -> None:
    """The code holds: who comes late joins, and votes in the next round."""
    lena = room.phone("Lena", "de-DE")
    lena.goto(f"{room.door}#{room.way_in()[1]}")
    choose_group(lena, NEWCOMERS)
    press(mona, re.compile("^Go on with"))
    press(mona, "Open the secret rating")
    for phone in room.seen_by("Dieter", "Emma", "Amal", "Nadim", "Lena"):
        vote(phone, INTERPRETERS, 1, level=2)
    room.let_others_vote(INTERPRETERS, "2222", "2222")
    expect_votes(room.pages["wall"], 13, 13)
    press(mona, "Close the rating")
    press(mona, "Reveal the result")

    press(mona, "Record the decision")
    mona.locator("label[for=level-2]").click()
    mona.locator("label[for=how-agreed]").click()
    press(mona, "Record the decision")


def thanks_to_all(room: Room, mona: Page) -> None:
    """Every phone says thank you and what was decided, in its language, and is forgotten."""
    press(mona, "End the workshop")
    press(mona, "End it now")

    expect_heading(room.pages["Emma"], "Thank you")
    expect_heading(room.pages["Nadim"], arabic("Thank you"))
    german = ("Wegweiser", "Erste Schritte", "Dolmetschen", "Eingespielt")
    english = ("Welcome guide", "First steps", "Interpreting", "Established")
    told = {
        "Dieter": german,
        "Lena": german,
        "Emma": english,
        "Amal": tuple(arabic(one) for one in english),
    }
    for name, words in told.items():
        decided = room.pages[name].locator(".tasks")
        expect(decided).to_have_text(re.compile(".*".join(words), re.S), timeout=NEXT_LOOK)
    expect(room.pages["wall"].locator(".screen-decided li")).to_have_count(2, timeout=NEXT_LOOK)
    assert room.people_known() == 0


def the_record_tells_it(mona: Page) -> None:
    expect_heading(mona, f"Record of “{TITLE}”")
    there = [row_of(mona, group) for group in ("Administration", "Newcomers")]
    assert there == [["Administration", "8", "6", "6"], ["Newcomers", "9", "7", "7"]]
    record = mona.locator("#main")
    for one in (REASON, MINORITY, "After round 2: 12 of 12 voted.", BEST, "10 dots", OTHER):
        expect(record).to_contain_text(one)


def the_town_has_its_answers(room: Room) -> None:
    guide, interpreters = room.check.stored(GUIDE), room.check.stored(INTERPRETERS)
    assert (guide.answer.level, interpreters.answer.level) == (1, 2)
    assert guide.origin
    assert interpreters.origin
    assert (guide.origin.day, guide.origin.title) == (DAY, TITLE)
    assert (guide.origin.round, guide.origin.voted, guide.origin.present) == (2, 12, 12)
    assert (guide.origin.median, guide.origin.how) == (Fraction(1), How.MAJORITY)
    assert (guide.origin.reason, guide.origin.minority) == (REASON, MINORITY)
    assert (interpreters.origin.voted, interpreters.origin.how) == (13, How.AGREED)


def the_town_reads_them(room: Room, carla: Page) -> None:
    carla.goto(f"{room.check.desk}/measures")
    expect(carla.locator(".plan-table tbody a")).to_have_text([BEST])
    carla.get_by_role("link", name=BEST).click()
    expect(carla.locator("#main")).to_contain_text(f"From the workshop “{TITLE}”")
    carla.goto(room.check.url("sections/first_days"))
    expect(carla.locator(f"#{GUIDE}-level-1")).to_be_checked()
    expect(carla.locator(f"#{GUIDE}")).to_contain_text(f"Minority note: {MINORITY}")

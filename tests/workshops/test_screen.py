"""The projector: what the whole room sees, and nothing that is not for the whole room."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.extensions import db
from app.web.qr import qr_svg
from app.workshops.ideas import ideas_of, show_idea
from app.workshops.joining import signs_by_group
from app.workshops.models import IdeaState, Workshop
from app.workshops.queries import items_of
from app.workshops.rounds import close_rounds
from tests.visitor import Page, Visitor
from tests.workshops import scenes
from tests.workshops.rooms import FIRST, a_round, a_running_workshop, people, revealed, vote

QUESTION = "1.1 Do we know which languages the people moving here speak?"
LEVELS = ["0Not in place", "1First steps", "2Established in parts", "3Systematic and reviewed"]


def address(workshop: Workshop) -> str:
    return f"/municipalities/{workshop.municipality.key}/workshops/{workshop.id}/screen"


def screen(visitor: Visitor, workshop: Workshop, *languages: str) -> Page:
    """What the room sees; its first language decides, so that words read as in the program."""
    workshop.languages = list(languages or ("en", "de"))
    return visitor.opens(address(workshop))


def numbers(page: Page) -> str:
    """The sentence beside the way in."""
    return " ".join(page.of_class("p", "screen-live"))


@pytest.mark.parametrize(
    ("make", "title", "count"),
    [
        (scenes.prepared, "Runder Tisch Willkommen", ""),
        (scenes.joining, "Runder Tisch Willkommen", "34 are in"),
        (scenes.waiting, "Runder Tisch Willkommen", "34 are in"),
        (scenes.looking_at_a_question, QUESTION, "34 are in"),
        (scenes.rating, QUESTION, "31 of 40 have voted"),
        (scenes.rating_in_silence, "3 questions, in silence", "18 of 40 are through"),
        (scenes.closed, QUESTION, "32 of 40 have voted"),
        (scenes.shown, QUESTION, "23 of 24 have voted"),
        (scenes.too_few, QUESTION, "4 of 4 have voted"),
        (scenes.decided, QUESTION, "24 of 24 have voted"),
        (scenes.collecting_ideas, "What would help?", "14 are in"),
        (scenes.giving_dots, "Which ideas come first? Give your dots.", "14 are in"),
        (scenes.dots_given, "What we would do", "14 are in"),
        (scenes.ended, "Thank you!", ""),
    ],
)
def test_each_scene_says_what_is_going_on_and_how_many_take_part(
    visitor: Visitor, make: Callable[[], Workshop], title: str, count: str
) -> None:
    workshop = make()

    page = screen(visitor, workshop)

    assert (page.title, numbers(page)) == (title, count)


def test_a_round_that_is_open_shows_question_and_levels_and_nothing_else(visitor: Visitor) -> None:
    workshop = scenes.rating()

    page = screen(visitor, workshop)

    assert page.texts("li") == LEVELS
    assert page.of_class("div", "scene-round") == [" ".join([QUESTION, *LEVELS])]
    assert page.attributes("progress")[0]["value"] == "31"
    assert [found["data-live"] for found in page.attributes("strong") if "data-live" in found] == [
        "voted",
        "present",
    ]


def test_the_script_is_told_where_to_ask_and_what_it_shows(visitor: Visitor) -> None:
    workshop = scenes.rating()

    main = screen(visitor, workshop).attributes("main")[0]

    asked = address(workshop).replace("/screen", "/progress.json")
    assert (main["data-watch"], main["data-revision"]) == (asked, str(workshop.revision))


def test_the_way_in_is_a_picture_an_address_and_a_code(app: Flask, visitor: Visitor) -> None:
    workshop = scenes.joining()
    app.config["PUBLIC_URL"] = "https://check.example.org"

    page = screen(visitor, workshop)

    app.config["PUBLIC_URL"] = ""
    assert workshop.code
    code = f"{workshop.code[:4]}-{workshop.code[4:]}"
    picture = qr_svg(
        f"https://check.example.org/join#{workshop.secret}",
        title="QR code to join",
        description=f"Without a camera: open check.example.org/join and type the code {code}.",
    )
    assert str(picture) in page.html
    assert page.of_class("p", "screen-address") == ["check.example.org/join"]
    assert page.of_class("p", "screen-code") == [code]
    assert str(workshop.secret) not in page.html


def test_a_locked_room_shows_no_way_in(visitor: Visitor) -> None:
    running, joining = scenes.rating(), scenes.locked()
    running.is_locked = True

    corner, page = (screen(visitor, workshop) for workshop in (running, joining))

    assert corner.of_class("p", "screen-corner") == ["Nobody else can join now."]
    assert page.of_class("p", "screen-next") == ["Nobody else can join now."]
    assert corner.attributes("svg") == page.attributes("svg") == []


def test_the_steps_stand_in_every_language_of_the_room(visitor: Visitor) -> None:
    workshop = scenes.joining()

    page = screen(visitor, workshop, "en", "de")

    tags = [found.attributes["lang"] for found in page.every("div") if "lang" in found.attributes]
    assert tags == ["en", "de"]
    assert len(page.every("li")) == 6


@pytest.mark.parametrize(("first", "second"), [("de", "en"), ("en", "de")])
def test_the_screen_speaks_the_language_of_the_room_and_other_pages_the_visitors(
    reader: Visitor, first: str, second: str
) -> None:
    workshop = scenes.looking_at_a_question()
    workshop.shows_two = True

    page = screen(reader, workshop, first, second)

    said = [one.attributes for one in page.every("span") if "lang" in one.attributes]
    assert page.attributes("html")[0]["lang"] == first
    assert page.response.headers["Content-Language"] == first
    assert [(one["lang"], one["dir"]) for one in said[:2]] == [(first, "ltr"), (second, "ltr")]
    assert reader.opens("/about").attributes("html")[0]["lang"] == "en"


def test_a_result_shows_bars_middle_agreement_and_what_may_be_said_of_groups(
    visitor: Visitor,
) -> None:
    workshop = scenes.shown()

    page = screen(visitor, workshop)

    votes = [found.words for found in page.every("td")][:4]
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert votes == ["4", "5", "7", "4"]
    assert facts == {
        "Median": "2",
        "Middle half": "1 to 2",
        "Agreement": "some spread",
        "Don’t know": "1",
        "Does not apply": "2",
    }
    assert page.table("Median of each group") == [["Administration (11)", "", "2"]]
    assert page.of_class("p", "screen-small") == [
        "Not shown alone, so that nobody’s vote can be told: Migrants' organisations, Clubs."
    ]


def test_means_of_heads_and_of_groups_stand_side_by_side_where_every_group_is_shown(
    visitor: Visitor,
) -> None:
    workshop = scenes.shown_for_every_group()

    page = screen(visitor, workshop)

    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert (facts["Mean, every head alike"], facts["Mean, every group alike"]) == ("1.35", "1.3")
    assert len(page.table("Median of each group")) == 6


def test_of_fewer_than_five_nothing_is_shown_but_how_many_voted(visitor: Visitor) -> None:
    workshop = scenes.too_few()

    page = screen(visitor, workshop)

    assert page.of_class("div", "scene-result") == [
        f"{QUESTION} Nothing is shown: too few votes, so that nobody’s own vote can be told. "
        "We talk about it."
    ]


def test_a_decision_is_shown_until_the_criterion_is_rated_anew(visitor: Visitor) -> None:
    workshop = scenes.decided()

    before = screen(visitor, workshop)
    revealed(workshop, {})
    after = screen(visitor, workshop)

    assert before.of_class("p", "screen-decision") == ["Decided: 2 – Established in parts (agreed)"]
    assert after.of_class("p", "screen-decision") == []


def test_a_decision_without_votes_is_shown_as_one(visitor: Visitor) -> None:
    workshop = scenes.looking_at_a_question()
    scenes.settle(workshop, FIRST, level=None, round=0)

    page = screen(visitor, workshop)

    assert page.of_class("p", "screen-decision") == ["Still open (agreed)"]


def test_ideas_are_on_the_screen_once_the_moderator_shows_them(visitor: Visitor) -> None:
    workshop = scenes.collecting_ideas()
    first, second, *_ = ideas_of(workshop)
    show_idea(workshop, first, state=IdeaState.HIDDEN)
    show_idea(workshop, second, state=IdeaState.OFFERED)

    page = screen(visitor, workshop)

    assert sorted(page.texts("li")) == sorted({*scenes.IDEAS} - {first.text, second.text})


def test_dots_are_told_when_everybody_has_given_theirs(visitor: Visitor) -> None:
    during, after = scenes.giving_dots(), scenes.dots_given()

    shown = [screen(visitor, one).of_class("strong", "screen-dots") for one in (during, after)]

    assert shown == [[], ["14 dots", "9 dots", "4 dots"]]


def test_the_end_says_what_was_decided(visitor: Visitor) -> None:
    workshop = scenes.ended()

    page = screen(visitor, workshop)

    assert page.texts("li") == [
        "Knowing the language needs 2 Established in parts",
        "Responsibility for multilingual content Still open",
        "Multilingual website 1 First steps",
    ]


@pytest.mark.parametrize("name", scenes.SCENES)
def test_nothing_private_is_on_the_screen(visitor: Visitor, name: str) -> None:
    workshop = scenes.SCENES[name]()
    workshop.notes = "canary of the moderator"
    for item in items_of(workshop):
        item.notes = "canary of a criterion"
    private = ["canary", "Die Liste liegt im Bürgerbüro", "Zwei sehen es anders", "csrf_token"]
    signs = {sign for of_group in signs_by_group(workshop).values() for sign in of_group}

    page = screen(visitor, workshop)

    assert [one for one in private if one in page.html] == []
    assert signs & set(re.findall(r"\w+", page.html)) == set()
    assert page.forms == []


@pytest.mark.parametrize("is_closed", [False, True])
def test_two_rooms_that_voted_differently_look_the_same_before_the_reveal(
    visitor: Visitor, is_closed: bool
) -> None:
    looks = []
    for choices in (("3", "0"), ("1", "unknown")):
        workshop = a_running_workshop()
        [clerks, migrants, _] = people(workshop, 6, 5, 2)
        opened = a_round(workshop)
        vote(opened, clerks[:5], choices[0])
        vote(opened, migrants, choices[1])
        if is_closed:
            close_rounds(workshop, [opened])
        response = visitor.gets(address(workshop))
        looks.append((without_names(workshop, response.text), without_length(response.headers)))

    assert looks[0] == looks[1]


def without_names(workshop: Workshop, html: str) -> str:
    """The page without the address, code and picture that belong to one room alone."""
    code = workshop.code or ""
    for name in (f"{code[:4]}-{code[4:]}", address(workshop).removesuffix("/screen")):
        html = html.replace(name, "")
    return re.sub(r'<path d="[^"]*"', "<path", html)


def without_length(headers: object) -> dict[str, str]:
    # The picture of a QR code takes more or fewer bars; nothing else may differ.
    return {name: text for name, text in headers if name not in ("Content-Length", "Date")}  # type: ignore[attr-defined]


def test_the_screen_has_no_tag_that_could_tell_a_difference(visitor: Visitor) -> None:
    workshop = scenes.rating()

    headers = visitor.gets(address(workshop)).headers

    assert ("ETag" in headers, headers["Cache-Control"]) == (False, "no-store")


def test_a_round_that_nobody_asks_for_any_more_leaves_the_room_where_it_is(
    visitor: Visitor,
) -> None:
    workshop = scenes.waiting()
    workshop.current_criterion = "no_such_criterion"
    db.session.commit()

    page = screen(visitor, workshop)

    assert page.title == "Runder Tisch Willkommen"

"""The room on paper: ballots, entry by group without double count, a sheet for helpers."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.workshops.ballot_models import Round
from app.workshops.models import Workshop
from app.workshops.queries import groups_of, paper_of
from app.workshops.rounds import close_rounds, paper_by_group, reveal
from tests.visitor import Page, Visitor
from tests.workshops.rooms import (
    CRITERIA,
    FIRST,
    a_round,
    a_running_workshop,
    a_workshop,
    people,
    revealed,
    vote,
)

TOO_MANY = "That would be 9 votes of 8 people."
NO_NUMBER = "Please enter a whole number from 0 to 500."


def below(workshop: Workshop, page: str) -> str:
    return f"/municipalities/{workshop.municipality.key}/workshops/{workshop.id}/{page}"


def paper(workshop: Workshop) -> str:
    return below(workshop, f"criteria/{FIRST}/paper")


def fields(workshop: Workshop, group: int = 0, **counts: object) -> dict[str, str]:
    """What would be typed for one group; a level's number stands after an underscore."""
    key = groups_of(workshop)[group].key
    return {f"{key}-{name.removeprefix('_')}": str(count) for name, count in counts.items()}


def enter(
    visitor: Visitor, workshop: Workshop, *, status: int = 200, round: str = "1", **typed: str
) -> Page:
    return visitor.posts(paper(workshop), {"round": round, **typed}, status=status)


@pytest.fixture
def room(app: object) -> Workshop:
    return a_running_workshop()


@pytest.fixture
def opened(room: Workshop) -> Round:
    return a_round(room)


def test_what_is_typed_is_kept_and_stands_there_again(
    reader: Visitor, room: Workshop, opened: Round
) -> None:
    typed = fields(room, _1=3, _2=4, unknown=1, heads=12) | fields(room, 1, _0=2)

    page = enter(reader, room, **typed)

    first, second, _ = groups_of(room)
    assert page.messages == ["What was counted is kept."]
    assert page.fields.items() >= typed.items()
    assert paper_of(opened) == {
        (first.id, "1"): 3,
        (first.id, "2"): 4,
        (first.id, "unknown"): 1,
        (second.id, "0"): 2,
    }
    assert (first.heads, second.heads) == (12, None)


def test_entering_again_takes_the_place_of_what_stood_there(
    reader: Visitor, room: Workshop, opened: Round
) -> None:
    first, *_ = groups_of(room)

    for _ in range(2):
        enter(reader, room, **fields(room, _1=3, heads=8))
    twice = dict(paper_of(opened))
    enter(reader, room, **fields(room, _1="", _2=5, heads=""))

    assert twice == {(first.id, "1"): 3}
    assert paper_of(opened) == {(first.id, "2"): 5}
    assert first.heads is None


def test_the_page_says_how_many_voted_by_phone_and_what_that_makes_together(
    reader: Visitor, room: Workshop, opened: Round
) -> None:
    [clerks, *_] = people(room, 6)
    vote(opened, clerks, "2")
    enter(reader, room, **fields(room, _1=3, heads=12))

    page = reader.opens(paper(room))

    assert page.of_class("p", "hint")[:2] == [
        "6 voted by phone · 3 on paper so far · together 9",
        "0 voted by phone",
    ]


@pytest.mark.parametrize("phones", [0, 5])
def test_more_votes_than_people_are_refused_in_every_group_at_once_and_nothing_is_kept(
    reader: Visitor, room: Workshop, opened: Round, phones: int
) -> None:
    [clerks, *_] = people(room, phones)
    vote(opened, clerks, "2")
    typed = fields(room, _1=9 - phones, heads=8) | fields(room, 1, _0=9, heads=8)
    typed |= fields(room, 2, _3=1)

    page = enter(reader, room, status=422, **typed)

    assert page.problems == [TOO_MANY, TOO_MANY]
    assert page.fields.items() >= typed.items()
    assert (paper_by_group(opened), groups_of(room)[0].heads) == ({}, None)


@pytest.mark.parametrize(
    "typed", ["-1", "501", "1e2", "2.5", "٣", "0x1", "9" * 5000, "drei", "1 2", "+3"]
)
def test_what_is_no_number_of_people_is_told_at_its_field(
    reader: Visitor, room: Workshop, opened: Round, typed: str
) -> None:
    page = enter(reader, room, status=422, **fields(room, _1=typed, _2=4, heads=typed))

    assert page.problems == [NO_NUMBER, NO_NUMBER]
    assert page.fields.items() >= fields(room, _1=typed, _2=4).items()
    assert paper_of(opened) == {}


def test_what_the_scale_does_not_have_is_not_kept(
    reader: Visitor, room: Workshop, opened: Round
) -> None:
    enter(reader, room, **fields(room, _7=3, level=2), **{"group-999999-1": "4"})

    assert paper_of(opened) == {}


def test_while_the_round_is_closed_paper_still_comes_in_and_after_the_reveal_no_more(
    reader: Visitor, room: Workshop, opened: Round
) -> None:
    close_rounds(room, [opened])
    enter(reader, room, **fields(room, _1=6))
    counted = dict(paper_of(opened))
    reveal(room, [opened])

    refused = enter(reader, room, status=400, **fields(room, _1=7))
    page = reader.opens(paper(room))

    assert refused.title == "This round takes no more votes"
    assert [text for text in page.texts("p") if text.startswith("Round")] == [
        "Round 1 is revealed. What everybody has seen stays as it was: votes on paper go into "
        "the next round."
    ]
    assert paper_of(opened) == counted != {}


def test_what_was_filled_in_for_a_round_does_not_slip_into_the_next(
    reader: Visitor, room: Workshop
) -> None:
    revealed(room, {})
    second = a_round(room)

    page = enter(reader, room, status=400, round="1", **fields(room, _1=7))

    assert (page.title, paper_of(second)) == ("This round takes no more votes", {})


def test_a_criterion_that_is_not_on_the_agenda_has_no_paper(
    reader: Visitor, room: Workshop, opened: Round
) -> None:
    for criterion in ("mi_plain_language", "no_such"):
        reader.opens(below(room, f"criteria/{criterion}/paper"), status=404)


def test_before_the_first_round_the_page_says_so(reader: Visitor, room: Workshop) -> None:
    page = reader.opens(paper(room))

    assert "No round on this criterion has been opened yet." in page.texts("p")


@pytest.mark.parametrize(
    ("phones", "on_paper", "is_shown"), [(0, 6, True), (3, 6, False), (5, 1, True), (4, 0, False)]
)
def test_paper_beside_a_few_phones_shows_nothing_for_whoever_typed_it_knows_the_rest(
    reader: Visitor, room: Workshop, opened: Round, phones: int, on_paper: int, is_shown: bool
) -> None:
    [clerks, *_] = people(room, phones)
    vote(opened, clerks, "3")
    enter(reader, room, **fields(room, _1=on_paper, heads=phones + on_paper))
    close_rounds(room, [opened])
    reveal(room, [opened])
    room.languages = ["en"]

    page = reader.opens(below(room, "screen"))

    votes = [found.words for found in page.every("td")][:4]
    assert votes == (["0", str(on_paper), "0", str(phones)] if is_shown else [])
    voted = phones + on_paper
    assert page.of_class("p", "screen-live") == [f"{voted} of {voted} have voted"]


@pytest.mark.parametrize(("phones", "is_warned"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_phones_beside_paper_are_warned_of_while_it_can_still_be_helped(
    reader: Visitor, room: Workshop, opened: Round, phones: int, is_warned: bool
) -> None:
    [clerks, *_] = people(room, phones)
    vote(opened, clerks, "3")

    page = reader.opens(paper(room))

    assert len(page.of_class("div", "kern-alert--warning")) == is_warned


def test_a_workshop_that_is_over_takes_no_paper(reader: Visitor, room: Workshop) -> None:
    room.stage = "ended"  # type: ignore[assignment]
    room.ended_on, room.code, room.secret = room.held_on, None, None

    page = enter(reader, room, status=400, **fields(room, _1=7))

    assert page.title == "This workshop is over"


def test_ballots_come_twice_on_a_sheet_for_each_criterion_and_language(reader: Visitor) -> None:
    workshop = a_running_workshop()

    page = reader.opens(below(workshop, "ballots"))

    sheets = [
        found for found in page.every("div") if "ballot-sheet" in found.attributes.get("class", "")
    ]
    assert [one.attributes["lang"] for one in sheets] == ["de", "en"] * 3
    assert len(page.of_class("div", "ballot")) == 12


def test_a_ballot_has_all_that_is_needed_to_vote_without_a_phone(reader: Visitor) -> None:
    workshop = a_running_workshop()
    asked = f"ballots?criterion={FIRST}&language=en&per_sheet=1"

    page = reader.opens(below(workshop, asked))

    assert workshop.code
    assert page.of_class("p", "ballot-workshop") == ["Runder Tisch Willkommen · localhost/join"]
    assert page.of_class("p", "ballot-question") == [
        "1.1 Do we know which languages the people moving here speak?"
    ]
    assert page.of_class("p", "ballot-groups") == [
        "I speak for: Administration Migrants' organisations Clubs"
    ]
    assert page.of_class("p", "ballot-note") == [
        "Round No name, please. One box only. Whoever has voted by phone does not vote on paper. "
        "Whoever enters the sheets sees them; shown are only sums from 5 votes on."
    ]
    assert len(page.of_class("span", "box")) == 6 + 3
    assert page.of_class("div", "ballot-qr")[0].endswith(f"{workshop.code[:4]}-{workshop.code[4:]}")


@pytest.mark.parametrize(
    "asked", ["criterion=../etc", "language=xx", "per_sheet=9", "criterion=&language=&per_sheet="]
)
def test_ballots_that_there_are_not_are_not_asked_for(reader: Visitor, asked: str) -> None:
    workshop = a_running_workshop()

    page = reader.opens(below(workshop, f"ballots?{asked}"))

    assert len(page.of_class("div", "ballot")) == 2 * 2 * len(CRITERIA)


def test_before_people_may_join_paper_has_no_code_yet(reader: Visitor) -> None:
    workshop = a_workshop()

    sheet, ballots = (reader.opens(below(workshop, one)) for one in ("helper-sheet", "ballots"))

    assert (sheet.attributes("svg"), ballots.attributes("svg")) == ([], [])
    assert "Address and code stand here once people may join. Print the sheet then." in sheet.text


def test_the_sheet_for_helpers_says_how_to_join_in_every_language_of_the_room(
    reader: Visitor,
) -> None:
    workshop = a_running_workshop()
    workshop.threshold = 7

    page = reader.opens(below(workshop, "helper-sheet"))

    assert workshop.code
    aloud = [found.attributes["lang"] for found in page.every("div") if "lang" in found.attributes]
    assert aloud == ["de", "en"]
    assert page.of_class("p", "helper-code")[0].endswith(
        f"/join {workshop.code[:4]}-{workshop.code[4:]}"
    )
    assert "results of fewer than 7 people are not shown" in page.text
    db.session.rollback()

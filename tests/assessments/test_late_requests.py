"""Requests get lost, come twice and overtake each other: what was typed last is what stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.assessments.forms import form_of
from app.assessments.keeping import keep_entries
from app.assessments.models import Assessment
from app.assessments.queries import history, load_answer
from app.domain.answers import OPEN, Answer, State
from app.domain.editing import Sender
from app.extensions import db
from app.web.checklists import checklists
from tests.builders import CHECKLIST, address, an_answer, an_assessment, stored
from tests.visitor import Visitor

KEY = "mi_language_needs"
SECTION = "sections/mi_needs_and_standards"
PAGE = "page-number-one"


def entry(version: int, sequence: object = "", client: str = PAGE, **fields: str) -> dict[str, str]:
    """What a page that saves by itself sends."""
    typed = {f"{KEY}-{name}": text for name, text in fields.items()}
    numbers = {"client": client, "sequence": str(sequence)} if sequence != "" else {}
    return {f"{KEY}-version": str(version)} | typed | numbers


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


@pytest.fixture
def within_a_request(app: Flask) -> Iterator[Assessment]:
    """A self-check for what forms do below the routes."""
    with app.test_request_context():
        yield an_assessment()


@pytest.fixture
def saving_address(assessment: Assessment) -> str:
    return address(assessment, f"criteria/{KEY}")


def test_an_older_request_that_comes_late_changes_nothing(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    reader.saves(saving_address, entry(0, 2, note="neu"))

    reply = reader.saves(saving_address, entry(0, 1, note="alt"))

    assert stored(assessment, KEY) == Answer(note="neu")
    assert reply["version"] == 1
    assert len(history(assessment)) == 1


def test_the_same_request_twice_is_stored_once(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    first = reader.saves(saving_address, entry(0, 1, note="neu"))

    again = reader.saves(saving_address, entry(0, 1, note="neu"))

    assert first == again
    assert len(history(assessment)) == 1


def test_a_page_whose_reply_was_lost_is_in_no_conflict_with_itself(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    reader.saves(saving_address, entry(0, 1, note="Der Anfang"))

    reply = reader.saves(saving_address, entry(0, 2, note="Der Anfang und das Ende"))

    assert stored(assessment, KEY) == Answer(note="Der Anfang und das Ende")
    assert reply["version"] == 2


def test_typing_back_what_stood_there_overtakes_what_is_still_under_way(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    an_answer(assessment, KEY, note="wie es war")
    reader.saves(saving_address, entry(1, 2, note="wie es war"))

    reader.saves(saving_address, entry(1, 1, note="verworfen"))

    assert stored(assessment, KEY) == Answer(note="wie es war")
    assert len(history(assessment)) == 1


def test_somebody_else_in_between_is_still_a_conflict(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    reader.saves(saving_address, entry(0, 1, note="meiner"))
    an_answer(assessment, KEY, note="ihrer")

    reader.saves(saving_address, entry(0, 2, note="meiner, länger"), status=409)

    assert stored(assessment, KEY) == Answer(note="ihrer")


def test_what_somebody_else_chose_unseen_is_not_taken_for_ones_own(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    an_answer(assessment, KEY, level=3, note="gleich")
    # Says the same in its note, but still shows another level.
    reader.saves(saving_address, entry(0, 1, note="gleich"))

    reader.saves(saving_address, entry(0, 2, choice="level:1", note="gleich"), status=409)

    assert stored(assessment, KEY) == Answer(State.LEVEL, 3, note="gleich")


def test_a_missing_reason_does_not_hide_what_somebody_else_chose(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    an_answer(assessment, KEY, level=3)
    reader.saves(saving_address, entry(0, 1, choice="not_applicable", reason="", note=""))

    with_reason = entry(0, 2, choice="not_applicable", reason="kein Bahnhof", note="")
    reader.saves(saving_address, with_reason, status=409)

    assert stored(assessment, KEY) == Answer.at(3)


def test_after_undoing_what_was_still_under_way_is_refused(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    reader.saves(saving_address, entry(0, 1, note="eins"))
    reader.presses(reader.opens(address(assessment, SECTION)), "Undo the last change")

    reader.saves(saving_address, entry(1, 2, note="eins und zwei"), status=409)

    assert stored(assessment, KEY) == OPEN
    assert load_answer(assessment, KEY).sender == Sender()


def test_the_button_of_a_page_overtakes_what_the_page_sent_before(
    reader: Visitor, assessment: Assessment, saving_address: str
) -> None:
    reader.posts(address(assessment, SECTION), entry(0, 5, note=""))

    reader.saves(saving_address, entry(0, 4, note="zu spät"))

    assert stored(assessment, KEY) == OPEN


@pytest.mark.parametrize(
    ("client", "sequence"),
    [
        ("kurz", "2"),
        ("x" * 41, "2"),
        ("page number one", "2"),
        ("seite-nümmer", "2"),
        (PAGE, "0"),
        (PAGE, "-2"),
        (PAGE, "9" * 10),
        (PAGE, "٢"),
        (PAGE, ""),
    ],
)
def test_nonsense_for_a_page_or_a_number_is_as_good_as_nothing(
    reader: Visitor, assessment: Assessment, saving_address: str, client: str, sequence: str
) -> None:
    sent = entry(0, note="Beschluss") | {"client": client, "sequence": sequence}

    reader.saves(saving_address, sent)

    kept = load_answer(assessment, KEY)
    assert (kept.answer, kept.sender) == (Answer(note="Beschluss"), Sender())


@dataclass(frozen=True)
class Request:
    """What a page once sent; it may arrive late, or again."""

    version: int
    text: str
    sender: Sender


@dataclass
class OpenedPage:
    """A page as its script keeps it: one request at a time, knowing the replies it got."""

    client: str
    version: int
    typed: str
    seen: set[str]
    sent: list[Request] = field(default_factory=list)

    def types(self, text: str) -> None:
        self.typed = text
        self.seen.add(text)

    def sends(self) -> Request:
        sender = Sender(self.client, len(self.sent) + 1)
        self.sent.append(Request(self.version, self.typed, sender))
        return self.sent[-1]


@dataclass
class Office:
    """Pages on one criterion, and a network that drops, doubles, delays and reorders."""

    assessment: Assessment
    opened: list[OpenedPage] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    """Texts that were stored over by a page which never showed them."""

    def opens(self) -> OpenedPage:
        now = load_answer(self.assessment, KEY)
        note = now.answer.note
        page = OpenedPage(f"client-{len(self.opened):04d}", now.version, note, {note})
        self.opened.append(page)
        return page

    def arrives(self, page: OpenedPage, request: Request, *, is_reply_lost: bool) -> bool:
        """Whether it was kept; what it replies to an old request nobody hears any more."""
        before = load_answer(self.assessment, KEY).answer
        sent = MultiDict(entry(request.version, note=request.text))
        form = form_of(checklists().latest(CHECKLIST).criteria_by_key[KEY])(sent, prefix=f"{KEY}-")
        kept = keep_entries(self.assessment, {KEY: form}, by="desk", sender=request.sender)
        if load_answer(self.assessment, KEY).answer != before and before.note not in page.seen:
            self.overwritten.append(before.note)
        if kept.saved and not is_reply_lost:
            page.version = form.version.data
        return not kept.conflicts


class Step(NamedTuple):
    """What happens next: somebody types, a page sends, or an old request of it arrives again."""

    what: str
    number: int
    text: str
    is_lost: bool


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["type", "send", "drop", "late"]),
        st.integers(0, 9),
        st.sampled_from(["", "a", "b"]),
        st.booleans(),
    ),
    max_size=14,
)
MANY = settings(
    max_examples=1000 if os.environ.get("RELIABILITY") == "long" else 80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def go_through(office: Office, steps: list[Step]) -> None:
    for what, number, text, is_lost in steps:
        page = office.opened[number % len(office.opened)]
        if what == "type":
            page.types(text)
        elif what == "send":
            office.arrives(page, page.sends(), is_reply_lost=is_lost)
        elif what == "drop":
            page.sends()
        elif page.sent:
            office.arrives(page, page.sent[number % len(page.sent)], is_reply_lost=True)


@MANY
@given(steps=STEPS, late=st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_whatever_the_network_does_to_one_page_the_last_text_stands(
    within_a_request: Assessment, steps: list[Step], late: list[int]
) -> None:
    # Nothing of the example before is kept.
    db.session.rollback()
    office = Office(within_a_request)
    page = office.opens()

    go_through(office, steps)
    is_saved = office.arrives(page, page.sends(), is_reply_lost=False)
    for number in late:
        office.arrives(page, page.sent[number % len(page.sent)], is_reply_lost=True)

    assert is_saved
    assert stored(within_a_request, KEY).note == page.typed


@MANY
@given(steps=STEPS)
def test_two_pages_never_store_over_what_they_did_not_show(
    within_a_request: Assessment, steps: list[Step]
) -> None:
    db.session.rollback()
    office = Office(within_a_request)
    pages = (office.opens(), office.opens())
    # Each page's texts are its own, so that nobody has seen the other's by chance.
    owned = [
        Step(one.what, one.number, f"{one.text}{one.number % 2}", one.is_lost) for one in steps
    ]

    go_through(office, owned)
    for page in pages:
        office.arrives(page, page.sends(), is_reply_lost=False)

    assert office.overwritten == []
    changes = history(within_a_request)
    assert all(newer.before == older.after for newer, older in pairwise(changes))

"""Two tabs at the same criterion, in a random order: nobody stores over what they never saw."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from app.assessments.queries import VersionedAnswer, load_answer
from app.extensions import db
from bench.results import Goal, Result
from tests.builders import an_assessment
from tests.reliability.installation import Place, places_of
from tests.visitor import Page, Visitor

STEPS = 8
DECIDES = "Keep this"


@dataclass(frozen=True)
class Figures:
    interleavings: int
    stored: int
    """Versions that the tabs made."""
    conflicts: int
    silent_overwrites: int
    """Versions stored by a tab over one that it had never shown."""
    without_both: int
    """Conflict pages that lacked one of the two texts."""

    def results(self) -> Iterator[Result]:
        theme = f"{self.interleavings:,} interleavings of two tabs"
        yield Result(theme, "stored", self.stored, "versions")
        yield Result(theme, "conflicts told", self.conflicts, "pages")
        yield Result(theme, "silent overwrites", self.silent_overwrites, "versions", Goal(0))
        yield Result(theme, "conflicts without both texts", self.without_both, "pages", Goal(0))


class Tab:
    """A page that stays open: the version it goes on from, and what it has shown so far."""

    def __init__(self, visitor: Visitor, place: Place, chance: random.Random, name: str) -> None:
        self._visitor, self._place, self._chance = visitor, place, chance
        self._client = f"tab-{name}-{chance.getrandbits(48):012x}"
        self._version = self._shown = self._sequence = self._typed = 0
        self._conflict: Page | None = None
        self.counted: Counter[str] = Counter()

    def take_a_step(self) -> None:
        """Open, save, or decide; what was stored meanwhile must have been seen before."""
        before = self._stored().version
        knows_it = self._shown == before
        if self._conflict:
            self._decide(self._conflict)
        else:
            ways = (self._open, self._save_by_itself, self._save_by_itself, self._send_the_form)
            self._chance.choice(ways)()
        after = self._stored().version
        if after > before:
            self.counted["stored"] += after - before
            self.counted["silent overwrites"] += not knows_it
            self._shown = after

    def _open(self) -> None:
        page = self._visitor.opens(self._place.section_address)
        self._version = self._shown = int(page.fields[self._named("version")])

    def _save_by_itself(self) -> None:
        self._sequence += 1
        entered = self._type()
        numbers = {"client": self._client, "sequence": str(self._sequence)}
        response = self._post(self._place.address, {**entered, **numbers}, "application/json")
        if response.status_code == 409:
            # The page then sends its form, which leads to both texts.
            self._expect_page(self._post(self._place.section_address, entered), entered)
        else:
            self._version = int(dict(response.get_json())["version"])

    def _send_the_form(self) -> None:
        """Afterwards somebody may go back to the page as it was, with its old version."""
        entered = self._type()
        self._expect_page(self._post(self._place.section_address, entered), entered)

    def _type(self) -> dict[str, str]:
        self._typed += 1
        note = f"{self._client} wrote {self._typed}"
        return {self._named("version"): str(self._version), self._named("note"): note}

    def _decide(self, page: Page) -> None:
        form = next(f for f in page.forms if DECIDES in [words for words, _ in f.buttons])
        keep = self._chance.choice(("mine", "theirs", "both"))
        entered = {**form.fields, self._named("keep"): keep}
        self._conflict = None
        self._expect_page(self._post(form.action, entered), entered if keep != "theirs" else {})

    def _expect_page(self, response: TestResponse, entered: Mapping[str, str]) -> None:
        """Led on, or a conflict that shows what was entered beside what stands there."""
        if response.status_code == 302:
            return
        page = Page(response)
        assert page.status == 409, page.html[:2000]
        theirs = self._stored()
        told = page.texts("dd")
        mine = " ".join(entered.get(self._named("note"), "").split())
        has_both = " ".join(theirs.answer.note.split()) in told and any(mine in one for one in told)
        self.counted["conflicts"] += 1
        self.counted["without both"] += not has_both
        self._conflict, self._shown = page, theirs.version

    def _post(self, address: str, fields: Mapping[str, str], accept: str = "") -> TestResponse:
        headers = {**self._visitor.headers, **({"Accept": accept} if accept else {})}
        sent = {"csrf_token": self._visitor.token(), **fields}
        return self._visitor.asks(self._visitor.client.post, address, data=sent, headers=headers)

    def _stored(self) -> VersionedAnswer:
        db.session.rollback()
        return load_answer(self._place.assessment(), self._place.criterion_key)

    def _named(self, field: str) -> str:
        return f"{self._place.criterion_key}-{field}"


def two_tabs(app: Flask, *, interleavings: int, seed: int) -> Figures:
    """Each at a criterion nobody has answered yet; needs an app context."""
    chance, counted = random.Random(seed), Counter[str]()
    visitors = [Visitor(app, language="en") for _ in range(2)]
    places: list[Place] = []
    for _ in range(interleavings):
        places = places or places_of(an_assessment())
        place = places.pop()
        tabs = [
            Tab(visitor, place, chance, name) for visitor, name in zip(visitors, "ab", strict=True)
        ]
        for _ in range(STEPS):
            chance.choice(tabs).take_a_step()
        for tab in tabs:
            counted += tab.counted
    db.session.rollback()
    return Figures(
        interleavings=interleavings,
        stored=counted["stored"],
        conflicts=counted["conflicts"],
        silent_overwrites=counted["silent overwrites"],
        without_both=counted["without both"],
    )

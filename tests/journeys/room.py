"""A room of people: some have a browser before them, the others do in one go what phones do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from app.domain.checklist import Criterion
from app.extensions import db
from app.web.checklists import checklists
from app.workshops import ideas
from app.workshops.ballot_models import Participant
from app.workshops.joining import seat_of
from app.workshops.models import Workshop
from app.workshops.queries import latest_rounds
from app.workshops.tickets import Ticket
from app.workshops.voting import cast_vote
from tests.browser.serving import Check, Site
from tests.browser.watching import reading
from tests.builders import PASSWORD
from tests.workshops.rooms import people

CARLA, MONA = "carla@lindenau.example", "mona@lindenau.example"
LAPTOP = {"width": 1280, "height": 900}
WALL = {"width": 1920, "height": 1080}
TELEPHONE = {"width": 320, "height": 640}
NEXT_LOOK = 15_000
"""Milliseconds: a page looks every two to three seconds, and a busy machine takes its time."""
RESULT = "main figure, main .screen-bars"
"""By what one sees that a page tells how a round turned out."""
CHANGES_BY_ITSELF = re.compile(r'name="csrf_token" value="[^"]*"|\d+ minutes? left')


@dataclass
class Room:
    """A workshop from in front, as everybody's browser shows it, and from behind."""

    site: Site
    check: Check
    browser: Browser
    address: str = ""
    """Of the console, once there is one."""
    pages: dict[str, Page] = field(default_factory=dict)
    """What each person has before them, by name."""
    others: Sequence[Sequence[Ticket]] = ()
    """Those without a browser in this story, by group."""
    _doors: dict[str, ExitStack] = field(default_factory=dict)

    def open_browser(self, name: str, **options: Any) -> Page:
        """A browser of their own; when they leave, every fault behind its pages is told."""
        self._doors[name] = ExitStack()
        opened = reading(self.browser, self.site.origin, **options)
        self.pages[name] = self._doors[name].enter_context(opened)
        return self.pages[name]

    def log_in(self, name: str, email: str, **options: Any) -> Page:
        page = self.open_browser(name, **{"viewport": LAPTOP, **options})
        page.goto(f"{self.site.origin}/log-in")
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("#password").press("Enter")
        return page

    def phone(self, name: str, locale: str) -> Page:
        return self.open_browser(name, viewport=TELEPHONE, locale=locale)

    def leave(self, name: str) -> None:
        del self.pages[name]
        self._doors.pop(name).close()

    def everybody_leaves(self) -> None:
        for name in list(self.pages):
            self.leave(name)

    def seen_by(self, *names: str) -> list[Page]:
        return [self.pages[name] for name in names]

    def who_sees_a_result(self) -> list[str]:
        return [name for name, page in self.pages.items() if page.locator(RESULT).count()]

    def told_to(self, *names: str) -> Mapping[str, str]:
        """Their pages fetched anew, and the answers to what these ask every two seconds."""
        told = {}
        for name, page in zip(names, self.seen_by(*names), strict=True):
            watched = page.locator("#main").get_attribute("data-watch")
            for address in (page.url, f"{self.site.origin}{watched}"):
                answer = page.request.get(address)
                assert answer.ok
                text = CHANGES_BY_ITSELF.sub("", answer.text())
                told[f"{name}: {address}"] = f"{answer.headers.get('etag')} {text}"
        return told

    @property
    def door(self) -> str:
        return f"{self.site.origin}/join"

    @contextmanager
    def behind(self) -> Iterator[Workshop]:
        """The workshop as the database has it; what is done to it is stored at the end."""
        with self.site.app.app_context():
            number = int(self.address.rpartition("/")[2])
            yield db.session.get_one(Workshop, number)
            db.session.commit()

    def way_in(self) -> tuple[str, str]:
        """The code on the wall, and what a camera reads in the QR code beside it."""
        with self.behind() as workshop:
            assert workshop.code
            assert workshop.secret
            return workshop.code, workshop.secret

    def seat_others(self, *sizes: int) -> None:
        with self.behind() as workshop:
            self.others = people(workshop, *sizes)

    def let_others_vote(self, key: str, *choices: Iterable[str]) -> None:
        """Everybody else at once, by group."""
        with self.behind() as workshop:
            number = latest_rounds(workshop)[key].number
            for tickets, chosen in zip(self.others, choices, strict=True):
                for ticket, choice in zip(tickets, chosen, strict=True):
                    cast_vote(ticket, self._criterion(key), number=number, choice=choice)

    def let_others_give_dots(self, *texts: str) -> None:
        with self.behind() as workshop:
            liked = [idea.id for idea in ideas.ideas_of(workshop) if idea.text in texts]
            for ticket in (one for tickets in self.others for one in tickets):
                seat = seat_of(ticket)
                assert seat
                ideas.give_dots(workshop, seat, liked)

    def people_known(self) -> int:
        """Of how many the database still knows anything."""
        with self.site.app.app_context():
            return db.session.scalar(select(func.count()).select_from(Participant)) or 0

    def fall_over(self) -> None:
        """The server dies as if the machine had stopped, and is started again."""
        self.site.server.kill()
        self.site.server.start()
        self.site.server.wait_until()

    def _criterion(self, key: str) -> Criterion:
        return checklists().latest(self.check.checklist).criteria_by_key[key]


def press(page: Page, words: str | re.Pattern[str]) -> None:
    """Press a button or a link that leads on to another page."""
    exact, main = isinstance(words, str), page.locator("main")
    button = main.get_by_role("button", name=words, exact=exact)
    link = main.get_by_role("link", name=words, exact=exact)
    with page.expect_navigation():
        button.or_(link).first.click()


def expect_heading(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_have_text(words, timeout=NEXT_LOOK)


def name_groups(page: Page, groups: Sequence[tuple[str, str, str, int]]) -> None:
    """In three languages, with how many are invited; the rows below are emptied."""
    rows = page.locator(".group-row").all()
    for row, told in zip(rows, [*groups, *[("",) * 4] * (len(rows) - len(groups))], strict=True):
        for entry, text in zip(row.locator("input").all(), told, strict=True):
            entry.fill(str(text))


def type_code(phone: Page, code: str) -> None:
    phone.locator("#join_code").fill(code)
    with phone.expect_navigation():
        phone.locator("#join_code").press("Enter")


def choose_group(phone: Page, place: int) -> None:
    phone.wait_for_url("**/workshop/group")
    with phone.expect_navigation():
        phone.locator(".group-choices button").nth(place).click()


def send_vote(phone: Page, criterion: str, number: int, *, level: int) -> None:
    phone.locator(f"label[for={criterion}-{number}-{level}]").click(timeout=NEXT_LOOK)
    phone.locator(".vote-form button[type=submit]").click()


def expect_sent(phone: Page) -> None:
    status = phone.locator("[data-ballot-status]")
    expect(status).to_have_class(re.compile("is-saved"), timeout=NEXT_LOOK)


def vote(phone: Page, criterion: str, number: int, *, level: int) -> None:
    send_vote(phone, criterion, number, level=level)
    expect_sent(phone)


def expect_votes(page: Page, voted: int, present: int) -> None:
    """All that a screen may say of an open round: how many of how many."""
    for name, count in (("voted", voted), ("present", present)):
        live = page.locator(f"[data-live={name}]:not(progress)").first
        expect(live).to_have_text(str(count), timeout=NEXT_LOOK)


def expect_result(page: Page) -> None:
    expect(page.locator(RESULT).first).to_be_visible(timeout=NEXT_LOOK)


def expect_bars(wall: Page, *votes: int) -> None:
    bars = wall.locator(".screen-bars td strong")
    expect(bars).to_have_text([str(one) for one in votes], timeout=NEXT_LOOK)


def offer_idea(phone: Page, idea: str) -> None:
    phone.locator("#idea").fill(idea, timeout=NEXT_LOOK)
    with phone.expect_navigation():
        phone.locator("form[action$='/workshop/ideas'] button").click()


def give_dots(phone: Page, *liked: str) -> None:
    for idea in liked:
        phone.locator("label.idea-words").filter(has_text=idea).click(timeout=NEXT_LOOK)
    with phone.expect_navigation():
        phone.locator("form[action$='/workshop/dots'] button").click()


def act_on_idea(page: Page, idea: str, words: str, *, into: str = "") -> None:
    """Press one of the buttons that an idea has on the moderator's wall."""
    title = page.locator(".task-title", has_text=idea)
    item = page.locator("li.task").filter(has=title)
    if into:
        item.locator("summary").click()
        item.locator("select").select_option(label=into)
    with page.expect_navigation():
        item.get_by_role("button", name=re.compile(f"^{words}( –|$)")).click()


def row_of(page: Page, words: str) -> list[str]:
    """The cells of the first row in a table that begins with these words."""
    row = page.locator("tr").filter(has_text=words).first
    return [text.strip() for text in row.locator("th, td").all_inner_texts()]

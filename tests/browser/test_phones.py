"""Phones in a room, in a real browser: in by QR, votes that arrive, pages that go on alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.domain.join_codes import written
from app.extensions import db
from app.workshops.ending import end
from app.workshops.ideas import turn_ideas_to, write_idea
from app.workshops.joining import remove_participant, seat_of
from app.workshops.models import IdeaPhase, Workshop
from app.workshops.queries import latest_rounds, people_in, votes_in
from app.workshops.rounds import close_rounds, open_rounds, reveal, turn_to
from app.workshops.tickets import Ticket
from app.workshops.voting import own_choices
from tests.browser.serving import Site
from tests.browser.test_pages_are_accessible import EVERY_RULE, violations
from tests.browser.test_pages_fit import OPEN_EVERY_FOLD, SMALLER_THAN_A_FINGER, STICKING_OUT
from tests.browser.watching import reading
from tests.workshops.phones import cookie_of
from tests.workshops.rooms import CRITERIA, FIRST, a_running_workshop, people, vote

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 320, "height": 640}
FINGER = 44
# All of a level is hit, not its label alone.
TOO_SMALL = SMALLER_THAN_A_FINGER.replace("[one, ...", "[one.closest('.choice') ?? one, ...")
FIRST_LOAD = 60 * 1024
QUESTION = "Do we know which languages the people moving here speak?"
SENT = "Sent: 2 – Established in parts. You can change it until the rating is closed."
# A look comes after at most three seconds, a retry after at most as long again.
PATIENCE = 12_000


@dataclass
class Hall:
    """A workshop as its moderator sees it from behind, and the ticket of one phone in it."""

    site: Site
    workshop_id: int
    ticket: Ticket
    others: list[Ticket]

    @contextmanager
    def working(self) -> Iterator[Workshop]:
        """Do what a moderator does; it is stored at the end."""
        with self.site.app.app_context():
            yield db.session.get_one(Workshop, self.workshop_id)
            db.session.commit()

    @property
    def address(self) -> str:
        return f"{self.site.origin}/workshop"

    def open_round(self, *keys: str) -> None:
        with self.working() as workshop:
            turn_to(workshop, keys[0] if len(keys) == 1 else None)
            open_rounds(workshop, keys)

    def close(self) -> None:
        with self.working() as workshop:
            close_rounds(workshop, list(latest_rounds(workshop).values()))

    def let_others_vote(self, choice: str) -> None:
        with self.working() as workshop:
            vote(latest_rounds(workshop)[FIRST], self.others, choice)

    def reveal(self) -> None:
        with self.working() as workshop:
            reveal(workshop, list(latest_rounds(workshop).values()))

    def turn_ideas_to(self, phase: IdeaPhase) -> None:
        with self.working() as workshop:
            turn_ideas_to(workshop, phase)

    def write(self, text: str) -> None:
        with self.working() as workshop:
            write_idea(workshop, text=text, criterion_key=None)

    def code_and_secret(self) -> tuple[str, str]:
        with self.working() as workshop:
            assert workshop.code
            assert workshop.secret
            return written(workshop.code), workshop.secret

    def kept(self, key: str = FIRST) -> str | None:
        """What is stored as this phone's choice."""
        with self.working() as workshop:
            seat = seat_of(self.ticket)
            assert seat
            opened = latest_rounds(workshop)[key]
            return own_choices(seat.participant_id, [opened.id]).get(opened.id)

    def votes(self, key: str = FIRST) -> int:
        with self.working() as workshop:
            return sum(votes_in([latest_rounds(workshop)[key]]).values())


@pytest.fixture
def hall(site: Site) -> Hall:
    with site.app.app_context():
        workshop = a_running_workshop()
        [[ticket, *others], *_] = people(workshop, 12)
        return Hall(site, workshop.id, ticket, others)


def carry(page: Page, hall: Hall) -> None:
    """Put the ticket into the browser."""
    name = hall.site.app.config["WORKSHOP_COOKIE_NAME"]
    with hall.site.app.app_context():
        value = cookie_of(hall.site.app, hall.ticket)
    page.context.add_cookies([{"name": name, "value": value, "url": hall.site.origin}])


@pytest.fixture
def phone(browser: Browser, hall: Hall) -> Iterator[Page]:
    """A phone in the room."""
    with reading(browser, hall.site.origin, viewport=TELEPHONE, reduced_motion="reduce") as page:
        carry(page, hall)
        yield page


@pytest.fixture
def plain(browser: Browser, hall: Hall) -> Iterator[Page]:
    """A phone whose browser runs no script."""
    with reading(browser, hall.site.origin, viewport=TELEPHONE, java_script_enabled=False) as page:
        yield page


def choose(page: Page, choice: str, key: str = FIRST) -> None:
    page.locator(f"label[for={key}-1-{choice}]").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def expect_status(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-ballot-status]")).to_have_text(words, timeout=PATIENCE)


def expect_heading(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_have_text(words, timeout=PATIENCE)


def test_a_qr_code_lets_in_and_leaves_no_trace(browser: Browser, hall: Hall) -> None:
    _, secret = hall.code_and_secret()
    with reading(browser, hall.site.origin, viewport=TELEPHONE) as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(f"{one.url} {one.headers}"))

        page.goto(f"{hall.site.origin}/join#{secret}")
        expect_heading(page, "For whom do you speak?")
        inside = page.url
        page.go_back()

        assert inside == f"{hall.site.origin}/workshop/group"
        assert secret not in page.url
        assert [one for one in asked if secret in one] == []


def test_a_second_qr_code_on_an_open_page_lets_in_too(browser: Browser, hall: Hall) -> None:
    _, secret = hall.code_and_secret()
    with reading(browser, hall.site.origin, viewport=TELEPHONE) as page:
        page.goto(f"{hall.site.origin}/join")

        page.evaluate("(secret) => { location.hash = secret; }", secret)

        expect_heading(page, "For whom do you speak?")


def test_without_a_script_it_goes_from_code_to_result(plain: Page, hall: Hall) -> None:
    code, secret = hall.code_and_secret()
    plain.goto(f"{hall.site.origin}/join#{secret}")
    plain.get_by_label("Code").fill(code.lower())
    plain.get_by_role("button", name="Join").click()
    plain.get_by_role("button", name="Clubs").click()
    expect_heading(plain, "Please look at the screen")
    hall.open_round(FIRST)

    plain.get_by_role("link", name="Next", exact=True).click()
    choose(plain, "2")
    send(plain)
    expect_status(plain, SENT)
    hall.let_others_vote("2")
    hall.close()
    plain.get_by_role("link", name="Look for what is next").click()
    expect_heading(plain, "The rating is closed")
    hall.reveal()
    plain.get_by_role("link", name="Next", exact=True).click()

    expect_heading(plain, "Knowing the language needs")
    with hall.working() as workshop:
        assert people_in(workshop) == 13


def test_a_vote_is_sent_without_leaving_the_page(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    phone.evaluate("document.body.dataset.same = 'yes'")

    choose(phone, "1")
    expect_status(phone, "Not sent yet.")
    choose(phone, "2")
    send(phone)

    expect_status(phone, SENT)
    assert phone.evaluate("document.body.dataset.same") == "yes"
    assert (hall.kept(), hall.votes()) == ("2", 1)


def test_sending_nothing_says_so(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)

    send(phone)

    expect_status(phone, "Please choose one of the answers first.")


def test_a_vote_sent_without_a_connection_arrives_when_it_is_back(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    phone.context.set_offline(True)
    choose(phone, "2")
    send(phone)
    expect_status(phone, "No connection. Your vote stays here and is sent as soon as there is one.")
    assert hall.kept() is None

    phone.context.set_offline(False)

    expect_status(phone, SENT)
    assert (hall.kept(), hall.votes()) == ("2", 1)


def test_a_vote_under_way_survives_a_reload(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    phone.route("**/workshop/vote", lambda route: route.abort())
    choose(phone, "2")
    send(phone)
    expect_status(phone, re.compile("^No connection"))

    phone.reload()
    expect(phone.locator(f"#{FIRST}-1-2")).to_be_checked()
    phone.unroute("**/workshop/vote")

    expect_status(phone, SENT)
    assert hall.kept() == "2"


def test_of_two_choices_sent_in_haste_the_last_one_counts(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    waiting: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if waiting:
            route.continue_()
        else:
            waiting.append(route)

    phone.route("**/workshop/vote", hold_the_first)
    choose(phone, "1")
    send(phone)
    choose(phone, "2")
    send(phone)
    phone.wait_for_timeout(200)
    assert hall.kept() is None
    waiting[0].continue_()

    expect_status(phone, SENT)
    assert (hall.kept(), hall.votes()) == ("2", 1)


def test_a_form_token_that_is_no_longer_good_is_renewed(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    phone.evaluate("document.querySelector('[name=csrf_token]').value = 'old'")
    choose(phone, "2")

    send(phone)

    expect_status(phone, SENT)


def test_two_tabs_never_say_two_things(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    other = phone.context.new_page()
    other.goto(hall.address)
    choose(phone, "1")
    send(phone)
    expect_status(other, re.compile("^Sent: 1"))

    choose(other, "2")
    send(other)

    expect_status(phone, SENT)
    expect(phone.locator(f"#{FIRST}-1-2")).to_be_checked()


def test_a_vote_that_comes_too_late_is_told(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    phone.route("**/workshop/state.json", lambda route: route.abort())
    hall.close()
    choose(phone, "2")

    send(phone)

    expect_status(
        phone, "This rating was closed before your vote arrived. You can vote in the next round."
    )


def test_the_page_goes_on_by_itself(phone: Page, hall: Hall) -> None:
    phone.goto(hall.address)
    expect_heading(phone, "Please look at the screen")

    hall.open_round(FIRST)
    expect_heading(phone, QUESTION)
    expect(phone).to_have_title(f"{QUESTION} – Willkommenscheck")
    hall.let_others_vote("2")
    hall.close()
    expect_heading(phone, "The rating is closed")
    hall.reveal()
    expect_heading(phone, "Knowing the language needs")
    expect(phone.locator("[data-news]")).to_have_text("Knowing the language needs")
    with hall.working() as workshop:
        end(workshop, by="desk")

    expect_heading(phone, "Thank you")
    assert phone.evaluate("document.querySelector('main').dataset.watch") is None


def test_a_silent_set_leads_from_question_to_question(phone: Page, hall: Hall) -> None:
    hall.open_round(*CRITERIA)
    phone.goto(hall.address)

    for key in CRITERIA:
        choose(phone, "2", key)
        with phone.expect_navigation():
            send(phone)

    expect_heading(phone, "You are through")
    assert [hall.kept(key) for key in CRITERIA] == ["2", "2", "2"]


def test_what_was_chosen_and_not_sent_survives_a_swap(phone: Page, hall: Hall) -> None:
    hall.open_round(FIRST)
    phone.goto(hall.address)
    before = phone.locator("main").get_attribute("data-revision")
    choose(phone, "2")
    phone.locator("summary").first.click()

    with hall.working() as workshop:
        turn_to(workshop, FIRST)

    expect(phone.locator("main")).not_to_have_attribute(
        "data-revision", before or "", timeout=PATIENCE
    )
    expect(phone.locator(f"#{FIRST}-1-2")).to_be_checked()
    assert phone.evaluate("document.querySelector('details').open") is True


def test_a_typed_idea_survives_a_swap_with_the_cursor_in_it(phone: Page, hall: Hall) -> None:
    hall.turn_ideas_to(IdeaPhase.COLLECTING)
    phone.goto(hall.address)
    field = phone.get_by_label("Your idea")
    field.press_sequentially("Schilder in ")

    hall.write("Sprechstunde")
    expect(phone.locator(".ideas")).to_have_text("Sprechstunde", timeout=PATIENCE)
    phone.keyboard.type("fünf Sprachen")

    expect(field).to_have_value("Schilder in fünf Sprachen")


def test_with_three_dots_given_the_others_wait(phone: Page, hall: Hall) -> None:
    for number in range(4):
        hall.write(f"Idee {number}")
    hall.turn_ideas_to(IdeaPhase.DOTTING)
    phone.goto(hall.address)

    for number in range(3):
        phone.get_by_label(f"Idee {number}").click()

    expect(phone.get_by_label("Idee 3")).to_be_disabled()
    send(phone)
    expect(phone.locator(".messages")).to_contain_text("Sent: 3 dots.")


def test_without_a_connection_a_quiet_line_says_so(phone: Page, hall: Hall) -> None:
    phone.goto(hall.address)
    line = phone.locator("[data-connection]")
    phone.route("**/workshop/state.json", lambda route: route.abort())
    expect(line).to_have_text("No connection – trying again.", timeout=20_000)

    phone.unroute("**/workshop/state.json")
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(line).to_have_text("")


def test_who_is_removed_sees_it_at_once(phone: Page, hall: Hall) -> None:
    phone.goto(hall.address)

    with hall.working() as workshop:
        seat = seat_of(hall.ticket)
        assert seat
        remove_participant(workshop, seat.sign, by="desk")

    expect_heading(phone, "This phone is no longer in the workshop")


def test_the_first_load_is_small(
    browser: Browser, hall: Hall, record_property: Callable[[str, object], None]
) -> None:
    hall.open_round(FIRST)
    with reading(browser, hall.site.origin, viewport=TELEPHONE, locale="de-DE") as page:
        carry(page, hall)
        page.goto(hall.address, wait_until="load")
        sizes = page.evaluate(
            """() => [...performance.getEntriesByType("navigation"),
                      ...performance.getEntriesByType("resource")]
              .filter((one) => !one.name.includes(".woff2"))
              .map((one) => [new URL(one.name).pathname, one.transferSize])"""
        )

    total = sum(size for _, size in sizes)
    record_property("first load in bytes", total)
    print(total, sizes)
    assert {path for path, _ in sizes} == {"/workshop", "/phone.js", "/phone.css"}
    assert total <= FIRST_LOAD


def every_state(hall: Hall) -> Iterator[str]:
    """Brings the room into one state after the other; yields the page to look at."""
    yield "/join"
    yield "/workshop/group"
    yield "/workshop"
    hall.open_round(FIRST)
    yield "/workshop"
    with hall.working() as workshop:
        vote(latest_rounds(workshop)[FIRST], [hall.ticket], "2")
    yield "/workshop"
    hall.let_others_vote("3")
    hall.close()
    yield "/workshop"
    hall.reveal()
    yield "/workshop"
    hall.open_round(*CRITERIA[1:])
    yield "/workshop"
    with hall.working() as workshop:
        for key in CRITERIA[1:]:
            vote(latest_rounds(workshop)[key], [hall.ticket], "unknown")
    yield "/workshop"
    hall.close()
    hall.reveal()
    hall.write("Eine gemeinsame Sprechstunde von Bürgerbüro und Migrationsberatungsstelle")
    hall.turn_ideas_to(IdeaPhase.COLLECTING)
    yield "/workshop"
    hall.turn_ideas_to(IdeaPhase.DOTTING)
    yield "/workshop"
    hall.turn_ideas_to(IdeaPhase.DONE)
    yield "/workshop"
    with hall.working() as workshop:
        end(workshop, by="desk")
    yield "/workshop"


@pytest.mark.parametrize(
    "options",
    [
        {"locale": "de-DE"},
        {"locale": "de-DE", "color_scheme": "dark"},
    ],
    ids=["light", "dark"],
)
def test_every_state_fits_a_small_phone_and_everybody(
    browser: Browser, hall: Hall, options: dict[str, str]
) -> None:
    found = []
    with reading(
        browser, hall.site.origin, viewport=TELEPHONE, reduced_motion="reduce", **options
    ) as page:
        carry(page, hall)
        for address in every_state(hall):
            page.goto(f"{hall.site.origin}{address}")
            page.evaluate(OPEN_EVERY_FOLD)
            heading = page.locator("h1").text_content()
            for direction in ("ltr", "rtl"):
                page.evaluate("(one) => { document.documentElement.dir = one; }", direction)
                found += [f"{heading}: {one}" for one in page.evaluate(STICKING_OUT)]
            found += [f"{heading}: {one}" for one in page.evaluate(TOO_SMALL, FINGER)]
            found += [f"{heading}: {one}" for one in violations(page, EVERY_RULE)]

    assert "\n".join(found) == ""

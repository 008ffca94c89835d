"""The pages of workshops in every state, with how to get there: the moderator's and the phones'."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urljoin

from playwright.sync_api import Page

from app.accounts.throttle import forget_failures, join_subject
from app.assessments.models import Assessment
from app.assessments.queries import find_assessment
from app.domain.measure import Effect, MeasureState
from app.extensions import db, now
from app.measures.actions import Entry, draft_measure, note_progress, put_forward
from app.workshops.ending import erase
from app.workshops.joining import remove_participant, seat_of, take_seat
from app.workshops.models import Workshop
from app.workshops.preparing import rehearse
from app.workshops.queries import groups_of, latest_rounds
from app.workshops.rounds import close_rounds, open_rounds, reveal
from app.workshops.tickets import Ticket, new_ticket
from tests.browser.pages import Tour, send
from tests.browser.serving import Check, Site
from tests.builders import CHECKLIST
from tests.workshops import scenes
from tests.workshops.phones import cookie_of
from tests.workshops.rooms import CRITERIA, FIRST, vote

DECISION, PAPER = f"criteria/{FIRST}/decision", f"criteria/{FIRST}/paper"
LATER = f"criteria/{CRITERIA[1]}/decision"


@dataclass(frozen=True)
class Rooms:
    """A workshop in every state by the name of its scene, and phones by what they show."""

    site: Site
    addresses: Mapping[str, str]
    desks: Mapping[str, str]
    tickets: Mapping[str, str]
    """What phones carry, by the scene they are in or by what happened to them."""


Open = Callable[[Page, Rooms], None]


def workshop_tour(site: Site) -> Tour:
    rooms = prepare_rooms(site)
    pages = {name: partial(one, rooms=rooms) for name, one in WORKSHOP_PAGES.items()}
    return Tour(site.origin, pages)


def prepare_rooms(site: Site) -> Rooms:
    checks = {name: site.new_check(f"Ort {name}") for name in MADE}
    addresses, tickets = {}, {}
    for name, make in MADE.items():
        with site.app.app_context():
            workshop = make(assessment_of(checks[name]))
            addresses[name] = address(checks[name], workshop)
            for kind, ticket in tickets_of(workshop, name):
                tickets[kind] = cookie_of(site.app, ticket)
            db.session.commit()
    return Rooms(site, addresses, {name: one.desk for name, one in checks.items()}, tickets)


def tickets_of(workshop: Workshop, scene: str) -> Iterator[tuple[str, Ticket]]:
    """A phone in each room, and in some of them one more, to which something happened."""
    yield scene, seated(workshop)
    if scene == "waiting":
        yield "nowhere", new_ticket(2**30)
        yield "without a seat", new_ticket(workshop.id)
        yield "removed", (ticket := seated(workshop))
        seat = seat_of(ticket)
        assert seat
        remove_participant(workshop, seat.sign, by="desk")
    if scene in ("rating", "rating_in_silence"):
        yield f"{scene}, sent", (ticket := seated(workshop))
        for opened in latest_rounds(workshop).values():
            vote(opened, [ticket], "2")


def assessment_of(check: Check) -> Assessment:
    found = find_assessment(check.municipality, CHECKLIST, check.year)
    assert found
    return found


def address(check: Check, workshop: Workshop) -> str:
    return f"{check.desk}/workshops/{workshop.id}"


def seated(workshop: Workshop) -> Ticket:
    """Of somebody who sits in the room, where anybody can."""
    ticket = new_ticket(workshop.id)
    if workshop.is_open and not workshop.is_locked:
        take_seat(workshop, ticket, group_id=groups_of(workshop)[0].id)
    return ticket


def a_rehearsal(assessment: Assessment) -> Workshop:
    copy = rehearse(scenes.shown(assessment), by="desk")
    db.session.commit()
    return copy


def rated_again(assessment: Assessment) -> Workshop:
    """Talked about, and closed once more."""
    workshop = scenes.decided(assessment)
    open_rounds(workshop, [FIRST])
    db.session.commit()
    return workshop


def rated_in_silence(assessment: Assessment) -> Workshop:
    """All at once, all of it shown: the agenda can write itself."""
    workshop = scenes.rating_in_silence(assessment)
    rounds = list(latest_rounds(workshop).values())
    close_rounds(workshop, rounds)
    reveal(workshop, rounds)
    db.session.commit()
    return workshop


def erased(assessment: Assessment) -> Workshop:
    workshop = scenes.ended(assessment)
    erase(workshop, by="desk")
    db.session.commit()
    return workshop


def with_measures(assessment: Assessment) -> Workshop:
    origin = "Aus dem Workshop „Runder Tisch Willkommen“ vom 12. Mai 2026"
    title = "Bürgermeisterinnensprechstunde für Neuzugezogene in fünf Sprachen"
    draft_measure(assessment, title, criterion_key=FIRST, origin=origin, by="desk")
    late = Entry(
        "Wegweiser überarbeiten",
        responsible="Leitung der Stabsstelle Integration und Ehrenamt",
        due=date(2026, 5, 1),
        cost=24_000,
        effects=(Effect(FIRST, 1, 2, 2030),),
        state=MeasureState.UNDER_WAY,
    )
    note_progress(put_forward(assessment, late, by="desk"), "Drei Angebote.", by="desk")
    for number in range(11):
        put_forward(assessment, Entry(f"Nr. {number}", responsible="Hauptamt"), by="desk")
    return scenes.dots_given(assessment)


PHONES = (
    "joining",
    "waiting",
    "looking_at_a_question",
    "rating",
    "rating, sent",
    "rating_in_silence",
    "rating_in_silence, sent",
    "closed",
    "shown",
    "shown_for_every_group",
    "too_few",
    "decided",
    "collecting_ideas",
    "giving_dots",
    "dots_given",
    "removed",
    "ended",
)
MADE: Mapping[str, Callable[[Assessment], Workshop]] = {
    **scenes.SCENES,
    **{
        one.__name__: one
        for one in (a_rehearsal, rated_again, rated_in_silence, erased, with_measures)
    },
}


def goto(page: Page, rooms: Rooms, where: str, *, status: int = 200) -> None:
    response = page.goto(urljoin(rooms.site.origin, where))
    assert response
    assert response.status == status, f"{where} answered {response.status}"


def of(scene: str, below: str = "", *, status: int = 200) -> Open:
    """A page of the workshop in this state."""
    after = f"/{below}" if below else ""
    return lambda page, rooms: goto(page, rooms, f"{rooms.addresses[scene]}{after}", status=status)


def at_desk(scene: str, below: str) -> Open:
    return lambda page, rooms: goto(page, rooms, f"{rooms.desks[scene]}/{below}")


def sent_wrong(opens: Open, **fields: str) -> Open:
    """The same page with what was sent, and what is wrong about it."""

    def open_page(page: Page, rooms: Rooms) -> None:
        opens(page, rooms)
        send(page, **fields)

    return open_page


def phone(kind: str, below: str = "/workshop") -> Open:
    """What a phone shows in this room."""

    def open_page(page: Page, rooms: Rooms) -> None:
        carry(page, rooms, rooms.tickets[kind])
        goto(page, rooms, below)

    return open_page


def carry(page: Page, rooms: Rooms, ticket: str) -> None:
    name = rooms.site.app.config["WORKSHOP_COOKIE_NAME"]
    page.context.add_cookies([{"name": name, "value": ticket, "url": rooms.site.origin}])


def wrong_code(page: Page, rooms: Rooms) -> None:
    # Nobody waits, however often the tour is made.
    with rooms.site.app.app_context():
        forget_failures(join_subject("127.0.0.1"), now=now())
        db.session.commit()
    goto(page, rooms, "/join")
    page.locator("#join_code").fill("ABCD-EFGH")
    with page.expect_navigation():
        page.locator("#join_code").press("Enter")


def wrong_counts(page: Page, rooms: Rooms) -> None:
    of("rating", PAPER)(page, rooms)
    entries = page.locator(".paper-fields input")
    entries.first.fill("viele")
    with page.expect_navigation():
        entries.first.press("Enter")


def nothing_written(page: Page, rooms: Rooms) -> None:
    of("collecting_ideas", "ideas")(page, rooms)
    with page.expect_navigation():
        page.locator("form[action$='/ideas'] button").click()


def measure_behind(title: str, below: str = "") -> Open:
    """The page of the measure with this title, or one below it."""

    def open_page(page: Page, rooms: Rooms) -> None:
        at_desk("with_measures", "measures")(page, rooms)
        found = page.get_by_role("link", name=title).get_attribute("href")
        goto(page, rooms, f"{found}{below}")

    return open_page


def measure_told_nothing(page: Page, rooms: Rooms) -> None:
    measure_behind("Wegweiser überarbeiten")(page, rooms)
    with page.expect_navigation():
        page.locator("form[action$='/notes'] button").click()


WORKSHOP_PAGES: Mapping[str, Open] = {
    **{f"console, {one}": of(one) for one in MADE if one not in ("ended", "erased")},
    **{f"screen, {one}": of(one, "screen") for one in scenes.SCENES},
    "console, rated once more": of("rated_again"),
    "end of a workshop": of("rating", "end"),
    "end of a rehearsal": of("a_rehearsal", "end"),
    "decision": of("shown", DECISION),
    "decision without votes": of("waiting", DECISION),
    "decision that stands": of("decided", DECISION),
    "decision with errors": sent_wrong(of("shown", DECISION), choice="", how=""),
    "decision, overtaken": sent_wrong(
        of("decided", DECISION), seen="old", choice="level:1", how="majority", reason="Anders."
    ),
    "ideas, not yet": of("waiting", "ideas"),
    "ideas, collected": of("collecting_ideas", "ideas"),
    "ideas, nothing written": nothing_written,
    "ideas, given dots": of("giving_dots", "ideas"),
    "ideas with dots": of("dots_given", "ideas"),
    "ideas of a workshop that is over": of("ended", "ideas"),
    "record as it stands": of("shown_for_every_group", "record"),
    "record": of("ended", "record"),
    "record, erased": of("erased", "record"),
    "record of ideas": of("dots_given", "record"),
    "measures, none yet": at_desk("waiting", "measures"),
    "measures": at_desk("with_measures", "measures"),
    "measures, none like this": at_desk("with_measures", "measures?state=dropped"),
    "roadmap": at_desk("with_measures", "measures/roadmap"),
    "roadmap by responsible": at_desk("with_measures", "measures/roadmap?by=responsible"),
    "suggestions": at_desk("with_measures", "measures/suggestions"),
    "new measure": at_desk("waiting", f"measures/new?criterion={FIRST}"),
    "new measure with errors": sent_wrong(
        at_desk("waiting", f"measures/new?criterion={FIRST}"), title="", cost="12,50"
    ),
    "measure": measure_behind("Wegweiser überarbeiten"),
    "measure with errors": measure_told_nothing,
    "measure to change": measure_behind("Wegweiser überarbeiten", "/edit"),
    "measure, overtaken": sent_wrong(
        measure_behind("Wegweiser überarbeiten", "/edit"), version="99", title="Schilder"
    ),
    "ballots": of("rating", "ballots"),
    "helper sheet": of("rating", "helper-sheet"),
    "helper sheet before anybody joins": of("prepared", "helper-sheet"),
    "votes on paper": of("rating", PAPER),
    "votes on paper with errors": wrong_counts,
    "votes on paper, too late": of("shown", PAPER),
    "plan that can no longer be changed": of("rating", "plan", status=400),
    "discarding what was decided": of("ended", "discard"),
    "join": lambda page, rooms: goto(page, rooms, "/join"),
    "join with a wrong code": wrong_code,
    "choose a group": phone("without a seat"),
    "choose another group": phone("waiting", "/workshop/group"),
    "join, inside already": phone("waiting", "/join"),
    "phone, ideas with errors": sent_wrong(phone("collecting_ideas"), idea=""),
    "phone, gone": phone("nowhere"),
    **{f"phone, {one}": phone(one) for one in PHONES},
}

"""The pages about people, with how to get there: logged out, logged in, with a second factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urljoin

import pyotp
from playwright.sync_api import Page

from app.accounts.actions import invite, make_password_link, switch_off_second_factor
from app.accounts.api_tokens import end_tokens
from app.accounts.models import Account
from app.accounts.queries import account_of, find_account
from app.accounts.roles import Role
from app.accounts.sessions import end_sessions
from app.accounts.throttle import account_subject, forget_failures
from app.assessments.assigning import assign, hand_back
from app.assessments.assignments import find_assignment
from app.assessments.queries import find_assessment
from app.extensions import db, now
from app.municipalities.queries import find_municipality
from app.workshops.queries import workshops_of
from tests.browser.pages import SECTION, Tour, send
from tests.browser.serving import EXAMPLE_TOWN, Site
from tests.builders import CHECKLIST, PASSWORD, an_account, an_answer

COORDINATOR = "brunhilde.von-hohenstein-wiesental@verbandsgemeinde-lindental.example"
EDITOR = "ulla@example.org"
RESERVED = "ia_society"
CAREFUL = "karl@example.org"
"""Somebody with a second factor."""
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class House:
    """A site with people in it, from in front and from behind."""

    site: Site
    coordinator_id: int
    colleague_id: int

    @property
    def desk(self) -> str:
        return f"/municipalities/{EXAMPLE_TOWN}"

    @property
    def check(self) -> str:
        return f"{self.desk}/{CHECKLIST}/2026"

    def workshop(self, page: str = "") -> str:
        """The example's own."""
        with self.site.app.app_context():
            town = find_municipality(EXAMPLE_TOWN)
            assert town
            first = workshops_of(town)[0]
            return f"{self.desk}/workshops/{first.id}{page}"

    def person(self, page: str = "") -> str:
        return f"{self.desk}/people/{self.colleague_id}{page}"


Open = Callable[[Page, House], None]


def people_tour(site: Site) -> Tour:
    house = prepare_people(site)
    pages = {name: partial(one, house=house) for name, one in PEOPLE_PAGES.items()}
    return Tour(site.origin, pages)


def prepare_people(site: Site) -> House:
    with site.app.app_context():
        town, association = find_municipality(EXAMPLE_TOWN), find_municipality("own-lindental")
        assert town
        assert association
        both = {town: [Role.COORDINATOR, Role.EDITOR], association: [Role.VIEWER]}
        coordinator = an_account(COORDINATOR, name="Brunhilde von Hohenstein", roles=both)
        colleague = an_account("jo@example.org", name="Jo Berger", roles={town: [Role.VIEWER]})
        an_account(CAREFUL, name="Karl Vogel", totp_secret=SECRET)
        editor = an_account(EDITOR, name="Ulla Unruh", roles={town: [Role.EDITOR]})
        hand_out(town.key, coordinator, editor)
        invite("neu@example.org", municipality=town, roles=[Role.EDITOR], by=coordinator.key)
        db.session.commit()
        return House(site, coordinator.id, colleague.id)


def hand_out(town: str, coordinator: Account, editor: Account) -> None:
    """Sections in every state: late, handed back, and reserved."""
    check = find_assessment(town, CHECKLIST, 2026)
    assert check
    late = now().date() - timedelta(days=3)
    for section, account, due_on, message in (
        ("mi_written", coordinator, late, "Bitte auch die Bücherei und das Bürgerbüro fragen."),
        ("ip_arrival", editor, None, ""),
        (RESERVED, coordinator, None, ""),
    ):
        assign(
            check,
            section,
            account,
            due_on=due_on,
            message=message,
            is_exclusive=section == RESERVED,
            by=coordinator.key,
        )
    handed = find_assignment(check, "ip_arrival", editor.id)
    assert handed
    hand_back(check, handed, by=editor.key)
    an_answer(check, "mi_website", note="Von Ulla.", by=editor.key)
    coordinator.previous_visit_at = now() - timedelta(days=2)


def goto(page: Page, house: House, address: str, *, status: int = 200) -> None:
    response = page.goto(urljoin(house.site.origin, address))
    assert response
    assert response.status == status, f"{address} answered {response.status}"


def outside(address: str, *, status: int = 200) -> Open:
    """A page for whoever is not logged in."""

    def open_page(page: Page, house: House) -> None:
        page.context.clear_cookies()
        goto(page, house, address, status=status)

    return open_page


def inside(address: Callable[[House], str]) -> Open:
    """A page of the coordinator, who logs in where that is needed."""
    return lambda page, house: come_in(page, house, address(house))


def come_in(page: Page, house: House, address: str, *, email: str = COORDINATOR) -> None:
    goto(page, house, address)
    if "/log-in" in page.url:
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("#password").press("Enter")


def by_link(token: Callable[[House], str]) -> Open:
    """The page behind a link that was just made."""

    def open_page(page: Page, house: House) -> None:
        page.context.clear_cookies()
        with house.site.app.app_context():
            made = token(house)
            db.session.commit()
        goto(page, house, f"/invitation/{made}")

    return open_page


def invitation_link(house: House) -> str:
    town = find_municipality(EXAMPLE_TOWN)
    assert town
    roles = [Role.EDITOR, Role.MODERATOR]
    return invite("frisch@example.org", municipality=town, roles=roles, by="desk")


def password_link(house: House) -> str:
    return make_password_link(account_of(house.colleague_id), by="desk")


def forget_tries(house: House, email: str) -> None:
    """Nobody waits, however often the tour is made."""
    with house.site.app.app_context():
        forget_failures(account_subject(email), now=now())
        db.session.commit()


def log_in_with_errors(page: Page, house: House) -> None:
    forget_tries(house, "niemand@example.org")
    outside("/log-in")(page, house)
    page.locator("#email").fill("niemand@example.org")
    page.locator("#password").fill("nicht das richtige")
    with page.expect_navigation():
        page.locator("#password").press("Enter")


def invite_with_errors(page: Page, house: House) -> None:
    come_in(page, house, f"{house.desk}/people")
    with page.expect_navigation():
        page.locator("#email").press("Enter")


def link_shown(page: Page, house: House) -> None:
    come_in(page, house, f"{house.desk}/people")
    page.locator("#email").fill("amtsleitung@verbandsgemeinde-lindental.example")
    page.locator("#role-editor").check()
    with page.expect_navigation():
        page.locator("#email").press("Enter")


def tokens_with_errors(page: Page, house: House) -> None:
    come_in(page, house, "/account/tokens")
    with page.expect_navigation():
        page.locator("#name").press("Enter")


def new_token(page: Page, house: House) -> None:
    forget_tries(house, COORDINATOR)
    forget_tokens(house)
    come_in(page, house, "/account/tokens")
    page.locator("#name").fill("Statistik des Landkreises Hohenstein-Wiesental, monatlich")
    page.locator("#password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("#password").press("Enter")


def forget_tokens(house: House) -> None:
    """There is room for one more, however often the tour is made."""
    with house.site.app.app_context():
        end_tokens(house.coordinator_id)
        db.session.commit()


def last_coordinator(page: Page, house: House) -> None:
    come_in(page, house, f"{house.desk}/people")
    with house.site.app.app_context():
        other = find_account("anna@lindenbruck.example")
        assert other
        other.is_disabled = True
        db.session.commit()
    goto(page, house, f"{house.desk}/people/{house.coordinator_id}")
    page.locator("#role-coordinator").uncheck()
    with page.expect_navigation():
        page.locator("main form button").first.click()


def password_with_errors(page: Page, house: House) -> None:
    come_in(page, house, "/account/password")
    send(page, new_password="kurz")


def delete_with_errors(page: Page, house: House) -> None:
    come_in(page, house, "/account/delete")
    send(page, email="anders@example.org")


def logged_out_while_writing(page: Page, house: House) -> None:
    come_in(page, house, f"{house.desk}/{CHECKLIST}/2026/{SECTION}")
    with house.site.app.app_context():
        end_sessions(house.coordinator_id)
        db.session.commit()
    send(page)


def set_up_second_factor(page: Page, house: House) -> None:
    with house.site.app.app_context():
        account = account_of(house.coordinator_id)
        switch_off_second_factor(account, by=account.key)
        db.session.commit()
    come_in(page, house, "/account/second-factor")


def recovery_codes(page: Page, house: House) -> None:
    set_up_second_factor(page, house)
    secret = page.locator("code.secret").inner_text()
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    with page.expect_navigation():
        page.locator("#code").press("Enter")


def code_page(page: Page, house: House) -> None:
    forget_tries(house, CAREFUL)
    page.context.clear_cookies()
    come_in(page, house, "/account", email=CAREFUL)


def code_with_errors(page: Page, house: House) -> None:
    code_page(page, house)
    page.locator("#code").fill("")
    with page.expect_navigation():
        page.locator("#code").press("Enter")


def assignment_with_errors(page: Page, house: House) -> None:
    come_in(page, house, f"{house.check}/assignments/ip_arrival")
    page.locator("#message").fill("x" * 201)
    with page.expect_navigation():
        page.locator("#message").press("Enter")


def reserved_section(page: Page, house: House) -> None:
    page.context.clear_cookies()
    come_in(page, house, f"{house.check}/sections/{RESERVED}", email=EDITOR)


def of_demo(name: str, page_of: Callable[[House], str]) -> Open:
    """A page as a demo identity sees it."""

    def open_page(page: Page, house: House) -> None:
        outside("/log-in")(page, house)
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()
        goto(page, house, page_of(house))

    return open_page


def demo_account(page: Page, house: House) -> None:
    outside("/log-in")(page, house)
    with page.expect_navigation():
        page.get_by_role("button", name="Mona Maurer").click()
    goto(page, house, "/account")


PEOPLE_PAGES: Mapping[str, Open] = {
    "start, logged out": outside("/"),
    "log-in": outside("/log-in"),
    "log-in with errors": log_in_with_errors,
    "password forgotten": outside("/log-in/forgotten"),
    "invitation": by_link(invitation_link),
    "password by link": by_link(password_link),
    "link no longer holds": outside("/invitation", status=410),
    "start with two municipalities": inside(lambda house: "/"),
    "desk of a coordinator": inside(lambda house: house.desk),
    "account": inside(lambda house: "/account"),
    "change the password": inside(lambda house: "/account/password"),
    "change the password with errors": password_with_errors,
    "tokens with errors": tokens_with_errors,
    "new token": new_token,
    "tokens": inside(lambda house: "/account/tokens"),
    "for programs, with an account": inside(lambda house: "/api"),
    "delete the account": inside(lambda house: "/account/delete"),
    "delete the account with errors": delete_with_errors,
    "people": inside(lambda house: f"{house.desk}/people"),
    "people with errors": invite_with_errors,
    "link shown": link_shown,
    "person": inside(lambda house: house.person()),
    "oneself": inside(lambda house: f"{house.desk}/people/{house.coordinator_id}"),
    "person, last coordinator": last_coordinator,
    "take somebody out": inside(lambda house: house.person("/remove")),
    "trail": inside(lambda house: f"{house.desk}/trail"),
    "who fills in what": inside(lambda house: f"{house.check}/assignments"),
    "a section that was handed back": inside(lambda house: f"{house.check}/assignments/ip_arrival"),
    "a section to change": inside(
        lambda house: f"{house.check}/assignments/mi_written?person={house.coordinator_id}"
    ),
    "handing out with errors": assignment_with_errors,
    "overview with something to do": inside(lambda house: house.check),
    "section with something to do": inside(lambda house: f"{house.check}/sections/mi_written"),
    "all answers": inside(lambda house: f"{house.check}/answers"),
    "history of a part": inside(lambda house: f"{house.check}/history?part=mi_website"),
    "second factor": set_up_second_factor,
    "recovery codes": recovery_codes,
    "second factor is set up": inside(lambda house: "/account/second-factor"),
    "logged out while writing": logged_out_while_writing,
    "second factor off again": set_up_second_factor,
    "code": code_page,
    "code with errors": code_with_errors,
    "section of others": reserved_section,
    "desk of a viewer": of_demo("Vera Vogt", lambda house: house.desk),
    "overview of a viewer": of_demo("Vera Vogt", lambda house: house.check),
    "desk of a moderator": of_demo("Mona Maurer", lambda house: house.desk),
    "workshops of a viewer": of_demo("Vera Vogt", lambda house: f"{house.desk}/workshops"),
    "workshops of a moderator": of_demo("Mona Maurer", lambda house: f"{house.desk}/workshops"),
    "workshop to prepare, of a moderator": of_demo(
        "Mona Maurer", lambda house: f"{house.desk}/workshops/new"
    ),
    "console of a moderator": of_demo("Mona Maurer", lambda house: house.workshop()),
    "record of a viewer": of_demo("Vera Vogt", lambda house: house.workshop("/record")),
    "measures of a viewer": of_demo("Vera Vogt", lambda house: f"{house.desk}/measures"),
    "council paper of a viewer": of_demo(
        "Vera Vogt", lambda house: f"{house.check}/papers/council"
    ),
    "levels": of_demo("Mona Maurer", lambda house: f"{house.check}/levels"),
    "account in the demo": demo_account,
}

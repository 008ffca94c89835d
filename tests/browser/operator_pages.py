"""The operator's pages and a municipality's settings, as the people of the demo see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urljoin

from playwright.sync_api import Page

from app.accounts.actions import invite, invite_operator
from app.accounts.queries import find_account
from app.accounts.roles import Role
from app.extensions import db
from app.municipalities.queries import find_municipality
from tests.browser.pages import Tour, record_merger, send
from tests.browser.serving import EXAMPLE_TOWN, Site
from tests.builders import PASSWORD, a_municipality, an_account

OPERATOR, COORDINATOR = "Otto Oertel", "Karim Kaya"
PLACE = f"/operation/municipalities/{EXAMPLE_TOWN}"
SETTINGS = "/municipalities/own-lindental/settings"
OWN, OWNER = "own-eigenheim-an-der-beispielbrucke", "eigen@example.org"
LONG = "geschaeftsstelle.integration@verbandsgemeinde-lindental.example"

Open = Callable[[Page, Site], None]


def operator_tour(site: Site) -> Tour:
    prepare_operation(site)
    pages = {name: partial(one, site=site) for name, one in OPERATOR_PAGES.items()}
    return Tour(site.origin, pages)


def prepare_operation(site: Site) -> None:
    """So many municipalities that there is a second page, and every kind of invitation."""
    with site.app.app_context():
        town, anna = find_municipality(EXAMPLE_TOWN), find_account("anna@lindenbruck.example")
        assert town
        assert anna
        record_merger(EXAMPLE_TOWN)
        an_account("olga@betrieb.example", name="Olga Ohm", is_operator=True)
        invite(LONG, municipality=town, roles=[Role.COORDINATOR], by=anna.key)
        invite_operator(LONG, by=anna.key)
        # Nobody of the demo has a password; here somebody has one, and a button for it.
        own = a_municipality("Eigenheim an der Beispielbrücke")
        an_account(OWNER, name="Eigen", roles={own: [Role.COORDINATOR]})
        for number in range(55):
            a_municipality(f"Ort {number:02}")
        db.session.commit()


def goto(page: Page, site: Site, address: str, *, status: int = 200) -> None:
    response = page.goto(urljoin(site.origin, address))
    assert response
    assert response.status == status, f"{address} answered {response.status}"


def seen_by(name: str, address: str, *, status: int = 200) -> Open:
    """A page as a demo identity sees it, who is entered with one click where needed."""

    def open_page(page: Page, site: Site) -> None:
        be(page, site, name)
        goto(page, site, address, status=status)

    return open_page


def be(page: Page, site: Site, name: str) -> None:
    page.context.clear_cookies()
    goto(page, site, "/")
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def invite_by_enter(address: str, email: str) -> Open:
    def open_page(page: Page, site: Site) -> None:
        be(page, site, OPERATOR)
        goto(page, site, address)
        page.locator("#email").fill(email)
        with page.expect_navigation():
            page.locator("#email").press("Enter")

    return open_page


def password_link(page: Page, site: Site) -> None:
    be(page, site, OPERATOR)
    goto(page, site, f"/operation/municipalities/{OWN}")
    with page.expect_navigation():
        page.locator("form[action$='/password-link'] button").first.click()


def own_place_with_errors(page: Page, site: Site) -> None:
    be(page, site, OPERATOR)
    goto(page, site, "/operation/municipalities/own")
    page.locator("#population").fill("viele")
    with page.expect_navigation():
        page.locator("#population").press("Enter")


def erasing_with_errors(page: Page, site: Site) -> None:
    page.context.clear_cookies()
    goto(page, site, f"/log-in?next=/municipalities/{OWN}/settings/erase")
    page.locator("#email").fill(OWNER)
    page.locator("#password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("#password").press("Enter")
    send(page, confirm="Anders")


OPERATOR_PAGES: Mapping[str, Open] = {
    "operation": seen_by(OPERATOR, "/operation"),
    "operation, found": seen_by(OPERATOR, "/operation?q=linden"),
    "operation, nothing found": seen_by(OPERATOR, "/operation?q=xyzzy"),
    "add a municipality": seen_by(OPERATOR, "/operation/municipalities/new"),
    "add a municipality, hits": seen_by(OPERATOR, "/operation/municipalities/new?q=Neuenkirchen"),
    "add a place of its own": seen_by(OPERATOR, "/operation/municipalities/own"),
    "add a place of its own with errors": own_place_with_errors,
    "municipality of the operator": seen_by(OPERATOR, PLACE),
    "municipality of the operator with errors": invite_by_enter(PLACE, "nobody"),
    "territory for the operator": seen_by(OPERATOR, f"{PLACE}/territory"),
    "territory of the demo": seen_by(COORDINATOR, "/municipalities/own-lindental/territory"),
    "invitation to coordinate": invite_by_enter(PLACE, "neu@lindenbruck.example"),
    "password link of the operator": password_link,
    "operators": seen_by(OPERATOR, "/operation/operators"),
    "operators with errors": invite_by_enter("/operation/operators", "nobody"),
    "invitation to operate": invite_by_enter("/operation/operators", "nina@betrieb.example"),
    "mail": seen_by(OPERATOR, "/operation/mail"),
    "health": seen_by(OPERATOR, "/operation/health"),
    "what happened": seen_by(OPERATOR, "/operation/trail"),
    "not open in the demo": seen_by(COORDINATOR, "/operation", status=403),
    "settings": seen_by(COORDINATOR, SETTINGS),
    "erasing in the demo": seen_by(COORDINATOR, f"{SETTINGS}/erase"),
    "erasing with errors": erasing_with_errors,
}

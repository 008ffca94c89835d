"""Single sign-on in a real browser: no form of ours may end on another host, and yet it works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.accounts.queries import find_account
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider, a_provider
from tests.browser.serving import Site, serving
from tests.browser.test_pages_are_accessible import EVERY_RULE, violations
from tests.browser.watching import PATIENCE, REPORT_VIOLATIONS, watch
from tests.builders import an_account

EMAIL = "erika@example.org"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with a_provider() as provider:
        provider.person = {"email": EMAIL, "email_verified": True}
        yield provider


@pytest.fixture(scope="module")
def site(
    chromium: str,
    provider: Provider,
    migrated_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """A server of its own, for which the provider is set up, with one account."""
    database = tmp_path_factory.mktemp("single_sign_on") / "served.sqlite"
    database.write_bytes(migrated_database.read_bytes())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OIDC_ISSUER", provider.origin)
        environment.setenv("OIDC_CLIENT_ID", CLIENT_ID)
        environment.setenv("OIDC_CLIENT_SECRET", CLIENT_SECRET)
        environment.setenv("OIDC_NAME", "Kreisverwaltung")
        with serving(database) as site:
            with site.app.app_context():
                an_account(EMAIL)
            yield site


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_one_press_of_the_button_leads_to_the_provider_and_back(
    browser: Browser, site: Site, provider: Provider, has_script: bool
) -> None:
    faults: list[str] = []
    context = browser.new_context(locale="en-GB", java_script_enabled=has_script)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_VIOLATIONS)
    watch(context, site.origin, faults)
    page = context.new_page()

    page.goto(f"{site.origin}/log-in?next=/account")
    page.get_by_role("button", name="Log in with Kreisverwaltung").click()
    page.wait_for_url(f"{site.origin}/account")

    assert page.get_by_text(EMAIL).count() > 0
    elsewhere = [fault for fault in faults if f"{provider.origin}/authorize?" not in fault]
    assert elsewhere == []
    assert len(faults) == 1
    context.close()
    with site.app.app_context():
        account = find_account(EMAIL)
        assert account
        assert account.sso_subject == f"{provider.origin} 4711"


@pytest.mark.browser
def test_the_pages_on_the_way_are_accessible(
    browser: Browser, site: Site, provider: Provider
) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 320, "height": 700})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    # The provider keeps them waiting, so that the page before it can be looked at.
    context.route(f"{provider.origin}/**", lambda route: route.abort("aborted"))

    page.goto(f"{site.origin}/log-in")
    page.get_by_role("button", name="Log in with Kreisverwaltung").click()
    page.get_by_role("link", name="Go on to Kreisverwaltung").wait_for()
    found = violations(page, EVERY_RULE)
    page.goto(f"{site.origin}/log-in/single-sign-on/answer?state=guessed")
    assert page.get_by_role("heading", name="You are not logged in").count() == 1
    found += violations(page, EVERY_RULE)

    assert found == []
    root = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert root[0] <= root[1] == 320
    context.close()

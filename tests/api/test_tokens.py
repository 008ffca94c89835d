"""Programs that come with a token: what it opens, when it ends, and what it never tells."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.actions import (
    change_password,
    delete_account,
    give_roles,
    make_operator,
    remove_person,
)
from app.accounts.api_tokens import PREFIX, end_token, tokens_of
from app.accounts.models import Account, ApiToken
from app.accounts.roles import Role
from app.accounts.throttle import address_subject, wait_for
from app.accounts.token_scopes import TokenScope
from app.api.scopes import scope_of
from app.assessments.models import Assessment
from app.extensions import db, now
from app.holdings.erasing import erase
from tests.api.asking import (
    API,
    PROBLEM,
    a_token,
    asks,
    comparisons_of,
    of_check,
    of_place,
    sends,
)
from tests.builders import an_account, an_answer, an_assessment
from tests.visitor import Visitor

TEXTS = ("Nachweis 2026", "Grund 2026")


@pytest.fixture
def check(app: Flask) -> Assessment:
    """A self-check with an evidence note and a reason, beside one of the year before."""
    check = an_assessment()
    an_assessment(check.municipality, year=2025)
    an_answer(check, "mi_language_needs", level=2, note=TEXTS[0])
    an_answer(check, "mi_responsibility", state="not_applicable", reason=TEXTS[1])
    return check


@pytest.fixture
def viewer(check: Assessment) -> Account:
    # Somebody coordinates, so that the other one may go.
    an_account("chefin@example.org", roles={check.municipality: [Role.COORDINATOR]})
    return an_account(roles={check.municipality: [Role.VIEWER]})


def every_address(check: Assessment) -> dict[str, str]:
    """One of each operation that is not open to everybody."""
    return {
        "list_checklists": f"{API}/checklists",
        "show_checklist": f"{API}/checklists/{check.checklist_key}/{check.checklist_version}",
        "list_municipalities": f"{API}/municipalities",
        "list_assessments": of_place(check.municipality),
        "show_assessment": of_check(check),
        "show_results": of_check(check, "/results"),
        "compare_years": comparisons_of(check),
    }


def statuses(visitor: Visitor, token: str, paths: dict[str, str]) -> dict[str, int]:
    headers = {"Authorization": f"Bearer {token}"}
    return {name: visitor.gets(path, headers=headers).status_code for name, path in paths.items()}


def told(response: TestResponse) -> dict[str, Any]:
    assert response.mimetype == PROBLEM
    return dict(response.get_json(force=True))


def test_every_operation_that_is_not_for_everybody_is_asked_here(
    app: Flask, check: Assessment
) -> None:
    guarded = {
        name.removeprefix("api.")
        for name, view in app.view_functions.items()
        if name.startswith("api.") and scope_of(view)
    }

    assert guarded == every_address(check).keys()


@pytest.mark.parametrize(
    ("scope", "opened"),
    [
        (TokenScope.CHECKLISTS, {"list_checklists", "show_checklist"}),
        (
            TokenScope.RESULTS,
            {
                *("list_checklists", "show_checklist", "list_municipalities"),
                *("list_assessments", "show_results", "compare_years"),
            },
        ),
        (
            TokenScope.NOTES,
            {
                *("list_checklists", "show_checklist", "list_municipalities", "list_assessments"),
                *("show_results", "compare_years", "show_assessment"),
            },
        ),
    ],
)
def test_a_token_opens_what_its_scope_says_and_nothing_else(
    reader: Visitor, check: Assessment, viewer: Account, scope: TokenScope, opened: set[str]
) -> None:
    paths = every_address(check)

    found = statuses(reader, a_token(viewer, scope=scope), paths)

    assert found == {name: 200 if name in opened else 403 for name in paths}


def test_a_token_that_does_not_go_far_enough_hears_which_scope_would(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    token = a_token(viewer, scope=TokenScope.RESULTS)

    response = sends(reader, token, of_check(check), status=403)

    assert told(response)["detail"] == "It needs the scope “notes”."
    challenge = response.www_authenticate
    assert (challenge.type, challenge.parameters) == (
        "bearer",
        {"realm": "Willkommenscheck", "error": "insufficient_scope", "scope": "notes"},
    )


def test_no_text_that_people_wrote_about_a_criterion_comes_with_the_scope_results(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    results, notes = (
        a_token(viewer, scope=scope) for scope in (TokenScope.RESULTS, TokenScope.NOTES)
    )
    paths = every_address(check)
    readable = [path for name, path in paths.items() if name != "show_assessment"]

    bare = "".join(sends(reader, results, path).get_data(as_text=True) for path in readable)
    whole = "".join(sends(reader, notes, path).get_data(as_text=True) for path in paths.values())

    assert [text in bare for text in TEXTS] == [False, False]
    assert [text in whole for text in TEXTS] == [True, True]


def test_a_comparison_without_texts_has_the_same_numbers_and_a_hash_of_its_own(
    reader: Visitor, worked: Assessment
) -> None:
    account = an_account(roles={worked.municipality: [Role.VIEWER]})
    an_answer(worked, "a", level=3, note=TEXTS[0])
    bare, whole = (
        sends(reader, a_token(account, scope=scope), comparisons_of(worked)).get_json()
        for scope in (TokenScope.RESULTS, TokenScope.NOTES)
    )

    assert TEXTS[0] in json.dumps(whole, ensure_ascii=False)
    assert bare.pop("sha256") != whole.pop("sha256")
    for pair in whole["comparison"]["criteria"]:
        for side in ("then", "now"):
            del pair[side]["reason"], pair[side]["note"]
    assert bare == whole


def test_what_comes_with_a_token_are_the_bytes_that_come_to_the_person(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    token = a_token(viewer)
    with_token = [sends(reader, token, path).get_data() for path in every_address(check).values()]

    reader.logs_in(viewer.email)

    assert [reader.gets(one).get_data() for one in every_address(check).values()] == with_token


@pytest.mark.parametrize("scope", [*TokenScope])
def test_a_moderator_gets_no_note_whatever_the_scope(
    reader: Visitor, check: Assessment, scope: TokenScope
) -> None:
    token = a_token(an_account(roles={check.municipality: [Role.MODERATOR]}), scope=scope)
    paths = every_address(check)

    found = statuses(reader, token, paths)

    assert {found[name] for name in ("list_assessments", "show_assessment")} == {403}
    assert {found[name] for name in ("show_results", "compare_years")} == {403}


def test_walls_hold_and_what_is_foreign_looks_like_what_is_nowhere(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    foreign, token = an_assessment(), a_token(viewer)
    nowhere = sends(reader, token, f"{API}/municipalities/own-no/assessments", status=404)

    listed = sends(reader, token, f"{API}/municipalities").get_json()["items"]

    assert [one["key"] for one in listed] == [check.municipality.key]
    for path in (of_place(foreign.municipality), of_check(foreign), comparisons_of(foreign)):
        assert sends(reader, token, path, status=404).get_data() == nowhere.get_data()


def test_a_token_bound_to_one_municipality_knows_no_other(reader: Visitor) -> None:
    one, other = an_assessment(), an_assessment()
    roles = {one.municipality: [Role.EDITOR], other.municipality: [Role.COORDINATOR]}
    account = an_account(roles=roles)
    bound = a_token(account, municipality=one.municipality)
    free = a_token(account)

    listed = {
        token: [
            place["key"]
            for place in sends(reader, token, f"{API}/municipalities").get_json()["items"]
        ]
        for token in (bound, free)
    }

    assert listed[bound] == [one.municipality.key]
    assert listed[free] == sorted([one.municipality.key, other.municipality.key])
    sends(reader, bound, of_check(other), status=404)
    sends(reader, free, of_check(other))


def test_an_operator_reads_by_token_no_more_than_their_roles_allow(reader: Visitor) -> None:
    check = an_assessment()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    careful = an_account("a@example.org", is_operator=True, totp_secret=secret)
    careless = an_account("b@example.org", is_operator=True)

    sends(reader, a_token(careful), f"{API}/checklists")
    sends(reader, a_token(careful), of_check(check), status=404)
    assert sends(reader, a_token(careful), f"{API}/municipalities").get_json()["items"] == []
    sends(reader, a_token(careless), f"{API}/checklists", status=403)


Ending = Callable[[Account, Assessment], None]


def _disable(account: Account, _check: Assessment) -> None:
    account.is_disabled = True


def _end(account: Account, _check: Assessment) -> None:
    end_token(tokens_of(account.id)[0], account)


ENDINGS: dict[str, Ending] = {
    "ended by its person": _end,
    "another password": lambda account, _check: change_password(account, "ein anderer hash"),
    "account disabled": _disable,
    "account deleted": lambda account, _check: delete_account(account),
    "out of the municipality": lambda account, check: remove_person(
        account, check.municipality, by="desk"
    ),
    "no longer a reader": lambda account, check: give_roles(
        account, check.municipality, [Role.MODERATOR], by="desk"
    ),
    "municipality erased": lambda _account, check: erase(check.municipality, by="desk"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_token_ends_with_what_it_stands_on(
    reader: Visitor, check: Assessment, viewer: Account, ending: str
) -> None:
    token, path = a_token(viewer, municipality=check.municipality), of_check(check)
    sends(reader, token, path)

    ENDINGS[ending](viewer, check)
    db.session.commit()

    refused = sends(reader, token, path, status=401)
    unknown = sends(reader, f"{PREFIX}{'x' * 43}", path, status=401)
    assert refused.get_data() == unknown.get_data()
    assert refused.headers["WWW-Authenticate"] == unknown.headers["WWW-Authenticate"]
    assert "invalid_token" in refused.headers["WWW-Authenticate"]


def test_a_role_that_is_taken_and_given_again_wakes_no_token(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    tokens = [a_token(viewer, municipality=place) for place in (check.municipality, None)]

    remove_person(viewer, check.municipality, by="desk")
    give_roles(viewer, check.municipality, [Role.EDITOR], by="desk")

    for token in tokens:
        sends(reader, token, of_check(check), status=401)


def test_a_token_for_another_municipality_outlives_a_lost_role(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    other = an_assessment()
    give_roles(viewer, other.municipality, [Role.VIEWER], by="desk")
    token = a_token(viewer, municipality=other.municipality)

    remove_person(viewer, check.municipality, by="desk")

    sends(reader, token, of_check(other))


def test_another_role_counts_from_the_next_request_on(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    token = a_token(viewer)
    foreign = an_assessment()
    sends(reader, token, of_check(foreign), status=404)

    give_roles(viewer, foreign.municipality, [Role.VIEWER], by="desk")

    sends(reader, token, of_check(foreign))


def test_a_token_ends_on_its_day(reader: Visitor, check: Assessment, viewer: Account) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        token = a_token(viewer, days=30)
        clock.shift(timedelta(days=30, seconds=-1))
        sends(reader, token, of_check(check))

        clock.shift(1)

        expired = sends(reader, token, of_check(check), status=401)
        unknown = sends(reader, "wkc_unknown", of_check(check), status=401)
        assert expired.get_data() == unknown.get_data()


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "bearer wkc_",
        "Bearer a b",
        "Bearer a=b",
        "Bearer \xe4",
        "Bearer " * 500,
    ],
)
def test_whatever_is_sent_in_place_of_a_token_is_refused(
    reader: Visitor, check: Assessment, sent: str
) -> None:
    for path in every_address(check).values():
        response = reader.gets(path, headers={"Authorization": sent})
        assert (response.status_code, response.mimetype) == (401, PROBLEM)


def test_who_sends_nothing_hears_how_to_come_in(reader: Visitor, viewer: Account) -> None:
    response = reader.gets(f"{API}/municipalities")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="Willkommenscheck"'
    assert told(response)["title"] == "Who is asking?"


def test_at_a_desk_without_accounts_no_token_is_needed_and_a_wrong_one_is_refused(
    reader: Visitor, check: Assessment
) -> None:
    assert asks(reader, "municipalities")["items"]
    sends(reader, "wkc_wrong", f"{API}/municipalities", status=401)


def test_with_a_token_cookies_are_neither_looked_at_nor_set(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    stranger = an_account("fremd@example.org")
    reader.logs_in(viewer.email)
    reader.client.set_cookie("language", "de")

    response = sends(reader, a_token(stranger), f"{API}/municipalities")
    refused = sends(reader, "wkc_wrong", f"{API}/municipalities", status=401)

    assert response.get_json()["items"] == []
    assert [one.headers.getlist("Set-Cookie") for one in (response, refused)] == [[], []]
    assert response.headers["Content-Language"] == "en"
    assert {"Authorization", "Cookie"} <= {*response.vary}
    assert [one["key"] for one in asks(reader, "municipalities")["items"]] == [
        check.municipality.key
    ]


def test_the_session_of_a_browser_is_enough_to_look(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    reader.logs_in(viewer.email)

    assert asks(reader, of_check(check))["year"] == check.year


@pytest.mark.parametrize("path", ["/account", "/", "/account/data.json", "/municipalities/x"])
def test_a_token_opens_no_page(reader: Visitor, viewer: Account, path: str) -> None:
    headers = {"Authorization": f"Bearer {a_token(viewer)}"}

    with_token = reader.gets(path, headers=headers)

    without = reader.gets(path)
    assert (with_token.status_code, with_token.location) == (without.status_code, without.location)


def test_nothing_can_be_changed_with_a_token(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    headers = {"Authorization": f"Bearer {a_token(viewer)}"}

    for method in (reader.client.post, reader.client.put, reader.client.delete):
        assert reader.asks(method, of_check(check), headers=headers).status_code == 405


def test_the_day_of_the_last_use_is_kept_and_written_once_a_day(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        token, days = a_token(viewer), []
        for hours in (0, 1, 24):
            clock.shift(timedelta(hours=hours))
            sends(reader, token, of_check(check))
            days.append(db.session.scalar(select(ApiToken.last_used_on)))

    assert [f"{day:%d.%m.}" for day in days] == ["02.03.", "02.03.", "03.03."]


def test_after_many_tokens_that_do_not_hold_the_next_ones_wait_and_a_good_one_does_not(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        token = a_token(viewer)
        for number in range(300):
            sends(reader, f"wkc_{number}", f"{API}/checklists", status=401)

        response = sends(reader, "wkc_no", f"{API}/checklists", status=429)

        assert response.headers["Retry-After"] == "30"
        assert told(response)["detail"] == "Please wait 30 seconds, and send one that holds."
        sends(reader, token, of_check(check))
        # Whoever logs in from the same town hall does not wait for it.
        assert wait_for([address_subject("127.0.0.1")], now=now()) == 0


def test_what_is_kept_is_a_hash_and_the_log_knows_no_token(
    reader: Visitor, check: Assessment, viewer: Account, caplog: pytest.LogCaptureFixture
) -> None:
    token = a_token(viewer)

    with caplog.at_level(logging.INFO):
        sends(reader, token, of_check(check))
        sends(reader, token + "x", of_check(check), status=401)

    kept = db.session.scalars(select(ApiToken)).one()
    assert token.startswith(PREFIX)
    assert len(token) == len(PREFIX) + 43
    assert token not in repr(vars(kept))
    assert "refused: a token that does not hold" in caplog.text
    assert token not in caplog.text


def test_somebody_who_becomes_operator_needs_the_second_factor_for_tokens_too(
    reader: Visitor, check: Assessment, viewer: Account
) -> None:
    token = a_token(viewer)
    make_operator(viewer, by="desk")

    response = sends(reader, token, of_check(check), status=403)

    assert "second factor" in told(response)["detail"]

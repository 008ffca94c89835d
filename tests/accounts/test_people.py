"""The people of a municipality: who sees them, who invites, who gives and takes roles."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.actions import give_roles, remove_person
from app.accounts.models import Account
from app.accounts.queries import find_member, members_of, open_invitations
from app.accounts.roles import Role
from app.audit.queries import audit_trail
from app.extensions import db
from app.municipalities.models import Municipality
from tests.accounts.mailbox import mail_set_up
from tests.builders import a_municipality, an_account
from tests.visitor import Page, Visitor

COORDINATOR, COLLEAGUE = "erika@example.org", "jo@example.org"


@pytest.fixture
def place(app: Flask) -> Municipality:
    return a_municipality("Musterort")


@pytest.fixture
def coordinator(place: Municipality) -> Account:
    return an_account(COORDINATOR, name="Erika Muster", roles={place: [Role.COORDINATOR]})


@pytest.fixture
def colleague(place: Municipality) -> Account:
    return an_account(COLLEAGUE, name="Jo Berger", roles={place: [Role.VIEWER]})


@pytest.fixture
def coordinating(reader: Visitor, coordinator: Account, colleague: Account) -> Visitor:
    """The coordinator, logged in."""
    reader.logs_in(COORDINATOR)
    return reader


def people(place: Municipality, below: str = "") -> str:
    return f"/municipalities/{place.key}/people{below}"


def listed(page: Page) -> list[str]:
    return page.of_class("li", "task")


def roles_of(account: Account, place: Municipality) -> tuple[Role, ...]:
    db.session.expire_all()
    member = find_member(place, account.id)
    return member.roles if member else ()


def link_on(page: Page) -> str:
    """The path of the link that is shown to be handed over."""
    return page.texts("textarea")[0].removeprefix("http://localhost")


def test_a_coordinator_sees_everybody_with_their_address(
    coordinating: Visitor, place: Municipality
) -> None:
    page = coordinating.opens(people(place))

    assert listed(page) == [
        "Erika Muster you Coordination erika@example.org",
        "Jo Berger Reading jo@example.org",
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.MODERATOR])
def test_everybody_else_sees_names_and_roles_alone(
    reader: Visitor, coordinator: Account, place: Municipality, role: Role
) -> None:
    an_account("ed@example.org", name="Ed", roles={place: [role]})
    reader.logs_in("ed@example.org")

    page = reader.opens(people(place))

    assert listed(page)[1] == "Erika Muster Coordination"
    assert COORDINATOR not in page.html
    assert [text for form in page.forms for text, _ in form.buttons if text == "Invite"] == []


def test_at_the_desk_the_page_says_what_accounts_are_for(
    reader: Visitor, place: Municipality
) -> None:
    page = reader.opens(people(place))

    assert page.texts("h2")[0] == "No accounts yet"
    assert ("Make accounts", "/accounts/begin") in page.links


def test_without_mail_the_link_is_shown_once_to_be_handed_over(
    app: Flask, coordinating: Visitor, place: Municipality
) -> None:
    page = coordinating.opens(people(place))

    page = coordinating.presses(
        page, "Invite", {"email": " Neu@Example.org ", "roles": ["editor", "moderator"]}
    )

    assert page.title == "A link to hand over"
    guest = Visitor(app, language="en")
    welcome = guest.opens(link_on(page))
    assert welcome.texts("strong") == ["Filling in", "Moderation"]
    again = coordinating.opens(people(place))
    assert listed(again)[2].startswith("neu@example.org Filling in, Moderation holds until ")
    assert link_on(page).rpartition("/")[2] not in again.html


def test_with_mail_the_link_goes_out_and_is_shown_to_nobody(
    app: Flask, coordinating: Visitor, place: Municipality
) -> None:
    page = coordinating.opens(people(place))

    with mail_set_up(app) as mailbox:
        page = coordinating.presses(page, "Invite", {"email": "neu@example.org", "roles": "viewer"})

    assert page.messages == ["The invitation is on its way to neu@example.org."]
    assert [recipient for recipient, _ in mailbox.mails] == ["neu@example.org"]
    assert mailbox.link().rpartition("/")[2] not in page.html


def test_where_the_mail_fails_the_reason_and_the_link_are_shown(
    app: Flask, coordinating: Visitor, place: Municipality
) -> None:
    page = coordinating.opens(people(place))
    with mail_set_up(app):
        gone = app.config["MAIL_SERVER"]
    app.config.update(MAIL_SERVER=gone, MAIL_FROM="check@example.org")

    page = coordinating.presses(page, "Invite", {"email": "neu@example.org", "roles": "viewer"})
    app.config.update(MAIL_SERVER="", MAIL_FROM="")

    assert "The mail server does not accept connections." in page.text
    assert link_on(page).startswith("/invitation/")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"email": "", "roles": "editor"}, "Please enter an e-mail address."),
        (
            {"email": "neu", "roles": "editor"},
            "Please enter an e-mail address such as name@example.org.",
        ),
        ({"email": "neu@example.org"}, "Please choose at least one role."),
        (
            {"email": COLLEAGUE, "roles": "editor"},
            "This person is here already. Change the roles above.",
        ),
    ],
)
def test_what_is_wrong_with_an_invitation_stands_at_its_field(
    coordinating: Visitor, place: Municipality, fields: dict[str, str], problem: str
) -> None:
    page = coordinating.opens(people(place))

    page = coordinating.presses(page, "Invite", fields, status=422)

    assert page.problems == [problem]
    assert open_invitations(place) == []


def test_a_role_nobody_knows_is_refused(coordinating: Visitor, place: Municipality) -> None:
    fields = {"email": "neu@example.org", "roles": ["editor", "operator"]}

    coordinating.posts(people(place), fields, status=422)

    assert open_invitations(place) == []


def test_a_withdrawn_invitation_opens_nothing(
    app: Flask, coordinating: Visitor, place: Municipality
) -> None:
    page = coordinating.opens(people(place))
    shown = coordinating.presses(page, "Invite", {"email": "neu@example.org", "roles": "viewer"})

    page = coordinating.presses(coordinating.opens(people(place)), "Withdraw – neu@example.org")

    assert page.messages == ["The invitation of neu@example.org no longer holds."]
    guest = Visitor(app, language="en")
    assert guest.opens(link_on(shown), status=410).title == "This link no longer holds"


def test_inviting_again_leaves_one_open_link(
    app: Flask, coordinating: Visitor, place: Municipality
) -> None:
    fields = {"email": "neu@example.org", "roles": "viewer"}
    first, second = (coordinating.posts(people(place), fields) for _ in range(2))

    guest = Visitor(app, language="en")
    guest.opens(link_on(first), status=410)
    assert guest.opens(link_on(second)).title == "You are invited"


def test_roles_are_given_exactly_as_ticked_and_end_the_log_in(
    app: Flask, coordinating: Visitor, colleague: Account, place: Municipality
) -> None:
    theirs = Visitor(app, language="en")
    theirs.logs_in(COLLEAGUE)
    page = coordinating.follows(coordinating.opens(people(place)), "Jo Berger")

    page = coordinating.presses(page, "Save the roles", {"roles": ["editor", "moderator"]})

    assert page.messages == ["Jo Berger has other roles now."]
    assert roles_of(colleague, place) == (Role.EDITOR, Role.MODERATOR)
    assert theirs.gets("/account").status_code == 302


def test_the_same_roles_again_end_no_log_in(
    app: Flask, coordinating: Visitor, colleague: Account, place: Municipality
) -> None:
    theirs = Visitor(app, language="en")
    theirs.logs_in(COLLEAGUE)

    page = coordinating.opens(people(place, f"/{colleague.id}"))
    page = coordinating.presses(page, "Save the roles", {"roles": "viewer"})

    assert page.messages == ["Nothing has changed."]
    assert theirs.gets("/account").status_code == 200


def test_nothing_but_roles_is_taken_from_the_form(
    coordinating: Visitor, colleague: Account, place: Municipality
) -> None:
    other = a_municipality("Nachbarort")
    fields = {
        "roles": "editor",
        "is_operator": "1",
        "email": "mine@example.org",
        "municipality_id": other.id,
        "account_id": "1",
    }

    coordinating.posts(people(place, f"/{colleague.id}/roles"), fields)

    db.session.expire_all()
    assert roles_of(colleague, place) == (Role.EDITOR,)
    assert (colleague.is_operator, colleague.email) == (False, COLLEAGUE)
    assert members_of(other) == []


def test_the_last_coordinator_cannot_give_that_role_away(
    coordinating: Visitor, coordinator: Account, place: Municipality
) -> None:
    page = coordinating.opens(people(place, f"/{coordinator.id}"))

    page = coordinating.presses(page, "Save the roles", {"roles": "editor"}, status=422)

    assert page.problems == [
        "Nobody else coordinates Musterort. Make somebody else coordinator first."
    ]
    assert roles_of(coordinator, place) == (Role.COORDINATOR,)


def test_a_coordinator_whose_account_is_closed_does_not_count(
    coordinating: Visitor, coordinator: Account, place: Municipality
) -> None:
    closed = an_account("fort@example.org", roles={place: [Role.COORDINATOR]})
    closed.is_disabled = True

    page = coordinating.opens(people(place, f"/{coordinator.id}"))
    coordinating.presses(page, "Save the roles", {"roles": "editor"}, status=422)

    assert roles_of(coordinator, place) == (Role.COORDINATOR,)


def test_one_of_two_coordinators_can_step_back(
    coordinating: Visitor, coordinator: Account, place: Municipality
) -> None:
    an_account("zwei@example.org", roles={place: [Role.COORDINATOR]})
    page = coordinating.opens(people(place, f"/{coordinator.id}"))

    page = coordinating.presses(page, "Save the roles", {"roles": "editor"})

    assert page.title == "Log in"
    assert roles_of(coordinator, place) == (Role.EDITOR,)


def test_whoever_is_taken_out_is_out_at_once_and_what_they_wrote_stays(
    app: Flask, coordinating: Visitor, colleague: Account, place: Municipality
) -> None:
    theirs = Visitor(app, language="en")
    theirs.logs_in(COLLEAGUE)
    page = coordinating.opens(people(place, f"/{colleague.id}"))

    asked = coordinating.follows(page, "Take out …")
    assert roles_of(colleague, place) == (Role.VIEWER,)
    page = coordinating.presses(asked, "Take out of the municipality")

    assert page.messages == ["Jo Berger has no role in Musterort any more."]
    assert roles_of(colleague, place) == ()
    assert theirs.gets("/account").status_code == 302


def test_the_last_coordinator_cannot_leave(
    coordinating: Visitor, coordinator: Account, place: Municipality
) -> None:
    page = coordinating.opens(people(place, f"/{coordinator.id}/remove"))

    page = coordinating.presses(page, "Leave the municipality", status=422)

    assert "Nobody else coordinates Musterort." in page.text
    assert roles_of(coordinator, place) == (Role.COORDINATOR,)


def test_somebody_from_elsewhere_has_no_page_here(
    coordinating: Visitor, place: Municipality
) -> None:
    stranger = an_account("fremd@example.org", roles={a_municipality("Nachbarort"): [Role.EDITOR]})

    answers = [
        coordinating.gets(people(place, f"/{number}{below}")).status_code
        for number in (stranger.id, 999_999, 2**31, 10**30)
        for below in ("", "/remove")
    ]
    answers += [
        coordinating.posts(people(place, f"/{stranger.id}/{below}"), fields, status=404).status
        for below, fields in [("roles", {"roles": "viewer"}), ("password-link", {}), ("remove", {})]
    ]

    assert answers == [404] * 11
    assert members_of(place)[-1].account.email == COLLEAGUE


def test_an_invitation_of_another_municipality_cannot_be_withdrawn(
    app: Flask, coordinating: Visitor, place: Municipality
) -> None:
    other = a_municipality("Nachbarort")
    an_account("nora@example.org", roles={other: [Role.COORDINATOR]})
    neighbour = Visitor(app, language="en")
    neighbour.logs_in("nora@example.org")
    neighbour.posts(people(other), {"email": "neu@example.org", "roles": "viewer"})
    number = open_invitations(other)[0].id

    coordinating.posts(people(place, f"/invitations/{number}/withdraw"), {}, status=404)
    coordinating.posts(people(other, f"/invitations/{number}/withdraw"), {}, status=404)

    assert [one.id for one in open_invitations(other)] == [number]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.MODERATOR])
def test_only_coordinators_invite_and_change(
    reader: Visitor, coordinator: Account, place: Municipality, role: Role
) -> None:
    an_account("ed@example.org", roles={place: [role]})
    reader.logs_in("ed@example.org")

    one = f"/{coordinator.id}"
    for below in (one, f"{one}/remove"):
        reader.opens(people(place, below), status=403)
    for below in ("", f"{one}/roles", f"{one}/remove", f"{one}/password-link"):
        reader.posts(people(place, below), {"roles": "viewer"}, status=403)

    assert roles_of(coordinator, place) == (Role.COORDINATOR,)


def test_a_link_for_a_new_password_lets_its_person_choose_one(
    app: Flask, coordinating: Visitor, colleague: Account, place: Municipality
) -> None:
    page = coordinating.opens(people(place, f"/{colleague.id}"))

    page = coordinating.presses(page, "Make a link for a new password")

    theirs = Visitor(app, language="en")
    chosen = {"new_password": "vier wilde gänse fliegen tief"}
    page = theirs.presses(theirs.opens(link_on(page)), "Set the password", chosen)
    assert page.title == "Log in"
    assert theirs.logs_in(COLLEAGUE, chosen["new_password"]).address == "/"


@pytest.mark.parametrize("how", ["elsewhere", "operator", "demo", "oneself"])
def test_no_link_where_it_would_open_more_than_one_coordinates(
    coordinating: Visitor, coordinator: Account, place: Municipality, how: str
) -> None:
    account = coordinator
    if how != "oneself":
        roles = {place: [Role.EDITOR]}
        if how == "elsewhere":
            roles[a_municipality("Nachbarort")] = [Role.VIEWER]
        account = an_account("x@example.org", roles=roles, is_operator=how == "operator")
        account.is_demo = how == "demo"

    page = coordinating.opens(people(place, f"/{account.id}"))
    buttons = [text for form in page.forms for text, _ in form.buttons]
    coordinating.posts(people(place, f"/{account.id}/password-link"), {}, status=403)

    assert "Make a link for a new password" not in buttons
    assert {
        "elsewhere": "works in another municipality as well",
        "operator": "runs this installation. Another operator",
        "demo": "an identity of the demo",
        "oneself": "in your account",
    }[how] in page.text


def test_a_link_made_before_somebody_gained_another_role_opens_nothing(
    app: Flask, coordinating: Visitor, colleague: Account, place: Municipality
) -> None:
    page = coordinating.opens(people(place, f"/{colleague.id}"))
    password_link = link_on(coordinating.presses(page, "Make a link for a new password"))
    other = a_municipality("Nachbarort")
    an_account("nora@example.org", roles={other: [Role.COORDINATOR]})
    neighbour = Visitor(app, language="en")
    neighbour.logs_in("nora@example.org")
    fields = {"email": COLLEAGUE, "roles": "coordinator"}
    invitation = link_on(neighbour.posts(people(other), fields))
    theirs = Visitor(app, language="en")
    theirs.logs_in(COLLEAGUE)
    theirs.presses(theirs.opens(invitation), "Accept as Jo Berger")

    assert roles_of(colleague, other) == (Role.COORDINATOR,)
    Visitor(app, language="en").opens(password_link, status=410)


def test_whoever_serves_several_municipalities_can_switch(
    reader: Visitor, place: Municipality
) -> None:
    other = a_municipality("Nachbarort")
    an_account(COORDINATOR, roles={place: [Role.COORDINATOR], other: [Role.VIEWER]})
    reader.logs_in(COORDINATOR)

    page = reader.follows(reader.opens(f"/municipalities/{place.key}"), "Switch municipality")

    assert listed(page)[:2] == ["Musterort Coordination", "Nachbarort Reading"]


def test_whoever_serves_one_municipality_has_nothing_to_switch(
    coordinating: Visitor, place: Municipality
) -> None:
    page = coordinating.opens(f"/municipalities/{place.key}")

    assert "Switch municipality" not in dict(page.links)
    assert ("Audit trail", f"/municipalities/{place.key}/trail") in page.links


def a_password_link(visitor: Visitor, place: Municipality, colleague: Account) -> str:
    """The link for a colleague, in the hands of whoever made it."""
    page = visitor.opens(people(place, f"/{colleague.id}"))
    return link_on(visitor.presses(page, "Make a link for a new password"))


def test_the_municipality_sees_who_made_a_link_to_a_password(
    coordinating: Visitor, coordinator: Account, colleague: Account, place: Municipality
) -> None:
    a_password_link(coordinating, place, colleague)

    newest = audit_trail(place.id)[0]
    assert (newest.event, newest.by) == ("password_link_made", coordinator.key)
    assert newest.facts == {"email": COLLEAGUE}


@pytest.mark.parametrize("roles", [[], [Role.EDITOR]])
def test_whoever_coordinates_no_longer_gets_in_by_no_link_they_made_before(
    app: Flask,
    coordinating: Visitor,
    coordinator: Account,
    colleague: Account,
    place: Municipality,
    roles: list[Role],
) -> None:
    an_account("second@example.org", roles={place: [Role.COORDINATOR]})
    link = a_password_link(coordinating, place, colleague)
    assert Visitor(app, language="en").opens(link).title == "A new password"

    if roles:
        give_roles(coordinator, place, roles, by="desk")
    else:
        remove_person(coordinator, place, by="desk")

    gone = Visitor(app, language="en").opens(link, status=410)
    assert gone.title == "This link no longer holds"

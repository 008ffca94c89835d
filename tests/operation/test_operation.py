"""Running the installation: what operators see and do, and what they never see."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyotp
import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from app.accounts.actions import invite, invite_operator
from app.accounts.models import Account, Invitation
from app.accounts.roles import Role
from app.audit.queries import audit_trail
from app.config import VERSION
from app.extensions import db
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.operation.counts import Counts, counts_of
from tests.builders import PASSWORD, a_municipality, an_account, an_answer, an_assessment
from tests.visitor import Page, Visitor

EMAIL = "otto@example.org"
SECRET = pyotp.random_base32()
CANARY = "KANARIENVOGEL"


@pytest.fixture
def operator(app: Flask) -> Visitor:
    """An operator, logged in with the second factor."""
    return an_operator(app)


def an_operator(app: Flask, email: str = EMAIL, *, name: str = "Otto Oertel") -> Visitor:
    an_account(email, name=name, is_operator=True, totp_secret=SECRET)
    visitor = Visitor(app, language="en")
    step = visitor.logs_in(email)
    visitor.presses(step, "Log in", {"code": pyotp.TOTP(SECRET).now()})
    return visitor


def operated(place: Municipality, below: str = "") -> str:
    return f"/operation/municipalities/{place.key}{below}"


def shown_link(page: Page) -> str:
    """The address below the host of the link that is to be handed over."""
    return page.text_of("link").partition("localhost")[2]


def told(municipality: Municipality | None = None) -> list[str]:
    """The names of what the trail tells, oldest first."""
    return [one.event for one in audit_trail(municipality.id if municipality else None)][::-1]


def test_the_desk_of_operators_counts_and_tells_nothing_of_what_was_said(
    operator: Visitor,
) -> None:
    place = a_municipality("Adelheim")
    an_account("erika@example.org", roles={place: [Role.COORDINATOR, Role.EDITOR]})
    an_account("emil@example.org", name="Emil", roles={place: [Role.EDITOR]})
    invite("neu@example.org", municipality=place, roles=[Role.VIEWER], by="desk")
    assessment = an_assessment(place)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        an_answer(assessment, "mi_website", level=2, note=CANARY)

    page = operator.opens("/operation")

    assert page.table("Municipalities that use the check") == [
        ["Adelheim", place.key, "2", "1", "1", "March 2, 2026"]
    ]
    assert CANARY not in page.html


@pytest.mark.parametrize(
    "below", ["", "/in2_willkommenskultur/2026", "/in2_willkommenskultur/2026/result", "/settings"]
)
def test_operators_do_not_get_at_what_was_said(operator: Visitor, below: str) -> None:
    place = a_municipality()
    an_assessment(place)

    page = operator.opens(f"/municipalities/{place.key}{below}", status=404)

    assert page.title == "This page does not exist"


@pytest.mark.parametrize("role", [*Role])
def test_nobody_else_gets_at_the_operation(reader: Visitor, role: Role) -> None:
    place = a_municipality()
    an_account(EMAIL, roles={place: [role]})
    reader.logs_in(EMAIL)

    answers = [
        reader.gets(address).status_code
        for address in ("/operation", "/operation/operators", "/operation/trail", operated(place))
    ]

    assert answers == [403, 403, 403, 403]


def test_counts_of_a_place_nobody_uses_yet_are_none(app: Flask) -> None:
    place = a_municipality()

    assert counts_of([place.id]) == {place.id: Counts(0, 0, 0, None)}


def test_the_numbers_of_many_municipalities_need_as_few_questions_as_of_one(app: Flask) -> None:
    places = [a_municipality(f"Ort {number}").id for number in range(3)]

    assert [*counts_of(places)] == places


def names_on(page: Page) -> list[str]:
    return [row[0] for row in page.table("Municipalities that use the check")]


def test_hundreds_of_municipalities_come_fifty_at_a_time_each_once(operator: Visitor) -> None:
    for number in range(120):
        a_municipality(f"Ort {number:03}")

    first = operator.opens("/operation")
    second = operator.follows(first, "Further municipalities")
    third = operator.follows(second, "Further municipalities")

    assert [len(names_on(page)) for page in (first, second, third)] == [50, 50, 20]
    assert names_on(first) + names_on(second) + names_on(third) == [
        f"Ort {number:03}" for number in range(120)
    ]
    assert "Further municipalities" not in third.texts("a")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("wald", ["Waldau", "Buchenwald"][::-1]),
        ("own-wald", ["Waldau"]),
        ("%", []),
    ],
)
def test_a_municipality_is_found_by_a_part_of_its_name_or_by_its_key(
    operator: Visitor, query: str, names: list[str]
) -> None:
    for name in ("Waldau", "Buchenwald", "Seeheim"):
        a_municipality(name)

    page = operator.opens(f"/operation?q={quote(query)}")

    assert names_on(page) == names


def test_a_municipality_of_the_register_is_added_once(operator: Visitor) -> None:
    search = operator.opens("/operation/municipalities/new?q=07334007")

    page = operator.presses(search, "Germersheim")
    again = operator.presses(search, "Germersheim")

    place = find_municipality("07334007")
    assert place
    assert page.address == again.address == operated(place)
    assert page.messages == ["Germersheim is there. Now invite who coordinates."]
    assert again.messages == ["This municipality is here already."]
    assert told(place) == ["municipality_added"]


def test_what_is_not_in_the_register_is_not_added_from_it(operator: Visitor) -> None:
    operator.posts("/operation/municipalities/new", {"key": "99999999"}, status=400)

    assert db.session.scalars(db.select(Municipality)).all() == []


def test_a_place_outside_the_register_is_added(operator: Visitor) -> None:
    form = operator.opens("/operation/municipalities/own")

    page = operator.presses(form, "Add", {"name": "Eupen", "country": "Belgien"})
    again = operator.presses(form, "Add", {"name": "Eupen", "country": "Belgien"})

    assert (page.title, again.title) == ("Eupen", "Eupen")
    assert again.messages == ["This municipality is here already."]


def test_a_place_without_a_name_is_not_added(operator: Visitor) -> None:
    form = operator.opens("/operation/municipalities/own")

    page = operator.presses(form, "Add", {"name": " ", "population": "viele"}, status=422)

    assert page.problems == ["Please enter a name.", "Please enter a whole number, such as 9400."]


def test_an_invited_coordinator_comes_in_by_the_link(app: Flask, operator: Visitor) -> None:
    place = a_municipality("Adelheim")

    page = operator.presses(operator.opens(operated(place)), "Invite", {"email": "Neu@Example.org"})

    guest = Visitor(app, language="en")
    welcome = guest.opens(shown_link(page))
    arrived = guest.presses(
        welcome, "Accept and begin", {"name": "Nadja Neu", "new_password": PASSWORD}
    )
    assert arrived.address == f"/municipalities/{place.key}"
    seen = operator.opens(operated(place))
    assert seen.of_class("span", "task-title") == ["Nadja Neu"]
    assert seen.of_class("span", "task-hint") == ["neu@example.org"]
    assert told(place) == ["person_invited", "invitation_accepted"]


def test_whoever_coordinates_already_is_not_invited_again(operator: Visitor) -> None:
    place = a_municipality()
    an_account("erika@example.org", roles={place: [Role.COORDINATOR]})

    page = operator.posts(
        operated(place, "/invitations"), {"email": "erika@example.org"}, status=422
    )

    assert page.problems == ["This person coordinates here already."]


def test_what_is_no_address_is_not_invited(operator: Visitor) -> None:
    place = a_municipality()

    page = operator.posts(operated(place, "/invitations"), {"email": "erika"}, status=422)

    assert page.problems == ["Please enter an e-mail address such as name@example.org."]
    assert db.session.scalars(db.select(Invitation)).all() == []


def test_a_withdrawn_invitation_holds_no_longer(app: Flask, operator: Visitor) -> None:
    place = a_municipality()
    made = operator.posts(operated(place, "/invitations"), {"email": "neu@example.org"})
    page = operator.opens(operated(place))

    page = operator.presses(page, "Withdraw the invitation of neu@example.org")

    assert page.messages == ["The invitation no longer holds."]
    Visitor(app, language="en").opens(shown_link(made), status=410)


def test_operators_see_and_withdraw_no_invitations_but_those_to_coordinate(
    operator: Visitor,
) -> None:
    place, other = a_municipality(), a_municipality("Anderswo")
    invite("vera@example.org", municipality=place, roles=[Role.VIEWER], by="desk")
    invite("karl@example.org", municipality=other, roles=[Role.COORDINATOR], by="desk")
    db.session.commit()
    vera, karl = db.session.scalars(db.select(Invitation.id).order_by(Invitation.id)).all()

    page = operator.opens(operated(place))
    for invitation in (vera, karl, 999):
        operator.posts(operated(place, f"/invitations/{invitation}/withdraw"), {}, status=404)

    assert "vera@example.org" not in page.html
    assert db.session.scalars(db.select(Invitation.used_at)).all() == [None, None]


def test_a_coordinator_who_cannot_get_in_gets_a_link_and_the_municipality_sees_who_made_it(
    app: Flask, operator: Visitor
) -> None:
    place = a_municipality()
    an_account("erika@example.org", roles={place: [Role.COORDINATOR]})

    page = operator.presses(
        operator.opens(operated(place)), "Link to a new password for Erika Muster"
    )

    guest = Visitor(app, language="en")
    assert guest.opens(shown_link(page)).title == "A new password"
    assert told(place)[-1] == "password_link_made"
    assert told()[-1] == "password_link_made"


def test_there_is_no_link_for_somebody_who_does_not_coordinate_there(operator: Visitor) -> None:
    place, other = a_municipality(), a_municipality("Anderswo")
    editor = an_account("emil@example.org", roles={place: [Role.EDITOR]})
    elsewhere = an_account("karl@example.org", roles={other: [Role.COORDINATOR]})

    for account in (editor, elsewhere):
        operator.posts(operated(place, f"/coordinators/{account.id}/password-link"), {}, status=404)

    assert db.session.scalars(db.select(Invitation)).all() == []


def test_another_operator_is_invited_and_comes_in(app: Flask, operator: Visitor) -> None:
    page = operator.presses(
        operator.opens("/operation/operators"), "Invite", {"email": "olga@example.org"}
    )

    guest = Visitor(app, language="en")
    arrived = guest.presses(
        guest.opens(shown_link(page)),
        "Accept and begin",
        {"name": "Olga Ohm", "new_password": PASSWORD},
    )

    assert arrived.title == "Set up the second factor"
    seen = operator.opens("/operation/operators")
    assert seen.of_class("span", "task-hint") == ["olga@example.org", EMAIL]


def test_the_invitation_of_an_operator_is_withdrawn(app: Flask, operator: Visitor) -> None:
    made = operator.posts("/operation/operators", {"email": "olga@example.org"})
    page = operator.opens("/operation/operators")

    operator.presses(page, "Withdraw the invitation of olga@example.org")

    Visitor(app, language="en").opens(shown_link(made), status=410)


def test_only_invitations_to_operate_are_withdrawn_there(operator: Visitor) -> None:
    invite("x@example.org", municipality=a_municipality(), roles=[Role.COORDINATOR], by="desk")
    db.session.commit()
    invitation = db.session.scalars(db.select(Invitation.id)).one()

    operator.posts(f"/operation/operators/invitations/{invitation}/withdraw", {}, status=404)

    assert db.session.scalars(db.select(Invitation.used_at)).all() == [None]


def test_whoever_operates_already_is_not_invited_again(operator: Visitor) -> None:
    page = operator.posts("/operation/operators", {"email": EMAIL}, status=422)

    assert page.problems == ["This person is operator already."]


def test_an_operator_is_let_go_and_out_at_once(app: Flask, operator: Visitor) -> None:
    olga = an_operator(app, "olga@example.org", name="Olga Ohm")
    assert olga.gets("/operation").status_code == 200

    page = operator.presses(
        operator.opens("/operation/operators"), "Take the operation away from Olga Ohm"
    )

    assert page.messages == ["Olga Ohm no longer runs this installation."]
    assert olga.gets("/operation").headers["Location"] == "/log-in?next=/operation"
    assert "operator_removed" in told()


def test_the_last_operator_stays(operator: Visitor) -> None:
    mine = db.session.scalars(db.select(Account)).one()
    shown = operator.opens("/operation/operators")

    page = operator.posts(f"/operation/operators/{mine.id}/remove", {})

    assert "Take the operation away from Otto Oertel" not in shown.texts("button")
    assert page.messages == ["The last operator stays. Invite another one first."]
    assert operator.gets("/operation").status_code == 200


def test_an_identity_of_the_demo_does_not_count_as_another_operator(operator: Visitor) -> None:
    mine = db.session.scalars(db.select(Account)).one()
    an_account("demo@example.org", is_operator=True).is_demo = True

    page = operator.posts(f"/operation/operators/{mine.id}/remove", {})

    assert page.messages == ["The last operator stays. Invite another one first."]
    assert operator.gets("/operation").status_code == 200


def test_somebody_who_is_no_operator_cannot_be_let_go_as_one(operator: Visitor) -> None:
    account = an_account("erika@example.org")

    operator.posts(f"/operation/operators/{account.id}/remove", {}, status=404)

    assert told()[-1] != "operator_removed"


@dataclass
class LetterBox:
    """A mail server of our own, and what it took."""

    port: int
    mails: list[Envelope]


class Taking:
    """Takes every mail, but for recipients it does not know."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address.startswith("unbekannt"):
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def letter_box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[LetterBox]:
    taking = Taking()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(taking, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setitem(app.config, "MAIL_SERVER", f"smtp://127.0.0.1:{port}")
    monkeypatch.setitem(app.config, "MAIL_FROM", "check@example.org")
    yield LetterBox(port, taking.mails)
    controller.stop()


def test_without_a_mail_server_the_page_says_so_and_offers_no_test(operator: Visitor) -> None:
    page = operator.opens("/operation/mail")

    assert page.text.startswith("Mail No mail is set up.")
    assert "Send a test mail to myself" not in page.texts("button")


def test_a_test_mail_goes_to_oneself(operator: Visitor, letter_box: LetterBox) -> None:
    page = operator.presses(operator.opens("/operation/mail"), "Send a test mail to myself")

    assert "The mail server has taken the mail" in page.text
    assert [mail.rcpt_tos for mail in letter_box.mails] == [[EMAIL]]
    assert f"127.0.0.1:{letter_box.port}" in page.texts("dd")


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        ("smtp://127.0.0.1:1", "The mail server does not accept connections."),
        (
            "mail.example.org",
            "The setting MAIL_SERVER is not understood. It reads like "
            "smtp://user:password@mail.example.org:587.",
        ),
    ],
)
def test_what_is_wrong_with_mail_is_said_in_words(
    app: Flask, operator: Visitor, monkeypatch: pytest.MonkeyPatch, server: str, problem: str
) -> None:
    monkeypatch.setitem(app.config, "MAIL_SERVER", server)
    monkeypatch.setitem(app.config, "MAIL_FROM", "check@example.org")

    page = operator.posts("/operation/mail", {}, status=422)

    assert page.of_class("div", "notice") == [f"Error: The mail could not be sent {problem}"]


def test_the_password_of_the_mail_server_is_not_shown(
    app: Flask, operator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_SERVER", f"smtp://konto:{CANARY}@127.0.0.1:1")
    monkeypatch.setitem(app.config, "MAIL_FROM", "check@example.org")

    pages = [operator.opens("/operation/mail"), operator.posts("/operation/mail", {}, status=422)]

    assert [CANARY in page.html for page in pages] == [False, False]


def test_an_invitation_by_mail_is_not_shown_as_well(
    operator: Visitor, letter_box: LetterBox
) -> None:
    place = a_municipality("Adelheim")

    page = operator.posts(operated(place, "/invitations"), {"email": "neu@example.org"})

    assert "The link is on its way to neu@example.org." in page.text
    assert "/invitation/" not in page.html
    assert [mail.rcpt_tos for mail in letter_box.mails] == [["neu@example.org"]]


def test_an_invitation_that_could_not_be_sent_is_to_be_handed_over(
    operator: Visitor, letter_box: LetterBox
) -> None:
    place = a_municipality()

    page = operator.posts(operated(place, "/invitations"), {"email": "unbekannt@example.org"})

    assert "The mail server refuses this recipient." in page.text
    assert shown_link(page).startswith("/invitation/")


def test_health_tells_engine_migration_size_and_version(operator: Visitor) -> None:
    page = operator.opens("/operation/health")

    told_of = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[db.engine.dialect.name]
    assert told_of["Database"].startswith(f"{engine} ")
    assert (
        told_of["Migration"]
        == db.session.execute(db.text("SELECT version_num FROM alembic_version")).scalar()
    )
    assert re.fullmatch(r"[1-9][0-9]? MB", told_of["Size of the database"])
    assert told_of["Version of the program"] == VERSION


@pytest.mark.parametrize(
    ("hours", "age", "warns"), [(3, "3 hours old", False), (50, "2 days old", True)]
)
def test_health_tells_how_old_the_newest_backup_is(
    app: Flask,
    operator: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    hours: int,
    age: str,
    warns: bool,
) -> None:
    monkeypatch.setitem(app.config, "BACKUPS_FOLDER", tmp_path)
    for ago in (hours, 90):
        file = tmp_path / f"backup-{ago}.sqlite"
        file.touch()
        os.utime(file, (time.time() - ago * 3600 - 60,) * 2)

    page = operator.opens("/operation/health")

    told_of = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert told_of["Newest backup"].endswith(age)
    assert ("There is no recent backup" in page.text) is warns


def test_health_warns_where_there_is_no_backup(
    app: Flask, operator: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(app.config, "BACKUPS_FOLDER", tmp_path / "nowhere")

    page = operator.opens("/operation/health")

    assert "There is no recent backup" in page.text


def test_usage_counts_what_is_real_and_what_changed_lately(operator: Visitor) -> None:
    assessment = an_assessment(a_municipality())
    db.session.add(Municipality(key="own-beispiel", name="Beispiel", is_example=True))
    an_answer(assessment, "mi_website", level=1)
    with time_machine.travel("2020-03-02 08:00:00+00:00", tick=False):
        an_answer(assessment, "mi_language_needs", level=1)

    page = operator.opens("/operation")

    assert dict(zip(page.texts("dt"), page.texts("dd"), strict=True)) == {
        "Municipalities": "1",
        "People": "1",
        "Self-checks": "1",
        "Answers changed in the last 30 days": "1",
    }


def test_the_trail_of_the_installation_tells_its_own_and_not_what_municipalities_do(
    operator: Visitor,
) -> None:
    place = a_municipality()
    invite("vera@example.org", municipality=place, roles=[Role.VIEWER], by="desk")
    db.session.commit()

    page = operator.opens("/operation/trail")

    assert [row[1:] for row in page.table("What happened, newest first")] == [
        ["Otto Oertel", "logged in by password and second factor"]
    ]


def test_the_trail_comes_in_pages(operator: Visitor) -> None:
    for number in range(60):
        invite_operator(f"neu{number}@example.org", by="console")
    db.session.commit()

    first = operator.opens("/operation/trail")
    second = operator.follows(first, "Earlier")

    caption = "What happened, newest first"
    assert [len(page.table(caption)) for page in (first, second)] == [50, 11]
    assert "Earlier" not in second.texts("a")


def test_operators_find_their_pages_in_the_header_and_nobody_else_does(
    operator: Visitor, reader: Visitor
) -> None:
    place = a_municipality()
    an_account("erika@example.org", roles={place: [Role.COORDINATOR]})

    page = reader.logs_in("erika@example.org")

    assert ("Operation", "/operation") in operator.opens("/about").links
    assert "Operation" not in page.texts("a")

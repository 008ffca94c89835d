"""One mail a week at most, with everything that is due, to those who want it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.actions import remove_person
from app.accounts.models import Account
from app.accounts.reminders import switch_reminders
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.domain.measure import MeasureState
from app.extensions import db
from app.web.formatting import today
from tests.accounts.mailbox import Mailbox, mail_set_up
from tests.builders import a_municipality, an_account, an_assessment
from tests.measures.yearly_plans import a_measure
from tests.visitor import Visitor


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    return an_assessment()


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    with mail_set_up(app) as found:
        yield found


def somebody(assessment: Assessment, name: str, role: Role = Role.EDITOR) -> Account:
    return an_account(f"{name}@example.org", name=name, roles={assessment.municipality: [role]})


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def remind(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["measures", "remind"])
    assert result.exit_code == 0, result.output
    db.session.expire_all()
    return result.output.strip()


def recipients(mailbox: Mailbox) -> list[str]:
    return sorted(to for to, _ in mailbox.mails)


def test_one_mail_holds_everything_over_all_municipalities(
    app: Flask, assessment: Assessment, mailbox: Mailbox
) -> None:
    other = an_assessment(a_municipality("Anderswo"))
    roles = {check.municipality: [Role.EDITOR] for check in (assessment, other)}
    account = an_account("a@example.org", name="Anna", roles=roles)
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    a_measure(assessment, "Bald", account_id=account.id, due_on=in_days(14))
    a_measure(other, "Dort", account_id=account.id, due_on=in_days(0))
    a_measure(assessment, "Fern", account_id=account.id, due_on=in_days(15))
    a_measure(assessment, "Ohne Tag", account_id=account.id)
    due = {"account_id": account.id, "due_on": in_days(-9)}
    a_measure(assessment, "Fertig", state=MeasureState.DONE, **due)
    a_measure(assessment, "Aufgegeben", state=MeasureState.DROPPED, **due)

    assert remind(app) == "1 mail was sent."

    ((to, text),) = mailbox.mails
    assert to == "a@example.org"
    titles = ("Spät (Musterort)", "Bald (Musterort)", "Dort (Anderswo)")
    assert all(title in text for title in titles)
    assert not any(title in text for title in ("Fern", "Ohne Tag", "Fertig", "Aufgegeben"))
    assert text.index("Spät") < text.index("Dort") < text.index("Bald")
    assert "/account" in text
    assert account.reminded_on == today()


def test_not_again_within_a_week(app: Flask, assessment: Assessment, mailbox: Mailbox) -> None:
    account = somebody(assessment, "anna")
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    assert [remind(app), remind(app)] == ["1 mail was sent.", "0 mails were sent."]
    account.reminded_on = in_days(-6)
    db.session.commit()
    assert remind(app) == "0 mails were sent."
    account.reminded_on = in_days(-7)
    db.session.commit()
    assert remind(app) == "1 mail was sent."
    assert len(mailbox.mails) == 2


def test_nobody_hears_of_nothing(app: Flask, assessment: Assessment, mailbox: Mailbox) -> None:
    somebody(assessment, "chef", Role.COORDINATOR)
    assert (remind(app), mailbox.mails) == ("0 mails were sent.", [])


def test_coordinators_get_what_nobody_with_an_account_is_named_for(
    app: Flask, assessment: Assessment, mailbox: Mailbox
) -> None:
    account = somebody(assessment, "anna")
    chief = somebody(assessment, "chef", Role.COORDINATOR)
    a_measure(assessment, "Annas", account_id=account.id, due_on=in_days(1))
    a_measure(assessment, "Niemandes", due_on=in_days(1))
    a_measure(assessment, "Eigene", account_id=chief.id, due_on=in_days(1))

    assert remind(app) == "2 mails were sent."

    text = dict(mailbox.mails)
    assert "Annas" in text["anna@example.org"]
    assert "Niemandes" not in text["anna@example.org"]
    assert "Annas" not in text["chef@example.org"]
    assert "Niemandes" in text["chef@example.org"]
    assert "Eigene" in text["chef@example.org"]


@pytest.mark.parametrize("reason", ["left", "disabled", "moderator"])
def test_whoever_may_not_read_here_any_more_is_not_told(
    app: Flask, assessment: Assessment, mailbox: Mailbox, reason: str
) -> None:
    role = Role.MODERATOR if reason == "moderator" else Role.EDITOR
    account = somebody(assessment, "anna", role)
    somebody(assessment, "chef", Role.COORDINATOR)
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    if reason == "left":
        remove_person(account, assessment.municipality, by="desk")
    account.is_disabled = reason == "disabled"
    db.session.commit()
    remind(app)
    assert recipients(mailbox) == ["chef@example.org"]


def test_who_switched_the_mails_off_gets_none(
    app: Flask, assessment: Assessment, mailbox: Mailbox
) -> None:
    account = somebody(assessment, "anna")
    somebody(assessment, "chef", Role.COORDINATOR)
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    visitor = Visitor(app, language="en")
    visitor.logs_in(account.email)
    page = visitor.presses(visitor.opens("/account"), "Switch these mails off")
    assert page.messages == ["You get no such mails."]
    assert remind(app) == "0 mails were sent."
    assert mailbox.mails == []
    assert visitor.presses(page, "Switch these mails on").messages == ["You get these mails."]
    assert remind(app) == "1 mail was sent."
    events = [one["event"] for one in visitor.gets("/account/data.json").get_json()["audit_trail"]]
    assert [one for one in events if one.startswith("reminders")] == [
        "reminders_switched_off",
        "reminders_switched_on",
    ]


def test_switching_to_what_is_so_already_leaves_no_line(assessment: Assessment) -> None:
    account = somebody(assessment, "anna")
    switch_reminders(account, on=False)
    since = account.reminders_off_since
    switch_reminders(account, on=False)
    assert account.reminders_off_since == since


def test_without_a_mail_server_it_says_so(app: Flask, assessment: Assessment) -> None:
    account = somebody(assessment, "anna")
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    assert remind(app) == "No mail server is set up, so nobody is reminded."
    assert account.reminded_on is None


def test_what_did_not_leave_is_tried_again(
    app: Flask, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = somebody(assessment, "anna")
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    with monkeypatch.context() as broken:
        broken.setitem(app.config, "MAIL_SERVER", "smtp://127.0.0.1:1")
        broken.setitem(app.config, "MAIL_FROM", "check@example.org")
        result = app.test_cli_runner().invoke(args=["measures", "remind"])
    assert result.exit_code == 1
    assert f"{account.key}: The mail server does not accept connections." in result.output
    db.session.expire_all()
    assert account.reminded_on is None
    with mail_set_up(app) as mailbox:
        remind(app)
        assert recipients(mailbox) == ["anna@example.org"]


def test_nothing_that_was_typed_becomes_a_header_or_another_line(
    app: Flask, assessment: Assessment, mailbox: Mailbox
) -> None:
    account = somebody(assessment, "anna")
    account.name = "Anna\r\nBcc: all@example.org"
    title = "Fest\r\nBcc: all@example.org\r\n\r\n- 1.1.2020: Erfunden"
    a_measure(assessment, title, account_id=account.id, due_on=in_days(-3))
    remind(app)
    assert recipients(mailbox) == ["anna@example.org"]
    lines = [line for line in mailbox.mails[0][1].splitlines() if "Erfunden" in line]
    assert len(lines) == 1
    assert "Fest Bcc: all@example.org - 1.1.2020: Erfunden" in lines[0]


def test_invented_towns_remind_nobody(app: Flask, assessment: Assessment, mailbox: Mailbox) -> None:
    account = somebody(assessment, "anna")
    a_measure(assessment, "Spät", account_id=account.id, due_on=in_days(-3))
    assessment.municipality.is_example = True
    db.session.commit()
    assert remind(app) == "0 mails were sent."


def test_what_went_on_in_a_later_year_is_told_once(
    app: Flask, assessment: Assessment, mailbox: Mailbox
) -> None:
    account = somebody(assessment, "anna")
    due = {"account_id": account.id, "due_on": in_days(-3)}
    old = a_measure(assessment, "Spät", **due)
    later = an_assessment(assessment.municipality, year=2027)
    a_measure(later, "Spät", carried_from=old.id, **due)
    remind(app)
    assert mailbox.mails[0][1].count("Spät") == 1

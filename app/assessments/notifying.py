"""Tell somebody by mail what they are asked to fill in; pages say it too, so mail may fail."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext

from app.accounts.links import in_the_background
from app.accounts.models import Account
from app.assessments.opening import OpenAssessment
from app.domain.checklist import Section
from app.web.access import current_person
from app.web.addresses import public_address
from app.web.formatting import day
from app.web.i18n import shown
from app.web.mail import is_mail_set_up, send_mail


def tell_assignee(
    check: OpenAssessment, section: Section, account: Account, *, due_on: date | None, message: str
) -> None:
    """After the commit, and beside the answer; what goes wrong stands in the log."""
    if not is_mail_set_up() or account.is_demo:
        return
    title = str(shown(section.title))
    subject = gettext("Please fill in “%(section)s”", section=title)
    body = _body(check, title, due_on=due_on, message=message)
    address = public_address(
        "answering.edit_section",
        municipality=check.municipality.key,
        checklist=check.assessment.checklist_key,
        year=check.assessment.year,
        section=section.key,
    )
    name = account.name

    def send(email: str) -> None:
        send_mail(email, subject, f"{body}\n\n{address}\n", name=name)

    in_the_background(send, account.email)


def _body(check: OpenAssessment, title: str, *, due_on: date | None, message: str) -> str:
    facts = {
        "person": current_person().name,
        "section": title,
        "place": check.municipality.name,
        "year": check.assessment.year,
    }
    asked = gettext(
        "%(person)s asks you to fill in “%(section)s” in the self-check of %(place)s for %(year)s.",
        **facts,
    )
    until = gettext("Please do it until %(day)s.", day=day(due_on)) if due_on else ""
    return "\n\n".join(filter(None, (asked, until, message)))

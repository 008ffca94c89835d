"""`flask measures`: remind people of what is due, from a daily timer."""

from __future__ import annotations

import sys
from datetime import date

import click
from flask.cli import AppGroup
from flask_babel import gettext, ngettext

from app.accounts.reminders import claim_reminder, give_back_reminder
from app.commands.language import in_shell_language
from app.extensions import db
from app.measures.reminding import Digest, due_digests, send_digest
from app.web.formatting import today
from app.web.mail import MailNotSent, is_mail_set_up

measure_commands = AppGroup("measures", help="What municipalities have planned.")


@measure_commands.command("remind")
@in_shell_language
def remind() -> None:
    """Mail everybody what they are responsible for and what is due; at most once a week each."""
    if not is_mail_set_up():
        click.echo(gettext("No mail server is set up, so nobody is reminded."))
        return
    day, sent, failed = today(), 0, 0
    digests = due_digests(day)
    # While a mail server takes its time, nobody waits for the database.
    db.session.commit()
    for digest in digests:
        try:
            sent += _send(digest, day)
        except MailNotSent as problem:
            failed += 1
            # The account by its key: output of timers is kept in logs.
            click.echo(f"{digest.account.key}: {problem.reason}", err=True)
    click.echo(ngettext("%(num)s mail was sent.", "%(num)s mails were sent.", sent))
    if failed:
        sys.exit(1)


def _send(digest: Digest, day: date) -> bool:
    """Whether the mail went out; noted first, so that two timers at once send one."""
    account, last = digest.account, digest.account.reminded_on
    claimed = claim_reminder(account, day)
    db.session.commit()
    if not claimed:
        return False
    try:
        send_digest(digest, day)
    except MailNotSent:
        give_back_reminder(account, last)
        db.session.commit()
        raise
    return True

"""The installation as a whole: who uses it, how it is, whether mail leaves, what happened."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.permissions import may_operate
from app.accounts.queries import account_of
from app.audit.queries import audit_trail
from app.extensions import reading
from app.municipalities.queries import municipalities_here
from app.municipalities.searching import cleaned_query
from app.operation.counts import counts_of, usage
from app.operation.health import health
from app.web.access import allows, current_person
from app.web.forms import whole_number
from app.web.mail import MailNotSent, is_mail_set_up, read_server, send_mail

bp = Blueprint("operation", __name__, url_prefix="/operation")

SHOWN = 50


@bp.get("")
@allows(may_operate)
def show() -> ResponseReturnValue:
    """The municipalities that use the check, fifty at a time, and how much."""
    query = cleaned_query(request.args.get("q", ""))
    after = whole_number(request.args.get("after", "")) or None
    found = municipalities_here(query, after=after, limit=SHOWN + 1)
    shown = found[:SHOWN]
    counts = counts_of([one.id for one in shown])
    return render_template(
        "operation/show.html",
        query=query,
        municipalities=[(one, counts[one.id]) for one in shown],
        further=shown[-1].id if len(found) > SHOWN else None,
        is_further=after is not None,
        usage=usage(with_examples=current_app.config["MODE"] == "demo"),
    )


@bp.get("/health")
@allows(may_operate)
def show_health() -> ResponseReturnValue:
    """Database, disk, backups, version."""
    return render_template("operation/show_health.html", health=health())


@bp.get("/trail")
@allows(may_operate)
def show_trail() -> ResponseReturnValue:
    """What happened in the installation; what happens in a municipality stays there."""
    before = whole_number(request.args.get("before", "")) or None
    found = audit_trail(None, before=before, limit=SHOWN + 1)
    return render_template(
        "operation/show_trail.html",
        entries=found[:SHOWN],
        further=found[SHOWN - 1].id if len(found) > SHOWN else None,
    )


@bp.get("/mail")
@allows(may_operate)
def show_mail() -> ResponseReturnValue:
    """Whether mail is set up, and a button that tries it."""
    return _mail_page()


@bp.post("/mail")
@allows(may_operate)
def send_test_mail() -> ResponseReturnValue:
    """Send a mail to oneself; say in words what went wrong."""
    # The mail server may take its time: nothing is locked meanwhile.
    with reading():
        account = account_of(current_person().account_id)
        name, email = account.name, account.email
    try:
        send_mail(
            email,
            gettext("A test of the Willkommenscheck"),
            gettext("This mail has arrived: invitations and links will arrive, too."),
            name=name,
        )
    except MailNotSent as problem:
        return _mail_page(problem=str(problem)), 422
    return _mail_page(sent_to=email)


def _mail_page(*, problem: str = "", sent_to: str = "") -> str:
    server = None
    if is_mail_set_up():
        try:
            server = read_server(current_app.config["MAIL_SERVER"])
        except MailNotSent as unclear:
            problem = problem or str(unclear)
    return render_template(
        "operation/show_mail.html",
        is_set_up=is_mail_set_up(),
        server=server,
        sender=current_app.config["MAIL_FROM"],
        problem=problem,
        sent_to=sent_to,
    )

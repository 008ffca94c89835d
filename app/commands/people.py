"""flask people: let the first operator in, and the last one who is locked out."""

from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext

from app.accounts.actions import (
    invite_operator,
    make_operator,
    make_password_link,
    switch_off_second_factor,
)
from app.accounts.forms import EMAIL, normalized
from app.accounts.links import address_of
from app.accounts.models import Account
from app.accounts.queries import find_account, operators
from app.commands.checklist_choice import give_up
from app.commands.language import in_shell_language
from app.extensions import db

people_commands = AppGroup("people", help="Operators, and links that let people in.")

# How the audit trail names whoever sits at the server's console.
CONSOLE = "console"


@people_commands.command("add-operator")
@click.argument("email")
@in_shell_language
def add_operator(email: str) -> None:
    """Make EMAIL an operator: at once if there is an account, else by a link printed here."""
    address = normalized(email)
    if not EMAIL.fullmatch(address):
        give_up(gettext("“%(email)s” is no e-mail address.", email=email))
    account = find_account(address)
    if account:
        make_operator(account, by=CONSOLE)
        db.session.commit()
        click.echo(gettext("%(name)s is operator now.", name=account.name))
        return
    token = invite_operator(address, by=CONSOLE)
    db.session.commit()
    click.echo(gettext("Open this link in a browser. It works once and for 7 days:"))
    click.echo(_address(token))


@people_commands.command("new-password")
@click.argument("email")
@in_shell_language
def new_password(email: str) -> None:
    """Print a link with which EMAIL chooses a new password."""
    account = _account(email)
    token = make_password_link(account, by=CONSOLE)
    db.session.commit()
    click.echo(gettext("Open this link in a browser. It works once and for 24 hours:"))
    click.echo(_address(token))


@people_commands.command("remove-second-factor")
@click.argument("email")
@in_shell_language
def remove_second_factor(email: str) -> None:
    """Let EMAIL in without the second factor, when the phone and the recovery codes are lost."""
    account = _account(email)
    switch_off_second_factor(account, by=CONSOLE)
    db.session.commit()
    click.echo(gettext("The second factor of %(name)s is removed.", name=account.name))


@people_commands.command("operators")
@in_shell_language
def list_operators() -> None:
    """Print who runs this installation."""
    for account in operators():
        click.echo(f"{account.name} <{account.email}>")


def _account(email: str) -> Account:
    account = find_account(normalized(email))
    if account is None:
        give_up(gettext("There is no account for “%(email)s”.", email=email))
    return account


def _address(token: str) -> str:
    """The link as a browser opens it: under the public address, else on this machine."""
    port = os.environ.get("PORT") or "8000"
    base = current_app.config.get("PUBLIC_URL") or f"http://127.0.0.1:{port}"
    with current_app.test_request_context(base_url=base):
        return address_of(token)

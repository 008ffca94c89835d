"""`flask ops erase`: delete a municipality with everything that belongs to it."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext

from app.commands.checklist_choice import give_up
from app.commands.language import in_shell_language
from app.commands.people import CONSOLE
from app.extensions import db
from app.holdings.erasing import ExampleStays, erase, holdings_of
from app.holdings.traces import wipe_traces
from app.municipalities.queries import find_municipality


@click.command("erase")
@click.argument("key")
@click.option(
    "--confirm", default=None, help="The name of the municipality; asked for if left out."
)
@with_appcontext
@in_shell_language
def erase_municipality(key: str, confirm: str | None) -> None:
    """Delete the municipality with this KEY for good; its name confirms it."""
    place = find_municipality(key)
    if place is None:
        give_up(gettext("No municipality here has the key “%(key)s”.", key=key))
    name = place.name
    going = vars(holdings_of(place))
    db.session.rollback()
    click.echo(
        gettext(
            "%(place)s: %(self_checks)s self-checks, %(changes)s changes, %(people)s people.",
            place=name,
            **going,
        )
    )
    typed = confirm if confirm is not None else click.prompt(gettext("Type its name to erase it"))
    if typed.strip() != name:
        give_up(gettext("That is not its name. Nothing was erased."))
    try:
        erase(find_municipality(key) or place, by=CONSOLE)
    except ExampleStays:
        give_up(gettext("In the demo the example towns stay."))
    db.session.commit()
    wipe_traces()
    days = current_app.config["BACKUPS_KEPT_DAYS"]
    click.echo(gettext("%(place)s is erased.", place=name))
    click.echo(gettext("Backups made before still hold it, for %(days)s days.", days=days))

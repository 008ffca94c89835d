"""Roles and people in words, for templates and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Flask
from flask_babel import format_date, gettext, ngettext

from app.accounts.demo import demo_offer
from app.accounts.permissions import PERMISSIONS
from app.accounts.queries import name_of
from app.accounts.roles import Role
from app.accounts.sessions import IDLE_MINUTES
from app.accounts.token_scopes import TokenScope
from app.audit.wording import speak_fact
from app.municipalities.models import Municipality
from app.web.access import current_person


def role_words(role: str) -> str:
    return {
        Role.COORDINATOR: gettext("Coordination"),
        Role.EDITOR: gettext("Filling in"),
        Role.VIEWER: gettext("Reading"),
        Role.MODERATOR: gettext("Moderation"),
    }[Role(role)]


def role_meaning(role: str) -> str:
    """What somebody with this role can do, in one sentence."""
    return {
        Role.COORDINATOR: gettext(
            "Invites people, gives roles and tasks, starts and archives self-checks."
        ),
        Role.EDITOR: gettext("Answers, writes notes, sets targets."),
        Role.VIEWER: gettext("Reads everything and changes nothing."),
        Role.MODERATOR: gettext("Leads workshops; sees levels and targets, but no notes."),
    }[Role(role)]


def roles_words(roles: Iterable[str]) -> str:
    return ", ".join(role_words(role) for role in roles)


def person_words(key: str) -> str:
    """Who did something, by the key the history keeps."""
    if key.startswith("account-"):
        return name_of(key) or gettext("somebody who has left")
    known = {
        "desk": gettext("this desk"),
        "demo": gettext("example town"),
        "console": gettext("the operator at the console"),
        "program": gettext("the program itself"),
        "import": gettext("somebody elsewhere, before it was imported"),
        "": gettext("somebody unknown"),
    }
    return known.get(key, key)


def way_words(way: str) -> str:
    """How somebody logged in."""
    return {
        "password": gettext("password"),
        "second factor": gettext("password and second factor"),
        "invitation": gettext("invitation"),
        "first account": gettext("first account"),
        "single sign-on": gettext("single sign-on"),
        "demo": gettext("demo"),
    }.get(way, way)


def refusal_words(why: str) -> str:
    return {
        "password": gettext("wrong password or unknown address"),
        "code": gettext("wrong code"),
    }.get(why, why)


def wait_words(seconds: int) -> str:
    """To whoever has guessed too often."""
    return ngettext(
        "Too many tries. Please wait %(num)s second, then try again.",
        "Too many tries. Please wait %(num)s seconds, then try again.",
        seconds,
    )


def token_scope_words(scope: str) -> str:
    return {
        TokenScope.CHECKLISTS: gettext("Checklists"),
        TokenScope.RESULTS: gettext("Results"),
        TokenScope.NOTES: gettext("Results and notes"),
    }[TokenScope(scope)]


def token_scope_meaning(scope: str) -> str:
    """What a program reads with such a token, in one sentence."""
    return {
        TokenScope.CHECKLISTS: gettext("Published checklists, and nothing of any municipality."),
        TokenScope.RESULTS: gettext(
            "Levels, targets, values and comparisons as well; no reasons and no notes."
        ),
        TokenScope.NOTES: gettext("Self-checks completely, with reasons and notes."),
    }[TokenScope(scope)]


def until_words(until: str) -> str:
    return format_date(date.fromisoformat(until), "long")


def may(what: str, municipality: Municipality) -> bool:
    """Whether whoever reads the page may `answer`, `start` … here: asked before it is offered."""
    return PERMISSIONS[what](current_person(), municipality=municipality.key)


def speak_on_pages(app: Flask) -> None:
    app.jinja_env.globals.update(Role=Role, IDLE_MINUTES=IDLE_MINUTES)
    words = (
        role_words,
        role_meaning,
        roles_words,
        token_scope_words,
        token_scope_meaning,
        person_words,
        may,
        demo_offer,
    )
    for function in words:
        app.add_template_global(function)
    speak_fact("roles", roles_words)
    speak_fact("person", person_words)
    speak_fact("way", way_words)
    speak_fact("why", refusal_words)
    speak_fact("token_scope", token_scope_words)
    speak_fact("until", until_words)

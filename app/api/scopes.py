"""Each view says how far a token must go; one that does not say opens to the farthest alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, request
from flask_babel import gettext

from app.accounts.doorkeeper import challenge
from app.accounts.token_scopes import TokenScope
from app.web.access import current_person, everyone
from app.web.problems import problem

View = TypeVar("View", bound=Callable[..., Any])


def needs(scope: TokenScope) -> Callable[[View], View]:
    """Open a view to tokens of this scope, and to those that go farther."""

    def mark(view: View) -> View:
        view.token_scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def scope_of(view: Callable[..., Any]) -> TokenScope | None:
    """What a token needs for this view; None where everybody may read."""
    if vars(view).get("permission") is everyone:
        return None
    return TokenScope(vars(view).get("token_scope", TokenScope.NOTES))


def stay_in_scope() -> Response | None:
    """Refuse a token that does not go far enough, and name the scope that would.

    Asked after the doorkeeper: what is not the person's own does not exist for any token.
    """
    needed = scope_of(current_app.view_functions[request.endpoint or ""])
    if needed is None or current_person().opens(needed):
        return None
    title = gettext("The token does not go this far")
    detail = gettext("It needs the scope “%(scope)s”.", scope=needed.value)
    return challenge(problem(403, title, detail), error="insufficient_scope", scope=needed.value)

"""Every view says who may enter; an application with a view that does not say does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request

Permission = Callable[..., bool]
View = TypeVar("View", bound=Callable[..., Any])


class ViewWithoutPermission(RuntimeError):
    """A view that does not say who may enter."""


def allows(permission: Permission) -> Callable[[View], View]:
    """Open a view to those for whom `permission(person, **view_arguments)` holds."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def everyone(person: Any, **view_arguments: Any) -> bool:
    """Whoever asks: pages that hold nothing of anybody."""
    return True


def guard_views(app: Flask, *, who_asks: Callable[[], Any]) -> None:
    """Refuse every request its view's permission does not allow; call after the last blueprint.

    `who_asks` names the person of the current request; `g.person` holds it for the views.
    """
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "permission"):
            raise ViewWithoutPermission(f"{endpoint} does not say who may enter")

    @app.before_request
    def refuse_unless_allowed() -> None:
        g.person = who_asks()
        if request.endpoint is None or request.endpoint == "static":
            return
        view = current_app.view_functions[request.endpoint]
        permission: Permission = vars(view)["permission"]
        if not permission(g.person, **(request.view_args or {})):
            abort(403)

"""Every view says who may enter; an application with a view that does not say does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar, cast

from flask import Flask, current_app, g, request

Permission = Callable[..., bool]
View = TypeVar("View", bound=Callable[..., Any])


class Asking(Protocol):
    """What every page needs to know of the person who asks."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def is_known(self) -> bool: ...


class Doorkeeper(Protocol):
    """Knows the people; this module only knows that everybody is asked."""

    def who_asks(self) -> Asking:
        """The person of the current request."""
        ...

    def refuse(self, person: Any, **view_arguments: Any) -> NoReturn:
        """Answer somebody who may not enter."""
        ...

    def admit(self, person: Any) -> Any:
        """A last word to somebody who may enter; a response takes the place of the view's."""
        ...


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


def current_person() -> Any:
    """Who asks; found at the first question, so that pages for everyone need not know."""
    if "person" not in g:
        g.person = cast(Doorkeeper, current_app.extensions["doorkeeper"]).who_asks()
    return g.person


def guard_views(app: Flask, doorkeeper: Doorkeeper) -> None:
    """Refuse every request its view's permission does not allow; call after the last blueprint.

    `g.person` holds the person for the views.
    """
    app.extensions["doorkeeper"] = doorkeeper
    app.context_processor(lambda: {"person": current_person()})
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "permission"):
            raise ViewWithoutPermission(f"{endpoint} does not say who may enter")

    @app.before_request
    def refuse_unless_allowed() -> Any:
        if request.endpoint is None or request.endpoint == "static":
            return None
        view = current_app.view_functions[request.endpoint]
        permission: Permission = vars(view)["permission"]
        if permission is everyone:
            return None
        person = current_person()
        if not permission(person, **(request.view_args or {})):
            doorkeeper.refuse(person, **(request.view_args or {}))
        return doorkeeper.admit(person)

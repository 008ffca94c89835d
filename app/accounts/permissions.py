"""Who may do what: one predicate per permission, asked with the arguments of the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.accounts.roles import Role
from app.accounts.token_scopes import TokenScope

READERS = frozenset({Role.COORDINATOR, Role.EDITOR, Role.VIEWER})
WRITERS = frozenset({Role.COORDINATOR, Role.EDITOR})
COORDINATORS = frozenset({Role.COORDINATOR})
MODERATORS = frozenset({Role.COORDINATOR, Role.MODERATOR})
MEMBERS = frozenset(Role)


@dataclass(frozen=True)
class Place:
    """A municipality as the people in it need it: enough to switch and to be let in."""

    id: int
    key: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Person:
    """Who is asking. Where there are no accounts yet, it is the desk, which may do everything."""

    key: str = ""
    """What the history records; empty for somebody not logged in."""
    name: str = ""
    account_id: int | None = None
    session_id: int | None = None
    is_operator: bool = False
    is_demo: bool = False
    needs_second_factor: bool = False
    """An operator who has not set it up yet, nor given one elsewhere: nothing else is open."""
    may_found: bool = False
    """May add municipalities by themselves: where no operator stands between, on one's own desk."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where the person has a role, by the key of the municipality."""
    token_scope: TokenScope | None = None
    """How far a program may read that comes with a token; None where they came themselves."""

    @property
    def is_known(self) -> bool:
        return bool(self.key)

    @property
    def is_desk(self) -> bool:
        return self.key == "desk"

    def opens(self, needed: TokenScope) -> bool:
        """Whether the token, if it is one that asks, goes as far as this."""
        return self.token_scope is None or self.token_scope.covers(needed)

    def roles_in(self, municipality: str | None) -> frozenset[Role]:
        """The roles in this municipality; the desk has them all everywhere."""
        if self.is_desk:
            return MEMBERS
        place = self.places.get(municipality or "")
        return place.roles if place else frozenset()


DESK = Person(key="desk", may_found=True)
NOBODY = Person()


def may_enter(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """See that a municipality uses the check, and its desk."""
    return bool(person.roles_in(municipality))


def may_read(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """Read a municipality's self-checks and results, with their notes."""
    return not READERS.isdisjoint(person.roles_in(municipality))


def may_see_levels(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """See levels, targets and importance, without any note, reason or name: moderators, too."""
    return may_enter(person, municipality)


def may_answer(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """Change answers, targets and the particulars of a self-check."""
    return not WRITERS.isdisjoint(person.roles_in(municipality))


def may_start(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """Start, import, archive, restore or discard a self-check; say how the territory changed."""
    return not COORDINATORS.isdisjoint(person.roles_in(municipality))


def may_moderate(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """Prepare and lead workshops, whose decisions become the answers of a self-check."""
    return not MODERATORS.isdisjoint(person.roles_in(municipality))


def may_found(person: Person, **view_arguments: Any) -> bool:
    """Add a municipality and begin its first self-check."""
    return person.may_found


def may_start_here(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """Start a self-check: of one's own municipality, or of one that is new here."""
    return person.may_found or may_start(person, municipality)


def may_coordinate(person: Person, municipality: str | None = None, **view_arguments: Any) -> bool:
    """Invite people, give roles and tasks, read the audit trail, take data out, erase."""
    return not person.is_desk and may_start(person, municipality)


def is_at_the_desk(person: Person, **view_arguments: Any) -> bool:
    """Whoever sits at this machine, as long as there are no accounts."""
    return person.is_desk


def is_known(person: Person, **view_arguments: Any) -> bool:
    """Somebody who is logged in, or sits at the desk."""
    return person.is_known


def is_logged_in(person: Person, **view_arguments: Any) -> bool:
    """Somebody with an account, whatever they may do otherwise."""
    return person.account_id is not None


def has_own_account(person: Person, **view_arguments: Any) -> bool:
    """Somebody with an account of their own; who everybody may be in the demo has none."""
    return is_logged_in(person) and not person.is_demo


def may_operate(person: Person, **view_arguments: Any) -> bool:
    """Run the installation: municipalities, first invitations, usage, health; never answers."""
    return person.is_operator


PERMISSIONS: Mapping[str, Callable[..., bool]] = {
    "answer": may_answer,
    "coordinate": may_coordinate,
    "moderate": may_moderate,
    "read": may_read,
    "start": may_start,
}
"""What pages ask before they offer something, by its word."""

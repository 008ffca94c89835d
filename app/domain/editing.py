"""What somebody entered about one criterion, and which state of it they were looking at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.answers import Answer, State

CHOICE = {"state", "level", "reason", "origin"}
"""The fields of an Answer that only make sense together."""


@dataclass(frozen=True)
class Sender:
    """Which opened page sent an entry, and as which of its requests; nothing for other ways.

    Requests get lost, come twice, or overtake each other. The numbers of one page tell them apart.
    """

    client: str = ""
    sequence: int = 0

    def is_outdated_by(self, last: Sender) -> bool:
        """The same page was already heard with this request, or with a newer one.

        >>> Sender("page-one", 3).is_outdated_by(Sender("page-one", 4))
        True
        """
        return self.client == last.client != "" and self.sequence <= last.sequence

    def goes_on_from(self, last: Sender) -> bool:
        """Nobody but the same page was heard since: what stands there is its own doing.

        >>> Sender("page-one", 4).goes_on_from(Sender("page-two", 3))
        False
        """
        return self.client == last.client != "" and self.sequence > last.sequence


NOBODY = Sender()


@dataclass(frozen=True)
class Edit:
    """The fields of an Answer that a page offered, entered on top of its version `based_on`.

    Fields that the page did not offer stay as they are. So do state, level and reason where
    “does not apply” would be left without its reason. Another choice than a workshop's is no
    longer the workshop's: its origin goes.

    >>> Edit(1, {"note": "council decision"}).on(Answer.at(2)).note
    'council decision'
    """

    based_on: int
    fields: Mapping[str, Any]
    sender: Sender = NOBODY

    def after(self, last: Sender, version: int) -> Edit:
        """Based on the `version` that stands, where that is this page's own whose reply was lost.

        Nobody is in conflict with themselves; with anybody else the version decides.

        >>> Edit(4, {}, Sender("page-one", 8)).after(Sender("page-one", 7), version=5).based_on
        5
        >>> Edit(4, {}, Sender("page-one", 8)).after(Sender("page-two", 7), version=5).based_on
        4
        """
        return replace(self, based_on=version) if self.sender.goes_on_from(last) else self

    def shows(self, answer: Answer) -> bool:
        """Whoever entered this had all of the answer before them, in the fields on offer.

        >>> Edit(1, {"note": ""}).shows(Answer.at(2))
        False
        """
        if "note" in self.fields and "state" not in self.fields and answer.state is not State.OPEN:
            # No chosen button sends nothing; where a note is asked for, so is the choice.
            return False
        return all(getattr(answer, name) == value for name, value in self.fields.items())

    def touched(self, seen: Answer) -> Edit:
        """Only what was changed on top of the answer that was seen; what stayed is nobody's word.

        State, level, reason and their origin are one choice and stay together.

        >>> Edit(1, {"note": "", "sureness": None}).touched(Answer()).fields
        {}
        """
        meant = self.on(seen)
        changed = {name for name in self.fields if getattr(meant, name) != getattr(seen, name)}
        if changed & CHOICE:
            changed |= CHOICE & set(self.fields)
        return replace(self, fields={name: self.fields[name] for name in changed})

    def on(self, seen: Answer) -> Answer:
        """The answer as the editor means it, given the one that was seen."""
        state = self.fields.get("state", seen.state)
        if state is State.NOT_APPLICABLE and not self.fields.get("reason", seen.reason):
            kept = {name: getattr(seen, name) for name in CHOICE}
            return replace(seen, **{**self.fields, **kept})
        meant = replace(seen, **self.fields)
        if "origin" not in self.fields and _choice_of(meant) != _choice_of(seen):
            return replace(meant, origin=None)
        return meant


def _choice_of(answer: Answer) -> tuple[object, ...]:
    return answer.state, answer.level, answer.reason

"""What somebody entered about one criterion, and which state of it they were looking at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.answers import Answer, State

CHOICE = {"state", "level", "reason"}
"""The fields of an Answer that only make sense together."""


@dataclass(frozen=True)
class Edit:
    """The fields of an Answer that a page offered, entered on top of its version `based_on`.

    Fields that the page did not offer stay as they are. So do state, level and reason where
    “does not apply” would be left without its reason.

    >>> Edit(1, {"note": "council decision"}).on(Answer.at(2)).note
    'council decision'
    """

    based_on: int
    fields: Mapping[str, Any]

    def touched(self, seen: Answer) -> Edit:
        """Only what was changed on top of the answer that was seen; what stayed is nobody's word.

        State, level and reason are one choice and stay together.

        >>> Edit(1, {"note": "", "sureness": None}).touched(Answer()).fields
        {}
        """
        meant = self.on(seen)
        changed = {name for name in self.fields if getattr(meant, name) != getattr(seen, name)}
        if changed & CHOICE:
            changed |= CHOICE & set(self.fields)
        return Edit(self.based_on, {name: self.fields[name] for name in changed})

    def on(self, seen: Answer) -> Answer:
        """The answer as the editor means it, given the one that was seen."""
        state = self.fields.get("state", seen.state)
        if state is State.NOT_APPLICABLE and not self.fields.get("reason", seen.reason):
            kept = {"state": seen.state, "level": seen.level, "reason": seen.reason}
            return replace(seen, **{**self.fields, **kept})
        return replace(seen, **self.fields)

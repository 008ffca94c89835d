"""What an event is: a class with the facts it carries and the sentence that tells them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

EVENTS: dict[str, type[Event]] = {}
"""Every declared event by its name."""


@dataclass(frozen=True)
class Event:
    """Something worth recording. Subclasses are frozen dataclasses whose fields are the facts.

    Facts are plain JSON values: keys, names, numbers. Never an answer, a note, a password or a
    token.
    """

    name: ClassVar[str]
    sentence: ClassVar[Any]
    """A lazy text with a gap for each fact it tells, such as `%(email)s`."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        EVENTS[cls.name] = cls

    @property
    def facts(self) -> dict[str, Any]:
        return asdict(self)

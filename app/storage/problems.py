"""What can go wrong with the database, told to whoever runs it."""

from __future__ import annotations

from app.domain.errors import DomainError


class StorageProblem(DomainError):
    """A sentence for whoever runs this; `message` is marked with `N_`, `facts` fill its gaps."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message.format(**facts))
        self.message = message
        self.facts = facts

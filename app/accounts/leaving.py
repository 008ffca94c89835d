"""What else ends when somebody may no longer fill in somewhere; higher rooms say what that is."""

from __future__ import annotations

from collections.abc import Callable

Tidying = Callable[[int, int], None]
"""Asked with the id of the account and the id of the municipality."""

_TIDYINGS: list[Tidying] = []


def when_somebody_leaves(tidying: Tidying) -> Tidying:
    """Let this be done, within the same transaction, whenever somebody loses the right to write."""
    _TIDYINGS.append(tidying)
    return tidying


def tidy_up_after(account_id: int, municipality_id: int) -> None:
    for tidying in _TIDYINGS:
        tidying(account_id, municipality_id)

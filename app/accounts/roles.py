"""What somebody may be in a municipality. The order is that of pages: most rights first."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One person may have several, in several municipalities."""

    COORDINATOR = "coordinator"
    """Invites people, gives roles and tasks, starts, archives, takes data out."""
    EDITOR = "editor"
    """Fills in."""
    VIEWER = "viewer"
    """Reads everything, changes nothing."""
    MODERATOR = "moderator"
    """Leads workshops; sees levels, targets and importance, never notes."""

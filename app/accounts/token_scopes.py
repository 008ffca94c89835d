"""How far a token lets a program read: three steps, each with all of the one before."""

from __future__ import annotations

from enum import StrEnum


class TokenScope(StrEnum):
    """A token never opens more than its person may read; its scope may make that less."""

    CHECKLISTS = "checklists"
    """What is published for everybody: checklists, and nothing of a municipality."""
    RESULTS = "results"
    """Self-checks as numbers: levels, targets, scores, comparisons; no text that people wrote."""
    NOTES = "notes"
    """Complete self-checks, with reasons and evidence notes."""

    def covers(self, needed: TokenScope) -> bool:
        steps = [*TokenScope]
        return steps.index(self) >= steps.index(needed)

"""Votes of groups for tests, and somebody who computes whatever what is shown gives away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, combinations

from app.domain.disclosure import Disclosed, GroupVotes
from app.domain.tally import Tally, empty_tally


def votes(
    key: str,
    *levels: int,
    unknown: int = 0,
    not_applicable: int = 0,
    paper: Tally | None = None,
) -> GroupVotes:
    """A group that voted by phone as counted, and on paper as given."""
    phone = Tally(levels, unknown=unknown, not_applicable=not_applicable)
    return GroupVotes(key, phone, paper or empty_tally(len(levels)))


def given_away(result: Disclosed, groups: Sequence[GroupVotes], *, threshold: int) -> set[int]:
    """Every number of people from 1 to below the threshold that can be computed from a result.

    Whoever computes sees the result and knows the paper ballots, and takes any shown groups off
    the total. Nothing but what is shown is used.
    """
    if result.total is None:
        return set()
    paper = {group.key: group.paper for group in groups}
    level_votes = {group.key: group.level_votes for group in result.groups}
    people = {group.key: group.tally.people for group in result.groups if group.tally}
    computed = chain(
        _differences(
            result.total.level_votes,
            level_votes,
            {key: tally.level_votes for key, tally in paper.items()},
        ),
        _differences(
            result.total.people, people, {key: tally.people for key, tally in paper.items()}
        ),
    )
    return {number for number in computed if 0 < number < threshold}


def _differences(total: int, shown: dict[str, int], paper: dict[str, int]) -> Iterable[int]:
    for size in range(len(shown) + 1):
        for taken in combinations(shown, size):
            together = sum(shown[key] for key in taken)
            on_paper = sum(paper[key] for key in taken)
            yield together
            yield together - on_paper
            yield total - together
            yield total - together - (sum(paper.values()) - on_paper)

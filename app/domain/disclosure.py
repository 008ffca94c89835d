"""What may be shown of a revealed round, so that nobody can compute what few people said.

Whoever types in paper ballots knows them. So whatever must hold for all votes must hold for the
votes by phone alone as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from app.domain.agreement import AgreementWord, agreement, agreement_word
from app.domain.rounding import half_up_to
from app.domain.tally import Tally, empty_tally, mean_of_means

THRESHOLD = 5
"""The fewest people that may stand behind a number; a workshop may raise it, never lower it."""
DISTRIBUTION_FROM = 10
"""The fewest level votes, of all and by phone, of a group that is shown level by level."""
FEWEST_UNTOLD = 3
"""The fewest groups without a distribution of their own whose means may stand in one number."""
FREE_TEXT_FROM = 10
"""The fewest people in the room for texts of their own to be shown."""


@dataclass(frozen=True)
class GroupVotes:
    """How one group voted, by phone and on paper."""

    key: str
    phone: Tally
    paper: Tally

    @property
    def all(self) -> Tally:
        return self.phone + self.paper


@dataclass(frozen=True)
class ShownGroup:
    """A group that may be shown; its `tally` only from `DISTRIBUTION_FROM` level votes, and only
    if those of whom none is shown are nobody or as many, for theirs is what is left of the total.
    """

    key: str
    level_votes: int
    median: Fraction
    tally: Tally | None


@dataclass(frozen=True)
class Disclosed:
    """Everything anybody may ever see of a revealed round.

    `total` is None while there are too few votes. `groups` are in the order given; `withheld` are
    the keys of the other groups with votes. Both means are positions on the scale, and there only
    where every group that voted is shown; the balanced one to one decimal, and not where one or
    two groups have no distribution: beside the total and their medians it would tell theirs.
    """

    voted: int
    total: Tally | None = None
    groups: tuple[ShownGroup, ...] = ()
    withheld: tuple[str, ...] = ()
    head_count_mean: Fraction | None = None
    group_balanced_mean: Fraction | None = None

    @property
    def level_votes(self) -> int:
        """0 also where the total is not shown."""
        return self.total.level_votes if self.total else 0

    @property
    def median(self) -> Fraction | None:
        return self.total.median if self.total else None

    @property
    def middle_half(self) -> tuple[Fraction, Fraction] | None:
        return self.total.middle_half if self.total else None

    @property
    def agreement(self) -> float | None:
        return agreement(self.total.levels) if self.total else None

    @property
    def word(self) -> AgreementWord | None:
        return agreement_word(self.total.levels) if self.total else None


def disclose(groups: Sequence[GroupVotes], *, threshold: int = THRESHOLD) -> Disclosed:
    """What may be shown of these votes; a threshold below `THRESHOLD` counts as that.

    The total is shown if it is safe, a group if it is safe and has level votes. While the rest
    that is left over is not safe, the smallest shown group is withheld too (of equal ones the
    later): else the rest could be had by subtraction. Raises ValueError for tallies of different
    scales.

    >>> nine = GroupVotes("administration", Tally((0, 9)), Tally((0, 0)))
    >>> three = GroupVotes("associations", Tally((3, 0)), Tally((0, 0)))
    >>> seen = disclose([nine, three])
    >>> seen.total.levels, seen.groups, seen.withheld
    ((3, 9), (), ('administration', 'associations'))
    """
    threshold = max(threshold, THRESHOLD)
    voting = [group for group in groups if group.all.people]
    together = _together(voting)
    if not voting or not _is_safe(together, threshold):
        return Disclosed(together.all.people, withheld=_keys(voting))
    shown = _shown_of(voting, threshold)
    withheld = tuple(group for group in voting if group not in shown)
    tallied = _tallied_of(voting, shown)
    compared = [group.all for group in shown]
    may_compare = not withheld and len(shown) > 1 and _is_mixed(len(shown) - len(tallied))
    return Disclosed(
        together.all.people,
        total=together.all,
        groups=tuple(_as_shown(group, has_tally=group in tallied) for group in shown),
        withheld=_keys(withheld),
        head_count_mean=together.all.mean if may_compare else None,
        group_balanced_mean=_tenths(mean_of_means(compared)) if may_compare else None,
    )


def _shown_of(voting: Sequence[GroupVotes], threshold: int) -> list[GroupVotes]:
    """The groups to show, such that what is left of the total is safe, too."""
    shown = [group for group in voting if group.all.level_votes and _is_safe(group, threshold)]
    while not _is_safe(_together(group for group in voting if group not in shown), threshold):
        # Of equal ones min takes the first, so it looks from the end.
        shown.remove(min(reversed(shown), key=lambda group: group.all.level_votes))
    return shown


def _tallied_of(voting: Sequence[GroupVotes], shown: Sequence[GroupVotes]) -> list[GroupVotes]:
    """The groups to show level by level, such that no small distribution can be subtracted."""
    tallied = [group for group in shown if _is_wide(group)]
    while tallied and not _is_wide(_together(one for one in voting if one not in tallied)):
        tallied.remove(min(reversed(tallied), key=lambda group: group.all.level_votes))
    return tallied


def _is_mixed(untold: int) -> bool:
    """Whether a mean of means tells of no group alone: of those whose distribution is not shown
    there are none, or so many that one number cannot tell them apart."""
    return untold == 0 or untold >= FEWEST_UNTOLD


def _tenths(mean: Fraction | None) -> Fraction | None:
    """Exactly, it would be an equation that the votes of a small group have to fulfil."""
    return None if mean is None else Fraction(half_up_to(mean, 1))


def _is_wide(votes: GroupVotes) -> bool:
    """Whether there is nobody, or enough for their distribution to be seen: of all, by phone."""
    return all(
        tally.people == 0 or tally.level_votes >= DISTRIBUTION_FROM
        for tally in (votes.all, votes.phone)
    )


def _is_safe(votes: GroupVotes, threshold: int) -> bool:
    """Whether there are none or enough: level votes and people, of all and by phone."""
    counted = [
        number for tally in (votes.all, votes.phone) for number in (tally.level_votes, tally.people)
    ]
    return all(number == 0 or number >= threshold for number in counted)


def _together(groups: Iterable[GroupVotes]) -> GroupVotes:
    """All of them as if they were one group."""
    several = list(groups)
    nobody = empty_tally(len(several[0].phone.levels) if several else 0)
    return GroupVotes(
        "",
        phone=sum((group.phone for group in several), start=nobody),
        paper=sum((group.paper for group in several), start=nobody),
    )


def _as_shown(group: GroupVotes, *, has_tally: bool) -> ShownGroup:
    tally = group.all
    # Only what has level votes is shown, so there is a median.
    median = cast(Fraction, tally.median)
    return ShownGroup(group.key, tally.level_votes, median, tally if has_tally else None)


def _keys(groups: Iterable[GroupVotes]) -> tuple[str, ...]:
    return tuple(group.key for group in groups)

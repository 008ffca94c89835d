"""What became of each criterion from one version of a checklist to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from app.domain.checklist import Checklist, Scale
from app.domain.errors import N_
from app.domain.replacements import Replacement, ReplacementKind

Kind = ReplacementKind

REASONS = {
    Kind.CHANGED: N_("changed in meaning"),
    Kind.SPLIT: N_("split"),
    Kind.MERGED: N_("merged"),
    Kind.RETIRED: N_("no longer asked"),
    Kind.NEW: N_("new"),
}
"""Why a criterion cannot be compared."""
_BACKWARDS = {
    Kind.SPLIT: Kind.MERGED,
    Kind.MERGED: Kind.SPLIT,
    Kind.RETIRED: Kind.NEW,
    Kind.NEW: Kind.RETIRED,
}


@dataclass(frozen=True)
class Comparability:
    """How far two versions can be compared, over the union of both versions' criteria.

    A comparable pair counts once, though its key may have changed; so does a key that is in
    both versions without being comparable.
    """

    pairs: tuple[tuple[str, str], ...]
    """Old and new key of every comparable criterion, in the new version's order."""
    total: int
    rest: tuple[Replacement, ...]
    """What is not comparable; `kind` is the reason, in words in REASONS."""

    @property
    def shared(self) -> int:
        return len(self.pairs)

    @property
    def share(self) -> Fraction:
        """The share of comparable criteria, 0 to 1."""
        return Fraction(self.shared, self.total) if self.total else Fraction(0)


@dataclass(frozen=True)
class MappingFault:
    """One fault of a mapping: in which of its lines (None: one is missing), and what it is."""

    line: int | None
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """The key by which versions are sorted: number by number, so that 1.10 comes after 1.9."""
    return tuple(
        (1, int(part), "") if part.isascii() and part.isdigit() else (0, 0, part)
        for part in version.split(".")
    )


def scales_agree(old: Scale, new: Scale) -> bool:
    """Whether two scales have the same values with the same points, whatever they are called."""
    return [(level.value, level.points) for level in old.levels] == [
        (level.value, level.points) for level in new.levels
    ]


def mapping(old: Checklist, new: Checklist) -> tuple[Replacement, ...]:
    """What became of every criterion of both versions: the listed lines and the implied ones.

    Where the new version does not name the old one as its predecessor, only the keys speak.
    Criteria whose scales differ are `changed`, whatever is listed. The order is that of the new
    checklist, then what is retired in the order of the old.
    """
    listed = _listed(old, new)
    gone = {key for line in listed for key in line.old}
    taken = {key for line in listed for key in line.new}
    lines = list(listed)
    for key in old.criteria_by_key:
        if key in gone:
            continue
        if key in new.criteria_by_key and key not in taken:
            lines.append(_judged(Replacement(Kind.SAME, (key,), (key,)), old=old, new=new))
            taken.add(key)
        else:
            lines.append(Replacement(Kind.RETIRED, (key,)))
    lines += [Replacement(Kind.NEW, (), (key,)) for key in new.criteria_by_key if key not in taken]
    return _in_order(lines, old=old, new=new)


def compose(chain: Sequence[Checklist]) -> tuple[Replacement, ...]:
    """What became of every criterion from the first version of a chain to the last.

    The chain names every version in between, oldest first. One link that is not comparable
    breaks it; what appears and vanishes on the way leaves no line. ValueError for fewer than two.
    """
    if len(chain) < 2:
        raise ValueError("a chain has at least two versions")
    lines = mapping(chain[0], chain[1])
    for old, new in pairwise(chain[1:]):
        lines = tuple(_linked(lines, mapping(old, new)))
    return _in_order(lines, old=chain[0], new=chain[-1])


def comparability(
    old: Checklist, new: Checklist, *, between: Sequence[Checklist] = ()
) -> Comparability:
    """How far two versions can be compared; `between` are those in between, oldest first."""
    lines = compose((old, *between, new))
    pairs = tuple((line.old[0], line.new[0]) for line in lines if line.kind.is_comparable)
    rest = tuple(line for line in lines if not line.kind.is_comparable)
    different = {key for line in rest for key in (*line.old, *line.new)}
    return Comparability(pairs=pairs, total=len(pairs) + len(different), rest=rest)


def inverted(lines: Iterable[Replacement]) -> tuple[Replacement, ...]:
    """The same account told from the later version to the earlier one."""
    return tuple(
        Replacement(_BACKWARDS.get(line.kind, line.kind), line.new, line.old) for line in lines
    )


def mapping_faults(old: Checklist, new: Checklist) -> Iterator[MappingFault]:
    """What is wrong with the mapping that the new version gives for the old one."""
    lines = new.predecessor.replacements if new.predecessor else ()
    for position, line in enumerate(lines):
        for key in line.old:
            if key not in old.criteria_by_key:
                message = N_("version {version} has no criterion “{key}”")
                yield MappingFault(position, message, {"key": key, "version": old.version})
        for key in _kept_on(line, old=old, new=new):
            message = N_("“{key}” is in both versions: the kind must be “changed”")
            yield MappingFault(position, message, {"key": key})
        if line.kind.is_comparable and _judged(line, old=old, new=new) != line:
            message = N_(
                "the levels or points of “{key}” are not those of version {version}: "
                "the kind must be “changed”"
            )
            yield MappingFault(position, message, {"key": line.new[0], "version": old.version})
    listed = {key for line in lines for key in (*line.old, *line.new)}
    for line in mapping(old, new):
        if line.kind is Kind.CHANGED and listed.isdisjoint(line.new):
            message = N_(
                "the levels or points of “{key}” are not those of version {version}: "
                "list it under replaces as “changed”"
            )
            yield MappingFault(None, message, {"key": line.new[0], "version": old.version})


def _kept_on(line: Replacement, *, old: Checklist, new: Checklist) -> list[str]:
    """The keys that a line calls retired or new although both versions have them."""
    both = old.criteria_by_key.keys() & new.criteria_by_key.keys()
    claimed = {Kind.RETIRED: line.old, Kind.NEW: line.new}.get(line.kind, ())
    return [key for key in claimed if key in both]


def _listed(old: Checklist, new: Checklist) -> tuple[Replacement, ...]:
    """The lines that the new version gives, if it is the old one that it replaces."""
    if new.predecessor is None or (old.key, old.version) != (new.key, new.predecessor.version):
        return ()
    return tuple(_judged(line, old=old, new=new) for line in new.predecessor.replacements)


def _judged(line: Replacement, *, old: Checklist, new: Checklist) -> Replacement:
    """The line as it is, or as `changed` where it calls comparable what has another scale."""
    if not line.kind.is_comparable:
        return line
    before = [old.criteria_by_key[key].scale for key in line.old if key in old.criteria_by_key]
    after = [new.criteria_by_key[key].scale for key in line.new if key in new.criteria_by_key]
    agree = all(scales_agree(b, a) for b, a in zip(before, after, strict=False))
    return line if agree else Replacement(Kind.CHANGED, line.old, line.new)


@dataclass(eq=False)
class _Strand:
    """Lines of two accounts that hang together by keys of the version between them."""

    old: list[str]
    middle: list[str]
    new: list[str]
    kinds: set[Kind]

    def absorb(self, other: _Strand) -> None:
        self.old += other.old
        self.middle += other.middle
        self.new = other.new + self.new
        self.kinds |= other.kinds

    def as_line(self) -> Replacement:
        return Replacement(self._kind(), tuple(self.old), tuple(self.new))

    def _kind(self) -> Kind:
        if all(kind.is_comparable for kind in self.kinds):
            return Kind.SAME if self.kinds == {Kind.SAME} else Kind.REWORDED
        if not self.old or not self.new:
            return Kind.NEW if self.new else Kind.RETIRED
        if (len(self.old) == 1) == (len(self.new) == 1):
            return Kind.CHANGED
        return Kind.SPLIT if len(self.old) == 1 else Kind.MERGED


def _linked(earlier: Iterable[Replacement], later: Iterable[Replacement]) -> Iterator[Replacement]:
    """Two accounts as one: lines that meet in a key of the version between become one line."""
    strands = [_Strand(list(line.old), list(line.new), [], {line.kind}) for line in earlier]
    strand_of = {key: strand for strand in strands for key in strand.middle}
    for line in later:
        whole = _Strand([], list(line.old), list(line.new), {line.kind})
        met = {id(strand_of[key]): strand_of[key] for key in line.old if key in strand_of}
        for strand in met.values():
            whole.absorb(strand)
            strands.remove(strand)
        strands.append(whole)
        strand_of.update((key, whole) for key in whole.middle)
    return (strand.as_line() for strand in strands if strand.old or strand.new)


def _in_order(
    lines: Iterable[Replacement], *, old: Checklist, new: Checklist
) -> tuple[Replacement, ...]:
    """Lines in the order of the new checklist, then what is retired in the order of the old."""
    new_place = {key: place for place, key in enumerate(new.criteria_by_key)}
    old_place = {key: place for place, key in enumerate(old.criteria_by_key)}

    def place(line: Replacement) -> tuple[int, int]:
        return (
            min((new_place.get(key, len(new_place)) for key in line.new), default=len(new_place)),
            min((old_place.get(key, len(old_place)) for key in line.old), default=len(old_place)),
        )

    return tuple(sorted(lines, key=place))

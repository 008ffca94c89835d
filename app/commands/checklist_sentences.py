"""What the checklist commands print about a checklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor

from flask_babel import gettext, ngettext

from app.commands.language import filled, shell_language
from app.domain.checklist import Aggregate, Checklist, Criterion, Section, Text
from app.domain.replacements import Replacement
from app.domain.rounding import half_up
from app.domain.versions import REASONS, Comparability
from app.domain.workload import minutes, translation_coverage


def summary(checklist: Checklist, *, is_published: bool) -> str:
    """One line: name, criteria, minutes, translations, published or draft."""
    needed = minutes(checklist.criteria)
    return ", ".join(
        (
            f"{checklist.key} {checklist.version}: "
            + ngettext("%(num)d criterion", "%(num)d criteria", len(checklist.criteria)),
            ngettext("about %(num)d minute", "about %(num)d minutes", needed),
            *coverage(checklist),
            gettext("published") if is_published else gettext("not published yet"),
        )
    )


def coverage(checklist: Checklist) -> Iterator[str]:
    """The share of texts in each language, rounded down: only what is complete has 100 %."""
    for language, share in translation_coverage(checklist).items():
        percent = gettext("%(number)s %%", number=floor(share * 100))
        mark = gettext("unchecked") if language in checklist.unchecked_languages else ""
        yield f"{language} {percent}" + (f" ({mark})" if mark else "")


def tree(checklist: Checklist) -> Iterator[str]:
    """The checklist as indented lines: nodes and criteria with keys, weights and marks."""
    yield f"{checklist.key} {checklist.version} · {_shown(checklist.title)}"
    pooled = checklist.total_aggregate is Aggregate.POOLED
    yield (
        gettext("total: pooled over all criteria")
        if pooled
        else gettext("total: mean of the dimensions")
    )
    for dimension in checklist.dimensions:
        yield from _branch(dimension, depth=1)
    for index in checklist.indices:
        members = ", ".join(index.criteria)
        yield gettext("index %(key)s", key=index.key) + f" · {_shown(index.title)} · {members}"


def comparability_lines(found: Comparability) -> Iterator[str]:
    """How much is comparable, then what is not, each with its reason."""
    yield gettext(
        "%(shared)s of %(total)s criteria are comparable (%(share)s %%)",
        shared=found.shared,
        total=found.total,
        share=half_up(found.share * 100),
    )
    for line in found.rest:
        yield f"  {_keys(line)}: {filled(REASONS[line.kind], {})}"


def _branch(node: Section, *, depth: int) -> Iterator[str]:
    mean = node.aggregate is Aggregate.MEAN
    marks = [gettext("mean of its children")] if mean else []
    yield _line(node, marks, depth=depth)
    for criterion in node.criteria:
        yield _line(criterion, _marks(criterion), depth=depth + 1)
    for section in node.sections:
        yield from _branch(section, depth=depth + 1)


def _marks(criterion: Criterion) -> list[str]:
    marks = []
    if criterion.core:
        marks.append(gettext("core"))
    if not criterion.scored:
        marks.append(gettext("not scored"))
    return marks


def _line(part: Section | Criterion, marks: Iterable[str], *, depth: int) -> str:
    weight = gettext("weight %(weight)s", weight=part.weight)
    return "  " * depth + " · ".join((part.key, _shown(part.title), weight, *marks))


def _shown(text: Text) -> str:
    return text.in_language(shell_language())


def _keys(line: Replacement) -> str:
    sides = (", ".join(line.old), ", ".join(line.new))
    return " → ".join(dict.fromkeys(side for side in sides if side))

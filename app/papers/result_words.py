"""The whole result in one sentence, for papers: about the municipality, not to its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext

from app.domain.report import AssessmentReport
from app.domain.scoring import is_no_clear_change
from app.reports.sentences import interim_sentence, title_of
from app.web.formatting import whole


@dataclass(frozen=True)
class Standing:
    """A dimension by its title, where it stands today and where its targets lead."""

    title: str
    today: Fraction
    target: Fraction

    @property
    def way(self) -> Fraction:
        return self.target - self.today


def result_sentence(report: AssessmentReport) -> str:
    """What the whole of it says; too early for that, how far it is."""
    if report.is_withheld:
        return interim_sentence(report)
    return sentence_about(
        [
            Standing(title_of(line.node), line.score.exact, line.target or line.score.exact)
            for line in report.dimensions
            if line.score.exact is not None
        ]
    )


def sentence_about(dimensions: Sequence[Standing]) -> str:
    """Strongest, and farthest from its target; what is no clear change is not told apart."""
    if not dimensions:
        return gettext("Nothing is answered yet.")
    ordered = sorted(dimensions, key=lambda one: one.today)
    weakest, strongest = ordered[0], ordered[-1]
    farthest = max(ordered, key=lambda one: one.way)
    facts = {
        "strongest": strongest.title,
        "score": whole(strongest.today),
        "farthest": farthest.title,
        "today": whole(farthest.today),
        "target": whole(farthest.target),
        "lowest": whole(weakest.today),
    }
    if len(ordered) > 1 and is_no_clear_change(strongest.today - weakest.today):
        return gettext(
            "The dimensions lie close together (%(lowest)s to %(score)s of 100).", **facts
        )
    if farthest.way == 0:
        return gettext(
            "The strongest dimension is “%(strongest)s” (%(score)s of 100). Every target is "
            "reached.",
            **facts,
        )
    return gettext(
        "The strongest dimension is “%(strongest)s” (%(score)s of 100). Farthest from its target "
        "is “%(farthest)s” (%(today)s, target %(target)s).",
        **facts,
    )
